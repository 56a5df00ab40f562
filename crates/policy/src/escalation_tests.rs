//! Ways up that are shut, each beside the way that is open (R4 to R9, R13, M9).

use crate::fixtures::*;
use crate::*;
use model::{AuditId, MemberId, MemberState, NumberScope, PeopleScope, Permission};

fn refused<'t>(me: &Actor, action: Action, target: impl Into<Target<'t>>) -> &'static str {
    check(me, action, target).expect_err("this must be refused").code()
}

fn allowed<'t>(me: &Actor, action: Action, target: impl Into<Target<'t>>) {
    if let Err(why) = check(me, action, target) {
        panic!("this must be allowed: {why}");
    }
}

fn make(role: &model::Role) -> Action {
    Action::ChangeRole(RoleRef::from(role))
}

fn invite(role: &model::Role) -> NewMember {
    NewMember::with_role(RoleRef::from(role))
}

#[test]
fn r5_a_manager_cannot_take_over_an_administrator_by_a_password_reset() {
    let me = actor(manager());
    let refusal = check(&me, Action::ResetPassword, &amara_administrator()).unwrap_err();
    assert_eq!(refusal.to_string(), "Only an Administrator can reset an Administrator’s password.");
    allowed(&me, Action::ResetPassword, &kofi());
    for action in [
        Action::Supervise,
        Action::Suspend,
        Action::Delete,
        Action::EditDetails,
        Action::ChangePin,
        Action::SetForwarding,
    ] {
        assert_eq!(refused(&me, action, &amara_administrator()), "outranks");
    }
    let session = |member| SessionTarget { id: model::SessionId(1), member };
    assert_eq!(refused(&me, Action::EndSession, &session(amara_administrator())), "outranks");
    allowed(&me, Action::EndSession, &session(kofi()));
}

#[test]
fn r4_a_manager_makes_nobody_an_administrator_on_any_path() {
    let me = actor(manager());
    assert_eq!(refused(&me, make(&administrator()), &kofi()), "role-above");
    assert_eq!(refused(&me, Action::Invite(invite(&administrator())), Target::Account), "role-above");
    assert_eq!(refused(&me, Action::Duplicate(invite(&administrator())), &amara_administrator()), "role-above");
    allowed(&me, make(&manager()), &kofi());
    allowed(&me, Action::Invite(invite(&agent())), Target::Account);
}

#[test]
fn r4_a_list_that_names_administrator_still_gives_it_to_nobody() {
    let mut forged = manager();
    forged.may_assign.insert(administrator().id);
    assert_eq!(refused(&actor(forged.clone()), make(&administrator()), &kofi()), "role-above");
    assert_eq!(refused(&actor(forged), Action::ResetPassword, &amara_administrator()), "outranks");
}

#[test]
fn r8_an_administrator_demotes_another_and_a_manager_does_not() {
    allowed(&actor(administrator()), make(&agent()), &amara_administrator());
    let refusal = check(&actor(manager()), make(&agent()), &amara_administrator()).unwrap_err();
    assert_eq!(refusal.to_string(), "Only an Administrator can change an Administrator’s role.");
}

#[test]
fn r7_the_only_active_administrator_stays_one() {
    let me = actor(administrator());
    let only = MemberTarget { other_active_administrators: Some(false), ..amara_administrator() };
    for action in [make(&agent()), Action::Suspend, Action::Delete] {
        assert_eq!(refused(&me, action, &only), "last-admin");
    }
    allowed(&me, make(&administrator()), &only);
    allowed(&me, Action::EditDetails, &only);
    allowed(&me, Action::Suspend, &MemberTarget { other_active_administrators: None, ..amara_administrator() });
}

#[test]
fn r7_nobody_deletes_suspends_or_demotes_themselves() {
    for me in [actor(administrator()), actor(manager()), actor(lead(PeopleScope::Everyone, NumberScope::All))] {
        for action in [Action::Delete, Action::Suspend, make(&agent()), make(&administrator())] {
            assert_eq!(refused(&me, action, &oneself(&me)), "yourself");
        }
        allowed(&me, Action::SetAvailability, &oneself(&me));
    }
    let refusal = check(&actor(administrator()), Action::Suspend, &oneself(&actor(administrator()))).unwrap_err();
    assert_eq!(refusal.to_string(), "You can’t suspend yourself. Another Administrator can.");
}

