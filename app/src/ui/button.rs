//! Buttons: one primary per view, and every refused one says why (R10).

use crate::ui::activation::{Activatable, Activation, SubmitWith, activatable, refused};
use crate::ui::icon::{Icon, IconName};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// Ink: the one main action of a view.
    Primary,
    #[default]
    Default,
    Ghost,
    Danger,
    /// The last step before something is destroyed.
    DangerSolid,
    Link,
}

impl ButtonKind {
    pub(crate) fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "btn btn--primary",
            ButtonKind::Default => "btn",
            ButtonKind::Ghost => "btn btn--ghost",
            ButtonKind::Danger => "btn btn--danger",
            ButtonKind::DangerSolid => "btn btn--danger-solid",
            ButtonKind::Link => "btn btn--link",
        }
    }
}

/// A button, or a link that looks like one (`activation=Activation::Link(..)`).
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] small: bool,
    /// As wide as its container.
    #[prop(optional)]
    block: bool,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional)] icon_end: Option<IconName>,
    #[prop(optional, into)] id: Option<String>,
    /// A name for screen readers when the words alone don't tell ("Edit Dana Whitfield").
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional)] activation: Activation,
    #[prop(optional)] send: SubmitWith,
    /// A spinner; presses do nothing meanwhile. Change the label along with it ("Sending…").
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it can't be pressed now. `None`: it can.
    #[prop(optional_no_strip, into)]
    disabled_reason: Option<String>,
    /// As `aria-keyshortcuts` writes it: "Control+K".
    #[prop(optional)]
    shortcut: Option<&'static str>,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    let mut class = kind.class().to_owned();
    if small {
        class.push_str(" btn--sm");
    }
    if block {
        class.push_str(" btn--block");
    }
    let content = view! {
        {icon.map(|name| view! { <Icon name /> })}
        {children()}
        {icon_end.map(|name| view! { <Icon name class="icon icon--end" /> })}
    }
    .into_any();
    let it = Activatable { id, class, label, activation, send, busy, shortcut, on_click, ..Activatable::default() };
    match disabled_reason {
        Some(reason) => refused(it, reason, content),
        None => activatable(it, content),
    }
}

/// A button that is only an icon; `label` is its name and its tooltip.
#[component]
pub fn IconButton(
    icon: IconName,
    #[prop(into)] label: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] small: bool,
    /// Without border or fill, for table rows and lists.
    #[prop(optional)]
    bare: bool,
    #[prop(optional, into)] id: Option<String>,
    /// A shorter tooltip than the label.
    #[prop(optional, into)]
    title: Option<String>,
    /// Out of the tab order: only where a menu or a key does the same.
    #[prop(optional)]
    skip_tab: bool,
    #[prop(optional)] activation: Activation,
    #[prop(optional)] send: SubmitWith,
    #[prop(optional, into)] busy: Signal<bool>,
    /// Makes it a toggle: `aria-pressed`.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    #[prop(optional_no_strip, into)] disabled_reason: Option<String>,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    let class = match (bare, small) {
        (true, _) => "iconbtn".to_owned(),
        (false, true) => format!("{} btn--icon btn--sm", kind.class()),
        (false, false) => format!("{} btn--icon", kind.class()),
    };
    let title = disabled_reason.is_none().then(|| title.unwrap_or_else(|| label.clone()));
    let tab_index = skip_tab.then_some("-1");
    let it = Activatable {
        id,
        class,
        label: Some(label),
        title,
        tab_index,
        activation,
        send,
        busy,
        pressed,
        on_click,
        ..Activatable::default()
    };
    let content = view! { <Icon name=icon /> }.into_any();
    match disabled_reason {
        Some(reason) => refused(it, reason, content),
        None => activatable(it, content),
    }
}

/// Buttons joined edge to edge: "Previous", "Next".
#[component]
pub fn ButtonGroup(label: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="btn-group" role="group" aria-label=label>
            {children()}
        </div>
    }
    .into_any()
}
