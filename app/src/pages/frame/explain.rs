//! "Why don't I see more?" (R10): what is hidden, the rule, and which of the account's roles may do it.

use crate::pages::frame::nav::BUILT;
use crate::ui::HiddenEntry;
use model::sessions::Me;
use policy::{Action, Denial, Target, check};

/// The refusal's sentence, and the account's roles that have what it takes.
pub fn explain(me: &Me, denial: &Denial) -> String {
    let Denial::Needs { permission, .. } = denial else { return denial.to_string() };
    let roles = me.holders.iter().find(|h| h.permission == *permission).map(|h| h.roles.as_slice()).unwrap_or_default();
    if roles.is_empty() { denial.to_string() } else { format!("{denial} Roles that have it: {}.", roles.join(", ")) }
}

/// Pages that this person's role hides.
pub fn hidden_pages(me: &Me) -> Vec<HiddenEntry> {
    let closed = BUILT.iter().filter_map(|(page, ..)| Some((page.label(), page.opens(&me.actor).err()?)));
    closed.map(|(text, why)| HiddenEntry { text: text.to_owned(), reason: explain(me, &why) }).collect()
}

/// What the palette leaves out: pages, import, export.
pub fn hidden_commands(me: &Me) -> Vec<HiddenEntry> {
    let mut hidden = hidden_pages(me);
    for (text, action) in [("Import from CSV", Action::Import), ("Export everyone as CSV", Action::Export)] {
        if let Err(why) = check(&me.actor, action, Target::Account) {
            hidden.push(HiddenEntry { text: text.to_owned(), reason: explain(me, &why) });
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::sessions::{Actor, Holders, Preferences};
    use model::{
        AccountId, AccountSettings, Availability, Country, MemberId, NumberScope, PeopleScope, Permission, PersonName,
        Plan, Role, RoleId, RoleKind,
    };

    fn kofi() -> Me {
        let role = Role {
            id: RoleId(3),
            kind: RoleKind::Agent,
            name: "Agent".into(),
            description: String::new(),
            permissions: Default::default(),
            may_assign: Default::default(),
            people: PeopleScope::Everyone,
            numbers: NumberScope::Held,
        };
        let account = AccountSettings {
            id: AccountId(1),
            name: "Larkspur".into(),
            country: Country::UnitedStates,
            time_zone: "UTC".into(),
            extension_digits: 3,
            wrap_up_seconds: 60,
            only_administrators_add: false,
            meeting_base: String::new(),
            default_plan: Plan::Basic,
            prices: Default::default(),
        };
        let name = PersonName { first: "Kofi".into(), last: "Mensah".into() };
        let actor = Actor {
            member: MemberId(2),
            name,
            role,
            groups: Default::default(),
            numbers: Default::default(),
            only_administrators_add: false,
            supervising: None,
        };
        Me {
            actor,
            account,
            photo: None,
            sign_in: "kofi@example.com".into(),
            availability: Availability::Available,
            preferences: Preferences::default(),
            now: model::Instant::default(),
            zone: model::zone::Offsets::utc(),
            must_change_password: false,
            holders: vec![Holders {
                permission: Permission::ManageRoles,
                roles: vec!["Administrator".into(), "Night lead".into()],
            }],
            flash: None,
        }
    }

    #[test]
    fn r10_what_the_navigation_hides_is_named_with_its_rule_and_the_roles_that_may() {
        let hidden = hidden_pages(&kofi());
        let roles = hidden.iter().find(|h| h.text == "Roles").map(|h| h.reason.as_str());
        assert_eq!(
            roles,
            Some(
                "Your role doesn’t include “Manage roles”. An Administrator can do it. Roles that have it: Administrator, Night lead."
            )
        );
        assert!(hidden.iter().all(|h| h.text != "Team"), "{hidden:?}");
        assert!(hidden_commands(&kofi()).iter().any(|h| h.text == "Import from CSV"));
    }
}
