//! The things an entry about one can be of (G2): what each is now, whether it may be set back, and the function that sets it, which
//! is the one that makes such a change.

use crate::call::Call;
use crate::members::direct_number::exchange;
use crate::members::edit::here;
use crate::members::edit::read::load as load_member;
use crate::members::{forwarding, profile};
use crate::numbers::load::load as load_number;
use crate::numbers::outgoing::{give, take};
use crate::numbers::route::{may_ring, relabel, reroute, rings_at};
use crate::roles;
use crate::roles::write as change;
use crate::roles::write::{Safeguards, Saved};
use crate::undo::judge::gone;
use crate::undo::member::MemberEdited;
use crate::undo::parts::Now;
use model::audit::{About, AuditAction, Change, Field, Named, Used, Value};
use model::error::{AppError, AppResult};
use model::members::Forwarding;
use model::numbers::{Destination, RouteTo};
use model::roles::RoleSeen;
use model::{AuditId, MemberId, NumberId, Role};
use policy::{Action, MemberTarget, check};
use store::audit::entry::Entry;
use store::numbers;
use store::numbers::card::NumberFacts;
use store::{fault, members};

/// What an entry is about, as it is now.
pub(crate) enum Thing {
    Member(Box<MemberEdited>),
    Forwarding(MemberTarget),
    Greetings { of: MemberTarget, now: [String; 2] },
    Use(MemberTarget, Box<NumberFacts>),
    Direct { of: MemberTarget, was: Option<Box<NumberFacts>>, left: Option<Box<NumberFacts>> },
    Route(Box<NumberFacts>),
    Label(Box<NumberFacts>),
    Role(Box<RoleSeen>, Vec<Role>),
    Safeguards(Safeguards),
}

/// An entry whose action and changes don't fit: nothing this program writes.
fn unfit() -> AppError {
    fault(&"an entry of the audit log whose changes don’t fit its action")
}

impl Thing {
    pub(crate) async fn load(call: &mut Call, entry: &Entry) -> AppResult<Thing> {
        use AuditAction::*;
        let about = entry.subject.about;
        let whom = || if let About::Member(id) = about { Ok(id) } else { Err(unfit()) };
        let of_number = || if let About::Number(id) = about { Ok(id) } else { Err(unfit()) };
        Ok(match entry.action {
            EditMember | SetAvailability | SetScreening => {
                let of = member(call, whom()?).await?;
                Thing::Member(Box::new(MemberEdited::read(call, of, &entry.changes).await?))
            }
            SetForwarding => Thing::Forwarding(member(call, whom()?).await?),
            SetGreetings => {
                let (of, account) = (member(call, whom()?).await?, call.account());
                let row = members::edit::read(&mut call.tx, account, of.id).await?.ok_or_else(MemberId::missing)?;
                Thing::Greetings { of, now: [row.greeting, row.voicemail_greeting] }
            }
            GrantNumber | RevokeNumber => {
                let used = |c: &Change| if let Field::Use(number) = &c.field { Some(number.id) } else { None };
                let used = entry.changes.iter().find_map(used).ok_or_else(unfit)?;
                Thing::Use(member(call, whom()?).await?, number(call, used).await?)
            }
            ChangeDirect => {
                let of = member(call, whom()?).await?;
                let change = entry.changes.iter().find(|c| c.field == Field::Direct).ok_or_else(unfit)?;
                let (was, left) = (some_number(call, &change.before).await?, some_number(call, &change.after).await?);
                Thing::Direct { of, was, left }
            }
            RouteNumber => Thing::Route(number(call, of_number()?).await?),
            LabelNumber => Thing::Label(number(call, of_number()?).await?),
            RoleEdit => {
                let About::Role(id) = about else { return Err(unfit()) };
                let all = roles::seen(call).await?;
                let name = &entry.subject.name;
                let gone =
                    || AppError::Refused(format!("The role {name} was deleted meanwhile, so it can’t be set back."));
                let seen = all.iter().find(|r| r.role.id == id).cloned().ok_or_else(gone)?;
                Thing::Role(Box::new(seen), all.into_iter().map(|r| r.role).collect())
            }
            AccountSafeguards => Thing::Safeguards(Safeguards::now(call).await?),
            // Taken back as changes of many, or never: see `AuditAction::reversal`.
            AccountCreate | AccountExtensions | RoleCreate | RoleDelete | Invite | ResendInvitation
            | AcceptInvitation | ChangePhoto | ChangePin | ResetPassword | PasswordByLink | SignIn | SignOut
            | ChangePassword | EndSession | EndOtherSessions | ChangePlan | Suspend | Reactivate | Delete | Restore
            | Erase | BuyNumber | ReleaseNumber | BeginSupervising | ActSupervising | EndSupervising
            | SupervisingOver | BuySeats | BillingContact | BillingMethod | Import | ImportUndo | BulkRole
            | BulkAssignNumber | BulkRemoveNumber | BulkPlan | BulkGroup | BulkSuspend | BulkReactivate
            | BulkResend | BulkDelete | BulkGrantNumbers | BulkRevokeNumbers => return Err(unfit()),
        })
    }

