//! An edit of one member turned around (G2): each field gets what it had before through the edit form's own way, so that each is
//! checked as what it does.

use crate::bulk::judge::Verdict;
use crate::call::Call;
use crate::members::edit::read::form as saved_form;
use crate::members::edit::write::Editing;
use crate::members::edit::write::reach::watches;
use crate::undo::inverse::roles_of;
use crate::undo::judge::{Known, NOT_KEPT, permits};
use crate::undo::parts::Now;
use model::audit::{AuditAction, Change, Field, Named, Subject, Value, Watches};
use model::error::{AppError, AppResult};
use model::members::edit::{CallFeature, EditField, MemberForm};
use model::{AuditId, Country, Extension, GroupId, PhoneNumber, SupervisorChoice};
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
        let now = match FormField::of(&change.field)? {
            FormField::First => Value::text(&row.first_name),
            FormField::Last => Value::text(&row.last_name),
            FormField::Mobile => {
                row.mobile.clone().map_or(Value::Nothing, |n| Value::Phone(PhoneNumber::from_stored(n)))
            }
            FormField::TimeZone => Value::text(&row.time_zone),
            FormField::Extension if row.extension > 0 => Value::Extension(Extension::from_stored(row.extension)),
            FormField::Extension => Value::Nothing,
            FormField::Availability => Value::Availability(row.availability),
            FormField::Role => Value::role(self.target.role.id, &self.target.role.name),
            FormField::Screening => Value::On(row.screening),
            FormField::DialByName => Value::On(row.dial_by_name),
            FormField::PrivateBridge => Value::On(row.private_bridge),
            FormField::Group(id) => match self.groups.iter().find(|g| g.id == id && g.joined) {
                Some(group) => Value::Group(Named::new(group.id, &group.name)),
                None => Value::Nothing,
            },
            FormField::Supervises => Value::Watches(watches(row, &self.groups)),
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
            Verdict::Changes(_) | Verdict::Already | Verdict::Conflict | Verdict::Gone(_) => Ok(()),
        }
    }

    /// Sends the former values through the edit form.
    pub async fn set_back(self, call: &mut Call, changes: &[Change]) -> AppResult<AuditId> {
        let (account, country) = (call.account(), call.settings().country);
        let saved = saved_form(&self.row, &self.groups, country);
        let mut form = MemberForm { version: saved.version, has: Default::default(), ..saved };
        for change in changes {
            put(&mut form, change, country)?;
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

/// What an edit of a member changes: the fields that the form has, and so can set back.
enum FormField {
    First,
    Last,
    Mobile,
    TimeZone,
    Extension,
    Availability,
    Role,
    Screening,
    DialByName,
    PrivateBridge,
    Group(GroupId),
    Supervises,
}

impl FormField {
    /// # Errors
    /// A fault for a field the form doesn't have: nothing this program writes under an edit.
    fn of(field: &Field) -> AppResult<FormField> {
        use Field::*;
        Ok(match field {
            First => FormField::First,
            Last => FormField::Last,
            Mobile => FormField::Mobile,
            TimeZone => FormField::TimeZone,
            Extension => FormField::Extension,
            Availability => FormField::Availability,
            Role => FormField::Role,
            Screening => FormField::Screening,
            DialByName => FormField::DialByName,
            PrivateBridge => FormField::PrivateBridge,
            Group(id) => FormField::Group(*id),
            Supervises => FormField::Supervises,
            SignIn
            | Plan
            | State
            | Forwarding
            | Greeting
            | VoicemailGreeting
            | Direct
            | OwnNumber(_)
            | Use(_)
            | UseAlong { .. }
            | Pin
            | Photo
            | OldPassword
            | History
            | Reason
            | ExtensionDigits
            | Number
            | Place
            | RingsAt
            | Label
            | Name
            | Description
            | May(_)
            | MayAssign(_)
            | People
            | Numbers
            | OnlyAdministratorsAdd
            | ManagersChangeSignIn
            | Seats(_)
            | MonthlyCost
            | BillingContact
            | BillingEmail
            | PaymentMethod
            | Members
            | Grants
            | Added
            | Changed
            | LeftAsTheyWere
            | Refused => {
                return Err(fault(&"a field that the edit form doesn’t have"));
            }
        })
    }
}

/// Puts a field's former value into the form.
///
/// # Errors
/// A fault for a value that is not one of its field: nothing is left out in silence.
fn put(form: &mut MemberForm, change: &Change, country: Country) -> AppResult<()> {
    let before = &change.before;
    let is_on = *before == Value::On(true);
    let field = match FormField::of(&change.field)? {
        FormField::First => text(&mut form.first, before, country, EditField::First)?,
        FormField::Last => text(&mut form.last, before, country, EditField::Last)?,
        FormField::Mobile => text(&mut form.mobile, before, country, EditField::Mobile)?,
        FormField::TimeZone => text(&mut form.time_zone, before, country, EditField::TimeZone)?,
        FormField::Extension => text(&mut form.extension, before, country, EditField::Extension)?,
        FormField::Availability => {
            let Value::Availability(to) = before else { return Err(unfit(change)) };
            form.availability = Some(*to);
            EditField::Availability
        }
        FormField::Role => {
            let Value::Role(role) = before else { return Err(unfit(change)) };
            form.role = Some(role.id);
            EditField::Role
        }
        FormField::Screening => feature(form, CallFeature::Screening, is_on),
        FormField::DialByName => feature(form, CallFeature::DialByName, is_on),
        FormField::PrivateBridge => feature(form, CallFeature::PrivateBridge, is_on),
        FormField::Group(id) => {
            if before.is_nothing() {
                form.groups.remove(&id)
            } else {
                form.groups.insert(id)
            };
            EditField::Groups
        }
        FormField::Supervises => {
            let Value::Watches(watches) = before else { return Err(unfit(change)) };
            form.supervises = match watches {
                Watches::Nobody => SupervisorChoice::Nobody,
                Watches::Everyone => SupervisorChoice::Everyone,
                Watches::Groups(groups) => SupervisorChoice::Groups(groups.iter().map(|g| g.id).collect()),
            };
            EditField::Supervises
        }
    };
    form.has.insert(field);
    Ok(())
}

fn unfit(change: &Change) -> AppError {
    fault(&format!("{:?} can’t have been {:?}", change.field, change.before))
}

/// A field that is typed, as people of this country write it.
fn text(into: &mut String, before: &Value, country: Country, field: EditField) -> AppResult<EditField> {
    *into = match before {
        Value::Nothing => String::new(),
        Value::Text(text) => text.clone(),
        Value::Phone(phone) => phone.shown_in(country),
        Value::Extension(extension) => extension.to_string(),
        Value::Erased(_) => return Err(AppError::Refused(NOT_KEPT.to_owned())),
        other => return Err(fault(&format!("{other:?} is no text of a form"))),
    };
    Ok(field)
}

fn feature(form: &mut MemberForm, feature: CallFeature, is_on: bool) -> EditField {
    if is_on {
        form.features.insert(feature)
    } else {
        form.features.remove(&feature)
    };
    EditField::Features
}
