//! The file's card: what it is, how far the server is. Script asks twice a second; without it the page loads itself again.

use crate::api::imports::poll_import;
use crate::pages::imports::check::Import;
use crate::ui::words::{counted, grouped};
use crate::ui::{Activation, Button, Icon, IconName, Progress, ReloadWithoutScript};
use leptos::prelude::*;
use model::imports::{ImportPage, ImportPhase, ImportProgress};
use std::time::Duration;

/// Between two questions.
const EVERY: Duration = Duration::from_millis(500);

fn works(phase: ImportPhase) -> bool {
    matches!(phase, ImportPhase::Checking | ImportPhase::Applying)
}

/// "Checking rows: 31 of 42."
fn words(now: ImportProgress, rows: &str, of: Option<&str>) -> String {
    let so_far = format!("{} of {}", grouped(now.done), grouped(now.total));
    match now.phase {
        ImportPhase::Checking => format!("Checking rows: {so_far}. You can match columns while this runs."),
        ImportPhase::Applying => format!("Importing: {so_far}. Leave the page if you like; it goes on."),
        ImportPhase::Stopped => "The check stopped before its end. Check again.".to_owned(),
        ImportPhase::Lost => "The import stopped before its end, so nothing was changed. Start it again.".to_owned(),
        ImportPhase::Ready | ImportPhase::Applied => {
            of.map_or_else(|| rows.to_owned(), |of| format!("{rows}, from {of}"))
        }
    }
}

#[component]
pub(super) fn FileCard(page: ImportPage) -> impl IntoView {
    let it = expect_context::<Import>();
    let now = RwSignal::new(page.progress);
    let id = page.id;
    Effect::new(move |_| {
        if !works(now.get_untracked().phase) {
            return;
        }
        if now.get_untracked().phase == ImportPhase::Applying {
            it.seen_applying.set_value(true);
        }
        let ask = move || {
            leptos::task::spawn_local(async move {
                // A question that gets no answer is asked again.
                if let Ok(found) = poll_import(id).await {
                    let _alive = now.try_set(found);
                    if !works(found.phase) {
                        it.page.refetch();
                    }
                }
            });
        };
        if let Ok(every) = set_interval_with_handle(ask, EVERY) {
            on_cleanup(move || every.clear());
        }
    });
    let total = page.progress.total;
    let rows = counted(total, "row", "rows");
    let source = page.info.source.name();
    let told = move || words(now.get(), &rows, source);
    let running = works(page.progress.phase);
    let applied = page.progress.phase == ImportPhase::Applied;
    let value = Signal::derive(move || now.get().done);
    view! {
        <section class="filecard" aria-label="File">
            <Icon name=IconName::File class="icon icon--20" />
            <span>
                <b>
                    <bdi>{page.file_name}</bdi>
                </b>
                <small role="status">{told}</small>
            </span>
            {(!applied)
                .then(|| {
                    view! {
                        <Button small=true activation=Activation::Link("/team/import".to_owned())>
                            "Replace file"
                        </Button>
                    }
                })}
            {running
                .then(|| {
                    view! {
                        <Progress label="Rows done" value=value max=total.max(1) />
                        <ReloadWithoutScript />
                    }
                })}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k7_the_card_says_how_far_the_server_is_and_what_an_end_too_early_means() {
        let at = |phase| words(ImportProgress { phase, done: 31, total: 1_042 }, "1,042 rows", Some("3CX"));
        assert!(at(ImportPhase::Checking).starts_with("Checking rows: 31 of 1,042."));
        assert_eq!(at(ImportPhase::Lost), "The import stopped before its end, so nothing was changed. Start it again.");
        assert_eq!(at(ImportPhase::Ready), "1,042 rows, from 3CX");
    }
}
