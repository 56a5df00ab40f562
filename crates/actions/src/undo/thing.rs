//! The things a change of one thing by itself can be about (G2): how each stands now, what it was in words, whether it may be set
//! back, and the function that sets it, which is the one that makes such a change.

use crate::call::Call;
use crate::members::direct_number::exchange;
use crate::members::edit::read::load as load_member;
use crate::members::edit::{gone, here};
use crate::members::{forwarding, profile};
use crate::numbers::load::{load as load_number, use_words};
use crate::numbers::outgoing::{give, take};
use crate::numbers::route::{may_ring, place, relabel, reroute};
use crate::roles;
use crate::roles::write as change;
use crate::roles::write::{Safeguards, Saved};
use model::audit::kept::{Kept, Piece, UseKept, read_ways, switch, ways};
use model::error::{AppError, AppResult};
use model::numbers::{Destination, RouteTo};
use model::roles::RoleSeen;
use model::{AuditId, MemberId, NumberId, Role, RoleId};
use policy::{Action, MemberTarget, check};
use store::bulk::Entry;
use store::fault;
use store::members;
use store::numbers;
use store::numbers::card::NumberFacts;

/// What an entry is about, as it is now.
pub(crate) enum Thing {
    Forwarding(MemberTarget),
    Greetings { of: MemberTarget, now: [String; 2] },
    Use(MemberTarget, Box<NumberFacts>),
    Direct { of: MemberTarget, was: Option<Box<NumberFacts>>, left: Option<Box<NumberFacts>> },
    Route(Box<NumberFacts>),
    Label(Box<NumberFacts>),
    Role(Box<RoleSeen>, Vec<Role>),
    Safeguards(Safeguards),
}

/// How a piece stands.
pub(crate) enum Stand {
    Is(String),
    /// Why it can't be what it was.
    Away(String),
}

fn unknown() -> AppError {
    AppError::Refused("That can’t be undone.".to_owned())
}

impl Thing {
    pub(crate) async fn load(call: &mut Call, entry: &Entry, kept: &Kept) -> AppResult<Thing> {
        let id = entry.target_id.map(|id| id.as_u128()).ok_or_else(unknown)?;
        let first = kept.pieces.first().ok_or_else(unknown)?;
        Ok(match entry.action.as_str() {
            "members.forwarding" => Thing::Forwarding(member(call, MemberId(id)).await?),
            "members.greetings" => {
                let (of, account) = (member(call, MemberId(id)).await?, call.account());
                let row = members::edit::read(&mut call.tx, account, of.id).await?.ok_or_else(gone)?;
                Thing::Greetings { of, now: [row.greeting, row.voicemail_greeting] }
            }
            "numbers.grant" | "numbers.revoke" => {
                Thing::Use(member(call, MemberId(id)).await?, number(call, &first.of).await?)
            }
            "members.direct" => {
                let of = member(call, MemberId(id)).await?;
                let (was, left) = (some_number(call, &first.was).await?, some_number(call, &first.left).await?);
                Thing::Direct { of, was, left }
            }
            "numbers.route" => Thing::Route(number(call, &NumberId(id).to_string()).await?),
            "numbers.label" => Thing::Label(number(call, &NumberId(id).to_string()).await?),
            "roles.edit" => {
                let all = roles::seen(call).await?;
                let same = |r: &&RoleSeen| r.role.id == RoleId(id);
                let gone = || {
                    AppError::Refused(format!(
                        "The role {} was deleted meanwhile, so it can’t be set back.",
                        entry.target_name
                    ))
                };
                let seen = all.iter().find(same).cloned().ok_or_else(gone)?;
                Thing::Role(Box::new(seen), all.into_iter().map(|r| r.role).collect())
            }
            "account.safeguards" => Thing::Safeguards(Safeguards::now(call).await?),
            _ => return Err(unknown()),
        })
    }

    /// The member it is about, if it is about one.
    pub(crate) fn member(&self) -> Option<MemberId> {
        match self {
            Thing::Forwarding(of) | Thing::Greetings { of, .. } | Thing::Use(of, _) | Thing::Direct { of, .. } => {
                Some(of.id)
            }
            _ => None,
        }
    }

