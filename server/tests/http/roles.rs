//! Roles by hand-made requests: no way up (R9), built-in ones keep what they have (R1), and what is changed holds from the next
//! request of every session (R11).

use crate::stored;
use crate::support::{Answer, Cookie, House};
use http::{Method, StatusCode};
use model::{Instant, NumberScope, PeopleScope, Permission, Role, RoleId, RoleKind};
use server::commands::proofs;
use std::collections::BTreeSet;
use store::error::StoreResult;
use store::testing::on_both;
use store::{Tx, roles};

/// A custom role of Dana's account with these permissions, which may assign Agent and itself.
async fn role(house: &House, name: &str, permissions: &[Permission]) -> RoleId {
    let role = Role {
        id: RoleId::new(),
        kind: RoleKind::Custom,
        name: name.to_owned(),
        description: String::new(),
        permissions: permissions.iter().copied().collect(),
        may_assign: BTreeSet::new(),
        people: PeopleScope::Everyone,
        numbers: NumberScope::Held,
    };
    let (account, agent) = (house.team.account, house.team.roles.agent);
    stored!(house, |tx| insert(tx, account, &role, agent));
    role.id
}

async fn insert(tx: &mut Tx, account: model::AccountId, role: &Role, agent: RoleId) -> StoreResult<()> {
    roles::insert(tx, account, role, 30, Instant(0)).await?;
    roles::assigns(tx, account, role.id, &[agent, role.id]).await
}

/// The role that the table of refusals names.
pub async fn support_lead(house: &House) -> RoleId {
    role(house, "Support lead", &[Permission::SeeTeam]).await
}

/// Gives Kofi a role behind the store's back, and a session.
async fn kofi_with(house: &House, role: RoleId) -> Cookie {
    let (account, kofi) = (house.team.account, house.kofi);
    stored!(house, |tx| store::testing::give_role(tx, account, kofi, role));
    house.session(kofi).await
}

struct Form<'a> {
    id: String,
    version: i64,
    name: &'a str,
    permissions: &'a [Permission],
    may_assign: &'a [RoleId],
    people: &'a str,
    numbers: &'a str,
}

impl Form<'_> {
    fn text(&self) -> String {
        let mut text = format!(
            "form[id]={}&form[version]={}&form[name]={}&form[people]={}&form[numbers]={}",
            self.id,
            self.version,
            self.name.replace(' ', "+"),
            self.people,
            self.numbers
        );
        for (i, p) in self.permissions.iter().enumerate() {
            text.push_str(&format!("&form[permissions][{i}]={}", p.slug()));
        }
        for (i, role) in self.may_assign.iter().enumerate() {
            text.push_str(&format!("&form[may_assign][{i}]={role}"));
        }
        text
    }
}

fn new<'a>(name: &'a str, permissions: &'a [Permission], may_assign: &'a [RoleId]) -> Form<'a> {
    Form { id: String::new(), version: 0, name, permissions, may_assign, people: "own-groups", numbers: "held" }
}

async fn save(house: &House, form: &Form<'_>, who: &Cookie) -> Answer {
    house.call(&Method::POST, "/api/roles/save", &form.text(), Some(who)).await
}

async fn dump_roles(house: &House) -> Vec<String> {
    let all = crate::dump::dump(&house.db).await;
    all.into_iter().filter(|line| line.starts_with("role")).collect()
}

use Permission::{BuyNumbers, EditMembers, InviteMembers, ManageRoles, SeeBilling, SeeTeam};

