//! The question before something is done to one member: what will happen, and one button that says it.

use super::About;
use crate::ui::{ButtonKind, Dialog, DialogBody, SubmitFoot};
use leptos::prelude::*;

/// A question about one member, ready to be asked.
pub(super) struct Confirm {
    /// What is done, as its title and its button begin: "Suspend".
    pub verb: &'static str,
    /// One line under the title.
    pub note: Option<String>,
    pub kind: ButtonKind,
    /// While the form is being sent.
    pub busy: Signal<bool>,
}

impl Confirm {
    /// The dialog. `body` says what will happen and what was refused; `form` is the form of the action around what it
    /// is given.
    pub fn ask(self, about: About, body: AnyView, form: impl FnOnce(AnyView) -> AnyView) -> AnyView {
        let Confirm { verb, note, kind, busy } = self;
        let title = format!("{verb} {}?", about.name);
        let content = view! {
            <input type="hidden" name="id" value=about.id.to_string() />
            <DialogBody>{body}</DialogBody>
            <SubmitFoot cancel=about.close.clone() kind busy>
                {format!("{verb} {}", about.name)}
            </SubmitFoot>
        }
        .into_any();
        let form = form(content);
        view! {
            <Dialog id="offboarding" title about=note open=true close_href=about.close>
                {form}
            </Dialog>
        }
        .into_any()
    }
}
