//! An edit of one member turned around (G2): each field gets what it had before through the edit form's own way, so that each is
//! checked as what it does.

use crate::bulk::judge::Verdict;
use crate::call::Call;
use crate::members::edit::read::form as saved_form;
use crate::members::edit::write::Editing;
use crate::members::edit::write::reach::watches;
use crate::undo::inverse::roles_of;
use crate::undo::judge::{Known, permits};
use crate::undo::parts::Now;
use model::audit::{AuditAction, Change, Field, Named, Subject, Value, Watches};
use model::error::{AppError, AppResult};
use model::members::edit::{CallFeature, EditField, MemberForm};
use model::{AuditId, Country, Extension, PhoneNumber, SupervisorChoice};
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
            Field::Availability => Value::Availability(row.availability),
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
        let mut form = MemberForm { version: saved.version, has: Default::default(), ..saved };
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
    let is_on = *before == Value::On(true);
    let field = match &change.field {
        Field::First => text(&mut form.first, before, country, EditField::First),
        Field::Last => text(&mut form.last, before, country, EditField::Last),
        Field::Mobile => text(&mut form.mobile, before, country, EditField::Mobile),
        Field::TimeZone => text(&mut form.time_zone, before, country, EditField::TimeZone),
        Field::Extension => text(&mut form.extension, before, country, EditField::Extension),
        Field::Availability => {
            form.availability = if let Value::Availability(to) = before { Some(*to) } else { None };
            EditField::Availability
        }
        Field::Role => {
            form.role = if let Value::Role(role) = before { Some(role.id) } else { None };
            EditField::Role
        }
        Field::Screening => feature(form, CallFeature::Screening, is_on),
        Field::DialByName => feature(form, CallFeature::DialByName, is_on),
        Field::PrivateBridge => feature(form, CallFeature::PrivateBridge, is_on),
        Field::Group(id) => {
            if before.is_nothing() {
                form.groups.remove(id)
            } else {
                form.groups.insert(*id)
            };
            EditField::Groups
        }
        Field::Supervises => {
            form.supervises = match before {
                Value::Watches(Watches::Everyone) => SupervisorChoice::Everyone,
                Value::Watches(Watches::Groups(groups)) => {
                    SupervisorChoice::Groups(groups.iter().map(|g| g.id).collect())
                }
                _ => SupervisorChoice::Nobody,
            };
            EditField::Supervises
        }
        _ => return,
    };
    form.has.insert(field);
}

/// A field that is typed, as people of this country write it.
fn text(into: &mut String, before: &Value, country: Country, field: EditField) -> EditField {
    *into = match before {
        Value::Text(text) => text.clone(),
        Value::Phone(phone) => phone.shown_in(country),
        Value::Extension(extension) => extension.to_string(),
        _ => String::new(),
    };
    field
}

fn feature(form: &mut MemberForm, feature: CallFeature, is_on: bool) -> EditField {
    if is_on {
        form.features.insert(feature)
    } else {
        form.features.remove(&feature)
    };
    EditField::Features
}
