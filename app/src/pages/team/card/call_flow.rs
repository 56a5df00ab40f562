//! The card's Call flow tab: what happens when somebody calls the member now (N8).

use crate::pages::callflow::diagram::diagram;
use crate::ui::{Empty, IconName};
use leptos::prelude::*;
use model::MemberRow;
use model::callflow::diagram::DiagramStep;

/// The tab. Nothing is drawn of somebody whom no number and no extension reaches.
pub(super) fn call_flow(row: &MemberRow, steps: Option<Vec<DiagramStep>>) -> AnyView {
    match steps.filter(|steps| !steps.is_empty()) {
        Some(steps) => diagram(&steps, &format!("What happens when someone calls {}", row.name.full())),
        None => view! {
            <Empty
                icon=IconName::Flow
                title="Nobody can call them"
                text="They have neither an extension nor a direct number. Give them one to see what happens then."
            />
        }
        .into_any(),
    }
}
