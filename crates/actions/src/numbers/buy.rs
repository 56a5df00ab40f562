//! Getting new numbers from the supplier: what there is, keeping one while choosing, buying it (N2, M13).

use crate::call::Call;
use crate::members::edit::gone;
use crate::numbers::load::{price_for, refused};
use crate::request::Request;
use model::audit::{AuditAction, Change, Field, Subject, Value};
use model::error::AppError;
use model::error::AppResult;
use model::numbers::reservation::ReservationPlace;
use model::numbers::{AreaCode, Offers, Reserved};
use model::numbers::{Destination, Offer};
use model::{Country, MemberId, NumberId, NumberScope, PhoneNumber, ReservationId};
use policy::{Action, MemberTarget, NumberTarget, Target, check};
use providers::supplier;
use providers::supplier::Fault;
use std::time::Duration;
use store::numbers::reservations as kept;
use store::numbers::reservations::{Buying, Reservation};
use store::{fault, members, numbers};

/// The supplier's areas and its numbers in one of them. `member` is whom the number is for, if anybody. What the
/// supplier says instead is part of the answer.
///
/// # Errors
/// A foreign member is missing (A3); denied to those who may not buy numbers, or give the member one (R5).
pub async fn number_offers(request: &Request, member: Option<MemberId>, area: Option<AreaCode>) -> AppResult<Offers> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::BuyNumber, Target::Account)?;
    let target = for_whom(&mut call, member).await?;
    let monthly = match &target {
        Some(target) => price_for(&mut call, target.id, true).await?,
        None => 0,
    };
    let (country, me, now) = (call.settings().country, call.actor().member, call.now);
    let seller = call.request.state.supplier.clone();
    let areas = seller.0.areas(country).into_iter().filter_map(|a| Some((AreaCode::parse(&a.code)?, a.place)));
    let areas: Vec<(AreaCode, String)> = areas.collect();
    let (mut offers, mut said) = (Vec::new(), None);
    if areas.is_empty() {
        said = Some(Fault::NothingThere.sentence(country.name()));
    } else if let Some(area) = &area {
        match supplier::in_time(seller.0.search(country, area.as_str())).await {
            Ok(found) => offers = found,
            Err(fault) => said = Some(fault.sentence(&format!("area code {area}"))),
        }
    }
    let numbers: Vec<PhoneNumber> = offers.iter().map(|o| o.number.clone()).collect();
    let gone = kept::unavailable(&mut call.tx, me, &numbers, now).await?;
    offers.retain(|o| !gone.contains(o.number.e164()));
    let offers = offers.into_iter().map(|offer| read_in(offer, country)).collect();
    Ok(Offers { for_name: target.map(|t| t.name), area, areas, offers, fault: said, monthly })
}

/// With its number as people of the account's country read it.
fn read_in(offer: Offer, country: Country) -> Offer {
    Offer { number: offer.number.read_in(country), ..offer }
}

/// The member a number is for, who may get one (R5); none: nobody yet.
async fn for_whom(call: &mut Call, member: Option<MemberId>) -> AppResult<Option<MemberTarget>> {
    let Some(member) = member else { return Ok(None) };
    let (account, me) = (call.account(), call.actor().member);
    let target = members::target(&mut call.tx, account, me, member).await?.ok_or_else(gone)?;
    // R6: whoever buys a number has access to it, so only the person decides here (R5).
    let mut buyer = call.actor().clone();
    let id = NumberId::new();
    buyer.numbers.insert(id);
    let number = NumberTarget { id, shown: "a new number".to_owned(), groups: Default::default(), holder: None };
    let _permit = check(&buyer, Action::AssignDirect(number), &target)?;
    Ok(Some(target))
}

/// Keeps `number`, which the supplier offers in `area`, for ten minutes while its price is looked at. Answers the page
/// that confirms it, and leads a browser without script there.
///
/// # Errors
/// A conflict when somebody else has it by now; a refusal with what the supplier says; those of [`number_offers`].
pub async fn reserve_number(
    request: &Request,
    member: Option<MemberId>,
    number: &PhoneNumber,
    area: &AreaCode,
) -> AppResult<ReservationPlace> {
    let reservation = reserve(request, member, number, area).await?;
    let place = ReservationPlace { reservation: reservation.id, for_member: member };
    if request.is_plain_form() {
        request.redirect(&place.href());
    }
    Ok(place)
}

