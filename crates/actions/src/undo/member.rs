//! An edit of one member turned around (G2): each field gets what it had before through the edit form's own way, so that each is
//! checked as what it does.

use crate::bulk::preview::Verdict;
use crate::call::Call;
use crate::members::edit::read::form as saved_form;
use crate::members::edit::write::Editing;
use crate::members::edit::write::reach::watches;
use crate::undo::inverse::roles_of;
use crate::undo::judge::{Known, permits};
use crate::undo::parts::Now;
use model::audit::{AuditAction, Change, Field, Named, Subject, Value, Watches};
use model::error::{AppError, AppResult};
use model::members::edit::{DIAL_BY_NAME, EditField, MemberForm, PRIVATE_BRIDGE, SCREENING};
use model::{AuditId, Availability, Country, Extension, PhoneNumber};
use policy::{Action, Denial, MemberTarget, check};
use store::fault;
use store::members::edit as rows;
use store::members::edit::{EditRow, GroupOf};

/// A member as they are now, and what the changes name.
pub(crate) struct MemberEdited {
    pub target: MemberTarget,
    pub known: Known,
    row: EditRow,
    groups: Vec<GroupOf>,
}

impl MemberEdited {
    pub async fn read(call: &mut Call, target: MemberTarget, changes: &[Change]) -> AppResult<MemberEdited> {
        let account = call.account();
        let row = rows::read(&mut call.tx, account, target.id).await?.ok_or(Denial::NotThere)?;
        let groups = rows::groups(&mut call.tx, account, target.id).await?;
        let roles = roles_of(call).await?;
        let known = Known::read(call, &roles, &changes.iter().collect::<Vec<_>>()).await?;
        Ok(MemberEdited { target, known, row, groups })
    }

    /// What a changed field is now.
    pub fn now(&self, change: &Change) -> AppResult<Now> {
        let row = &self.row;
        let now = match &change.field {
            Field::First => Value::text(&row.first_name),
            Field::Last => Value::text(&row.last_name),
            Field::Mobile => row.mobile.clone().map_or(Value::Nothing, |n| Value::Phone(PhoneNumber::from_stored(n))),
            Field::TimeZone => Value::text(&row.time_zone),
            Field::Extension if row.extension > 0 => Value::Extension(Extension::from_stored(row.extension)),
            Field::Extension => Value::Nothing,
            Field::Availability => {
                let known = Availability::from_slug(&row.availability);
                Value::Availability(known.ok_or_else(|| fault(&"an unknown availability"))?)
            }
            Field::Role => Value::role(self.target.role.id, &self.target.role.name),
            Field::Screening => Value::On(row.screening),
            Field::DialByName => Value::On(row.dial_by_name),
            Field::PrivateBridge => Value::On(row.private_bridge),
            Field::Group(id) => match self.groups.iter().find(|g| g.id == *id && g.joined) {
                Some(group) => Value::Group(Named::new(group.id, &group.name)),
                None => Value::Nothing,
            },
            Field::Supervises => Value::Watches(watches(row, &self.groups)),
            _ => return Err(fault(&"a field that the edit form doesn’t have")),
        };
        // What is as before already needs nothing that could be gone.
        match self.known.action(change) {
            Err(why) if now != change.before => Ok(Now::Gone(why, now)),
            _ => Ok(Now::Is(now)),
        }
    }

    /// Whether the rules let all of it be set back.
    pub fn may(&self, call: &Call, changes: &[Change]) -> AppResult<()> {
        let actions = changes.iter().map(|c| self.known.action(c)).collect::<Result<Vec<Action>, _>>();
        let actions = actions.map_err(AppError::Refused)?;
        match permits(call, &self.target, std::iter::once(Action::EditDetails).chain(actions)) {
            Verdict::Refused(denial) => Err(denial.into()),
            _ => Ok(()),
        }
    }

    /// Sends the former values through the edit form.
    pub async fn set_back(self, call: &mut Call, changes: &[Change]) -> AppResult<AuditId> {
        let (account, country) = (call.account(), call.settings().country);
        let saved = saved_form(&self.row, &self.groups, country);
        let mut form = MemberForm { version: saved.version, has: Vec::new(), ..saved };
        for change in changes {
            put(&mut form, change, country);
        }
        let permit = check(call.actor(), Action::EditDetails, &self.target)?;
        let (member, name) = (self.target.id, self.target.name.clone());
        if !rows::claim(&mut call.tx, account, &permit, form.version).await? {
            return Err(AppError::Conflict("Changed again since. It stays as it is.".to_owned()));
        }
        let mut editing = Editing::begin(call, self.target, permit, self.row, &form).await?;
        editing.apply().await?;
        let changes = editing.done()?;
        call.audit(AuditAction::EditMember, Subject::member(member, &name), &changes).await
    }
}

/// Puts a field's former value into the form.
fn put(form: &mut MemberForm, change: &Change, country: Country) {
    let before = &change.before;
    // A list with one of its words in or out.
    let with = |list: &[String], word: String, on: bool| {
        let others = list.iter().filter(|w| **w != word).cloned();
        others.chain(on.then(|| word.clone())).collect::<Vec<_>>().join(",")
    };
    let feature = |word: &str| (EditField::Features, with(&form.features, word.to_owned(), *before == Value::On(true)));
    let one = |field| {
        let text = match before {
            Value::Text(text) => text.clone(),
            Value::Phone(phone) => phone.shown(country),
            Value::Extension(extension) => extension.to_string(),
            Value::Availability(availability) => availability.slug().to_owned(),
            Value::Role(role) => role.id.to_string(),
            _ => String::new(),
        };
        (field, text)
    };
    let (field, text) = match (&change.field, before) {
        (Field::First, _) => one(EditField::First),
        (Field::Last, _) => one(EditField::Last),
        (Field::Mobile, _) => one(EditField::Mobile),
        (Field::TimeZone, _) => one(EditField::TimeZone),
        (Field::Extension, _) => one(EditField::Extension),
        (Field::Availability, _) => one(EditField::Availability),
        (Field::Role, _) => one(EditField::Role),
        (Field::Screening, _) => feature(SCREENING),
        (Field::DialByName, _) => feature(DIAL_BY_NAME),
        (Field::PrivateBridge, _) => feature(PRIVATE_BRIDGE),
        (Field::Group(id), _) => (EditField::Groups, with(&form.groups, id.to_string(), !before.is_nothing())),
        (Field::Supervises, Value::Watches(Watches::Everyone)) => (EditField::Supervises, "everyone".to_owned()),
        (Field::Supervises, Value::Watches(Watches::Groups(groups))) => {
            let ids = groups.iter().map(|g| g.id.to_string());
            (EditField::Supervises, std::iter::once("groups".to_owned()).chain(ids).collect::<Vec<_>>().join(","))
        }
        (Field::Supervises, _) => (EditField::Supervises, "nobody".to_owned()),
        _ => return,
    };
    form.set(field, &text);
    form.has.push(field.slug().to_owned());
}
