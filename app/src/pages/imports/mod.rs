//! Importing members (I1): the upload at /team/import, matching, checking and the result at /team/import/ID. Everything is links
//! and forms, so it works without script; script adds the moving bar and checks anew when a choice changes.

mod aside;
mod check;
mod columns;
mod findings;
mod foot;
mod listed;
mod progress;
mod result;
mod rows;
mod upload;
mod vendor_words;

pub use check::CheckPage;
pub use upload::UploadPage;

use crate::ui::{Icon, IconName};
use leptos::prelude::*;

/// Where in the three steps a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Upload,
    Check,
    Import,
}

/// Way back, title and steps.
#[component]
fn Head(step: Step) -> impl IntoView {
    let part = move |of: Step, words: &'static str| {
        view! {
            <li class:is-done=of < step aria-current=(of == step).then_some("step")>
                <span>{words}</span>
            </li>
        }
    };
    view! {
        <header class="page-head">
            <div>
                <nav class="crumb" aria-label="Breadcrumb">
                    <a href="/team">"Team"</a>
                    <Icon name=IconName::Right />
                </nav>
                <h1>"Import from CSV"</h1>
            </div>
            <ol class="steps page-head__actions" aria-label="Steps">
                {part(Step::Upload, "Upload")}
                {part(Step::Check, "Match and check")}
                {part(Step::Import, "Import")}
            </ol>
        </header>
    }
}