    /// The member it is about, if it is about one.
    pub(crate) fn member(&self) -> Option<MemberId> {
        match self {
            Thing::Member(edited) => Some(edited.target.id),
            Thing::Forwarding(of) | Thing::Greetings { of, .. } | Thing::Use(of, _) | Thing::Direct { of, .. } => {
                Some(of.id)
            }
            Thing::Route(_) | Thing::Label(_) | Thing::Role(..) | Thing::Safeguards(_) => None,
        }
    }

    /// What a changed field is now.
    pub(crate) async fn now(&self, call: &mut Call, change: &Change) -> AppResult<Now> {
        let account = call.account();
        Ok(Now::Is(match self {
            Thing::Member(edited) => return edited.now(change),
            Thing::Forwarding(of) => {
                let now = forwarding::settings(call, of).await?;
                Value::Forwarding { on: now.on, numbers: now.numbers }
            }
            Thing::Greetings { now, .. } => Value::text(&now[usize::from(change.field != Field::Greeting)]),
            Thing::Use(of, number) => {
                let now = numbers::card::use_of(&mut call.tx, account, number.target.id, of.id).await?.map(Used::of);
                // The default counts only where it is all that changed.
                let default =
                    [&change.before, &change.after].into_iter().any(|v| matches!(v, Value::Use(u) if u.default));
                let counted = |used: Used| Value::Use(if default { used } else { used.without_default() });
                now.map_or(Value::Nothing, counted)
            }
            Thing::Direct { of, was, left } => return Ok(direct(of.id, was.as_deref(), left.as_deref(), change)),
            Thing::Route(number) => {
                let now = rings_at(number);
                if now != change.before && now != change.after {
                    return Ok(Now::Since(rings(number)));
                }
                now
            }
            Thing::Label(number) => Value::text(&number.row.label),
            Thing::Role(seen, all) => match (change::value_of(&seen.role, all, &change.field), &change.field) {
                (Some(now), _) => now,
                (None, Field::MayAssign(role)) => return Ok(Now::Gone(gone("role", &role.name), Value::Nothing)),
                (None, _) => return Err(unfit()),
            },
            Thing::Safeguards(now) => Value::On(*now.clone().of(&change.field).ok_or_else(unfit)?),
        }))
    }

    /// What would be given back, under the names of today.
    pub(crate) fn today(&self, before: &Value) -> Value {
        if let Thing::Member(edited) = self { edited.known.today(before) } else { before.clone() }
    }

    /// Whether these may be set back: what the change itself would ask, before anything is written.
    pub(crate) async fn may(&self, call: &mut Call, changes: &[Change]) -> AppResult<()> {
        let before = &changes.first().ok_or_else(unfit)?.before;
        match self {
            Thing::Member(edited) => edited.may(call, changes),
            Thing::Forwarding(of) => {
                let (_, numbers) = forwards(before)?;
                forwarding::may_set_back(call, of, numbers).await.map(drop)
            }
            Thing::Greetings { of, .. } => Ok(check(call.actor(), Action::SetGreeting, of).map(drop)?),
            Thing::Use(of, number) if before.is_nothing() => {
                Ok(check(call.actor(), Action::RemoveNumber(number.target.clone().into()), of).map(drop)?)
            }
            Thing::Use(of, number) => {
                Ok(check(call.actor(), Action::AssignNumber(number.target.clone().into()), of).map(drop)?)
            }
            Thing::Direct { of, was, left } => {
                if let Some(left) = left {
                    let _permit = check(call.actor(), Action::RemoveDirect(left.target.clone()), of)?;
                }
                if let Some(was) = was {
                    let _permit = check(call.actor(), Action::AssignDirect(was.target.clone()), of)?;
                }
                Ok(())
            }
            Thing::Route(number) => may_ring(call, number, place(before)?.id).await.map(drop),
            Thing::Label(number) => Ok(check(call.actor(), Action::LabelNumber, &number.target).map(drop)?),
            Thing::Role(seen, all) => {
                change::may_be_set_back(call, &seen.role, &change::set_back(&seen.role, changes), all)
            }
            Thing::Safeguards(now) => change::may_guard(call, guards(*now, changes)).await.map(drop),
        }
    }

