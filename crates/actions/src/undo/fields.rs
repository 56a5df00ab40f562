//! Taking back an edit of one member (G2): each field gets what it had before, through the edit form's own way, so that each is
//! checked as what it does. A field that was changed again since is a conflict and stays.

use crate::call::Call;
use crate::members::edit::here;
use crate::members::edit::read::{form as saved_form, load};
use crate::members::edit::write::Editing;
use model::audit::Change;
use model::bulk::{BulkKind, BulkOutcome, BulkPlan, Fate, PlanRow, Reason, StaysFor, UNDO_DAYS};
use model::error::{AppError, AppResult};
use model::instant::DAY;
use model::members::edit::{CallFeature, EditField, MemberForm};
use model::{Availability, BulkKey, Chosen, GroupId, MemberId, PersonName, Role, SupervisorChoice, SupervisorScope};
use policy::{Action, Denial, MemberTarget, check};
use std::collections::BTreeSet;
use store::audit;
use store::audit::{Author, More, New, Subject};
use store::bulk::Entry;
use store::members::edit as rows;
use store::members::edit::{EditRow, GroupOf};

/// How every sentence begins that tells of a change since.
pub const CHANGED_AGAIN: &str = "Changed again since";
/// Why a part stays.
pub const CONFLICT: &str = "Changed again since. It stays as it is.";
const GONE: &str = "What it was is gone meanwhile.";

/// One edit turned around.
pub struct Fields {
    entry: Entry,
    target: MemberTarget,
    row: EditRow,
    groups: Vec<GroupOf>,
    roles: Vec<Role>,
    saved: MemberForm,
    /// What is sent to the edit form: only fields that change.
    form: MemberForm,
    shown: Vec<PlanRow>,
}

/// Whether this is an entry about fields of one member.
pub fn fits(entry: &Entry) -> bool {
    entry.items == 0 && ["members.edit", "members.availability", "members.screening"].contains(&entry.action.as_str())
}

pub async fn read(call: &mut Call, entry: Entry, roles: Vec<Role>) -> AppResult<Fields> {
    let id = entry.target_id.ok_or(Denial::NotThere)?;
    let target = load(call, MemberId(id.as_u128())).await?;
    here(&target)?;
    let (account, country) = (call.account(), call.settings().country);
    let row = rows::read(&mut call.tx, account, target.id).await?.ok_or(Denial::NotThere)?;
    let groups = rows::groups(&mut call.tx, account, target.id).await?;
    let saved = saved_form(&row, &groups, country);
    let form = MemberForm { version: row.version, features: saved.features.clone(), ..MemberForm::default() };
    let changes: Vec<Change> = serde_json::from_str(&entry.changes).unwrap_or_default();
    let mut fields = Fields { entry, target, row, groups, roles, saved, form, shown: Vec::new() };
    for change in &changes {
        fields.turn(change);
    }
    Ok(fields)
}

/// The plan of taking back a change of one member or thing, by what becomes of each of its parts. `undoes` says which change. The
/// plan's kind says nothing: the words of an undo are the same for all. `stays`: why a part can't be set back.
pub fn plan_of(
    call: &Call,
    of: String,
    undoes: String,
    rows: Vec<PlanRow>,
    single: bool,
    stays: impl Fn(&str) -> StaysFor,
) -> BulkPlan {
    let changes = rows.iter().any(|row| row.fate == Fate::Changes);
    let why = rows.iter().filter(|row| row.fate == Fate::Refused).filter_map(|row| row.why.clone());
    let short = |why: &str| if single { stays(why).part() } else { stays(why).short() }.to_owned();
    let reasons = Reason::summed(why.map(|why| ((why.clone(), short(&why)), 1)));
    // A thing's parts are each told; a member is refused as a whole, or not.
    let refused = if single { reasons } else { reasons.into_iter().take(usize::from(!changes)).collect() };
    let refused: Vec<Reason> = refused.into_iter().map(|reason| Reason { members: 1, ..reason }).collect();
    BulkPlan {
        selected: 1,
        change: u64::from(changes),
        already: u64::from(!changes && refused.is_empty()),
        refused,
        rows,
        undo_until: Some(call.now.plus(UNDO_DAYS * DAY)),
        undoes: Some(undoes),
        single,
        key: Some(BulkKey::new()),
        ..BulkPlan::new(BulkKind::ChangeRole, of)
    }
}

impl Fields {
    /// Puts one field's former value into the form, unless it is no longer what the entry left.
    fn turn(&mut self, change: &Change) {
        let (before, after) = (change.before.clone().unwrap_or_default(), change.after.clone().unwrap_or_default());
        let now = self.now(&change.field);
        let (fate, why) = match now.as_deref() {
            Some(now) if now == before => (Fate::Stays, Some("Is as before already.")),
            Some(now) if now != after => (Fate::Refused, Some(CONFLICT)),
            Some(_) if self.give(&change.field, &before) => (Fate::Changes, None),
            _ => (Fate::Refused, Some(GONE)),
        };
        let label = EditField::from_slug(&change.field)
            .map_or_else(|| change.field.replace('_', " "), |f| f.label().to_owned());
        let word = |text: String| if text.is_empty() { "none".to_owned() } else { text };
        self.shown.push(PlanRow {
            id: Some(self.target.id),
            name: PersonName { first: self.row.first_name.clone(), last: self.row.last_name.clone() },
            photo: self.row.photo.clone(),
            fate,
            before: format!("{label}: {}", word(now.unwrap_or_default())),
            after: word(before),
            why: why.map(str::to_owned),
        });
    }

