//! When there is nothing to list: the first member, or nobody who matches (T14). Each says why and offers the next
//! step.

use crate::pages::first_steps::{ImportWay, TeamIllustration};
use crate::pages::team::listed::Listed;
use crate::pages::use_me;
use crate::ui::words::grouped;
use crate::ui::{Activation, Button, Empty, Icon, IconName};
use leptos::prelude::*;
use model::Seats;
use model::team::TeamQuery;
use policy::{Action, Target, check};
use std::sync::Arc;

/// Only oneself is on the team, and nothing is searched for.
pub fn is_first(Listed { query, page }: &Listed) -> bool {
    page.counts.all <= 1 && page.total <= 1 && page.seats.is_some() && query.filter.is_empty()
}

/// In place of the rows of a list that is empty.
#[component]
pub fn Nobody(listed: Arc<Listed>) -> impl IntoView {
    let Listed { query, page } = listed.as_ref();
    if is_first(&listed) {
        return view! { <First seats=page.seats.clone() /> }.into_any();
    }
    let (typed, all) = (query.filter.q.clone(), page.counts.all);
    let everyone = (!typed.is_empty() && query.filter.has_filters())
        .then(|| TeamQuery::default().with_search(&typed).href("/team"));
    let title = if typed.is_empty() {
        "Nobody matches these filters".to_owned()
    } else {
        format!("Nobody matches “{typed}”")
    };
    let text = match (typed.is_empty(), query.filter.has_filters()) {
        (false, true) => "Search looks only within the filters that are set. Clear them to look among everyone.",
        (false, false) => "Search looks at names, emails, usernames, extensions and phone numbers.",
        _ => "Take a filter away to see more people.",
    };
    view! {
        <Empty icon=IconName::Search title text>
            {everyone
                .map(|everyone| view! { <Button activation=Activation::Link(everyone)>"Search everyone"</Button> })}
            <Button activation=Activation::Link("/team".into())>{format!("Show all {}", grouped(all))}</Button>
        </Empty>
    }
    .into_any()
}

/// The first member's empty team.
#[component]
fn First(seats: Option<Seats>) -> impl IntoView {
    let may_import = use_me().with_untracked(|me| check(&me.actor, Action::Import, Target::Account).is_ok());
    let may_invite = use_me().with_untracked(|me| me.actor.role.has(model::Permission::InviteMembers));
    let free = seats.as_ref().map_or(0, Seats::available);
    let text = format!(
        "Bring everyone in at once from a spreadsheet, or look around with a sample team first. You have {free} seats ready."
    );
    let sample = ServerAction::<crate::api::accounts::setup::LoadSample>::new();
    let busy = sample.pending();
    let error = move || sample.value().with(|v| v.as_ref().and_then(|r| r.as_ref().err()).map(ToString::to_string));
    view! {
        <section class="empty first">
            <TeamIllustration />
            <h2>"It’s just you so far"</h2>
            <p>{text}</p>
            {may_invite
                .then(|| {
                    view! {
                        <p>
                            <Button
                                kind=crate::ui::ButtonKind::Primary
                                icon=IconName::Plus
                                activation=Activation::Link("/team/invite".into())
                            >
                                "Invite member"
                            </Button>
                        </p>
                    }
                })}
            {may_import
                .then(|| {
                    view! {
                        <ul class="first__ways">
                            <ImportWay />
                            <li>
                                <leptos::form::ActionForm action=sample>
                                    <button class="way" type="submit" aria-busy=move || busy.get().then_some("true")>
                                        <Icon name=IconName::Team class="icon icon--20" />
                                        <span>
                                            <b>
                                                {move || {
                                                    if busy.get() {
                                                        "Loading the sample team…"
                                                    } else {
                                                        "Load a sample team"
                                                    }
                                                }}
                                            </b>
                                            <small>"About 1,300 people, to try everything."</small>
                                        </span>
                                        <Icon name=IconName::Right />
                                    </button>
                                </leptos::form::ActionForm>
                            </li>
                        </ul>
                        <p class="first__error" role="alert">
                            {error}
                        </p>
                        <p class="first__alt">
                            "Need a starting point? "<a href="/team/template.csv" download="">
                                "Download the CSV template"
                            </a>
                        </p>
                    }
                })}
        </section>
    }
}
