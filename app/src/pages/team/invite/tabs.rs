//! The choice between one person and several at once.

use crate::ui::{Tab, Tabs};
use leptos::prelude::*;

/// One person, or several at once.
pub(super) fn ways(several: bool) -> AnyView {
    view! {
        <Tabs label="How many">
            <Tab href="/team/invite" text="One person" current=!several />
            <Tab href="/team/invite?several=1" text="Several at once" current=several />
        </Tabs>
    }
    .into_any()
}
