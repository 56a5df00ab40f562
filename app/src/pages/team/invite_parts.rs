//! The sections of the invite form, each a plain function of what is offered and what was typed.

use crate::api::invitations::free_extension;
use crate::pages::team::invite::{Invitation, Say, Typed};
use crate::pages::use_me;
use crate::ui::field::suggestions;
use crate::ui::words::{counted, grouped};
use crate::ui::{
    Activation, Button, Choice, ChoiceCard, ChoiceCards, Icon, IconName, Mark, Notice, NoticeKind, OptList, OptRow,
    Segment, Segmented, SelectField, SubmitWith, TextField,
};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use model::invitations::{InviteOffers, RoleOffer};
use model::{Plan, SupervisorScope};
use std::time::Duration;

/// After the last key, before the server is asked whether an extension is free.
const PAUSE: Duration = Duration::from_millis(250);

pub(super) fn was(before: &Typed, field: &str) -> String {
    before.get(field).cloned().unwrap_or_default()
}

/// A switch as it was left; at first as the form proposes.
fn on(before: &Typed, field: &str, at_first: bool) -> bool {
    before.get(field).map_or(at_first, |v| !v.is_empty())
}

/// Whether a list that was typed holds this id.
pub(super) fn chosen(before: &Typed, field: &str, id: &str) -> bool {
    before.get(field).is_some_and(|list| list.split(' ').any(|it| it == id))
}

