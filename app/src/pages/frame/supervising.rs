//! The bar above everything while one looks through another member's eyes (M9). Its forms load the page anew, because
//! the whole page is another person's afterwards; so they also work without script.

use crate::api::supervision::{ActSupervising, StopSupervising};
use crate::pages::{use_me, use_zone};
use crate::ui::{Icon, IconName};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::instant::MINUTE;

/// Says whose eyes one looks through, and ends it (M9). Nothing while one is oneself.
#[component]
pub fn SupervisingBanner() -> impl IntoView {
    let me = use_me();
    let actor = me.with_untracked(|me| me.actor.clone());
    let supervising = actor.supervising?;
    let clock = supervising.until.clock(&use_zone());
    let leave = format!("Until {clock}. Logged as {}.", supervising.by_name.full());
    Some(view! {
        <div class="supervising" role="region" aria-label="Supervising">
            <Icon name=IconName::Eye />
            <span role="status">
                {if supervising.may_act { "You act on Teamline as " } else { "You are viewing Teamline as " }}
                <b>{actor.name.full()}</b>"."
            </span>
            <span class="supervising__meta">{leave}</span>
            {(!supervising.may_act)
                .then(|| {
                    view! {
                        <form method="post" action=ActSupervising::url()>
                            <button class="btn btn--sm" type="submit">
                                "Start acting"
                            </button>
                        </form>
                    }
                })}
            <form method="post" action=StopSupervising::url()>
                <button class="btn btn--sm" type="submit">
                    "Exit"
                </button>
            </form>
            <LeaveInTime />
        </div>
    })
}

/// A page that was left open for as long as supervising can last is loaded anew, as oneself. The server ends it in time
/// anyway.
#[component]
fn LeaveInTime() -> impl IntoView {
    Effect::new(move |_| {
        let after = std::time::Duration::from_micros((30 * MINUTE).unsigned_abs());
        let handle = set_timeout_with_handle(|| crate::ui::browser::load("/team"), after).ok();
        on_cleanup(move || {
            if let Some(handle) = handle {
                handle.clear();
            }
        });
    });
}