    /// What a field is now, in the log's words; none for one that can't be given back.
    fn now(&self, field: &str) -> Option<String> {
        let row = &self.row;
        let switch = |on: bool| if on { "on" } else { "off" }.to_owned();
        let names = |of: &dyn Fn(&GroupOf) -> bool| {
            self.groups.iter().filter(|g| of(g)).map(|g| g.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        Some(match field {
            "first" => row.first_name.clone(),
            "last" => row.last_name.clone(),
            "mobile" => row.mobile.clone().unwrap_or_default(),
            "time_zone" => row.time_zone.clone(),
            "extension" => self.saved.extension.clone(),
            "availability" => row.availability.label().to_owned(),
            "role" => self.target.role.name.clone(),
            "screening" => switch(row.screening),
            "dial_by_name" => switch(row.dial_by_name),
            "private_bridge" => switch(row.private_bridge),
            "groups" => names(&|g| g.joined),
            "supervises" if row.supervises == SupervisorScope::Groups => names(&|g| g.watched),
            "supervises" => row.supervises.slug().to_owned(),
            _ => return None,
        })
    }

    /// Into the form; false where what it was is gone.
    fn give(&mut self, field: &str, before: &str) -> bool {
        let ids = |names: &str| -> Option<BTreeSet<GroupId>> {
            let one = |name: &str| self.groups.iter().find(|g| g.name == name).map(|g| g.id);
            names.split(", ").filter(|n| !n.is_empty()).map(one).collect()
        };
        let form = &mut self.form;
        let mut carried = EditField::from_slug(field);
        match field {
            "first" => form.first = before.to_owned(),
            "last" => form.last = before.to_owned(),
            "mobile" => form.mobile = before.to_owned(),
            "time_zone" => form.time_zone = before.to_owned(),
            "extension" => form.extension = before.to_owned(),
            "availability" => match Availability::ALL.iter().find(|a| a.label() == before) {
                Some(to) => form.availability = Some(*to),
                None => return false,
            },
            "role" => match self.roles.iter().find(|r| r.name == before) {
                Some(role) => form.role = Some(role.id),
                None => return false,
            },
            "groups" => match ids(before) {
                Some(ids) => form.groups = Chosen(ids),
                None => return false,
            },
            "supervises" if before == "nobody" => form.supervises = SupervisorChoice::Nobody,
            "supervises" if before == "everyone" => form.supervises = SupervisorChoice::Everyone,
            "supervises" => match ids(before) {
                Some(ids) => form.supervises = SupervisorChoice::Groups(ids),
                None => return false,
            },
            "screening" | "dial_by_name" | "private_bridge" => {
                let word = match field {
                    "screening" => CallFeature::Screening,
                    "dial_by_name" => CallFeature::DialByName,
                    _ => CallFeature::PrivateBridge,
                };
                form.features.remove(&word);
                if before == "on" {
                    form.features.insert(word);
                }
                carried = Some(EditField::Features);
            }
            _ => return false,
        }
        form.has.extend(carried);
        true
    }

    fn changes(&self) -> bool {
        self.shown.iter().any(|row| row.fate == Fate::Changes)
    }

    /// What undoing would do.
    pub fn plan(self, call: &Call) -> AppResult<BulkPlan> {
        let _permit = check(call.actor(), Action::EditDetails, &self.target)?;
        let stays = |why: &str| if why == CONFLICT { StaysFor::ChangedAgain } else { StaysFor::Gone };
        Ok(plan_of(
            call,
            self.target.name.clone(),
            format!("the edit of {}", self.target.name),
            self.shown,
            false,
            stays,
        ))
    }

    /// Does it, and writes the entry that says so.
    pub async fn apply(self, call: &mut Call) -> AppResult<BulkOutcome> {
        if !self.changes() {
            let first = self.shown.into_iter().find_map(|row| row.why).unwrap_or_else(|| CONFLICT.to_owned());
            return Err(AppError::Refused(format!("Nothing is left to undo: {first}")));
        }
        let refused = self.shown.iter().filter(|row| row.fate == Fate::Refused).count() as u64;
        let permit = check(call.actor(), Action::EditDetails, &self.target)?;
        let (account, name, member) = (call.account(), self.target.name.clone(), self.target.id);
        if !rows::claim(&mut call.tx, account, &permit, self.form.version).await? {
            return Err(AppError::Conflict(CONFLICT.to_owned()));
        }
        let mut editing = Editing::begin(call, self.target, permit, self.row, &self.form).await?;
        editing.apply().await?;
        let (changes, reversible) = editing.done()?;
        let place = audit::place(&mut call.tx, account).await?;
        let (author, subject) = (Author::of(call.actor(), &call.address), Subject::member(member, &name));
        let new = New {
            author: &author,
            action: "members.edit",
            subject: &subject,
            changes: &changes,
            reversible,
            now: call.now,
        };
        let more = More { undoes: Some(self.entry.id), ..More::default() };
        let entry =
            audit::append_at(&mut call.tx, account, place, &new, &more).await.map_err(crate::bulk::write::refusal)?;
        Ok(BulkOutcome {
            kind: BulkKind::ChangeRole,
            to: name,
            changed: 1,
            already: 0,
            refused,
            entry,
            reversible,
            undo: true,
            single: false,
            new: 0,
        })
    }
}
