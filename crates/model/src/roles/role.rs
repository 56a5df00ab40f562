//! Roles: named sets of permissions with ceilings and scopes (R1, R2).

use crate::RoleId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $slug:literal $group:literal $label:literal;)+) => {
        /// What a role grants (R3). Slugs are kept in the database and never change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission { $($(#[$doc])* $name),+ }

        impl Permission {
            pub const ALL: &[Permission] = &[$(Permission::$name),+];
            /// The word in the database and in URLs.
            pub fn slug(self) -> &'static str { match self { $(Permission::$name => $slug),+ } }
            /// The heading it stands under on the Roles page.
            pub fn group(self) -> &'static str { match self { $(Permission::$name => $group),+ } }
            /// What it lets someone do, as the Roles page says it.
            pub fn label(self) -> &'static str { match self { $(Permission::$name => $label),+ } }
            pub fn from_slug(slug: &str) -> Option<Self> { Self::ALL.iter().copied().find(|p| p.slug() == slug) }
        }

        crate::serde_by_word!(Permission, slug, from_slug);
    };
}

permissions! {
    /// Full rows of the Team table; without it one sees the directory only (R12).
    SeeTeam "see-team" "Team" "See the whole team table";
    InviteMembers "invite-members" "Team" "Invite members";
    EditMembers "edit-members" "Team" "Edit members";
    ChangeSignIn "change-sign-in" "Team" "Change sign-in emails";
    ResetPasswords "reset-passwords" "Team" "Reset passwords and end sessions";
    SuspendMembers "suspend-members" "Team" "Suspend and reactivate members";
    SuperviseMembers "supervise-members" "Team" "Supervise members";
    DeleteMembers "delete-members" "Team" "Delete and restore members";
    ImportMembers "import-members" "Team" "Import members";
    ExportMembers "export-members" "Team" "Export members";
    ManageGroups "manage-groups" "Team" "Manage groups";
    SeeNumbers "see-numbers" "Numbers" "See the numbers page";
    AssignNumbers "assign-numbers" "Numbers" "Assign and remove numbers";
    BuyNumbers "buy-numbers" "Numbers" "Buy and release numbers";
    EditCallFlow "edit-call-flow" "Call flow" "Edit other people’s call flow";
    EditGreetings "edit-greetings" "Call flow" "Edit group greetings and the call menu";
    SeeAllHistory "see-all-history" "Activity" "See everyone’s calls, voicemail and messages";
    ListenIn "listen-in" "Activity" "Listen in and join calls";
    ChangePlans "change-plans" "Account" "Change plans";
    BuySeats "buy-seats" "Account" "Buy seats";
    SeeBilling "see-billing" "Account" "See and pay invoices";
    ManageRoles "manage-roles" "Account" "Manage roles";
    SeeAudit "see-audit" "Account" "See the audit log and undo";
    ManageSettings "manage-settings" "Account" "Change account settings";
}

/// Built in or made by the account (R1, R2). Built-in roles can be neither deleted nor weakened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoleKind {
    Administrator,
    Manager,
    Agent,
    Custom,
}

impl RoleKind {
    pub fn slug(self) -> &'static str {
        match self {
            RoleKind::Administrator => "administrator",
            RoleKind::Manager => "manager",
            RoleKind::Agent => "agent",
            RoleKind::Custom => "custom",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        [RoleKind::Administrator, RoleKind::Manager, RoleKind::Agent, RoleKind::Custom]
            .into_iter()
            .find(|k| k.slug() == slug)
    }
}

crate::serde_by_word!(RoleKind, slug, from_slug);

/// Whom a role reaches (R2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeopleScope {
    Everyone,
    OwnGroups,
}

impl PeopleScope {
    pub fn slug(self) -> &'static str {
        match self {
            PeopleScope::Everyone => "everyone",
            PeopleScope::OwnGroups => "own-groups",
        }
    }

    /// As the Roles page says it.
    pub fn label(self) -> &'static str {
        match self {
            PeopleScope::Everyone => "Everyone",
            PeopleScope::OwnGroups => "Members of their own groups",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        [PeopleScope::Everyone, PeopleScope::OwnGroups].into_iter().find(|s| s.slug() == slug)
    }
}

