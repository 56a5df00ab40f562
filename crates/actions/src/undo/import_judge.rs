//! Who of an import can be taken back (K6): held against what the import left, then against the rules, one by one.

use crate::bulk::judge::Verdict;
use crate::call::Call;
use crate::undo::import::One;
use model::audit;
use model::audit::Change;
use model::audit::kept::{ItemTold, Piece};
use model::bulk::Fate;
use model::error::AppResult;
use model::{Country, GroupId, MemberId, MemberState, NumberId, PhoneNumber, Plan, Role, RoleId, RoleKind};
use policy::{Action, GroupTarget, MemberTarget, NumberTarget, Permit, RoleRef, check};
use std::collections::{BTreeSet, HashMap, HashSet};
use store::imports::member_before as stands;
use store::imports::member_before::{Facts, Stand};
use store::{bulk, imports, invitations};

/// Numbers asked for at once.
const CHUNK: usize = 500;

const NOT_KEPT: &str = "What it was is not kept any more.";
const NOT_HERE: &str = "Is not on the team any more.";
const ROLE_GONE: &str = "Their former role is gone.";
const LOOP: &str = "A forwarding number of before is one of your own numbers by now.";
const TAKEN: &str = "Their former extension is somebody else’s by now.";

/// What ids are called, and the rules' view of them.
pub(crate) struct Names {
    country: Country,
    roles: HashMap<RoleId, RoleRef>,
    groups: HashMap<GroupId, GroupTarget>,
    numbers: HashMap<NumberId, NumberTarget>,
    /// Former forwarding numbers that are the account's own by now (M12).
    loops: BTreeSet<String>,
}

impl Names {
    pub async fn read(call: &mut Call, roles: Vec<Role>, of: &[(One, Option<ItemTold>)]) -> AppResult<Names> {
        let (account, country) = (call.account(), call.settings().country);
        let pieces = || of.iter().filter_map(|(_, told)| told.as_ref()).flat_map(|told| &told.pieces);
        let ids: BTreeSet<NumberId> =
            pieces().filter(|p| p.field == "direct").filter_map(|p| p.of.parse().ok()).collect();
        let former = pieces().filter(|p| p.field == "forwarding").flat_map(|p| stands::forwarding(&p.was));
        let former: BTreeSet<PhoneNumber> = former.map(|f| f.number).collect();
        let shown = move |n: PhoneNumber| n.shown(country);
        let mut numbers = HashMap::new();
        for ids in Vec::from_iter(ids).chunks(CHUNK) {
            let found = invitations::numbers(&mut call.tx, account, Some(ids), &shown).await?;
            numbers.extend(found.into_iter().map(|n| (n.target.id, n.target)));
        }
        let mut loops = BTreeSet::new();
        for former in Vec::from_iter(former).chunks(CHUNK) {
            loops.extend(invitations::own_numbers(&mut call.tx, account, former).await?);
        }
        let groups = invitations::groups(&mut call.tx, account).await?;
        Ok(Names {
            country,
            roles: roles.iter().map(|r| (r.id, RoleRef::from(r))).collect(),
            groups: groups.into_iter().map(|g| (g.id, GroupTarget { id: g.id, name: g.name })).collect(),
            numbers,
            loops,
        })
    }

    fn role(&self, id: &str) -> Option<&RoleRef> {
        self.roles.get(&id.parse().ok()?)
    }

    fn group(&self, piece: &Piece) -> Option<&GroupTarget> {
        self.groups.get(&piece.of.parse().ok()?)
    }

    fn number(&self, piece: &Piece) -> Option<&NumberTarget> {
        self.numbers.get(&piece.of.parse().ok()?)
    }