    pub(crate) async fn stands(&self, call: &mut Call, piece: &Piece) -> AppResult<Stand> {
        let account = call.account();
        Ok(Stand::Is(match self {
            Thing::Forwarding(of) => {
                let now = forwarding::settings(call, of).await?;
                forwarding::as_kept(now.on, &now.numbers)?
            }
            Thing::Greetings { now, .. } => now[usize::from(piece.field != "greeting")].clone(),
            Thing::Use(of, number) => {
                let now = ways(numbers::card::use_of(&mut call.tx, account, number.target.id, of.id).await?);
                // The default counts only where it is all that changed.
                let counts = piece.was.trim_end_matches('d') == piece.left.trim_end_matches('d');
                if counts { now } else { now.trim_end_matches('d').to_owned() }
            }
            Thing::Direct { of, was, left } => return Ok(direct(of.id, was.as_deref(), left.as_deref(), piece)),
            Thing::Route(number) => match place(number).to_string() {
                now if now == piece.was || now == piece.left => now,
                _ => return Ok(Stand::Away(rings(number))),
            },
            Thing::Label(number) => number.row.label.clone(),
            Thing::Role(seen, all) => match change::of_role(&seen.role, all, piece) {
                Some(now) => now,
                None => return Ok(Stand::Away("What it was is gone meanwhile.".to_owned())),
            },
            Thing::Safeguards(now) => switch(now.clone().of(&piece.field).is_some_and(|on| *on)).to_owned(),
        }))
    }

    /// What a piece is called and its value, for people.
    pub(crate) async fn words(&self, call: &mut Call, piece: &Piece, value: &str) -> AppResult<(String, String)> {
        let none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
        let named = |name: &str, value: String| (name.to_owned(), value);
        Ok(match self {
            Thing::Forwarding(_) => named("Call forwarding", forwarding::kept_words(call, value)?),
            Thing::Greetings { .. } if piece.field == "greeting" => named("Greeting", profile::standard(value)),
            Thing::Greetings { .. } => named("Voicemail greeting", profile::standard(value)),
            Thing::Use(_, number) => {
                let words = read_ways(value).and_then(|(calls, messages, default)| use_words(calls, messages, default));
                (format!("Outgoing use of {}", number.target.shown), none(words.unwrap_or_default()))
            }
            Thing::Direct { was, left, .. } => {
                let shown = [was, left].into_iter().flatten().find(|f| f.target.id.to_string() == value);
                named("Direct number", none(shown.map(|f| f.target.shown.clone()).unwrap_or_default()))
            }
            Thing::Route(_) => named("Rings at", place_words(call, value).await?),
            Thing::Label(_) => named("Label", none(value.to_owned())),
            Thing::Role(_, all) => change::piece_words(all, piece, value),
            Thing::Safeguards(_) => {
                let mut label = Safeguards::label(&piece.field).to_owned();
                label[..1].make_ascii_uppercase();
                (label, if value == switch(true) { "On" } else { "Off" }.to_owned())
            }
        })
    }

