//! One save of the edit form: each group of fields is read, checked by its own action, written and noted (M6, R4, R5).

pub mod reach;

use crate::call::Call;
use crate::invitations::check::name_taken;
use crate::invitations::letter;
use crate::limits;
use crate::members::edit::read::{form as saved_form, free, is_on, sign_in_action};
use crate::time_zone;
use model::AccountId;
use model::audit::{Change, Field, Value};
use model::billing::BRIDGE_NEEDS_PLUS;
use model::error::{AppError, AppResult, FieldError};
use model::members::edit::{CallFeature, EditField, MemberForm};
use model::{EmailAddress, Extension, MemberState, PersonName, PhoneNumber, SignInName, Username};
use policy::{Action, Denial, MemberTarget, Permit, check};
use providers::mail;
use store::billing::plans;
use store::members::edit as rows;
use store::members::edit::{EditRow, GroupOf};
use store::{invitations, members, outbox, search};

/// A save under way. Problems of fields are collected, so all are told at once; the transaction then rolls back.
pub(crate) struct Editing<'c> {
    call: &'c mut Call,
    account: AccountId,
    target: MemberTarget,
    /// For the details everybody who may edit may change.
    details: Permit,
    row: EditRow,
    groups: Vec<GroupOf>,
    typed: &'c MemberForm,
    saved: MemberForm,
    changes: Vec<Change>,
    problems: Vec<FieldError>,
}