async fn reserve(
    request: &Request,
    member: Option<MemberId>,
    number: &PhoneNumber,
    area: &AreaCode,
) -> AppResult<Reservation> {
    let mut call = Call::begin(request).await?;
    let _permit = check(call.actor(), Action::BuyNumber, Target::Account)?;
    let target = for_whom(&mut call, member).await?;
    let (account, me, country, now) = (call.account(), call.actor().member, call.settings().country, call.now);
    let seller = call.request.state.supplier.clone();
    // Only what the supplier offers is ordered, whatever a hand-made request names.
    let offers = supplier::in_time(seller.0.search(country, area.as_str())).await;
    let offers = offers.map_err(|f| AppError::Refused(f.sentence(&format!("area code {area}"))))?;
    let shown = |n: &PhoneNumber| n.shown_in(country);
    let Some(offer) = offers.into_iter().find(|o| o.number == *number) else {
        return Err(AppError::Refused(Fault::SoldOut.sentence("That number")));
    };
    let sold = |offer: &Offer| AppError::Conflict(Fault::SoldOut.sentence(&shown(&offer.number)));
    let for_member = target.map(|t| t.id);
    let held = kept::hold(&mut call.tx, account, me, for_member, &offer, now).await?.ok_or_else(|| sold(&offer))?;
    supplier::in_time(seller.0.reserve(&offer.number, &held.id.to_string())).await.map_err(|fault| match fault {
        Fault::SoldOut => sold(&offer),
        other => AppError::Refused(other.sentence(&shown(&offer.number))),
    })?;
    call.commit().await?;
    Ok(held)
}

/// What is kept, and what it would cost.
///
/// # Errors
/// A conflict when it was kept too long; what others keep answers the same (A3).
pub async fn reserved_number(request: &Request, id: ReservationId) -> AppResult<Reserved> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::BuyNumber, Target::Account)?;
    let (account, me, country, now) = (call.account(), call.actor().member, call.settings().country, call.now);
    let held = kept::find(&mut call.tx, account, me, id, now).await?.ok_or_else(ReservationId::missing)?;
    let (mut for_name, mut instead_of, mut monthly) = (None, None, 0);
    if let Some(member) = held.for_member {
        let target = members::target(&mut call.tx, account, me, member).await?.ok_or_else(gone)?;
        for_name = Some(target.name);
        instead_of =
            numbers::card::plan_of(&mut call.tx, account, member).await?.1.map(|number| number.read_in(country));
        monthly = price_for(&mut call, member, true).await?;
    }
    Ok(Reserved {
        id,
        offer: read_in(held.offer, country),
        for_member: held.for_member,
        for_name,
        instead_of,
        monthly,
        expires: held.expires,
        now,
    })
}

/// Buys what is kept and makes it the member's direct number, in place of the one they have. The same form sent twice buys once.
/// Answers what to say; a browser without script is led to the member, or else to the number.
///
/// # Errors
/// A conflict when it was kept too long; a refusal with what the supplier says. Nothing is changed then.
pub async fn buy_number(request: &Request, id: ReservationId) -> AppResult<String> {
    let (said, place) = buy(request, id).await?;
    if request.is_plain_form() {
        request.redirect(&place);
    }
    Ok(said)
}

/// How often and how long somebody waits for the other half of a double click.
const WAITS: (u32, Duration) = (40, Duration::from_millis(150));

