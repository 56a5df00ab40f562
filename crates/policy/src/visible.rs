//! What each role gets to see: pages, columns, orders and filters (R12). Navigation and queries ask here.

use super::{Action, Denial, Target, check};
use model::sessions::Actor;
use model::slugs::slugs;
use model::team::{Column, FilterKind, SortBy, TeamQuery};
use model::{Permission, Role};

slugs! {
    /// The pages, in the order of the navigation.
    Page {
        Team = "team", "Team";
        Groups = "groups", "Groups";
        Numbers = "numbers", "Numbers";
        CallFlow = "call-flow", "Call flow";
        Calls = "calls", "Calls";
        Voicemail = "voicemail", "Voicemail";
        Messages = "messages", "Messages";
        Tasks = "tasks", "Tasks";
        Health = "health", "Health board";
        Roles = "roles", "Roles";
        Billing = "billing", "Billing";
        Audit = "audit", "Audit log";
        Settings = "settings", "Settings";
        Profile = "profile", "Your profile";
    }
}

impl Page {
    /// Opens, or says why not. Team, calls, voicemail, messages and tasks open for all, each with what one may see.
    pub fn opens(self, actor: &Actor) -> Result<(), Denial> {
        let action = match self {
            Page::Team | Page::Calls | Page::Voicemail | Page::Messages | Page::Tasks | Page::Profile => {
                Action::SeeDirectory
            }
            Page::Groups => Action::SeeGroups,
            Page::Numbers => Action::SeeNumbers,
            Page::CallFlow if actor.role.has(Permission::EditGreetings) || actor.role.has(Permission::EditCallFlow) => {
                Action::SeeDirectory
            }
            Page::CallFlow => return Err(Denial::Needs { permission: Permission::EditCallFlow, managers: true }),
            Page::Health => Action::SeeHealth,
            Page::Roles => Action::SeeRoles,
            Page::Billing => Action::SeeBilling,
            Page::Audit => Action::SeeAudit,
            Page::Settings => Action::SeeSettings,
        };
        check(actor, action, Target::Account).map(|_| ())
    }
}

/// The navigation of this actor.
pub fn pages(actor: &Actor) -> Vec<Page> {
    Page::ALL.iter().copied().filter(|page| page.opens(actor).is_ok()).collect()
}

/// Whether rows are whole. Without it they hold name, photo, extension and presence, only active members are listed, and
/// search looks at names and extensions alone: a match on a hidden field would give it away.
pub fn sees_whole_team(role: &Role) -> bool {
    role.has(Permission::SeeTeam)
}

/// Columns beside the name.
pub fn columns(role: &Role) -> &'static [Column] {
    if sees_whole_team(role) { Column::ALL } else { &[Column::Status, Column::Extension] }
}

/// Orders: by a hidden column they would show what it holds.
pub fn sorts(role: &Role) -> &'static [SortBy] {
    TeamSight::of(role).sorts
}

/// Filters, for the same reason.
pub fn filters(role: &Role) -> &'static [FilterKind] {
    TeamSight::of(role).filters
}

/// What a role sees of the team's rows, and by what it may ask for them (R12). Made here; the store keeps to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamSight {
    /// See [`sees_whole_team`].
    pub whole: bool,
    pub sorts: &'static [SortBy],
    pub filters: &'static [FilterKind],
}

impl TeamSight {
    pub const WHOLE: TeamSight = TeamSight { whole: true, sorts: SortBy::ALL, filters: FilterKind::ALL };
    pub const DIRECTORY: TeamSight = TeamSight {
        whole: false,
        sorts: &[SortBy::Name, SortBy::Extension, SortBy::Status],
        filters: &[FilterKind::Status],
    };

    pub fn of(role: &Role) -> TeamSight {
        if sees_whole_team(role) { TeamSight::WHOLE } else { TeamSight::DIRECTORY }
    }

    /// A query without the filters and orders of what is hidden; the order then is the usual one, from its beginning.
    pub fn narrow(&self, mut query: TeamQuery) -> TeamQuery {
        query.filter.values.retain(|value| self.filters.contains(&value.kind()));
        if !self.sorts.contains(&query.sort) {
            query = TeamQuery { sort: TeamQuery::default().sort, descending: false, cursor: None, ..query };
        }
        query
    }
}