#[test]
fn r7_working_as_another_administrator_is_no_way_to_delete_oneself() {
    let me = supervised(administrator(), true);
    let at_the_keyboard = MemberTarget { id: MemberId(900), ..amara_administrator() };
    assert_eq!(refused(&me, Action::Delete, &at_the_keyboard), "yourself");
    allowed(&me, Action::Delete, &amara_administrator());
}

#[test]
fn r9_a_custom_role_cannot_give_itself_or_others_what_it_lacks() {
    let mut editor = lead(PeopleScope::Everyone, NumberScope::Held);
    editor.permissions = [Permission::SeeTeam, Permission::ManageRoles].into();
    let me = actor(editor.clone());
    let with = |permission| RoleDraft { permissions: [permission].into(), ..draft_of(&agent()) };
    assert_eq!(refused(&me, Action::EditRole(with(Permission::BuySeats)), &editor), "own-role");
    assert_eq!(refused(&me, Action::EditRole(with(Permission::BuySeats)), &agent()), "gives-more");
    assert_eq!(refused(&me, Action::CreateRole(with(Permission::BuySeats)), Target::Account), "gives-more");
    allowed(&me, Action::CreateRole(with(Permission::SeeTeam)), Target::Account);
    allowed(&me, Action::EditRole(with(Permission::SeeTeam)), &agent());
    let wider = RoleDraft { numbers: NumberScope::All, ..with(Permission::SeeTeam) };
    assert_eq!(refused(&me, Action::CreateRole(wider), Target::Account), "gives-more");
    let plain = actor(director());
    assert_eq!(refused(&plain, Action::EditRole(with(Permission::ManageRoles)), &director()), "permission");
}

#[test]
fn r9_a_role_never_assigns_one_that_may_do_more() {
    let me = actor(administrator());
    let assigning = |role| RoleDraft { may_assign: vec![role], ..draft_of(&director()) };
    assert_eq!(refused(&me, Action::CreateRole(assigning(manager())), Target::Account), "assigns-more");
    assert_eq!(refused(&me, Action::CreateRole(assigning(administrator())), Target::Account), "assigns-more");
    allowed(&me, Action::CreateRole(assigning(agent())), Target::Account);
    allowed(&me, Action::EditRole(assigning(director())), &director());
}

#[test]
fn r9_a_role_that_managers_give_is_not_raised_above_managers() {
    let me = actor(administrator());
    let raised =
        |permission| RoleDraft { permissions: [permission].into(), assigned_by: vec![manager()], ..draft_of(&agent()) };
    assert_eq!(refused(&me, Action::EditRole(raised(Permission::ManageRoles)), &agent()), "given-by-less");
    allowed(&me, Action::EditRole(raised(Permission::SeeTeam)), &agent());
}

#[test]
fn r1_built_in_roles_are_neither_deleted_nor_weakened() {
    let me = actor(administrator());
    let next = RoleRef::from(&agent());
    assert_eq!(refused(&me, Action::DeleteRole(next.clone()), &manager()), "built-in");
    assert_eq!(refused(&me, Action::EditRole(draft_of(&agent())), &manager()), "defaults");
    assert_eq!(refused(&me, Action::EditRole(draft_of(&administrator())), &administrator()), "built-in");
    allowed(&me, Action::DeleteRole(next), &director());
    assert_eq!(refused(&me, Action::DeleteRole(RoleRef::from(&director())), &director()), "not-there");
}

#[test]
fn r13_with_the_switch_on_only_administrators_add_members() {
    let held_back = |role| Actor { only_administrators_add: true, ..actor(role) };
    let me = held_back(manager());
    assert_eq!(refused(&me, Action::Invite(invite(&agent())), Target::Account), "adding-off");
    assert_eq!(refused(&me, Action::Duplicate(invite(&agent())), &kofi()), "adding-off");
    allowed(&held_back(administrator()), Action::Invite(invite(&agent())), Target::Account);
    let settings = lead(PeopleScope::Everyone, NumberScope::All);
    assert_eq!(refused(&held_back(settings), Action::ChangeSafeguards, Target::Account), "admins-only");
}

