//! Somebody invited without an email address: their temporary password, shown once (M2).

use crate::ui::{Activation, Button, ButtonKind, CopyButton, DialogBody, DialogFoot, IconName, Notice, NoticeKind};
use leptos::prelude::*;
use model::invitations::Invited;

/// The temporary password of a member without email: here, and nowhere else (M2).
#[component]
pub(super) fn Made(it: Invited, made: RwSignal<Option<Invited>>, round: RwSignal<u32>) -> impl IntoView {
    let password = it.temporary_password.clone().unwrap_or_default();
    let again = Callback::new(move |_| {
        round.update(|n| *n += 1);
        made.set(None);
    });
    view! {
        <DialogBody>
            <div class="made" role="status">
                <Notice kind=NoticeKind::Info title=format!("{} can sign in now", it.name)>
                    "Give them this password. It is shown only here, and they choose their own when they first sign in."
                </Notice>
                <dl class="facts">
                    <dt>"Username"</dt>
                    <dd>{it.sign_in}</dd>
                    <dt>"Temporary password"</dt>
                    <dd class="made__password">
                        <code id="temporary-password">{password.clone()}</code>
                        <CopyButton text=password label="Copy temporary password" />
                    </dd>
                </dl>
            </div>
        </DialogBody>
        <DialogFoot>
            <Button activation=Activation::Link("/team/invite".into()) icon=IconName::Plus on_click=again>
                "Invite another"
            </Button>
            <Button kind=ButtonKind::Primary activation=Activation::Link(format!("/team/{}", it.id))>
                "Open their profile"
            </Button>
        </DialogFoot>
    }
}
