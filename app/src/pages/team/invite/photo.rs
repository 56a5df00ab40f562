//! The photo of somebody who is being invited (M1, M18): chosen in the form, sent once there is a member to have it.
//!
//! A form of fields carries no files, so without script a photo is added on the profile, and the form says so.

use crate::pages::profile::photo::{problem_of, send_chosen};
use crate::pages::team::Team;
use crate::ui::choice::use_hydrated;
use crate::ui::{ErrorLine, Icon, IconName, Toasts};
use leptos::html::Input;
use leptos::prelude::*;
use model::MemberId;

/// Without a name the field is no part of the form.
const ID: &str = "invite-photo";

#[derive(Clone, Copy)]
pub(super) struct PhotoSlot {
    field: NodeRef<Input>,
    problem: RwSignal<Option<String>>,
}

impl PhotoSlot {
    pub fn new() -> PhotoSlot {
        PhotoSlot { field: NodeRef::new(), problem: RwSignal::new(None) }
    }

    pub fn view(self) -> AnyView {
        let hydrated = use_hydrated();
        let PhotoSlot { field, problem } = self;
        view! {
            <div class="photo-field" hidden=move || !hydrated.get()>
                <span class="photo-slot" aria-hidden="true">
                    <Icon name=IconName::Camera class="icon icon--20" />
                </span>
                <div class="photo-field__choose">
                    <span class="label">
                        <label for=ID>"Photo"</label>
                        <span class="opt">"Optional"</span>
                    </span>
                    <input
                        class="photo-field__file"
                        id=ID
                        type="file"
                        accept="image/png,image/jpeg,image/webp"
                        node_ref=field
                        aria-describedby="invite-photo-hint invite-photo-message"
                        aria-invalid=move || problem.with(Option::is_some).then_some("true")
                        on:change=move |_| self.look()
                    />
                    <p id="invite-photo-hint">"PNG, JPEG or WebP, up to 5 MB. It is cut to a square."</p>
                    <div id="invite-photo-message" role="status">
                        <ErrorLine error=problem />
                    </div>
                </div>
            </div>
            <noscript>
                <p class="hint">"A photo can be added on their profile afterwards."</p>
            </noscript>
        }
        .into_any()
    }

    /// A file that can't be a photo is refused at once, and taken out of the field.
    fn look(self) {
        let problem = problem_of(self.field);
        self.problem.set(problem.map(|p| p.to_string()));
        if let (Some(_), Some(field)) = (problem, self.field.get_untracked()) {
            field.set_value("");
        }
    }

    /// Gives the new member the chosen photo, if one was chosen. A refusal is said: the member is there all the same.
    pub fn send_to(self, id: MemberId, team: Team, toasts: Toasts) {
        send_chosen(id, self.field, move |refused| match refused {
            None => team.changed(),
            Some(words) => toasts.push(format!("They have no photo yet. {words}")),
        });
    }
}
