//! What the edit drawer starts from: values, choices, and for each refused one the reason (M6, R10).

use crate::call::Call;
use crate::members::edit::gone;
use crate::time_zone;
use model::error::AppResult;
use model::members::edit::{CallFeature, EditField, GroupChoice, MemberEdit, MemberForm, RefusedField, RoleChoice};
use model::{AccountId, Country, Extension, MemberId, MemberState, PersonName, PhoneNumber, Plan, SupervisorChoice};
use policy::{Action, Denial, GroupTarget, MemberTarget, Permit, RoleRef, SupervisorAccess, check};
use store::members::edit as rows;
use store::members::edit::{EditRow, GroupOf};
use store::{Tx, members, roles};

/// A member of the actor's account, deleted ones included.
///
/// # Errors
/// Not found, for foreign ones too (A3).
pub(crate) async fn load(call: &mut Call, id: MemberId) -> AppResult<MemberTarget> {
    let (account, me) = (call.account(), call.actor().member);
    members::target(&mut call.tx, account, me, id).await?.ok_or_else(gone)
}

/// Which action changes a member's sign-in: before they joined, or after (M6).
pub(crate) fn sign_in_action(target: &MemberTarget) -> Action {
    if target.state == MemberState::Invited { Action::CorrectInvitedEmail } else { Action::ChangeSignIn }
}

pub(crate) fn group_target(group: &GroupOf) -> GroupTarget {
    GroupTarget { id: group.id, name: group.name.clone(), numbers: group.numbers.clone() }
}

fn why(result: Result<Permit, Denial>) -> Option<String> {
    result.err().map(|denial| denial.to_string())
}

/// Everything the drawer shows of one member.
pub(crate) async fn picture(call: &mut Call, target: &MemberTarget) -> AppResult<MemberEdit> {
    let (account, digits, country) = (call.account(), call.settings().extension_digits, call.settings().country);
    let row = rows::read(&mut call.tx, account, target.id).await?.ok_or_else(gone)?;
    let groups = rows::groups(&mut call.tx, account, target.id).await?;
    let all_roles = roles::list(&mut call.tx, account).await?;
    let free_extension = free(&mut call.tx, account, digits).await?;
    let actor = call.actor();

    let may = |action: Action| why(check(actor, action, target));
    let roles: Vec<RoleChoice> = all_roles
        .iter()
        .map(|r| RoleChoice {
            id: r.role.id,
            name: r.role.name.clone(),
            refused: may(Action::ChangeRole(RoleRef::from(&r.role))),
        })
        .collect();
    let watch = |access| may(Action::ChangeSupervises(access));
    let groups_shown: Vec<GroupChoice> = groups
        .iter()
        .map(|g| {
            let of = group_target(g);
            let moves = if g.joined { Action::RemoveFromGroup(of.clone()) } else { Action::AddToGroup(of.clone()) };
            GroupChoice {
                id: g.id,
                name: g.name.clone(),
                extension: Some(g.extension).filter(|e| *e > 0).map(Extension::from_stored),
                members: u32::try_from(g.members).unwrap_or_default(),
                refused: may(moves),
                watch_refused: watch(SupervisorAccess::Groups(vec![of])),
            }
        })
        .collect();
    let all_groups_refused = groups_shown.iter().all(|g| g.refused.is_some());
    let refusals = [
        (EditField::SignIn, may(sign_in_action(target))),
        (
            EditField::Role,
            Some(target.role.id).and_then(|own| {
                roles.iter().all(|r| r.id == own || r.refused.is_some()).then(|| role_reason(&roles, own)).flatten()
            }),
        ),
        (EditField::Extension, may(Action::ChangeExtension)),
        (EditField::Availability, may(Action::SetAvailability)),
        (EditField::Features, may(Action::SetScreening)),
        (EditField::Supervises, watch(SupervisorAccess::Nobody)),
        (EditField::Groups, all_groups_refused.then(|| groups_shown.iter().find_map(|g| g.refused.clone())).flatten()),
    ];
    let refused: Vec<RefusedField> =
        refusals.into_iter().filter_map(|(field, why)| Some(RefusedField { field, why: why? })).collect();
    let has = EditField::ALL.iter().copied().filter(|f| refused.iter().all(|r| r.field != *f)).collect();
    let bridge_refused = (row.plan == Plan::Basic).then(|| model::billing::BRIDGE_NEEDS_PLUS.to_owned());
    Ok(MemberEdit {
        bridge_refused,
        id: target.id,
        name: PersonName { first: row.first_name.clone(), last: row.last_name.clone() },
        state: target.state,
        photo: row.photo.clone(),
        has_email: row.has_email,
        form: MemberForm { has, ..form(&row, &groups, country) },
        everyone_refused: watch(SupervisorAccess::Everyone),
        pin_refused: may(Action::ChangePin),
        photo_refused: may(Action::ChangePhoto),
        has_pin: row.has_pin,
        refused,
        roles,
        groups: groups_shown,
        free_extension,
        time_zones: time_zone::names(),
    })
}

/// Nothing but the role they have can be chosen: why.
fn role_reason(roles: &[RoleChoice], own: model::RoleId) -> Option<String> {
    roles.iter().filter(|r| r.id != own).chain(roles).find_map(|r| r.refused.clone())
}

/// The saved values as the form writes them.
pub(crate) fn form(row: &EditRow, groups: &[GroupOf], country: Country) -> MemberForm {
    let mobile = row.mobile.clone().map(|m| PhoneNumber::from_stored(m).shown_in(country)).unwrap_or_default();
    let ids = |of: fn(&GroupOf) -> bool| groups.iter().filter(move |g| of(g)).map(|g| g.id);
    MemberForm {
        version: row.version,
        has: Default::default(),
        first: row.first_name.clone(),
        last: row.last_name.clone(),
        sign_in: row.sign_in.clone(),
        mobile,
        time_zone: row.time_zone.clone(),
        role: Some(row.role_id),
        extension: if row.extension > 0 { Extension::from_stored(row.extension).to_string() } else { String::new() },
        availability: Some(row.availability),
        features: CallFeature::ALL.iter().copied().filter(|feature| is_on(row, *feature)).collect(),
        supervises: SupervisorChoice::new(row.supervises, ids(|g| g.watched)),
        groups: ids(|g| g.joined).collect(),
    }
}

/// Whether a feature of the member's calls is on.
pub(crate) fn is_on(row: &EditRow, feature: CallFeature) -> bool {
    match feature {
        CallFeature::Screening => row.screening,
        CallFeature::DialByName => row.dial_by_name,
        CallFeature::PrivateBridge => row.private_bridge,
    }
}

/// The next free extension, of the account's length (M11).
pub(crate) async fn free(tx: &mut Tx, account: AccountId, digits: u8) -> AppResult<Option<Extension>> {
    Ok(members::free_extension(tx, account, digits).await?)
}
