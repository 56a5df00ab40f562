//! Up to three forwarding numbers in their order (M12): in the drawer and in one's own profile.

use crate::api::members::forwarding::{SaveForwarding, read_forwarding};
use crate::ui::field::choices;
use crate::ui::form_errors::{Answer, field_error, form_error};
use crate::ui::{Activation, Choice, ErrorLine, IconButton, IconName, Mark, OptRow, SubmitWith};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::error::AppError;
use model::forwarding::{ForwardingForm, ForwardingLine, ForwardingSettings, LineStep, MOST, RingSeconds, SECONDS};

const LABELS: [&str; 4] = ["Mobile", "Home", "Office", "Other"];

/// The fields; the button that saves stands where `form_id` names this form. `typed`: what a refused browser without
/// script sent.
#[component]
pub fn ForwardingFields(
    action: ServerAction<SaveForwarding>,
    settings: ForwardingSettings,
    typed: Option<ForwardingForm>,
    #[prop(into)] form_id: String,
    #[prop(into)] back: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let answer: Answer = Signal::derive(move || action.value().get().map(|result| result.map(drop)));
    let id = settings.id;
    let saved = settings.form();
    let start = typed.map_or_else(|| saved.clone(), |typed| ForwardingForm { seen: saved.seen.clone(), ..typed });
    let seen = RwSignal::new(start.seen.clone());
    Effect::new(move |_| {
        // After a save, and after a refusal that has shown what is saved now, saving again is meant.
        if answer.with(|a| matches!(a, Some(Ok(()) | Err(AppError::Conflict(_))))) {
            spawn_local(async move {
                if let Ok(now) = read_forwarding(id).await {
                    seen.try_set(now.seal());
                }
            });
        }
    });
    let mut first = start.lines.clone();
    first.resize(MOST.max(first.len()), ForwardingLine::default());
    let lines = RwSignal::new(first);
    let move_line = move |from: usize, up: bool| {
        lines.update(|all| {
            *all = ForwardingForm { lines: std::mem::take(all), ..Default::default() }
                .moved(LineStep { line: from, up })
                .lines
        })
    };
    let rows = lines.with_untracked(Vec::len);
    let rows: Vec<AnyView> = (0..rows).map(|i| line(i, rows, lines, answer, move_line)).collect();
    let whom = if settings.own { "You" } else { "They" };
    view! {
        <ActionForm action attr:id=form_id attr:class="forwarding">
            {form_error(answer)}
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="form[seen]" value=start.seen prop:value=move || seen.get() />
            <OptRow
                mark=Mark::Switch
                name="form[on]"
                id="forwarding-on"
                title="Forward calls"
                about="App and desk phone ring as well".to_owned()
                checked=start.on.is_some()
            />
            <fieldset class="field">
                <legend class="label">"Numbers, rung in this order"<span class="opt">"Up to 3"</span></legend>
                <ol class="repeater forwarding__lines">{rows}</ol>
            </fieldset>
            <p class="hint">
                {format!(
                    "Whoever answers presses 1 to accept the call, so it never ends in the voicemail of another phone. {whom} can leave lines empty.",
                )}
            </p>
            {children.map(|children| children())}
        </ActionForm>
    }
    .into_any()
}

fn line(
    i: usize,
    count: usize,
    lines: RwSignal<Vec<ForwardingLine>>,
    answer: Answer,
    move_line: impl Fn(usize, bool) + Copy + Send + Sync + 'static,
) -> AnyView {
    let n = i + 1;
    let read = move |part: fn(&ForwardingLine) -> String| lines.with(|all| all.get(i).map(part).unwrap_or_default());
    let write = move |set: fn(&mut ForwardingLine, String), text: String| {
        lines.update(|all| {
            if let Some(line) = all.get_mut(i) {
                set(line, text)
            }
        })
    };
    let error = field_error(answer, format!("number{i}"));
    let (label, seconds) = lines.with_untracked(|all| (all[i].label.clone(), all[i].seconds));
    let step = |up: bool| {
        let value = LineStep { line: i, up }.to_string();
        SubmitWith { name: Some("step".into()), value: Some(value), ..Default::default() }
    };
    let move_line = move |up: bool| {
        Callback::new(move |ev: leptos::ev::MouseEvent| {
            ev.prevent_default();
            move_line(i, up);
        })
    };
    view! {
        <li>
            <span class="ord">{n}</span>
            <input
                class="input tel"
                type="tel"
                id=format!("number{i}")
                name=format!("form[lines][{i}][number]")
                autocomplete="off"
                aria-label=format!("Forwarding number {n}")
                value=untrack(|| read(|l| l.number.clone()))
                prop:value=move || read(|l| l.number.clone())
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=format!("number{i}-message")
                on:input=move |ev| write(|l, t| l.number = t, event_target_value(&ev))
            />
            <select
                class="select"
                name=format!("form[lines][{i}][label]")
                aria-label=format!("Kind of number {n}")
                prop:value=move || read(|l| label_of(l.label.clone()))
                on:change=move |ev| write(|l, t| l.label = t, event_target_value(&ev))
            >
                {choices(label_choices(&label), &label_of(label.clone()))}
            </select>
            <select
                class="select"
                name=format!("form[lines][{i}][seconds]")
                aria-label=format!("How long number {n} rings")
                prop:value=move || read(|l| seconds_of(l.seconds))
                on:change=move |ev| write(|l, t| l.seconds = RingSeconds::parse(&t), event_target_value(&ev))
            >
                {choices(second_choices(seconds), &seconds_of(seconds))}
            </select>
            <span class="forwarding__moves">
                {(i > 0)
                    .then(|| {
                        view! {
                            <IconButton
                                bare=true
                                icon=IconName::ArrowUp
                                label=format!("Move number {n} up")
                                activation=Activation::Submit
                                send=step(true)
                                on_click=move_line(true)
                            />
                        }
                    })}
                {(n < count)
                    .then(|| {
                        view! {
                            <IconButton
                                bare=true
                                icon=IconName::ArrowDown
                                label=format!("Move number {n} down")
                                activation=Activation::Submit
                                send=step(false)
                                on_click=move_line(false)
                            />
                        }
                    })}
            </span>
            <div class="forwarding__message" id=format!("number{i}-message") role="status">
                <ErrorLine error=error />
            </div>
        </li>
    }
    .into_any()
}

fn label_of(label: String) -> String {
    if label.is_empty() { LABELS[0].to_owned() } else { label }
}

fn seconds_of(seconds: Option<RingSeconds>) -> String {
    seconds.unwrap_or(RingSeconds::USUAL).to_string()
}

/// The usual labels, and the one that is set.
fn label_choices(now: &str) -> Vec<Choice> {
    let own = (!now.is_empty() && !LABELS.contains(&now)).then_some(now);
    LABELS.into_iter().chain(own).map(|l| Choice::new(l, l)).collect()
}

fn second_choices(now: Option<RingSeconds>) -> Vec<Choice> {
    let own = now.map(RingSeconds::get).filter(|s| !SECONDS.contains(s));
    SECONDS.into_iter().chain(own).map(|s| Choice::new(s.to_string(), format!("{s} s"))).collect()
}
