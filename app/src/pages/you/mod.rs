//! One's own settings: how things look, where one is signed in, one's password (A2, T7).

mod display;
mod password;
mod sessions;

use self::display::Looks;
use self::password::Password;
use self::sessions::Sessions;
use crate::pages::use_me;
use crate::ui::{Notice, NoticeKind};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page at /you. Until there is a password of one's own it asks for that alone (M2).
#[component]
pub fn You() -> impl IntoView {
    let me = use_me();
    let name = move || me.with(|me| me.actor.name.full());
    let sign_in = move || me.with(|me| format!("{}, {}", me.actor.role.name, me.sign_in));
    let first = move || me.with(|me| me.must_change_password);
    view! {
        <Title text="Your settings" />
        <main class="panel you" id="main" tabindex="-1">
            <header class="page-head">
                <h1>"Your settings"</h1>
            </header>
            <div class="panel__scroll you__parts">
                {move || {
                    first()
                        .then(|| {
                            view! {
                                <Notice kind=NoticeKind::Busy title="Choose a password of your own to go on".to_owned()>
                                    "Somebody else set the one you signed in with. As current password, type that one."
                                </Notice>
                            }
                        })
                }} <p class="you__who">
                    <b>{name}</b>
                    <span class="muted">{sign_in}</span>
                // Until there is a password of one's own nothing else answers (M2).
                </p>
                {move || {
                    (!first())
                        .then(|| {
                            view! {
                                <Looks />
                                <Sessions />
                            }
                        })
                }} <Password />
            </div>
        </main>
    }
}
