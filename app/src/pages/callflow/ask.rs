//! The question: a plain GET form whose address holds all of it.

use super::WHO_RINGS;
use crate::pages::use_me;
use crate::ui::{Activation, IconName};
use crate::ui::{Button, Choice, Segment, Segmented, SelectField, TextField};
use leptos::prelude::*;
use leptos_router::components::Form;
use model::callflow::question::{AskedFor, CalledFrom, Question, QuestionField, WhoRingsPage};

/// The list of numbers that the first field offers.
const NUMBERS: &str = "ask-numbers";

/// The form as it was asked, with what is wrong at each field.
pub fn form(asked: Question, page: WhoRingsPage) -> AnyView {
    let problems = page.problems.clone();
    let error = move |field: QuestionField| {
        let words = problems.iter().find(|p| p.field == field.slug()).map(|p| p.message.clone());
        Signal::stored(words)
    };
    let or = |typed: &str, usual: &str| if typed.is_empty() { usual.to_owned() } else { typed.to_owned() };
    let (to, key_choices, zone) = (numbers(&page), keys(&asked, &page), page.zone.clone());
    let key = asked.key.map(|key| key.slug()).unwrap_or_default();
    view! {
        <Form method="GET" action=WHO_RINGS attr:class="ask" attr:role="search" attr:aria-label="Which call">
            <div class="ask__to">
                <TextField
                    id="ask-to"
                    name="to"
                    label="Call to"
                    note="Number or extension"
                    value=asked.to.clone()
                    icon=IconName::Hash
                    error=error(QuestionField::To)
                    list=NUMBERS
                />
                {to}
            </div>
            <div class="field ask__from">
                <span class="label" aria-hidden="true">
                    "From"
                </span>
                <Segmented
                    legend="From"
                    name="from"
                    segments=sides(CalledFrom::ALL, CalledFrom::slug, CalledFrom::label)
                    value=asked.from.slug()
                />
            </div>
            <div class="ask__who">
                <TextField
                    id="ask-who"
                    name="who"
                    label="Who calls"
                    note="Extension"
                    value=asked.who.clone()
                    icon=IconName::User
                    inputmode="numeric"
                    error=error(QuestionField::Who)
                />
            </div>
            <div class="field ask__when">
                <span class="label" aria-hidden="true">
                    "When "
                    <span class="opt">{zone}</span>
                </span>
                <Segmented
                    legend="When"
                    name="when"
                    segments=sides(AskedFor::ALL, AskedFor::slug, AskedFor::label)
                    value=asked.when.slug()
                />
            </div>
            <div class="ask__at">
                <TextField
                    id="ask-day"
                    name="day"
                    label="Day"
                    kind="date"
                    value=or(&asked.day, &page.day)
                    error=error(QuestionField::Day)
                />
                <TextField
                    id="ask-time"
                    name="time"
                    label="Time"
                    value=or(&asked.time, &page.time)
                    error=error(QuestionField::Time)
                />
            </div>
            <div class="ask__keys">
                <SelectField id="ask-key" name="key" label="Caller presses" options=key_choices value=key />
            </div>
            <Button id="ask-show" activation=Activation::Submit>
                "Show"
            </Button>
        </Form>
    }
    .into_any()
}

fn sides<T: Copy>(all: &[T], slug: fn(T) -> &'static str, label: fn(T) -> &'static str) -> Vec<Segment> {
    all.iter().map(|side| Segment::new(slug(*side), label(*side))).collect()
}

fn numbers(page: &WhoRingsPage) -> AnyView {
    let own = use_me().with_untracked(|me| me.account.name.clone());
    let option = |(number, label): &(String, String)| {
        let label = if label.is_empty() { own.clone() } else { label.clone() };
        view! { <option value=number.clone()>{label}</option> }.into_any()
    };
    let options: Vec<AnyView> = page.numbers.iter().map(option).collect();
    view! { <datalist id=NUMBERS>{options}</datalist> }.into_any()
}

/// Those of the menu that was called, and whichever is asked for.
fn keys(asked: &Question, page: &WhoRingsPage) -> Vec<Choice> {
    let nothing = Choice::new("", "Nothing");
    let known = page.keys.iter().map(|(key, to)| Choice::new(key.slug(), format!("{}, {to}", key.label())));
    let other_key = asked.key.filter(|key| page.keys.iter().all(|(known, _)| known != key));
    let other_key = other_key.map(|key| Choice::new(key.slug(), key.label()));
    std::iter::once(nothing).chain(known).chain(other_key).collect()
}
