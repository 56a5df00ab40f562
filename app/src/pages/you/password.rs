//! One's own password (A2).

use crate::api::sessions::list::ChangePassword;
use crate::pages::use_me;
use crate::ui::words::counted;
use crate::ui::{Activation, Button, ButtonKind, Notice, NoticeKind, PasswordField, field_error, form_error};
use leptos::form::ActionForm;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub(super) fn Password() -> impl IntoView {
    let me = use_me();
    let action = ServerAction::<ChangePassword>::new();
    let (value, pending) = (action.value(), action.pending());
    let failed = move |field: &'static str| field_error(value, field);
    let before = use_query_map().with_untracked(|query| query.get("done").as_deref() == Some("password"));
    let done = move || match value.get() {
        Some(Ok(0)) => Some("Your password was changed".to_owned()),
        Some(Ok(n)) => Some(format!(
            "Your password was changed, and {} ended",
            counted(n, "other session was", "other sessions were")
        )),
        None if before => Some("Your password was changed, and all other sessions were ended".to_owned()),
        _ => None,
    };
    let form = NodeRef::<html::Form>::new();
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Ok(_)))) {
            me.update(|me| me.must_change_password = false);
            if let Some(form) = form.get_untracked() {
                form.reset();
            }
        }
    });
    view! {
        <section class="you__part" id="password" aria-labelledby="password-title" tabindex="-1">
            <h2 id="password-title">"Password"</h2>
            <p class="muted">"Changing it signs you out everywhere else."</p>
            <div role="status">
                {move || done().map(|words| view! { <Notice kind=NoticeKind::Info title=words /> })}
            </div>
            {form_error(value)}
            <ActionForm action=action node_ref=form>
                <div class="stack you__fields">
                    <PasswordField
                        id="current-password"
                        name="current"
                        label="Current password"
                        error=failed("current")
                    />
                    <PasswordField
                        id="new-password"
                        name="new"
                        label="New password"
                        autocomplete="new-password"
                        hint="At least 8 characters; 15 or more are better."
                        error=failed("new")
                    />
                    <div>
                        <Button kind=ButtonKind::Primary activation=Activation::Submit busy=pending>
                            {move || if pending.get() { "Changing…" } else { "Change password" }}
                        </Button>
                    </div>
                </div>
            </ActionForm>
        </section>
    }
}