on_both! {
    async fn r9_an_editor_of_roles_grants_nothing_they_lack_and_no_role_above_their_own(db) {
        let house = House::new(db).await;
        let own = role(&house, "Role keeper", &[SeeTeam, EditMembers, ManageRoles]).await;
        let kofi = kofi_with(&house, own).await;
        let (administrator, manager, agent) = (house.team.roles.administrator, house.team.roles.manager, house.team.roles.agent);
        let before = dump_roles(&house).await;
        for (form, says) in [
            (new("Up", &[SeeTeam, SeeBilling], &[]), "See and pay invoices"),
            (new("Up", &[SeeTeam], &[administrator]), "Only Administrators can assign Administrator"),
            (new("Up", &[SeeTeam], &[manager]), "Manager may do more than this role"),
            (Form { numbers: "all", ..new("Up", &[SeeTeam], &[]) }, "use of all numbers"),
        ] {
            let answer = save(&house, &form, &kofi).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}: {}", form.text(), answer.body);
            assert!(answer.body.contains(says), "{says} is not in {}", answer.body);
        }
        assert_eq!(dump_roles(&house).await, before, "a refused save has changed something");
        let fine = save(&house, &new("Helper", &[SeeTeam], &[agent]), &kofi).await;
        assert_eq!(fine.status, StatusCode::OK, "{}", fine.body);
    }

    async fn r9_nobody_widens_their_own_role_or_one_they_may_not_assign(db) {
        let house = House::new(db).await;
        let own = role(&house, "Role keeper", &[SeeTeam, EditMembers, ManageRoles]).await;
        let other = role(&house, "Clerk", &[SeeTeam]).await;
        let kofi = kofi_with(&house, own).await;
        let widened = |id: RoleId, name| Form { id: id.to_string(), version: 1, people: "everyone", ..new(name, &[SeeTeam, EditMembers, ManageRoles], &[]) };
        let answer = save(&house, &widened(own, "Role keeper"), &kofi).await;
        assert_eq!((answer.status, answer.body.contains("is your own role")), (StatusCode::FORBIDDEN, true), "{}", answer.body);
        let answer = save(&house, &widened(other, "Clerk"), &kofi).await;
        assert_eq!((answer.status, answer.body.contains("may not assign the role Clerk")), (StatusCode::FORBIDDEN, true), "{}", answer.body);
        let manager = house.team.roles.manager;
        let answer = house.call(&Method::POST, "/api/roles/delete", &format!("id={other}&next={manager}"), Some(&kofi)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
    }

    async fn r1_built_in_roles_are_neither_deleted_nor_weakened_not_even_by_an_administrator(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let (manager, agent) = (house.team.roles.manager, house.team.roles.agent);
        let all: Vec<Permission> = Role::defaults(RoleKind::Manager).into_iter().collect();
        let fewer: Vec<Permission> = all.iter().copied().filter(|p| *p != InviteMembers).collect();
        let form = |permissions, may_assign| Form { id: manager.to_string(), version: 1, people: "everyone", ..new("Manager", permissions, may_assign) };
        let both = [manager, agent];
        for (form, says) in [
            (form(&fewer, &both), "keeps “Invite members”"),
            (form(&all, &[]), "keeps the right to assign Agent"),
            (Form { people: "own-groups", ..form(&all, &both) }, "keeps reach over everyone"),
            (Form { name: "Boss", ..form(&all, &both) }, "keeps its name"),
            (Form { id: house.team.roles.administrator.to_string(), ..form(&all, &both) }, "is built in and stays as it is"),
        ] {
            let answer = save(&house, &form, &dana).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{says}: {}", answer.body);
            assert!(answer.body.contains(says), "{says} is not in {}", answer.body);
        }
        let answer = house.call(&Method::POST, "/api/roles/delete", &format!("id={manager}&next={agent}"), Some(&dana)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
        let more: Vec<Permission> = all.iter().copied().chain([BuyNumbers]).collect();
        let answer = save(&house, &form(&more, &both), &dana).await;
        assert_eq!(answer.status, StatusCode::OK, "a built-in role may get more: {}", answer.body);
    }

    async fn r11_a_changed_permission_holds_from_the_next_request_of_every_session(db) {
        let house = House::new(db).await;
        let lead = support_lead(&house).await;
        let (first, second) = (kofi_with(&house, lead).await, house.session(house.kofi).await);
        let dana = house.session(house.dana).await;
        for kofi in [&first, &second] {
            assert_eq!(house.call(&Method::GET, "/api/audit/page", "query=", Some(kofi)).await.status, StatusCode::FORBIDDEN);
        }
        let form = |version, permissions| Form { id: lead.to_string(), version, people: "everyone", ..new("Support lead", permissions, &[]) };
        assert_eq!(save(&house, &form(1, &[SeeTeam, Permission::SeeAudit]), &dana).await.status, StatusCode::OK);
        for kofi in [&first, &second] {
            assert_eq!(house.call(&Method::GET, "/api/audit/page", "query=", Some(kofi)).await.status, StatusCode::OK);
        }
        assert_eq!(save(&house, &form(2, &[SeeTeam]), &dana).await.status, StatusCode::OK);
        for kofi in [&first, &second] {
            assert_eq!(house.call(&Method::GET, "/api/audit/page", "query=", Some(kofi)).await.status, StatusCode::FORBIDDEN);
        }
    }

    async fn r2_of_two_who_save_a_role_at_once_the_second_is_told_by_whom(db) {
        let house = House::new(db).await;
        let lead = support_lead(&house).await;
        let dana = house.session(house.dana).await;
        let form = |name| Form { id: lead.to_string(), version: 1, ..new(name, &[SeeTeam], &[]) };
        assert_eq!(save(&house, &form("Team lead"), &dana).await.status, StatusCode::OK);
        let second = save(&house, &form("Group lead"), &dana).await;
        assert_eq!(second.status, StatusCode::CONFLICT, "{}", second.body);
        assert!(second.body.contains("nothing of yours was saved"), "{}", second.body);
        assert!(dump_roles(&house).await.iter().any(|line| line.contains("Team lead")));
    }

    async fn r2_a_role_goes_together_with_its_members_next_role(db) {
        let house = House::new(db).await;
        let lead = support_lead(&house).await;
        let kofi = kofi_with(&house, lead).await;
        let (dana, manager) = (house.session(house.dana).await, house.team.roles.manager);
        let gone = house.call(&Method::POST, "/api/roles/delete", &format!("id={lead}&next={}", RoleId::new()), Some(&dana)).await;
        assert!(gone.status == StatusCode::UNPROCESSABLE_ENTITY && gone.body.contains("That role is gone"), "{}", gone.body);
        let answer = house.call(&Method::POST, "/api/roles/delete", &format!("id={lead}&next={manager}"), Some(&dana)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(answer.body.contains("\"members\":1"), "{}", answer.body);
        // Kofi is a Manager from his next request on, and the counters know it.
        assert_eq!(house.call(&Method::GET, "/api/audit/page", "query=", Some(&kofi)).await.status, StatusCode::OK);
        let all = dump_roles(&house).await;
        assert!(!all.iter().any(|line| line.contains("Support lead")), "{all:?}");
        let mut tx = house.db.read().await.expect("read");
        let seen = roles::list(&mut tx, house.team.account).await.expect("roles");
        assert_eq!(seen.iter().find(|r| r.role.id == manager).map(|r| r.members), Some(2), "Ines and Kofi");
        drop(tx);
        // Kofi's own history says so, and the log's chain covers it (G1).
        let changes = house.call(&Method::GET, "/api/audit/member", &format!("id={}", house.kofi), Some(&dana)).await;
        assert!(changes.body.contains("roles.delete"), "{}", changes.body);
        let role = |name: &str| changes.body.contains(&format!("\"name\":\"{name}\""));
        assert!(role("Support lead") && role("Manager"), "{}", changes.body);
        assert!(proofs(&house.db, None).await.expect("proofs").iter().all(|proof| proof.broken.is_none()));
        let late = save(&house, &Form { id: lead.to_string(), version: 1, ..new("Support lead", &[SeeTeam], &[]) }, &dana).await;
        assert!(late.status == StatusCode::NOT_FOUND && late.body.contains("was deleted meanwhile"), "{}", late.body);
    }

    async fn r13_with_the_switch_on_managers_add_nobody_and_only_administrators_switch(db) {
        let house = House::new(db).await;
        let (dana, ines) = (house.session(house.dana).await, house.session(house.ines).await);
        let invite = format!(
            "form[first_name]=Eve&form[last_name]=Adams&form[how]=email&form[email]=eve@example.com&form[role]={}&form[plan]=basic",
            house.team.roles.agent
        );
        let refused = house.call(&Method::POST, "/api/roles/safeguards", "only_administrators_add=on", Some(&ines)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
        assert_eq!(house.call(&Method::POST, "/api/roles/safeguards", "only_administrators_add=on", Some(&dana)).await.status, StatusCode::OK);
        let held = house.call(&Method::POST, "/api/members/invite", &invite, Some(&ines)).await;
        assert!(held.status == StatusCode::FORBIDDEN && held.body.contains("only Administrators add members"), "{}", held.body);
        assert_eq!(house.call(&Method::POST, "/api/roles/safeguards", "", Some(&dana)).await.status, StatusCode::OK);
        assert_eq!(house.call(&Method::POST, "/api/members/invite", &invite, Some(&ines)).await.status, StatusCode::OK);
    }

    async fn m6_managers_change_sign_in_emails_once_an_administrator_lets_them(db) {
        let house = House::new(db).await;
        let (dana, ines) = (house.session(house.dana).await, house.session(house.ines).await);
        let edit = |house: &House| format!("id={}&form[version]=1&form[has][0]=sign_in&form[sign_in]=oskar.lind@example.com", house.oskar);
        let refused = house.call(&Method::POST, "/api/members/update", &edit(&house), Some(&ines)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
        assert_eq!(house.call(&Method::POST, "/api/roles/safeguards", "managers_change_sign_in=on", Some(&dana)).await.status, StatusCode::OK);
        let changed = house.call(&Method::POST, "/api/members/update", &edit(&house), Some(&ines)).await;
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
    }
}