crate::serde_by_word!(PeopleScope, slug, from_slug);

/// Which business numbers a role may use and hand on (R2, R6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberScope {
    All,
    OwnGroups,
    Held,
}

impl NumberScope {
    pub fn slug(self) -> &'static str {
        match self {
            NumberScope::All => "all",
            NumberScope::OwnGroups => "own-groups",
            NumberScope::Held => "held",
        }
    }

    /// As the Roles page says it.
    pub fn label(self) -> &'static str {
        match self {
            NumberScope::All => "All numbers",
            NumberScope::OwnGroups => "Numbers of their groups",
            NumberScope::Held => "The numbers they have",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        [NumberScope::All, NumberScope::OwnGroups, NumberScope::Held].into_iter().find(|s| s.slug() == slug)
    }
}

crate::serde_by_word!(NumberScope, slug, from_slug);

/// A role as policy needs it: all that decides, nothing that is only shown elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    pub id: RoleId,
    pub kind: RoleKind,
    pub name: String,
    pub description: String,
    pub permissions: BTreeSet<Permission>,
    /// Roles it may assign (R4). An Administrator may assign every role, also ones made later.
    pub may_assign: BTreeSet<RoleId>,
    pub people: PeopleScope,
    pub numbers: NumberScope,
}

impl Role {
    pub fn has(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    pub fn is_administrator(&self) -> bool {
        self.kind == RoleKind::Administrator
    }

    /// R4: whether this role may give `role` to somebody.
    pub fn may_assign(&self, role: RoleId) -> bool {
        self.is_administrator() || self.may_assign.contains(&role)
    }

    /// Administrator, Manager and Agent as every account begins with them (R1), under these ids in this order.
    pub fn built_in(ids: [RoleId; 3]) -> [Role; 3] {
        let role = |at: usize, kind, name: &str, description: &str, may_assign: &[RoleId], numbers| Role {
            id: ids[at],
            kind,
            name: name.to_owned(),
            description: description.to_owned(),
            permissions: Role::defaults(kind),
            may_assign: may_assign.iter().copied().collect(),
            people: PeopleScope::Everyone,
            numbers,
        };
        use {NumberScope as N, RoleKind as K};
        [
            role(0, K::Administrator, "Administrator", "Everything, billing included", &ids, N::All),
            role(1, K::Manager, "Manager", "Runs the team: people, numbers, groups", &ids[1..], N::Held),
            role(2, K::Agent, "Agent", "Makes and takes calls", &[], N::Held),
        ]
    }

    /// What a built-in role grants at least (R1); custom roles start empty.
    pub fn defaults(kind: RoleKind) -> BTreeSet<Permission> {
        use Permission::*;
        match kind {
            RoleKind::Administrator => Permission::ALL.iter().copied().collect(),
            RoleKind::Manager => BTreeSet::from([
                SeeTeam,
                InviteMembers,
                EditMembers,
                ResetPasswords,
                SuspendMembers,
                SuperviseMembers,
                DeleteMembers,
                ImportMembers,
                ExportMembers,
                ManageGroups,
                SeeNumbers,
                AssignNumbers,
                EditCallFlow,
                EditGreetings,
                SeeAllHistory,
                ListenIn,
                ChangePlans,
                SeeAudit,
            ]),
            RoleKind::Agent | RoleKind::Custom => BTreeSet::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r1_every_permission_keeps_its_word() {
        for p in Permission::ALL {
            assert_eq!(Permission::from_slug(p.slug()), Some(*p));
        }
        assert_eq!(Permission::from_slug("fly"), None);
    }

    #[test]
    fn r1_an_agent_starts_without_power_over_others() {
        assert!(Role::defaults(RoleKind::Agent).is_empty());
        assert!(!Role::defaults(RoleKind::Manager).contains(&Permission::ManageRoles));
    }
}