#[test]
fn r2_a_role_of_own_groups_stays_within_them() {
    let me = actor(lead(PeopleScope::OwnGroups, NumberScope::OwnGroups));
    assert_eq!(refused(&me, Action::EditDetails, &dana_outside()), "scope");
    allowed(&me, Action::EditDetails, &kofi());
    assert_eq!(refused(&me, Action::AddToGroup(group(SUPPORT)), &dana_outside()), "scope");
    assert_eq!(refused(&me, Action::AddToGroup(group(SALES)), &oneself(&me)), "group");
    assert_eq!(refused(&me, Action::Invite(invite(&agent())), Target::Account), "no-group");
    let into = |id| NewMember { groups: vec![group(id)], ..invite(&agent()) };
    assert_eq!(refused(&me, Action::Invite(into(SALES)), Target::Account), "group");
    allowed(&me, Action::Invite(into(SUPPORT)), Target::Account);
}

#[test]
fn r6_numbers_are_handed_on_only_within_reach() {
    let [held, groups, other] = numbers().map(|(_, n)| n);
    let (by_held, by_groups) =
        (lead(PeopleScope::Everyone, NumberScope::Held), lead(PeopleScope::Everyone, NumberScope::OwnGroups));
    allowed(&actor(by_held.clone()), Action::AssignNumber(held.into()), &kofi());
    assert_eq!(refused(&actor(by_held.clone()), Action::AssignNumber(groups.clone().into()), &kofi()), "number");
    allowed(&actor(by_groups.clone()), Action::AssignNumber(groups.into()), &kofi());
    assert_eq!(refused(&actor(by_groups), Action::RemoveNumber(other.clone().into()), &kofi()), "number");
    // A Manager as the product ships them hands on what they hold; whose scope is all numbers, any.
    allowed(&actor(manager()), Action::AssignDirect(numbers()[0].1.clone()), &kofi());
    assert_eq!(refused(&actor(manager()), Action::AssignDirect(other.clone()), &kofi()), "number");
    let by_all = actor(lead(PeopleScope::Everyone, NumberScope::All));
    allowed(&by_all, Action::AssignDirect(other.clone()), &kofi());
    // Joining a group would bring its numbers.
    assert_eq!(refused(&actor(by_held), Action::AddToGroup(group(SALES)), &oneself(&actor(agent()))), "group");
    let rings = |n: &NumberTarget| GroupTarget { numbers: [(n.id, n.shown.clone())].into(), ..group(SALES) };
    let held_lead = actor(lead(PeopleScope::Everyone, NumberScope::Held));
    assert_eq!(refused(&held_lead, Action::AddToGroup(rings(&other)), &kofi()), "number");
    let into = |groups| Action::Invite(NewMember { groups, ..invite(&agent()) });
    assert_eq!(refused(&held_lead, into(vec![rings(&other)]), Target::Account), "number");
    allowed(&held_lead, Action::AddToGroup(rings(&numbers()[0].1)), &kofi());
    assert_eq!(refused(&actor(manager()), Action::AddToGroup(rings(&other)), &kofi()), "number");
    allowed(&by_all, Action::AddToGroup(rings(&other)), &kofi());
    let inviting = NewMember { numbers: vec![other], ..invite(&agent()) };
    let mut without = manager();
    without.permissions.remove(&Permission::AssignNumbers);
    assert_eq!(refused(&actor(without), Action::Invite(inviting), Target::Account), "gives-more");
}

#[test]
fn r5_an_administrators_direct_number_is_not_taken_by_handing_it_on() {
    let [held, ..] = numbers().map(|(_, n)| n);
    let amaras = NumberTarget { holder: Some(amara_administrator()), ..held };
    assert_eq!(refused(&actor(manager()), Action::RouteNumber, &amaras), "outranks");
    assert_eq!(refused(&actor(manager()), Action::AssignDirect(amaras.clone()), &kofi()), "outranks");
    allowed(&actor(administrator()), Action::RouteNumber, &amaras);
}

