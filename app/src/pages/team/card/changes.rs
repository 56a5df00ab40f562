//! The Changes tab of a member's card at /team/ID/changes: what was changed of them, by itself or among others (G1).

use crate::api::audit::read::member_changes;
use crate::pages::audit::entries;
use crate::ui::page_data::reading;
use crate::ui::{Activation, Button, Empty, IconName, Loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::MemberId;
use model::audit::member_changes::MemberChanges;

/// The tab: the audit entries about one member (G1).
#[component]
pub fn Changes(id: MemberId) -> impl IntoView {
    let query = use_query_map();
    let before = Memo::new(move |_| query.with(|q| q.get("before")).and_then(|n| n.parse::<i64>().ok()));
    let shown = reading(move || before.get(), move |before| member_changes(id, before));
    let retry = Signal::derive(move || format!("/team/{id}/changes"));
    view! {
        <div class="profile__changes">
            <Loaded resource=shown retry=retry children=move |shown| list(id, shown, before.get_untracked()) />
        </div>
    }
}

fn list(id: MemberId, shown: MemberChanges, before: Option<i64>) -> AnyView {
    let MemberChanges { name, rows, has_older, now } = shown;
    if rows.is_empty() {
        let text = format!("What is changed of {name} from now on is recorded here.");
        return view! { <Empty icon=IconName::Audit title="No changes" text /> }.into_any();
    }
    let older = rows.last().filter(|_| has_older).map(|r| format!("/team/{id}/changes?before={}", r.number));
    view! {
        <div class="audit audit--card">
            {entries(rows, now, false)}
            <div class="audit__pages">
                {before
                    .map(|_| {
                        view! {
                            <Button small=true activation=Activation::Link(format!("/team/{id}/changes"))>
                                "Newest"
                            </Button>
                        }
                    })}
                {older
                    .map(|href| {
                        view! {
                            <Button small=true icon_end=IconName::Right activation=Activation::Link(href)>
                                "Older"
                            </Button>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}