async fn buy(request: &Request, id: ReservationId) -> AppResult<(String, String)> {
    for _ in 0..WAITS.0 {
        let mut call = Call::begin(request).await?;
        let _permit = check(call.actor(), Action::BuyNumber, Target::Account)?;
        let (account, me, now) = (call.account(), call.actor().member, call.now);
        match kept::begin(&mut call.tx, account, me, id, now).await? {
            Buying::Yours(held) => {
                let _may = for_whom(&mut call, held.for_member).await?;
                call.commit().await?;
                return order(request, held).await;
            }
            Buying::Done(number) => return bought_words(&mut call, number).await,
            Buying::Expired => return Err(ReservationId::missing()),
            Buying::UnderWay => {
                drop(call);
                tokio::time::sleep(WAITS.1).await;
            }
        }
    }
    Err(AppError::Conflict("This purchase is still under way. Look at the Numbers page in a minute.".to_owned()))
}

/// The supplier is asked outside of any transaction; what it says is written afterwards.
async fn order(request: &Request, held: Reservation) -> AppResult<(String, String)> {
    let state = request.state.clone();
    let bought = supplier::in_time(state.supplier.0.purchase(&held.offer.number, &held.id.to_string())).await;
    let mut call = Call::begin(request).await?;
    let shown = held.offer.number.shown_in(call.settings().country);
    if let Err(fault) = bought {
        kept::forget(&mut call.tx, held.id).await?;
        call.commit().await?;
        return Err(AppError::Refused(fault.sentence(&shown)));
    }
    let permit = check(call.actor(), Action::BuyNumber, Target::Account)?;
    let (account, now) = (call.account(), call.now);
    let offer = &held.offer;
    let number = numbers::write::insert(&mut call.tx, account, &permit, &offer.number, offer.kind, now).await;
    let number = number.map_err(|e| refused(e, &shown))?;
    kept::finish(&mut call.tx, held.id, number, now).await?;
    let changes = [
        Change::to(Field::Number, Value::number(number, &offer.number)),
        Change::to(Field::Place, Value::text(&offer.place)),
    ];
    call.audit(AuditAction::BuyNumber, Subject::number(number, &shown), &changes).await?;
    match held.for_member {
        Some(member) => assign(&mut call, member, number, &shown).await?,
        // Whoever reaches only what they have has what they bought (R6).
        None if call.actor().role.numbers != NumberScope::All => {
            let buyer = call.actor().member;
            numbers::write::follow(&mut call.tx, account, number, None, Some(buyer)).await?;
        }
        None => {}
    }
    let place = held.for_member.map_or_else(|| format!("/numbers/{number}"), |m| format!("/team/{m}"));
    let said = bought_words(&mut call, number).await?.0;
    call.commit().await?;
    Ok((said, place))
}

/// The bought number becomes the member's, in place of the one they have.
async fn assign(call: &mut Call, member: MemberId, number: NumberId, shown: &str) -> AppResult<()> {
    let (account, me, country) = (call.account(), call.actor().member, call.settings().country);
    let target = members::target(&mut call.tx, account, me, member).await?.ok_or_else(gone)?;
    let before = numbers::card::direct(&mut call.tx, account, me, country, member).await?.into_iter().next();
    // Whoever buys a number has access to it (R6).
    call.me.actor.numbers.insert(number);
    let facts = numbers::card::facts(&mut call.tx, account, me, country, number)
        .await?
        .ok_or_else(|| fault(&"no bought number"))?;
    let given = crate::members::direct_number::exchange(call, &target, before, Some(facts), &[]).await;
    given.map(drop).map_err(|error| match error {
        AppError::Denied(why) => AppError::Denied(format!("{shown} can’t be assigned: {why}")),
        other => other,
    })
}

async fn bought_words(call: &mut Call, number: NumberId) -> AppResult<(String, String)> {
    let (account, me, country) = (call.account(), call.actor().member, call.settings().country);
    let Some(facts) = numbers::card::facts(&mut call.tx, account, me, country, number).await? else {
        return Err(ReservationId::missing());
    };
    let shown = &facts.target.shown;
    Ok(match &facts.row.destination {
        Destination::Member { id, name } => (format!("{shown} is {name}’s direct number now"), format!("/team/{id}")),
        Destination::Nobody | Destination::Menu | Destination::Group { .. } => {
            (format!("{shown} is yours. Nobody answers it yet."), format!("/numbers/{number}"))
        }
    })
}