    /// What a piece is called and a value of it, for people.
    pub fn words(&self, piece: &Piece, value: &str) -> (String, String) {
        let phone = |n: &PhoneNumber| n.shown(self.country);
        let words = match piece.field.as_str() {
            _ if value.is_empty() => "none".to_owned(),
            "role" => self.role(value).map_or_else(|| "a role that is gone".to_owned(), |r| r.name.clone()),
            "plan" => value.parse().map_or_else(|_| value.to_owned(), |p: Plan| p.label().to_owned()),
            "mobile" => phone(&PhoneNumber::from_stored(value.to_owned())),
            "forwarding" => stands::forwarding(value).iter().map(|f| phone(&f.number)).collect::<Vec<_>>().join(", "),
            "group" => self.group(piece).map_or_else(|| "a group that is gone".to_owned(), |g| g.name.clone()),
            "direct" => self.number(piece).map_or_else(|| "a number that is gone".to_owned(), |n| n.shown.clone()),
            _ => value.to_owned(),
        };
        (audit::words::field(&self.field(piece)), words)
    }

    /// The log's word for a field.
    fn field(&self, piece: &Piece) -> String {
        if piece.field == "direct" { "direct number".to_owned() } else { piece.field.clone() }
    }

    /// Setting it back, as the log tells it.
    pub fn change(&self, piece: &Piece) -> Change {
        let some = |value: &str| (!value.is_empty()).then(|| self.words(piece, value).1);
        Change { field: self.field(piece), before: some(&piece.left), after: some(&piece.was) }
    }
}

/// Everybody with their verdict.
pub(crate) async fn judge(call: &mut Call, names: &Names, of: Vec<(One, Option<ItemTold>)>) -> AppResult<Vec<One>> {
    let account = call.account();
    // Each demotion leaves one Administrator fewer to the next (R7).
    let mut administrators = bulk::administrators(&mut call.tx, account).await?;
    let mut all: Vec<One> = Vec::with_capacity(of.len());
    for (mut one, told) in of {
        one.verdict = match standing(&mut one, told) {
            Some(verdict) => verdict,
            None => allowed(call, names, &one, &mut administrators),
        };
        all.push(one);
    }
    extensions(call, &mut all).await?;
    Ok(all)
}

/// What is there now against what the import left; none: it is exactly so, and `pieces` are what is to be set back.
fn standing(one: &mut One, told: Option<ItemTold>) -> Option<Verdict<Vec<Permit>>> {
    let gone = |why: &str| Some(Verdict::Gone(why.to_owned()));
    let here = one.stand.as_ref().filter(|s| !s.erased && s.state != MemberState::Deleted);
    let Some(stand) = here else { return if one.added { Some(Verdict::Already) } else { gone(NOT_HERE) } };
    let Some(told) = told else { return gone(NOT_KEPT) };
    let facts = stand.facts();
    if one.added {
        // Nobody who has become more than the file made them is deleted unasked: who has accepted, or was given something since.
        let left = told.pieces.iter().map(|p| (p.field.as_str(), p.of.as_str(), p.left.as_str()));
        let now = facts.iter().map(|((field, of), value)| (*field, of.as_str(), value.as_str()));
        return (left.collect::<HashSet<_>>() != now.collect()).then_some(Verdict::Conflict);
    }
    let now = |piece: &Piece| value(&facts, piece);
    if told.pieces.iter().any(|p| now(p) != p.left && now(p) != p.was) {
        return Some(Verdict::Conflict);
    }
    one.pieces = told.pieces.into_iter().filter(|p| value(&facts, p) != p.was).collect();
    one.pieces.is_empty().then_some(Verdict::Already)
}

fn value<'f>(facts: &'f Facts, piece: &Piece) -> &'f str {
    let found = facts.iter().find(|((field, of), _)| *field == piece.field && *of == piece.of);
    found.map_or("", |(_, value)| value.as_str())
}

/// Whether the rules let this person do it to this member: the very ones of single changes.
fn allowed(call: &Call, names: &Names, one: &One, administrators: &mut i64) -> Verdict<Vec<Permit>> {
    let Some(stand) = &one.stand else { return Verdict::Already };
    let target = target(names, stand, *administrators);
    let actions = if one.added { Ok(vec![Action::Delete]) } else { actions(names, &one.pieces) };
    let actions = match actions {
        Ok(actions) => actions,
        Err(why) => return Verdict::Gone(why.to_owned()),
    };
    let mut permits = Vec::with_capacity(actions.len());
    for action in actions {
        match check(call.actor(), action, &target) {
            Ok(permit) => permits.push(permit),
            Err(denial) => return Verdict::Refused(denial),
        }
    }
    if counts(names, stand) && (one.added || one.pieces.iter().any(|p| p.field == "role")) {
        *administrators -= 1;
    }
    Verdict::Changes(permits)
}