    /// Sets them back, and what came `along`. None: nothing had to be written.
    pub(crate) async fn set_back(
        self,
        call: &mut Call,
        changes: &[Change],
        along: &[Change],
    ) -> AppResult<Option<AuditId>> {
        let before = &changes.first().ok_or_else(unfit)?.before;
        let account = call.account();
        match self {
            Thing::Member(edited) => edited.set_back(call, changes).await.map(Some),
            Thing::Forwarding(of) => {
                let (on, numbers) = forwards(before)?;
                forwarding::set_back(call, &of, on, numbers).await.map(Some)
            }
            Thing::Greetings { of, now } => {
                let text = |field: Field, now: &str| match changes.iter().find(|c| c.field == field).map(|c| &c.before)
                {
                    Some(Value::Text(text)) => text.clone(),
                    Some(_) => String::new(),
                    None => now.to_owned(),
                };
                let (calls, mail) = (text(Field::Greeting, &now[0]), text(Field::VoicemailGreeting, &now[1]));
                profile::put_greetings(call, &of, &calls, &mail).await
            }
            Thing::Use(of, number) => {
                let now = numbers::card::use_of(&mut call.tx, account, number.target.id, of.id).await?;
                match (before, now) {
                    (Value::Use(used), now) => {
                        let wanted = (used.calls, used.messages, used.default);
                        give(call, &of, &number, now, wanted, along).await.map(Some)
                    }
                    (_, Some(now)) => take(call, &of, &number, now, along).await.map(Some),
                    (_, None) => Ok(None),
                }
            }
            Thing::Direct { of, was, left } => {
                exchange(call, &of, left.map(|f| *f), was.map(|f| *f), along).await.map(Some)
            }
            Thing::Route(number) => {
                reroute(call, &number, place(before)?.id, along).await.map(|(_, entry)| Some(entry))
            }
            Thing::Label(number) => {
                let label = if let Value::Text(label) = before { label.as_str() } else { "" };
                relabel(call, &number, number.row.version, label).await
            }
            Thing::Role(seen, all) => {
                let role = change::set_back(&seen.role, changes);
                Ok(match change::change(call, &seen.role, &role, &all, seen.version).await? {
                    Saved::Done(entry) => Some(entry),
                    Saved::Same | Saved::Outdated => None,
                })
            }
            Thing::Safeguards(now) => change::guard(call, guards(now, changes)).await,
        }
    }
}

async fn member(call: &mut Call, id: MemberId) -> AppResult<MemberTarget> {
    let target = load_member(call, id).await?;
    here(&target)?;
    Ok(target)
}

async fn number(call: &mut Call, id: NumberId) -> AppResult<Box<NumberFacts>> {
    load_number(call, id).await.map(Box::new)
}

async fn some_number(call: &mut Call, value: &Value) -> AppResult<Option<Box<NumberFacts>>> {
    if let Value::Number(named) = value { number(call, named.id).await.map(Some) } else { Ok(None) }
}

/// "(503) 555-0160 rings at Support by now, and stays there."
fn rings(number: &NumberFacts) -> String {
    format!(
        "Changed again since: {} rings at {} by now, and stays so.",
        number.target.shown,
        number.row.destination.name()
    )
}

/// N3: the number that was given still has to be theirs, and the one that was taken still has to be free.
fn direct(of: MemberId, was: Option<&NumberFacts>, left: Option<&NumberFacts>, change: &Change) -> Now {
    let theirs = |f: &NumberFacts| matches!(f.row.destination, Destination::Member { id, .. } if id == of);
    let free = |f: &NumberFacts| f.row.destination == Destination::Nobody;
    if left.is_none_or(theirs) && was.is_none_or(free) {
        return Now::Is(change.after.clone());
    }
    if left.is_none_or(free) && was.is_none_or(theirs) {
        return Now::Is(change.before.clone());
    }
    let away = left.filter(|f| !theirs(f)).or(was);
    away.map_or_else(|| Now::Is(change.before.clone()), |f| Now::Since(rings(f)))
}

fn place(value: &Value) -> AppResult<&Named<RouteTo>> {
    if let Value::Place(place) = value { Ok(place) } else { Err(unfit()) }
}

fn forwards(value: &Value) -> AppResult<(bool, &[Forwarding])> {
    if let Value::Forwarding { on, numbers } = value { Ok((*on, numbers)) } else { Err(unfit()) }
}

fn guards(mut now: Safeguards, changes: &[Change]) -> Safeguards {
    for change in changes {
        if let (Some(on), Value::On(was)) = (now.of(&change.field), &change.before) {
            *on = *was;
        }
    }
    now
}
