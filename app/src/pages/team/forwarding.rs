//! The call forwarding drawer at /team/ID/forwarding (M12).

use super::Team;
use crate::api::members::forwarding::{SaveForwarding, read_forwarding};
use crate::pages::bulk::show_flash;
use crate::pages::profile::forwarding::ForwardingFields;
use crate::pages::profile::{sent_back, typed_forwarding};
use crate::pages::team::edit::refresher;
use crate::ui::page_data::reading;
use crate::ui::{Dialog, DialogBody, DialogKind, Notice, NoticeKind, SubmitFoot, render_once, use_toasts};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::MemberId;
use model::error::AppError;
use model::forwarding::{ForwardingForm, ForwardingSettings};

const FORM: &str = "forwarding-form";

async fn load(id: MemberId, refused: bool) -> Result<(ForwardingSettings, Option<ForwardingForm>), AppError> {
    let typed = if refused { typed_forwarding(id).await? } else { None };
    Ok((read_forwarding(id).await?, typed))
}

/// The drawer at /team/ID/forwarding.
#[component]
pub fn ForwardingDrawer(id: MemberId) -> impl IntoView {
    let refused = sent_back();
    let shown = reading(|| (), move |()| load(id, refused));
    let team = expect_context::<Team>();
    view! {
        <Transition>
            {render_once(move || Suspend::new(async move {
                match shown.await {
                    Ok((settings, typed)) => view! { <Drawer settings typed /> }.into_any(),
                    Err(error) => {
                        view! {
                            <Dialog
                                id="forwarding"
                                title="Call forwarding"
                                kind=DialogKind::Drawer
                                open=Signal::stored(true)
                                close_href=team.list_href()
                            >
                                <DialogBody>
                                    <div role="alert">
                                        <Notice kind=NoticeKind::Bad title=error.to_string() />
                                    </div>
                                </DialogBody>
                            </Dialog>
                        }
                            .into_any()
                    }
                }
            }))}
        </Transition>
    }
}

#[component]
fn Drawer(settings: ForwardingSettings, typed: Option<ForwardingForm>) -> impl IntoView {
    let team = expect_context::<Team>();
    let back = team.href(&team.query());
    let action = ServerAction::<SaveForwarding>::new();
    let (toasts, navigate, leave) = (use_toasts(), use_navigate(), back.clone());
    let refresh = refresher(team);
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            refresh();
            show_flash(toasts, flash, refresh);
            navigate(&leave, Default::default());
        }
    });
    let pending = action.pending();
    let title = if settings.own {
        "Your call forwarding".to_owned()
    } else {
        format!("Call forwarding of {}", settings.name.full())
    };
    let (cancel, form_back) = (back.clone(), back.clone());
    view! {
        <Dialog id="forwarding" title kind=DialogKind::Drawer open=Signal::stored(true) close_href=back>
            <DialogBody>
                <ForwardingFields action settings typed form_id=FORM back=form_back />
            </DialogBody>
            <SubmitFoot cancel=cancel busy=pending form=FORM>
                "Save forwarding"
            </SubmitFoot>
        </Dialog>
    }
    .into_any()
}