#[test]
fn m9_read_only_supervision_changes_nothing_and_touches_no_credentials_even_when_acting() {
    for verb in Verb::ALL.iter().filter(|v| v.rule().changes) {
        let refusal =
            supervise::allows(&supervised(administrator(), false), *verb, verb.rule()).expect_err(verb.slug()).code();
        assert!(["read-only", "credentials", "nested"].contains(&refusal), "{}: {refusal}", verb.slug());
    }
    let acting = supervised(administrator(), true);
    for action in [Action::ResetPassword, Action::ChangeSignIn, Action::ChangePin] {
        assert_eq!(refused(&acting, action, &kofi()), "credentials");
    }
    assert_eq!(refused(&acting, Action::ChangeOwnPassword, Target::Account), "credentials");
    allowed(&acting, Action::EditDetails, &kofi());
    allowed(&supervised(manager(), false), Action::SeeTeam, Target::Account);
    allowed(&supervised(manager(), false), Action::StopSupervising, Target::Account);
}

#[test]
fn m9_supervision_is_not_nested_and_gives_no_more_than_the_member_has() {
    assert_eq!(refused(&supervised(manager(), true), Action::Supervise, &kofi()), "nested");
    assert_eq!(refused(&supervised(agent(), true), Action::EditDetails, &kofi()), "permission");
    assert_eq!(refused(&actor(manager()), Action::ActWhileSupervising, Target::Account), "not-acting");
    allowed(&actor(manager()), Action::Supervise, &kofi());
}

#[test]
fn m17_a_deleted_members_voicemail_is_not_taken_by_who_may_not_hear_it() {
    let mut cleaner = lead(PeopleScope::Everyone, NumberScope::All);
    cleaner.permissions.remove(&Permission::SeeAllHistory);
    let me = actor(cleaner);
    assert_eq!(refused(&me, Action::ReceiveTransfer, &oneself(&me)), "permission");
    allowed(&me, Action::ReceiveTransfer, &kofi());
}

#[test]
fn m21_every_role_keeps_its_own_profile_and_an_agent_nothing_of_others() {
    let me = actor(agent());
    for action in [
        Action::SetGreeting,
        Action::SetAvailability,
        Action::SetForwarding,
        Action::SetScreening,
        Action::ChangePin,
        Action::ChangePhoto,
    ] {
        allowed(&me, action.clone(), &oneself(&me));
        assert_eq!(refused(&me, action, &kofi()), "permission");
    }
    assert_eq!(refused(&me, Action::EditDetails, &oneself(&me)), "permission");
}

#[test]
fn r3_a_permit_names_who_what_and_whom() {
    let permit = check(&supervised(manager(), true), Action::Suspend, &kofi()).unwrap();
    assert_eq!((permit.by(), permit.supervisor()), (ME, Some(MemberId(900))));
    assert_eq!(permit.member(Verb::Suspend), Some(MemberId(2)));
    assert_eq!(permit.member(Verb::Delete), None);
    assert_eq!(refused(&actor(administrator()), Action::Suspend, Target::Audit(AuditId(1))), "not-there");
}

#[test]
fn t9_menus_offer_what_fits_the_member_and_explain_the_rest() {
    use RowAction::*;
    let me = actor(manager());
    assert_eq!(
        row_menu(&me, &kofi()).entries,
        [Edit, Duplicate, Supervise, Forwarding, ResetPassword, Suspend, Delete]
    );
    let invited = MemberTarget { state: MemberState::Invited, ..kofi() };
    assert_eq!(row_menu(&me, &invited).entries, [Edit, Duplicate, Forwarding, ResendInvitation, Delete]);
    let suspended = MemberTarget { state: MemberState::Suspended, ..kofi() };
    assert!(row_menu(&me, &suspended).entries.contains(&Reactivate));
    let amara = row_menu(&me, &amara_administrator());
    assert_eq!((amara.entries, amara.missing.len()), (vec![], 7));
    assert_eq!(row_menu(&actor(agent()), &kofi()).missing.len(), 7);
}

#[test]
fn r12_an_agent_sees_the_directory_and_their_own_things() {
    use model::team::{Column, SortBy};
    let me = actor(agent());
    assert_eq!(pages(&me), [Page::Team, Page::Calls, Page::Voicemail, Page::Messages, Page::Tasks, Page::Profile]);
    assert_eq!(columns(&me.role), [Column::Status, Column::Extension]);
    assert!(!sorts(&me.role).contains(&SortBy::LastSignIn));
    assert_eq!(pages(&actor(administrator())), Page::ALL);
    let manager_lacks: Vec<_> = Page::ALL.iter().filter(|p| p.opens(&actor(manager())).is_err()).collect();
    assert_eq!(manager_lacks, [&Page::Roles, &Page::Billing, &Page::Settings]);
}