/// An Administrator who can sign in (R7).
fn counts(names: &Names, stand: &Stand) -> bool {
    let administrator = names.roles.get(&stand.role).is_some_and(|r| r.kind == RoleKind::Administrator);
    administrator && stand.state == MemberState::Active && stand.can_sign_in
}

/// One of many, as policy asks about them; the sentence is given the name where one row is shown.
fn target(names: &Names, stand: &Stand, administrators: i64) -> MemberTarget {
    let unknown = || RoleRef { id: stand.role, kind: RoleKind::Custom, name: String::new() };
    MemberTarget {
        id: stand.id,
        name: "this member".to_owned(),
        role: names.roles.get(&stand.role).cloned().unwrap_or_else(unknown),
        state: stand.state,
        shares_group: stand.shares,
        other_active_administrators: Some(administrators > i64::from(counts(names, stand))),
    }
}

/// What setting these back attempts; Err: why it can't be as it was.
fn actions(names: &Names, pieces: &[Piece]) -> Result<Vec<Action>, &'static str> {
    let mut actions = Vec::new();
    for piece in pieces {
        let action = match piece.field.as_str() {
            "first" | "last" | "mobile" | "time_zone" if actions.contains(&Action::EditDetails) => continue,
            "first" | "last" | "mobile" | "time_zone" => Action::EditDetails,
            "extension" => Action::ChangeExtension,
            "forwarding" if stands::forwarding(&piece.was).iter().any(|f| names.loops.contains(f.number.e164())) => {
                return Err(LOOP);
            }
            "forwarding" => Action::SetForwarding,
            "plan" => Action::ChangePlan(piece.was.parse().map_err(|_| NOT_KEPT)?),
            "role" => Action::ChangeRole(names.role(&piece.was).cloned().ok_or(ROLE_GONE)?),
            "group" => Action::RemoveFromGroup(names.group(piece).cloned().ok_or(NOT_KEPT)?),
            "direct" => Action::RemoveDirect(names.number(piece).cloned().ok_or(NOT_KEPT)?),
            _ => return Err(NOT_KEPT),
        };
        actions.push(action);
    }
    Ok(actions)
}

/// A former extension that somebody else has by now stays theirs (M11), unless they give it up in the same undo.
async fn extensions(call: &mut Call, all: &mut [One]) -> AppResult<()> {
    let wanted = |one: &One| {
        let piece =
            one.pieces.iter().find(|p| p.field == "extension").filter(|_| one.verdict.fate() == Fate::Changes)?;
        stands::extension(&piece.was).map(|e| e.number())
    };
    let numbers: Vec<u32> = all.iter().filter_map(wanted).collect();
    if numbers.is_empty() {
        return Ok(());
    }
    let account = call.account();
    let holders = imports::take_back::holders(&mut call.tx, account, &numbers).await?;
    loop {
        let moves = |one: &One| one.added || one.pieces.iter().any(|p| p.field == "extension");
        let gives_up = |one: &&One| one.verdict.fate() == Fate::Changes && moves(one);
        let freed: HashSet<MemberId> = all.iter().filter(gives_up).map(|one| one.id).collect();
        let taken = |one: &One| {
            let holder = wanted(one).and_then(|number| holders.get(&number));
            holder.is_some_and(|holder| holder.is_none_or(|id| id != one.id && !freed.contains(&id)))
        };
        let mut more = false;
        for one in all.iter_mut().filter(|one| one.verdict.fate() == Fate::Changes) {
            if taken(one) {
                (one.verdict, more) = (Verdict::Gone(TAKEN.to_owned()), true);
            }
        }
        // Whoever stays keeps an extension that another was to have.
        if !more {
            return Ok(());
        }
    }
}
