//! The dialog of a bulk change at /team/bulk/ACTION: choose, see the preview, do it (K3). The server renders it for the
//! ids or the filter of its address, so it works without script.

use super::{Preview, Run, RunState, undo_by_toast};
use crate::api::bulk::{ApplyBulk, preview_bulk};
use crate::pages::team::Team;
use crate::pages::team::selection::Selection;
use crate::ui::field::choices;
use crate::ui::page_data::reading;
use crate::ui::words::{grouped, isolated};
use crate::ui::{
    Activation, Button, ButtonKind, Choice, Dialog, DialogBody, DialogFoot, Notice, NoticeKind, OptRow, SubmitFoot,
    render_once, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use model::bulk::{BulkAction, BulkDraft, BulkKind, BulkOutcome, BulkPreview};
use model::query_string::pairs;
use model::selection::Selection as AnySelection;
use model::team::{TeamFilter, TeamQuery};

type Selected = AnySelection<TeamFilter>;

/// The form that chooses: only its fields, which stand elsewhere, belong to it.
const CHOOSE: &str = "bulk-choose";
/// More than so many mails are sent only when asked for.
const MANY: u64 = 500;

/// The dialog of one kind of change, for what is selected or named by the address.
#[component]
pub fn BulkDialog(kind: BulkKind) -> impl IntoView {
    let (team, selection) = (expect_context::<Team>(), expect_context::<Selection>());
    let search = use_location().search;
    // Once: nothing can be ticked behind the dialog, and emptying the selection afterwards must not preview nobody.
    let asked = untrack(|| {
        let here = selection.selected();
        if here.is_empty() { search.with(|s| Selected::from_query(s)) } else { here }
    });
    let selected = asked.clone();
    let in_address = |name| untrack(|| search.with(|s| pairs(s).find(|(key, _)| key == name).map(|(_, value)| value)));
    let to = in_address("to").unwrap_or_default();
    let find = RwSignal::new(in_address("find").unwrap_or_default());
    let close = untrack(|| TeamQuery { cursor: None, ..team.query() }.href("/team"));
    let Some(first) = BulkDraft::in_address(kind, &to) else { return ().into_any() };
    let draft = RwSignal::new(first);
    let preview =
        reading(move || (draft.get(), find.get()), move |(draft, find)| preview_bulk(draft, find, selected.clone()));
    view! {
        <Transition>
            {render_once(move || {
                let (close, asked) = (close.clone(), asked.to_query());
                Suspend::new(async move {
                    match preview.await {
                        Ok(preview) => view! { <PreviewForm preview asked draft find close /> }.into_any(),
                        Err(error) => refusal(kind, error.to_string(), close),
                    }
                })
            })}
        </Transition>
    }
    .into_any()
}

/// Why there is no preview (R10).
fn refusal(kind: BulkKind, why: String, close: String) -> AnyView {
    view! {
        <Dialog id="bulk" title=kind.label() open=true close_href=close.clone()>
            <DialogBody>
                <Notice kind=NoticeKind::Info>{isolated(why)}</Notice>
            </DialogBody>
            <DialogFoot>
                <Button activation=Activation::Link(close)>"Close"</Button>
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}

#[component]
fn PreviewForm(
    preview: BulkPreview,
    asked: String,
    draft: RwSignal<BulkDraft>,
    find: RwSignal<String>,
    close: String,
) -> impl IntoView {
    let action = ServerAction::<ApplyBulk>::new();
    let (team, selection, toasts, navigate) =
        (expect_context::<Team>(), expect_context::<Selection>(), use_toasts(), use_navigate());
    let leave = close.clone();
    let done = Callback::new(move |outcome: BulkOutcome| {
        undo_by_toast(toasts, &outcome, move || team.changed());
        selection.clear();
        team.changed();
        navigate(&leave, NavigateOptions { scroll: false, ..Default::default() });
    });
    let run = RunState::new(move || action.value().get(), preview.key, done);
    let busy = Signal::derive(move || action.pending().get() || run.busy());
    let (kind, chooses) = (preview.kind, preview.kind.chooses());
    let ready = !chooses || preview.chosen.is_some();
    let tells = kind == BulkKind::ChangeRole && ready && preview.reachable > 0;
    let many = preview.reachable > MANY;
    let note = preview.undo_until.filter(|_| ready).map(|_| undo_words(kind));
    let refused = why_not(&preview, ready);
    let (label, danger) = (if ready { preview.button() } else { kind.label().to_owned() }, kind == BulkKind::Delete);
    let style = if danger { ButtonKind::DangerSolid } else { ButtonKind::Primary };
    let (key, chosen) = (preview.key.map(|key| key.to_string()), preview.chosen.and_then(BulkAction::to_word));
    view! {
        <Dialog
            id="bulk"
            title=kind.title(preview.selected)
            about="Nothing changes until you confirm.".to_owned()
            open=true
            close_href=close.clone()
        >
            {chooses.then(|| choose_form(kind, &asked))}
            <ActionForm action attr:class="dialog__form">
                <input type="hidden" name="kind" value=kind.slug() />
                <input type="hidden" name="to" value=chosen />
                <input type="hidden" name="selection" value=asked />
                <input type="hidden" name="key" value=key />
                <DialogBody>
                    {chooses.then(|| choice(&preview, draft, find))} {ready.then(|| view! { <Preview preview /> })}
                    {tells.then(|| view! { <OptRow name="tell" title="Tell them by email" checked=!many /> })}
                    <Run run />
                </DialogBody>
                <SubmitFoot cancel=close kind=style busy disabled_reason=refused note>
                    {label}
                </SubmitFoot>
            </ActionForm>
        </Dialog>
    }
}

fn undo_words(kind: BulkKind) -> String {
    let days = if kind == BulkKind::Delete { 28 } else { model::bulk::UNDO_DAYS };
    format!("You can undo this for {days} days.")
}

/// Why the button can't be pressed (R10).
fn why_not(preview: &BulkPreview, ready: bool) -> Option<String> {
    match (ready, preview.change, &preview.problem) {
        (false, ..) => Some("Choose first.".to_owned()),
        (true, 0, _) => Some("Nobody would change.".to_owned()),
        (true, _, problem) => problem.clone(),
    }
}

/// Chooses again by GET where there is no script: the same address with another `to`.
fn choose_form(kind: BulkKind, asked: &str) -> AnyView {
    let fields: Vec<AnyView> =
        pairs(asked).map(|(key, value)| view! { <input type="hidden" name=key value=value /> }.into_any()).collect();
    view! {
        <form id=CHOOSE method="get" action=format!("/team/bulk/{}", kind.slug())>
            {fields}
        </form>
    }
    .into_any()
}

/// What may be given, and nothing else (K5).
fn choice(preview: &BulkPreview, draft: RwSignal<BulkDraft>, find: RwSignal<String>) -> AnyView {
    let kind = preview.kind;
    let word = |action: BulkAction| action.to_word().unwrap_or_default();
    let mut options: Vec<Choice> =
        preview.choices.iter().map(|c| Choice::new(word(c.action), c.label.clone())).collect();
    if preview.chosen.is_none() {
        options.insert(0, Choice::new("", "Choose…"));
    }
    let chosen = preview.chosen.map(word).unwrap_or_default();
    let choose = move |to: String| {
        if let Some(chosen) = BulkDraft::in_address(kind, &to) {
            draft.set(chosen);
        }
    };
    let typed = untrack(|| find.get());
    let finder = (preview.more > 0 || !typed.is_empty()).then(|| finder(preview, typed, find));
    view! {
        {finder}
        <div class="field">
            <label class="label" for="bulk-to">
                {kind.choice_label()}
            </label>
            <select
                class="select"
                id="bulk-to"
                name="to"
                form=CHOOSE
                autofocus=true
                on:change=move |ev| choose(event_target_value(&ev))
            >
                {choices(options, &chosen)}
            </select>
            <noscript>
                <button class="btn btn--sm" type="submit" form=CHOOSE>
                    "Show the preview"
                </button>
            </noscript>
        </div>
    }
    .into_any()
}

/// Looks among the many that may be given. Without script the form that chooses sends it.
fn finder(preview: &BulkPreview, typed: String, find: RwSignal<String>) -> AnyView {
    let what = if preview.kind == BulkKind::AddToGroup { "group" } else { "number" };
    let offered = preview.choices.len();
    let hint = match (preview.more, offered) {
        (0, 0) => format!("No {what} that you may give matches. Try fewer letters or digits."),
        (0, _) => "What matches is in the list below.".to_owned(),
        (more, _) => format!("The first {offered} are in the list below; {} more match.", grouped(more)),
    };
    let look = move |ev: leptos::web_sys::Event| find.set(event_target_value(&ev).trim().to_owned());
    view! {
        <div class="field">
            <label class="label" for="bulk-find">
                {format!("Find a {what}")}
            </label>
            <input
                class="input"
                type="search"
                id="bulk-find"
                name="find"
                form=CHOOSE
                value=typed
                autocomplete="off"
                aria-describedby="bulk-find-hint"
                on:change=look
                on:keydown=move |ev| {
                    if ev.key() == "Enter" {
                        ev.prevent_default();
                        look(ev.into());
                    }
                }
            />
            <p class="hint" id="bulk-find-hint" aria-live="polite">
                {hint}
            </p>
        </div>
    }
    .into_any()
}
