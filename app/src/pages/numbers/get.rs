//! Getting a new number at /numbers/new or, for a member, at /team/ID/new-number: an area, a number, its price, one
//! confirmed step (N2, M13). What is chosen is kept for ten minutes; each step is an address, so it works without
//! script.

use super::Numbers;
use crate::api::numbers::buy::{BuyNumber, ReserveNumber, number_offers, reserved_number};
use crate::pages::numbers::finder::{go, of_query, problem};
use crate::pages::numbers::table::cost;
use crate::pages::team::Team;
use crate::ui::page_data::reading;
use crate::ui::{
    Activation, Button, ButtonKind, Choice, Dialog, DialogBody, DialogFoot, DialogKind, Mark, Notice, NoticeKind,
    OptList, OptRow, SelectField, SubmitFoot, render_once, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::components::Form;
use model::instant::MINUTE;
use model::numbers::{AreaCode, Offers, Reserved};
use model::{MemberId, ReservationId};

/// Where the steps are, and for whom.
#[derive(Clone, Debug)]
struct Place {
    /// None: for nobody yet.
    id: Option<MemberId>,
    path: String,
    close: String,
    /// After the purchase: what is shown is read again.
    changed: Callback<()>,
}

/// For nobody yet.
#[component]
pub fn GetNumber() -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let place = Place {
        id: None,
        path: "/numbers/new".to_owned(),
        close: numbers.list_href(),
        changed: Callback::new(move |()| numbers.changed()),
    };
    view! { <Steps place /> }
}

/// For a member.
#[component]
pub fn GetForMember(id: MemberId) -> impl IntoView {
    let team = expect_context::<Team>();
    let place = Place {
        id: Some(id),
        path: format!("/team/{id}/new-number"),
        close: team.query().href(&format!("/team/{id}")),
        changed: Callback::new(move |()| team.changed()),
    };
    view! { <Steps place /> }
}

#[component]
fn Steps(place: Place) -> impl IntoView {
    let (reservation, area) = (of_query("reservation"), of_query("area"));
    let place = StoredValue::new(place);
    let step = reading(
        move || (reservation.get(), area.get()),
        move |(reservation, area)| async move {
            if reservation.is_empty() {
                return (None, Some(number_offers(place.with_value(|p| p.id), AreaCode::parse(&area)).await));
            }
            let reserved = match reservation.parse() {
                Ok(reservation) => reserved_number(reservation).await,
                Err(_) => Err(ReservationId::missing()),
            };
            (Some(reserved), None)
        },
    );
    let (reserve, buy) = (ServerAction::<ReserveNumber>::new(), ServerAction::<BuyNumber>::new());
    let (toasts, go) = (use_toasts(), go());
    Effect::new(move |_| match reserve.value().get() {
        Some(Ok(to)) => go.run(to.href()),
        // Sold meanwhile: the list is read again without it.
        Some(Err(_)) => step.refetch(),
        None => {}
    });
    Effect::new(move |_| {
        if let Some(Ok(said)) = buy.value().get() {
            toasts.push(said);
            place.with_value(|p| p.changed.run(()));
            go.run(place.with_value(|p| p.close.clone()));
        }
    });
    view! {
        <Transition>
            {render_once(move || Suspend::new(async move {
                let place = place.get_value();
                match step.await {
                    (Some(Ok(reserved)), _) => confirm(place, reserved, buy),
                    (_, Some(Ok(offers))) => chooser(place, offers, reserve),
                    (Some(Err(error)), _) | (_, Some(Err(error))) => over(place, error.to_string()),
                    (None, None) => ().into_any(),
                }
            }))}
        </Transition>
    }
}

fn over(place: Place, words: String) -> AnyView {
    view! {
        <Dialog
            id="numbers-drawer"
            title="Get new number"
            kind=DialogKind::Drawer
            open=Signal::stored(true)
            close_href=place.close
        >
            <DialogBody>
                <div role="alert">
                    <Notice kind=NoticeKind::Bad title=words />
                </div>
                <p>
                    <Button activation=Activation::Link(place.path)>"Choose again"</Button>
                </p>
            </DialogBody>
        </Dialog>
    }
    .into_any()
}

const FORM: &str = "reserve-form";

