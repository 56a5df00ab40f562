//! The audit log at /audit (G1): days, sentences, filters in the address, pages by the entries' numbers. Links and GET
//! forms only, so it works without script.

mod entry;
mod filters;
mod list;

pub use list::entries;

use crate::api::audit::read::audit_page;
use crate::pages::frame::PageRefused;
use crate::pages::use_me;
use crate::ui::page_data::reading;
use crate::ui::{Activation, Button, ButtonGroup, Empty, IconName, Loaded};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use model::audit::AuditPage as Data;
use model::audit::url::{AuditQuery, Place};
use policy::Page;

/// The page's own path.
pub const PATH: &str = "/audit";

/// The page at /audit, or why this role doesn't open it (G1, R12).
#[component]
pub fn AuditPage() -> impl IntoView {
    let closed = use_me().with_untracked(|me| Page::Audit.opens(&me.actor).err());
    view! {
        <Title text="Audit log" />
        {match closed {
            Some(why) => view! { <PageRefused title="Audit log" why /> }.into_any(),
            None => view! { <Log /> }.into_any(),
        }}
    }
}

#[component]
fn Log() -> impl IntoView {
    let search = use_location().search;
    let text = Memo::new(move |_| search.with(|s| AuditQuery::from_query(s).to_query()));
    let page = reading(move || text.with(|t| AuditQuery::from_query(t)), audit_page);
    let query = move || text.with(|t| AuditQuery::from_query(t));
    let retry = Signal::derive(move || query().href(PATH));
    view! {
        <main class="panel" id="main" tabindex="-1">
            <header class="page-head">
                <h1>"Audit log"</h1>
                <div class="page-head__actions">
                    {move || {
                        view! {
                            <Button
                                icon=IconName::Download
                                activation=Activation::Download(query().at(None).href("/audit/export.csv"))
                            >
                                "Export"
                            </Button>
                        }
                    }}
                </div>
            </header>
            <filters::FilterBar text page />
            <div class="panel__scroll" tabindex="0" role="region" aria-label="Entries">
                <Loaded
                    resource=page
                    retry=retry
                    children=move |page| list(page, &text.with_untracked(|t| AuditQuery::from_query(t)))
                />
            </div>
        </main>
    }
}

fn list(page: Data, query: &AuditQuery) -> AnyView {
    if page.rows.is_empty() {
        let (title, words) = if query.is_filtered() {
            ("No entry matches", "Take away a filter, or search for something else.")
        } else {
            ("Nothing has changed yet", "Every change of the team is recorded here, with who made it and when.")
        };
        let clear = query
            .is_filtered()
            .then(|| view! { <Button activation=Activation::Link(PATH.into())>"Show everything"</Button> });
        return view! {
            <Empty icon=IconName::Audit title text=words>
                {clear}
            </Empty>
        }
        .into_any();
    }
    let place = |place: Option<Place>| Activation::Link(query.at(place).href(PATH));
    let newer = page.rows.first().filter(|_| page.has_newer).map(|r| place(Some(Place::After(r.number))));
    let older = page.rows.last().filter(|_| page.has_older).map(|r| place(Some(Place::Before(r.number))));
    let (no_newer, no_older) = (
        newer.is_none().then(|| "These are the newest entries".to_owned()),
        older.is_none().then(|| "There are no older entries".to_owned()),
    );
    let more = page.has_newer || page.has_older;
    view! {
        <div class="audit">
            {entries(page.rows, page.now, true)}
            {more
                .then(|| {
                    view! {
                        <div class="audit__pages">
                            <ButtonGroup label="Pages">
                                <Button
                                    small=true
                                    id="newer-entries"
                                    icon=IconName::Left
                                    activation=newer.unwrap_or_default()
                                    disabled_reason=no_newer
                                >
                                    "Newer"
                                </Button>
                                <Button
                                    small=true
                                    id="older-entries"
                                    icon_end=IconName::Right
                                    activation=older.unwrap_or_default()
                                    disabled_reason=no_older
                                >
                                    "Older"
                                </Button>
                            </ButtonGroup>
                        </div>
                    }
                })}
        </div>
    }
    .into_any()
}