/// What is wrong with a group of choices, under it.
pub(super) fn line(id: &'static str, error: Say) -> AnyView {
    view! {
        <div class="field__say" id=id tabindex="-1" role="status">
            {move || {
                error
                    .get()
                    .map(|words| {
                        view! {
                            <p class="error">
                                <Icon name=IconName::Error />
                                <span>{words}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Name, and how they join.
pub(super) fn person(before: &Typed, failed: impl Fn(&'static str) -> Say) -> AnyView {
    let how = if was(before, "how") == "username" { "username" } else { "email" };
    let segments = vec![
        Segment::new("email", "Invite by email").icon(IconName::Mail),
        Segment::new("username", "Without email: username").icon(IconName::User),
    ];
    view! {
        <fieldset class="form-section">
            <legend class="sr-only">"Person"</legend>
            <div class="row2">
                <TextField
                    id="first_name"
                    name="form[first_name]"
                    label="First name"
                    value=was(before, "first_name")
                    maxlength=80
                    autofocus=true
                    error=failed("first_name")
                />
                <TextField
                    id="last_name"
                    name="form[last_name]"
                    label="Last name"
                    value=was(before, "last_name")
                    maxlength=80
                />
            </div>
            <div class="field">
                <Segmented legend="How they join" name="form[how]" segments value=how />
            </div>
            <div class="how-email">
                <TextField
                    id="email"
                    name="form[email]"
                    label="Email"
                    kind="email"
                    value=was(before, "email")
                    maxlength=254
                    error=failed("email")
                />
            </div>
            <div class="how-user">
                <TextField
                    id="username"
                    name="form[username]"
                    label="Username"
                    value=was(before, "username")
                    maxlength=40
                    error=failed("username")
                    hint="They sign in with it and a temporary password, which is made for you and shown once."
                />
            </div>
        </fieldset>
    }
    .into_any()
}

/// Roles with those refused and why (R4, R13).
pub(super) fn role_list(roles: &[RoleOffer], before: &Typed, name: &'static str, error: Say) -> AnyView {
    let typed = was(before, "role");
    let first = roles.iter().find(|r| r.refused.is_none()).map(|r| r.id.to_string()).unwrap_or_default();
    let checked = if typed.is_empty() { first } else { typed };
    let rows: Vec<AnyView> = roles
        .iter()
        .map(|role| {
            let id = role.id.to_string();
            let about = Some(role.about.clone()).filter(|a| !a.is_empty());
            let checked = id == checked;
            view! {
                <OptRow
                    mark=Mark::Radio
                    name=name
                    value=id
                    title=role.name.clone()
                    about
                    checked
                    disabled_reason=role.refused.clone()
                />
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="form-section">
            <legend>"Role"</legend>
            <OptList>{rows}</OptList>
            {line("role", error)}
        </fieldset>
    }
    .into_any()
}

/// A plan's price in the account's book (S3).
pub(super) fn price_of(plan: Plan) -> String {
    use_me().with_untracked(|me| me.account.prices.show(me.account.prices.monthly(plan)))
}

/// Plans as cards with their prices and free seats (S1).
pub(super) fn plans(it: Invitation, error: Say) -> AnyView {
    let at_first = it.plan.get_untracked();
    let cards: Vec<AnyView> = Plan::ALL
        .into_iter()
        .map(|plan| {
            let free = it.seats.with_untracked(|s| s.of(plan)).free();
            let about = format!(
                "{}. {}",
                plan.includes(),
                if free == 0 {
                    "No seat left".to_owned()
                } else {
                    format!("{} free", counted(free.into(), "seat", "seats"))
                }
            );
            let pick = Callback::new(move |on: bool| {
                if on {
                    it.plan.set(plan)
                }
            });
            view! {
                <ChoiceCard
                    name="form[plan]"
                    value=plan.slug()
                    title=plan.label()
                    price=price_of(plan)
                    about
                    checked=plan == at_first
                    on_change=pick
                />
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="form-section">
            <legend>"Plan"</legend>
            <ChoiceCards>{cards}</ChoiceCards>
            <p class="hint">"Per member, per month. Change it whenever you like."</p>
            {line("plan", error)}
        </fieldset>
    }
    .into_any()
}

/// S2: no spare seat of the chosen plan, and what can be done.
pub(super) fn seats_notice(it: Invitation, may_buy: bool) -> Option<AnyView> {
    let plan = it.plan.get();
    let seats = it.seats.with(|s| s.of(plan));
    if seats.free() > 0 {
        return None;
    }
    let title = format!("No {plan} seat is left");
    let words = match may_buy {
        true => format!(
            "All {} {plan} seats are used. One more costs {} a month.",
            grouped(seats.bought.into()),
            price_of(plan)
        ),
        false => format!(
            "All {} {plan} seats are used. Choose another plan, or ask an Administrator to add seats.",
            grouped(seats.bought.into())
        ),
    };
    let refused = it.buy.value().with(|v| v.as_ref().and_then(|r| r.as_ref().err()).map(ToString::to_string));
    let words = refused.unwrap_or(words);
    let busy = it.buy.pending();
    let send = SubmitWith { form: Some("add-seats".into()), ..SubmitWith::default() };
    let end = may_buy.then(|| {
        view! {
            <Button small=true activation=Activation::Submit send busy>
                {format!("Add 1 {plan} seat for {} a month", price_of(plan))}
            </Button>
        }
        .into_any()
    });
    Some(match end {
        Some(end) => view! {
            <Notice kind=NoticeKind::Busy title end>
                {words}
            </Notice>
        }
        .into_any(),
        None => view! {
            <Notice kind=NoticeKind::Busy title>
                {words}
            </Notice>
        }
        .into_any(),
    })
}

/// Extension with what is free, checked while it is typed (M11).
pub(super) fn phone(offers: &InviteOffers, before: &Typed, failed: impl Fn(&'static str) -> Say) -> AnyView {
    let suggested = offers.extension.map(|e| e.to_string()).unwrap_or_default();
    let at_first = Some(was(before, "extension")).filter(|e| !e.is_empty()).unwrap_or_else(|| suggested.clone());
    let free_words =
        move |free: &str| if free.is_empty() { None } else { Some(format!("{free} is free, the lowest there is")) };
    let live = RwSignal::new((None::<String>, free_words(&suggested).filter(|_| at_first == suggested)));
    let ask = move |typed: String| {
        leptos::task::spawn_local(async move {
            let said = free_extension(typed.clone()).await;
            live.set(match said {
                Ok(say) => match (say.problem, say.free) {
                    (Some(problem), _) => (Some(problem), None),
                    (None, Some(free)) if typed.trim().is_empty() => (None, Some(format!("{free} will be given"))),
                    (None, _) => (None, Some(format!("{} is free", typed.trim()))),
                },
                Err(_) => (None, None),
            });
        });
    };
    let timer = StoredValue::new(None::<TimeoutHandle>);
    // Typing makes an older refusal stale.
    let touched = RwSignal::new(false);
    let refused = failed("extension");
    let error = Signal::derive(move || if touched.get() { live.with(|l| l.0.clone()) } else { refused.get() });
    let ok = Signal::derive(move || if error.with(Option::is_some) { None } else { live.with(|l| l.1.clone()) });
    let typed = Callback::new(move |text: String| {
        touched.set(true);
        if let Some(earlier) = timer.try_update_value(Option::take).flatten() {
            earlier.clear();
        }
        timer.set_value(set_timeout_with_handle(move || ask(text), PAUSE).ok());
    });
    view! {
        <div class="ext-field">
            <TextField
                id="extension"
                name="form[extension]"
                label="Extension"
                inputmode="numeric"
                value=at_first
                maxlength=6
                error
                ok
                on_input=typed
            />
        </div>
        <div class="row2">
            <TextField
                id="mobile"
                name="form[mobile]"
                label="Mobile number"
                kind="tel"
                note="Optional"
                value=was(before, "mobile")
                maxlength=40
                error=failed("mobile")
            />
            <TextField
                id="time_zone"
                name="form[time_zone]"
                label="Time zone"
                note="Optional"
                placeholder="The company’s"
                value=was(before, "time_zone")
                maxlength=64
                list="invite-time-zones"
                error=failed("time_zone")
            />
            {suggestions("invite-time-zones", &offers.time_zones)}
        </div>
    }
    .into_any()
}

/// Up to three outside phones, in order (M12).
pub(super) fn forwarding(before: &Typed, failed: impl Fn(&'static str) -> Say) -> AnyView {
    let row = |field: &'static str, label: &'static str, note: &'static str| {
        view! {
            <TextField
                id=field
                name=format!("form[{field}]")
                label=label
                kind="tel"
                note=note
                value=was(before, field)
                maxlength=40
                error=failed(field)
            />
        }
        .into_any()
    };
    view! {
        <div class="forwards">
            {row("forward_1", "Forwarding number 1", "Optional. Rings in order after the app.")}
            {row("forward_2", "Forwarding number 2", "Optional")} {row("forward_3", "Forwarding number 3", "Optional")}
        </div>
    }
    .into_any()
}

/// What callers meet, and Supervisor access.
pub(super) fn calls(offers: &InviteOffers, before: &Typed, failed: impl Fn(&'static str) -> Say) -> AnyView {
    let because = |label: &str, why: &Option<String>| {
        why.as_ref().map_or_else(|| label.to_owned(), |why| format!("{label} ({why})"))
    };
    let option = |scope: &SupervisorScope| {
        let (label, why) = match scope {
            SupervisorScope::Nobody => ("Nobody", &None),
            SupervisorScope::Groups => ("The groups chosen below", &offers.supervises_refused),
            SupervisorScope::Everyone => ("Everyone", &offers.everyone_refused),
        };
        Choice { value: scope.slug().to_owned(), label: because(label, why), disabled: why.is_some() }
    };
    let options = SupervisorScope::ALL.iter().map(option).collect();
    let value = SupervisorScope::from_slug(&was(before, "supervises")).unwrap_or(SupervisorScope::Nobody).slug();
    view! {
        <fieldset class="form-section">
            <legend>"Calls"</legend>
            <div>
                <OptRow
                    mark=Mark::Switch
                    name="form[available]"
                    title="Available right away"
                    checked=on(before, "available", true)
                    about="Calls ring as soon as they sign in. Otherwise they start on Do not disturb.".to_owned()
                />
                <OptRow
                    mark=Mark::Switch
                    name="form[screening]"
                    title="Screen incoming calls"
                    checked=on(before, "screening", false)
                    about="Callers say their name; the member presses 1 to answer.".to_owned()
                />
                <OptRow
                    mark=Mark::Switch
                    name="form[dial_by_name]"
                    title="Dial by name"
                    checked=on(before, "dial_by_name", true)
                    about="Callers can reach them by spelling their name on the keypad.".to_owned()
                />
            </div>
            <SelectField
                id="supervises"
                name="form[supervises]"
                label="Supervises"
                options
                value
                hint="Listen in, whisper and join calls. Needs the Pro plan."
                error=failed("supervises")
            />
        </fieldset>
    }
    .into_any()
}

pub(super) fn groups(offers: &InviteOffers, before: &Typed, error: Say) -> AnyView {
    if offers.groups.is_empty() && offers.groups_refused.is_none() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = offers
        .groups
        .iter()
        .map(|g| {
            let id = g.id.to_string();
            let about = g.extension.map(|e| format!("Ext. {e}"));
            let checked = chosen(before, "groups", &id);
            view! {
                <OptRow
                    name="form[groups][]"
                    value=id
                    title=g.name.clone()
                    about
                    end=counted(g.members, "member", "members")
                    checked
                />
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="form-section">
            <legend>"Groups"</legend>
            {(!rows.is_empty()).then(|| view! { <OptList scroll=true>{rows}</OptList> })}
            {offers.groups_refused.clone().map(|w| view! { <p class="hint">{w}</p> })}
            {line("groups", error)}
        </fieldset>
    }
    .into_any()
}

/// "Uses 1 of 32 available seats · Plus $19.00 a month from the next statement" (S1).
pub(super) fn cost(it: Invitation) -> AnyView {
    let words = move || {
        let plan = it.plan.get();
        let free = it.seats.with(|s| s.of(plan)).free();
        let uses = match free {
            0 => format!("No {plan} seat is left"),
            n => format!("Uses 1 of {} available {plan} {}", grouped(n.into()), if n == 1 { "seat" } else { "seats" }),
        };
        view! {
            <span>
                <b>{uses}</b>
                {format!(" · {plan} {} a month from the next statement", price_of(plan))}
            </span>
        }
    };
    view! {
        <p class="cost">
            <Icon name=IconName::Team />
            {words}
        </p>
    }
    .into_any()
}