fn chooser(place: Place, offers: Offers, reserve: ServerAction<ReserveNumber>) -> AnyView {
    let title = offers
        .for_name
        .as_ref()
        .map_or_else(|| "Get new number".to_owned(), |name| format!("Get new number for {name}"));
    let price = if place.id.is_none() {
        "No charge until it rings at a member.".to_owned()
    } else {
        format!("A month: {}", cost(offers.monthly))
    };
    let mut options = vec![Choice::new("", "Choose an area code")];
    options.extend(offers.areas.iter().map(|(code, place)| Choice::new(code.to_string(), format!("{code} {place}"))));
    let area = offers.area.as_ref().map(AreaCode::to_string).unwrap_or_default();
    if offers.area.as_ref().is_some_and(|chosen| !offers.areas.iter().any(|(code, _)| code == chosen)) {
        options.push(Choice::new(area.clone(), area.clone()));
    }
    let rows: Vec<AnyView> = offers
        .offers
        .iter()
        .enumerate()
        .map(|(i, o)| {
            let shown = o.number.shown().to_owned();
            let about = format!("{}, {}", o.place, o.kind.label().to_lowercase());
            view! {
                <OptRow
                    mark=Mark::Radio
                    name="number"
                    value=o.number.e164().to_owned()
                    id=format!("offer-{i}")
                    title=shown
                    about=Some(about)
                />
            }
            .into_any()
        })
        .collect();
    let none = rows.is_empty();
    let (searched, back) = (area.clone(), place.close.clone());
    let id = place.id.map(|id| id.to_string()).unwrap_or_default();
    let idle = none.then(|| "Choose an area code first.".to_owned());
    let fault = offers.fault.clone().map(|words| {
        view! {
            <div role="alert">
                <Notice kind=NoticeKind::Busy title=words />
            </div>
        }
    });
    let list = (!none).then(|| view! { <OptList label="Numbers for sale">{rows}</OptList> });
    let pending = reserve.pending();
    view! {
        <Dialog id="numbers-drawer" title about=price kind=DialogKind::Drawer open=Signal::stored(true) close_href=back>
            <DialogBody>
                {problem(reserve.value())} <Form method="GET" action=place.path.clone() attr:class="finder">
                    <SelectField id="area" name="area" label="Area code" options value=searched />
                    <Button activation=Activation::Submit>"Show numbers"</Button>
                </Form> {fault} <ActionForm action=reserve attr:id=FORM attr:class="numbers__form">
                    <input type="hidden" name="id" value=id />
                    <input type="hidden" name="area" value=area />
                    {list}
                </ActionForm>
            </DialogBody>
            <SubmitFoot cancel=place.close busy=pending disabled_reason=idle form=FORM>
                "Continue"
            </SubmitFoot>
        </Dialog>
    }
    .into_any()
}

fn confirm(place: Place, reserved: Reserved, buy: ServerAction<BuyNumber>) -> AnyView {
    let shown = reserved.offer.number.shown().to_owned();
    let minutes = (reserved.expires.since(reserved.now) / MINUTE).max(1);
    let mut effects = vec![match &reserved.for_name {
        Some(name) => {
            format!(
                "{shown} ({}) becomes {name}’s direct number, for incoming and outgoing calls and messages.",
                reserved.offer.place
            )
        }
        None => format!("{shown} ({}) becomes a number of the company. Nobody answers it yet.", reserved.offer.place),
    }];
    if let Some(old) = &reserved.instead_of {
        effects.push(format!("It takes the place of {}, which is unassigned then.", old.shown()));
    }
    effects.push(match (&reserved.for_name, reserved.monthly) {
        (Some(name), 0) => format!("It is included in {name}’s plan."),
        (Some(_), cents) => format!("It costs {} a month, from the next statement on.", cost(cents)),
        (None, _) => "It costs nothing until it rings at a member.".to_owned(),
    });
    effects.push(format!("It is kept for you for {minutes} more minutes."));
    let effects: Vec<AnyView> = effects.into_iter().map(|words| view! { <li>{words}</li> }.into_any()).collect();
    let words = match reserved.monthly {
        0 => format!("Get {shown}"),
        cents => format!("Get {shown} for {} a month", cost(cents)),
    };
    let pending = buy.pending();
    view! {
        <Dialog
            id="numbers-drawer"
            title=format!("Get {shown}?")
            open=Signal::stored(true)
            close_href=place.close.clone()
        >
            <ActionForm action=buy attr:class="dialog__form">
                <input type="hidden" name="reservation" value=reserved.id.to_string() />
                <DialogBody>
                    <ul class="effects">{effects}</ul>
                    {problem(buy.value())}
                </DialogBody>
                <DialogFoot>
                    <Button activation=Activation::Link(place.path)>"Choose another"</Button>
                    <Button kind=ButtonKind::Primary activation=Activation::Submit busy=pending>
                        {words}
                    </Button>
                </DialogFoot>
            </ActionForm>
        </Dialog>
    }
    .into_any()
}
