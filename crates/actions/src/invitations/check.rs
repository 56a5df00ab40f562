//! Checks the invite form on rows read in the same transaction. All fields at once, so that one round shows every problem.

use crate::foreign_names::ForeignNames;
use model::SupervisorScope;
use model::error::{AppError, AppResult, FieldError};
use model::invitations::{InviteBy, InviteForm};
use model::sessions::Actor;
use model::{
    AccountId, AccountSettings, Availability, EmailAddress, Extension, PersonName, PhoneNumber, Plan, SignInName,
    Username,
};
use policy::{Action, Denial, GroupTarget, NewMember, NumberTarget, Permit, RoleRef, SupervisorAccess, Target, check};
use store::invitations;
use store::invitations::numbers;
use store::{Tx, members, roles};

/// A member ready to be written. Role, plan, numbers, groups and access are in the permit.
pub struct Checked {
    pub permit: Permit,
    pub name: PersonName,
    pub sign_in: SignInName,
    pub extension: Option<Extension>,
    pub forwarding: Vec<PhoneNumber>,
    pub mobile: Option<PhoneNumber>,
    pub time_zone: String,
    pub availability: Availability,
    pub screening: bool,
    pub dial_by_name: bool,
}

/// S1: what the database's refusal means to people.
pub fn no_seat(plan: Plan) -> String {
    format!("No {plan} seat is left. Add a seat, or choose a plan that has one.")
}

/// M5: a name in use that can't be told more of. It counts as one of another account.
pub(crate) fn name_taken(name: &str, found: &ForeignNames) -> String {
    found.found();
    let what = if name.contains('@') { "email" } else { "username" };
    format!("{name} {TAKEN} Enter another {what}.")
}

/// In every sentence about a name of another account.
pub const TAKEN: &str = "is taken as a sign-in name.";

/// Why a sign-in name can't be had (M5); none: it is free. Names holders of one's own account only (A3).
pub(crate) async fn sign_in_problem(
    tx: &mut Tx,
    account: AccountId,
    name: &str,
    key: &str,
    found: &ForeignNames,
) -> AppResult<Option<String>> {
    Ok(invitations::holder_of_sign_in(tx, key).await?.map(|(of, holder, deleted)| {
        match (of == account, name.contains('@')) {
            (true, _) if deleted => {
                format!("{} was deleted and still holds {name}. Restore them, or enter another.", holder.full())
            }
            (true, true) => format!("{} already uses this address. Enter another.", holder.full()),
            (true, false) => format!("{} already uses this username. Enter another.", holder.full()),
            (false, _) => name_taken(name, found),
        }
    }))
}

/// Reads an extension and says who has it: "118 belongs to Dana Whitfield. 104 is free." (M11)
pub async fn extension(
    tx: &mut Tx,
    account: AccountId,
    digits: u8,
    typed: &str,
) -> AppResult<Result<Extension, String>> {
    let extension = match Extension::parse(typed, digits) {
        Ok(extension) => extension,
        Err(e) => return Ok(Err(e.to_string())),
    };
    let Some(holder) = invitations::holder_of_extension(tx, account, extension).await? else {
        return Ok(Ok(extension));
    };
    let free = members::free_extension(tx, account, digits).await?;
    let fix = free.map_or_else(
        || "No other is free: ask an Administrator for longer extensions.".to_owned(),
        |e| format!("{e} is free."),
    );
    Ok(Err(format!("{extension} belongs to {holder}. {fix}")))
}

/// Problems by field.
#[derive(Default)]
struct Problems(Vec<FieldError>);

impl Problems {
    fn add(&mut self, field: &str, message: impl ToString) {
        self.0.push(FieldError { field: field.to_owned(), message: message.to_string() });
    }

    /// The value, or its problem noted.
    fn ok<T, E: ToString>(&mut self, field: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|e| self.add(field, e)).ok()
    }
}

/// Checks everything typed and chosen, and asks policy for all that is given (R4, R6, R13).
pub(crate) async fn check_form(
    tx: &mut Tx,
    settings: &AccountSettings,
    actor: &Actor,
    form: &InviteForm,
    found: &ForeignNames,
) -> AppResult<Checked> {
    let mut problems = Problems::default();
    let new = given(tx, settings, form, &mut problems).await?;
    // Who may not do it gets that as the only answer, whatever else is wrong.
    let permit = match new {
        Some(new) => Some(check(actor, Action::Invite(new), Target::Account).map_err(placed)?),
        None => None,
    };
    let name = problems.ok("first_name", PersonName::parse(&form.first_name, &form.last_name));
    let sign_in = sign_in(tx, settings.id, form, found, &mut problems).await?;
    let digits = settings.extension_digits;
    let extension = match form.extension.trim() {
        "" => members::free_extension(tx, settings.id, digits).await?,
        typed => {
            let read = extension(tx, settings.id, digits, typed).await?;
            problems.ok("extension", read)
        }
    };
    let forwarding = forwarding(tx, settings, form, &mut problems).await?;
    let mobile = match form.mobile.trim() {
        "" => None,
        typed => problems.ok("mobile", PhoneNumber::parse(typed, settings.country)),
    };
    let time_zone = problems.ok("time_zone", crate::time_zone::parse(&form.time_zone)).unwrap_or_default();
    match (permit, name, sign_in, problems.0.is_empty()) {
        (Some(permit), Some(name), Some(sign_in), true) => Ok(Checked {
            permit,
            name,
            sign_in,
            extension,
            forwarding,
            mobile,
            time_zone,
            availability: if form.available.is_some() { Availability::Available } else { Availability::DoNotDisturb },
            screening: form.screening.is_some(),
            dial_by_name: form.dial_by_name.is_some(),
        }),
        _ => Err(AppError::Fields(problems.0)),
    }
}