    /// Whether these pieces may be set back: what the change itself would ask, before anything is written.
    pub(crate) async fn may(&self, call: &mut Call, pieces: &[Piece]) -> AppResult<()> {
        let first = pieces.first().ok_or_else(unknown)?;
        match self {
            Thing::Forwarding(of) => forwarding::may_set_back(call, of, &first.was).await.map(drop),
            Thing::Greetings { of, .. } => Ok(check(call.actor(), Action::SetGreeting, of).map(drop)?),
            Thing::Use(of, number) if first.was.is_empty() => {
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
            Thing::Route(number) => may_ring(call, number, route(&first.was)?).await.map(drop),
            Thing::Label(number) => Ok(check(call.actor(), Action::LabelNumber, &number.target).map(drop)?),
            Thing::Role(seen, all) => {
                change::may_be_set_back(call, &seen.role, &change::set_back(&seen.role, pieces), all)
            }
            Thing::Safeguards(now) => change::may_guard(call, guards(*now, pieces)).await.map(drop),
        }
    }

    /// Sets them back. None: nothing had to be written.
    pub(crate) async fn set_back(
        self,
        call: &mut Call,
        pieces: &[Piece],
        uses: &[UseKept],
    ) -> AppResult<Option<AuditId>> {
        let first = pieces.first().ok_or_else(unknown)?;
        let account = call.account();
        match self {
            Thing::Forwarding(of) => forwarding::set_back(call, &of, &first.was).await.map(Some),
            Thing::Greetings { of, now } => {
                let text =
                    |field: &str, at: usize| pieces.iter().find(|p| p.field == field).map_or(&now[at], |p| &p.was);
                profile::put_greetings(call, &of, text("greeting", 0), text("voicemail_greeting", 1)).await
            }
            Thing::Use(of, number) => {
                let now = numbers::card::use_of(&mut call.tx, account, number.target.id, of.id).await?;
                match (read_ways(&first.was), now) {
                    (Some(wanted), now) => give(call, &of, &number, now, wanted, uses).await.map(Some),
                    (None, Some(now)) => take(call, &of, &number.target, now, uses).await.map(Some),
                    (None, None) => Ok(None),
                }
            }
            Thing::Direct { of, was, left } => {
                exchange(call, &of, left.map(|f| *f), was.map(|f| *f), uses).await.map(Some)
            }
            Thing::Route(number) => {
                reroute(call, &number, route(&first.was)?, uses).await.map(|(_, entry)| Some(entry))
            }
            Thing::Label(number) => relabel(call, &number, number.row.version, &first.was).await,
            Thing::Role(seen, all) => {
                let role = change::set_back(&seen.role, pieces);
                Ok(match change::change(call, &seen.role, &role, &all, seen.version).await? {
                    Saved::Done(entry) => Some(entry),
                    Saved::Same | Saved::Outdated => None,
                })
            }
            Thing::Safeguards(now) => change::guard(call, guards(now, pieces)).await,
        }
    }
}

async fn member(call: &mut Call, id: MemberId) -> AppResult<MemberTarget> {
    let target = load_member(call, id).await?;
    here(&target)?;
    Ok(target)
}

/// `id` as the log keeps it.
async fn number(call: &mut Call, id: &str) -> AppResult<Box<NumberFacts>> {
    let id = id.parse().map_err(|_| NumberId::missing())?;
    load_number(call, id).await.map(Box::new)
}

async fn some_number(call: &mut Call, id: &str) -> AppResult<Option<Box<NumberFacts>>> {
    if id.is_empty() { Ok(None) } else { number(call, id).await.map(Some) }
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
fn direct(of: MemberId, was: Option<&NumberFacts>, left: Option<&NumberFacts>, piece: &Piece) -> Stand {
    let theirs = |f: &NumberFacts| matches!(f.row.destination, Destination::Member { id, .. } if id == of);
    let free = |f: &NumberFacts| f.row.destination == Destination::Nobody;
    if left.is_none_or(theirs) && was.is_none_or(free) {
        return Stand::Is(piece.left.clone());
    }
    if left.is_none_or(free) && was.is_none_or(theirs) {
        return Stand::Is(piece.was.clone());
    }
    let away = left.filter(|f| !theirs(f)).or(was);
    away.map_or_else(|| Stand::Is(piece.was.clone()), |f| Stand::Away(rings(f)))
}

fn route(kept: &str) -> AppResult<RouteTo> {
    RouteTo::parse(kept).ok_or_else(|| fault(&"a kept destination"))
}

/// What a destination is called, also of somebody whom the asker doesn't reach.
async fn place_words(call: &mut Call, kept: &str) -> AppResult<String> {
    let (account, me) = (call.account(), call.actor().member);
    let gone = || "somebody who is gone".to_owned();
    Ok(match route(kept)? {
        RouteTo::Nobody => "Nobody".to_owned(),
        RouteTo::Menu => "Call menu".to_owned(),
        RouteTo::Main => "Call menu, main number".to_owned(),
        RouteTo::Member(id) => members::target(&mut call.tx, account, me, id).await?.map_or_else(gone, |m| m.name),
        RouteTo::Group(id) => {
            let groups = numbers::card::groups(&mut call.tx, account).await?;
            groups.into_iter().find(|g| g.id == id).map_or_else(|| "a group that is gone".to_owned(), |g| g.name)
        }
    })
}

fn guards(mut now: Safeguards, pieces: &[Piece]) -> Safeguards {
    for piece in pieces {
        if let Some(on) = now.of(&piece.field) {
            *on = piece.was == switch(true);
        }
    }
    now
}
