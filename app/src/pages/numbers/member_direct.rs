//! The drawer at /team/ID/direct: a member's direct number, from the unassigned ones of the account (M13). Its end
//! leads to the supplier's inventory.

use crate::api::members::direct_number::{SetDirect, member_numbers};
use crate::pages::bulk::show_flash;
use crate::pages::numbers::finder::{Finder, go, problem, radios, refusal, use_find};
use crate::pages::numbers::table::{cost, monthly};
use crate::pages::team::Team;
use crate::ui::page_data::reading;
use crate::ui::words::grouped;
use crate::ui::{
    Activation, Button, ButtonKind, Dialog, DialogBody, DialogKind, IconName, SubmitFoot, render_once, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::MemberId;
use model::numbers::MemberNumbers;
use model::query_string::pairs;

const FORM: &str = "direct-form";

/// The drawer at /team/ID/direct.
#[component]
pub fn DirectDrawer(id: MemberId) -> impl IntoView {
    let team = expect_context::<Team>();
    let find = use_find();
    let shown = reading(move || find.get(), move |find| member_numbers(id, find));
    let action = ServerAction::<SetDirect>::new();
    let (toasts, go) = (use_toasts(), go());
    let close = Signal::derive(move || team.query().href(&format!("/team/{id}")));
    Effect::new(move |_| match action.value().get() {
        Some(Ok(flash)) => {
            show_flash(toasts, flash, move || team.changed());
            team.changed();
            go.run(close.get_untracked());
        }
        // Somebody was quicker: the list is read again without that number.
        Some(Err(_)) => shown.refetch(),
        None => {}
    });
    view! {
        <Transition>
            {render_once(move || Suspend::new(async move {
                match shown.await {
                    Ok(numbers) => drawer(numbers, action, close.get_untracked()),
                    Err(error) => refusal("Direct number", &error, close.get_untracked()),
                }
            }))}
        </Transition>
    }
}

fn drawer(of: MemberNumbers, action: ServerAction<SetDirect>, close: String) -> AnyView {
    let id = of.member;
    let now = of.direct.first().cloned();
    let instead = now.as_ref().map(|row| row.id.to_string()).unwrap_or_default();
    let others = pairs(&expect_context::<Team>().query().to_query()).collect();
    let pending = action.pending();
    let has = now.as_ref().map(|row| {
        let shown = row.number.shown().to_owned();
        view! {
            <Remove
                id
                shown
                cost=cost(monthly(row))
                instead=row.id.to_string()
                refused=of.remove_refused.clone()
                close=close.clone()
                action
            />
        }
    });
    let none = of.free.is_empty().then(|| view! { <p class="muted">"No unassigned number matches."</p> });
    let more = of.free_total.saturating_sub(of.free.len() as u64);
    let more = (more > 0)
        .then(|| view! { <p class="muted">{format!("{} more: search for digits or a label.", grouped(more))}</p> });
    let list = (!of.free.is_empty()).then(|| radios("to", "Unassigned numbers", of.free));
    let get = Activation::Link(format!("/team/{id}/new-number"));
    let (back, cancel) = (close.clone(), close.clone());
    let words = if now.is_some() { "Exchange" } else { "Assign" };
    view! {
        <Dialog
            id="numbers-drawer"
            title=format!("Direct number of {}", of.name)
            about="Callers reach them by it directly.".to_owned()
            kind=DialogKind::Drawer
            open=Signal::stored(true)
            close_href=close
        >
            <DialogBody>
                {problem(action.value())} {has} <h3 class="group-title">"Unassigned numbers"</h3>
                <Finder path=format!("/team/{id}/direct") label="Find an unassigned number" others />
                <ActionForm action attr:id=FORM attr:class="numbers__form">
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="instead" value=instead />
                    <input type="hidden" name="back" value=back />
                    {none}
                    {list}
                    {more}
                </ActionForm> <p class="numbers__get">
                    <Button icon=IconName::Plus id="get-new-number" activation=get disabled_reason=of.buy_refused>
                        "Get new number"
                    </Button>
                </p>
            </DialogBody>
            <SubmitFoot cancel=cancel busy=pending form=FORM>
                {words}
            </SubmitFoot>
        </Dialog>
    }
    .into_any()
}

/// The number they have, and taking it away.
#[component]
fn Remove(
    id: MemberId,
    shown: String,
    cost: String,
    instead: String,
    refused: Option<String>,
    close: String,
    action: ServerAction<SetDirect>,
) -> impl IntoView {
    let label = format!("Remove {shown}");
    view! {
        <ActionForm action attr:class="numbers__now">
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="to" value="" />
            <input type="hidden" name="instead" value=instead />
            <input type="hidden" name="back" value=close />
            <span class="tel">{shown}</span>
            <span class="muted">{cost}</span>
            <Button
                kind=ButtonKind::Danger
                small=true
                id="remove-direct"
                label
                activation=Activation::Submit
                disabled_reason=refused
            >
                "Remove"
            </Button>
        </ActionForm>
    }
}