/// A refusal of something chosen stands at its field.
fn placed(denial: Denial) -> AppError {
    let field = match &denial {
        Denial::RoleAboveYou { .. } => "role",
        Denial::NumberOutOfReach { .. } => "numbers",
        Denial::GroupNotYours { .. } | Denial::NewMemberNeedsYourGroup => "groups",
        _ => return denial.into(),
    };
    AppError::field(field, denial)
}

/// All that the form gives, read from the database by the ids it names.
async fn given(
    tx: &mut Tx,
    settings: &AccountSettings,
    form: &InviteForm,
    problems: &mut Problems,
) -> AppResult<Option<NewMember>> {
    let account = settings.id;
    let all = roles::list(tx, account).await?;
    let role = all.iter().find(|r| Some(r.role.id) == form.role).map(|r| RoleRef::from(&r.role));
    if role.is_none() {
        problems.add("role", "Choose a role.");
    }
    let plan = form.plan.unwrap_or(settings.default_plan);
    let country = settings.country;
    let numbers: Vec<NumberTarget> = match form.numbers.is_empty() {
        true => Vec::new(),
        false => numbers(tx, account, &form.numbers, &|n: PhoneNumber| n.shown_in(country))
            .await?
            .into_iter()
            .map(|n| n.target)
            .collect(),
    };
    if numbers.len() < form.numbers.len() {
        problems.add("numbers", "One of these numbers isn’t there any more. Choose again.");
    }
    let known = store::invitations::group_targets(tx, account).await?;
    let groups: Vec<GroupTarget> = known.into_iter().filter(|g| form.groups.contains(&g.id)).collect();
    if groups.len() < form.groups.len() {
        problems.add("groups", "One of these groups isn’t there any more. Choose again.");
    }
    let supervises = match form.supervises {
        SupervisorScope::Everyone => SupervisorAccess::Everyone,
        SupervisorScope::Groups if groups.is_empty() => {
            problems.add("supervises", "Choose the groups to supervise below, or choose Nobody.");
            SupervisorAccess::Nobody
        }
        SupervisorScope::Groups => SupervisorAccess::Groups(groups.clone()),
        SupervisorScope::Nobody => SupervisorAccess::Nobody,
    };
    if supervises != SupervisorAccess::Nobody && plan != Plan::Pro {
        problems.add("supervises", "The Supervisor workspace needs the Pro plan. Choose Pro, or choose Nobody.");
    }
    Ok(role.map(|role| NewMember { role, plan, numbers, groups, supervises }))
}

async fn sign_in(
    tx: &mut Tx,
    account: AccountId,
    form: &InviteForm,
    found: &ForeignNames,
    problems: &mut Problems,
) -> AppResult<Option<SignInName>> {
    let (field, name) = match form.how {
        InviteBy::Username => {
            ("username", problems.ok("username", Username::parse(&form.username)).map(SignInName::Username))
        }
        InviteBy::Email => ("email", problems.ok("email", EmailAddress::parse(&form.email)).map(SignInName::Email)),
    };
    let Some(name) = name else { return Ok(None) };
    let key = SignInName::key(name.as_str());
    if let Some(problem) = sign_in_problem(tx, account, name.as_str(), &key, found).await? {
        problems.add(field, problem);
        return Ok(None);
    }
    Ok(Some(name))
}

/// Up to three outside phones, each once, none of the account's own (M12).
async fn forwarding(
    tx: &mut Tx,
    settings: &AccountSettings,
    form: &InviteForm,
    problems: &mut Problems,
) -> AppResult<Vec<PhoneNumber>> {
    let typed = [("forward_1", &form.forward_1), ("forward_2", &form.forward_2), ("forward_3", &form.forward_3)];
    let mut read: Vec<(&str, PhoneNumber)> = Vec::new();
    for (field, text) in typed.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        let Some(number) = problems.ok(field, PhoneNumber::parse(text, settings.country)) else { continue };
        if read.iter().any(|(_, n)| *n == number) {
            problems
                .add(field, format!("{} is in the list already. Enter it once.", number.shown_in(settings.country)));
        } else {
            read.push((field, number));
        }
    }
    let numbers: Vec<PhoneNumber> = read.iter().map(|(_, n)| n.clone()).collect();
    let own = if numbers.is_empty() {
        Default::default()
    } else {
        invitations::own_numbers(tx, settings.id, &numbers).await?
    };
    for (field, number) in read.iter().filter(|(_, n)| own.contains(n.e164())) {
        let shown = number.shown_in(settings.country);
        problems.add(
            field,
            format!("{shown} is one of your own numbers, so forwarding to it would loop. Enter an outside phone."),
        );
    }
    Ok(numbers)
}