impl<'c> Editing<'c> {
    pub(crate) async fn begin(
        call: &'c mut Call,
        target: MemberTarget,
        details: Permit,
        row: EditRow,
        typed: &'c MemberForm,
    ) -> AppResult<Editing<'c>> {
        let (account, country) = (call.account(), call.settings().country);
        let groups = rows::groups(&mut call.tx, account, target.id).await?;
        let saved = saved_form(&row, &groups, country);
        let (changes, problems) = (Vec::new(), Vec::new());
        Ok(Editing { call, account, target, details, row, groups, typed, saved, changes, problems })
    }

    /// All groups of fields. The role comes last: what is given before is judged by the role the member has.
    pub(crate) async fn apply(&mut self) -> AppResult<()> {
        self.name().await?;
        self.sign_in().await?;
        self.contact().await?;
        self.extension().await?;
        self.calls().await?;
        self.supervises().await?;
        self.memberships().await?;
        self.role().await?;
        let found = [EditField::First, EditField::Last, EditField::SignIn, EditField::Extension];
        if found.iter().any(|f| self.changed(*f)) && self.problems.is_empty() {
            search::reindex(&mut self.call.tx, self.account, &[self.target.id]).await?;
        }
        Ok(())
    }

    /// What changed, or every problem.
    pub(crate) fn done(self) -> AppResult<Vec<Change>> {
        if self.problems.is_empty() { Ok(self.changes) } else { Err(AppError::Fields(self.problems)) }
    }

    fn changed(&self, field: EditField) -> bool {
        self.typed.changes(field, &self.saved)
    }

    fn allowed(&self, action: Action) -> AppResult<Permit> {
        Ok(check(self.call.actor(), action, &self.target)?)
    }

    fn problem(&mut self, field: EditField, message: impl ToString) {
        self.problems.push(FieldError { field: field.slug().to_owned(), message: message.to_string() });
    }

    fn note(&mut self, field: Field, before: Value, after: Value) {
        self.changes.push(Change::new(field, before, after));
    }

    fn note_text(&mut self, field: Field, of: EditField) {
        self.note(field, Value::text(&self.saved.text(of)), Value::text(&self.typed.text(of)));
    }

    async fn name(&mut self) -> AppResult<()> {
        if !self.changed(EditField::First) && !self.changed(EditField::Last) {
            return Ok(());
        }
        let text = |f: EditField| if self.typed.carries(f) { self.typed.text(f) } else { self.saved.text(f) };
        match PersonName::parse(&text(EditField::First), &text(EditField::Last)) {
            Err(problem) => self.problem(EditField::First, problem),
            Ok(name) => {
                rows::rename(&mut self.call.tx, self.account, &self.details, &name).await?;
                for (field, of) in [(Field::First, EditField::First), (Field::Last, EditField::Last)] {
                    if self.changed(of) {
                        self.note_text(field, of);
                    }
                }
            }
        }
        Ok(())
    }

    async fn sign_in(&mut self) -> AppResult<()> {
        if !self.changed(EditField::SignIn) {
            return Ok(());
        }
        let permit = self.allowed(sign_in_action(&self.target))?;
        let text = self.typed.text(EditField::SignIn);
        let name = match self.row.has_email {
            true => EmailAddress::parse(&text).map(SignInName::Email).map_err(|p| p.to_string()),
            false => Username::parse(&text).map(SignInName::Username).map_err(|p| p.to_string()),
        };
        let name = match name {
            Ok(name) => name,
            Err(problem) => {
                self.problem(EditField::SignIn, problem);
                return Ok(());
            }
        };
        match rows::set_sign_in(&mut self.call.tx, self.account, &permit, &name, self.call.now).await {
            Ok(()) => {}
            // PostgreSQL ends the transaction with it, so nothing else can be checked.
            Err(error) if error.is("members_sign_in_taken") => {
                let found = &self.call.request.foreign_names;
                return Err(AppError::field("sign_in", name_taken(name.as_str(), found)));
            }
            Err(error) => return Err(error.into()),
        }
        self.note_text(Field::SignIn, EditField::SignIn);
        if let SignInName::Email(email) = &name {
            if self.target.state == MemberState::Invited {
                self.invite_again().await?
            } else {
                self.tell_both(email).await?
            }
        }
        Ok(())
    }

    fn person(&self) -> PersonName {
        let text = |f: EditField| if self.typed.carries(f) { self.typed.text(f) } else { self.saved.text(f) };
        PersonName { first: text(EditField::First), last: text(EditField::Last) }
    }

    /// M6: the address before and the one after are both told.
    async fn tell_both(&mut self, new: &EmailAddress) -> AppResult<()> {
        let Ok(old) = EmailAddress::parse(&self.row.sign_in) else { return Ok(()) };
        let (company, by) = (self.call.settings().name.clone(), self.call.actor().name.full());
        let mail = mail::address_changed(&self.person(), &company, &by, &old, new);
        for to in [&old, new] {
            limits::mail(&mut self.call.tx, to, self.call.now).await?;
            outbox::queue(&mut self.call.tx, self.account, Some(self.target.id), to, &mail, self.call.now).await?;
        }
        Ok(())
    }

    /// M4: the link that went to the wrong address dies, and the right one gets a new one.
    async fn invite_again(&mut self) -> AppResult<()> {
        let (now, by) = (self.call.now, self.call.actor().clone());
        let row = invitations::find(&mut self.call.tx, self.account, self.target.id).await?.ok_or(Denial::NotThere)?;
        let to = EmailAddress::parse(&row.sign_in).map_err(|e| AppError::field("sign_in", e))?;
        limits::mail(&mut self.call.tx, &to, now).await?;
        letter(&mut self.call.tx, &self.call.request.state, &row, (Some(by.member), &by.name.full()), now).await
    }

    async fn contact(&mut self) -> AppResult<()> {
        if self.changed(EditField::Mobile) {
            let text = self.typed.text(EditField::Mobile);
            let country = self.call.settings().country;
            let number = if text.is_empty() { Ok(None) } else { PhoneNumber::parse(&text, country).map(Some) };
            match number {
                Err(problem) => self.problem(EditField::Mobile, problem),
                Ok(number) => {
                    rows::set_mobile(&mut self.call.tx, self.account, &self.details, number.as_ref()).await?;
                    let had = self.row.mobile.clone().map(PhoneNumber::from_stored);
                    let value = |number: Option<PhoneNumber>| number.map_or(Value::Nothing, Value::Phone);
                    self.note(Field::Mobile, value(had), value(number));
                }
            }
        }
        if self.changed(EditField::TimeZone) {
            match time_zone::parse(&self.typed.text(EditField::TimeZone)) {
                Err(problem) => self.problem(EditField::TimeZone, problem),
                Ok(zone) => {
                    rows::set_time_zone(&mut self.call.tx, self.account, &self.details, &zone).await?;
                    self.note(Field::TimeZone, Value::text(&self.row.time_zone), Value::text(&zone));
                }
            }
        }
        Ok(())
    }

    async fn extension(&mut self) -> AppResult<()> {
        if !self.changed(EditField::Extension) {
            return Ok(());
        }
        let permit = self.allowed(Action::ChangeExtension)?;
        let digits = self.call.settings().extension_digits;
        let text = self.typed.text(EditField::Extension);
        // Empty: the lowest free one (M11).
        let wanted = if text.is_empty() {
            Ok(free(&mut self.call.tx, self.account, digits).await?)
        } else {
            Extension::parse(&text, digits).map(Some)
        };
        let wanted = match wanted {
            Ok(wanted) => wanted,
            Err(problem) => {
                self.problem(EditField::Extension, problem);
                return Ok(());
            }
        };
        if let Some(extension) = wanted
            && let Some(holder) = rows::holder(&mut self.call.tx, self.account, extension).await?
        {
            let next = free(&mut self.call.tx, self.account, digits).await?;
            let fix =
                next.map_or_else(|| "Every extension of that length is taken.".to_owned(), |n| format!("{n} is free."));
            self.problem(EditField::Extension, format!("{extension} belongs to {holder}. {fix}"));
            return Ok(());
        }
        rows::change_extension(&mut self.call.tx, self.account, &permit, wanted).await?;
        let had = (self.row.extension > 0).then(|| Extension::from_stored(self.row.extension));
        let value = |extension: Option<Extension>| extension.map_or(Value::Nothing, Value::Extension);
        self.note(Field::Extension, value(had), value(wanted));
        Ok(())
    }

    async fn calls(&mut self) -> AppResult<()> {
        if self.changed(EditField::Availability) {
            let permit = self.allowed(Action::SetAvailability)?;
            match self.typed.availability {
                None => self.problem(EditField::Availability, "Choose Available or Do not disturb."),
                Some(to) => {
                    members::set_availability(&mut self.call.tx, self.account, &permit, to, self.call.now).await?;
                    let before = self.row.availability;
                    self.note(Field::Availability, Value::Availability(before), Value::Availability(to));
                }
            }
        }
        if self.changed(EditField::Features) {
            for feature in CallFeature::ALL {
                self.feature(*feature).await?;
            }
        }
        Ok(())
    }

    /// One switch of the member's calls.
    async fn feature(&mut self, feature: CallFeature) -> AppResult<()> {
        let (before, on) = (is_on(&self.row, feature), self.typed.features.contains(&feature));
        if before == on {
            return Ok(());
        }
        let field = match feature {
            CallFeature::Screening => {
                let permit = self.allowed(Action::SetScreening)?;
                rows::set_screening(&mut self.call.tx, self.account, &permit, on).await?;
                Field::Screening
            }
            CallFeature::DialByName => {
                rows::set_dial_by_name(&mut self.call.tx, self.account, &self.details, on).await?;
                Field::DialByName
            }
            CallFeature::PrivateBridge => {
                self.private_bridge(on).await?;
                Field::PrivateBridge
            }
        };
        self.note(field, Value::On(before), Value::On(on));
        Ok(())
    }

    /// S6: needs Plus or Pro, which the database holds as well.
    async fn private_bridge(&mut self, on: bool) -> AppResult<()> {
        match plans::set_private_bridge(&mut self.call.tx, self.account, &self.details, on).await {
            Err(error) if error.is("private_bridge_needs_plus") => Err(AppError::field("features", BRIDGE_NEEDS_PLUS)),
            other => Ok(other?),
        }
    }
}
