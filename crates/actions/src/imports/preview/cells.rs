//! Single cells: words of the role, plan and status columns, values mended on the page.

use files::imports::split_full_name;
use model::imports::{Arrival, Choices, Draft, Field, TypedNumber};
use model::{Plan, RoleKind};
use store::imports::snapshot::{KnownRole, Snapshot};
use store::search::fold;

/// What a word of the role column means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleMeaning<'a> {
    Is(&'a KnownRole),
    /// Not a role of the account; imported as the plain one unless a person matches it.
    Word,
}

/// By name whatever its case and accents, by a person's choice, or by the one word that can't be mistaken.
pub fn role_meaning<'a>(word: &str, known: &'a Snapshot, choices: &Choices) -> RoleMeaning<'a> {
    let key = fold(word.trim());
    let chosen = choices.roles.get(&key).and_then(|id| known.role(*id));
    let named = || known.roles.iter().find(|r| fold(&r.name) == key);
    let built_in = || {
        let kind = match key.as_str() {
            "admin"
            | "admins"
            | "administrators"
            | "account administrator"
            | "admin user"
            | "super admin"
            | "super administrator" => RoleKind::Administrator,
            "managers" => RoleKind::Manager,
            "agents" | "service user" | "regular user" => RoleKind::Agent,
            _ => return None,
        };
        known.roles.iter().find(|r| r.kind == kind)
    };
    chosen.or_else(named).or_else(built_in).map_or(RoleMeaning::Word, RoleMeaning::Is)
}

/// A word of the plan column: one of ours, or what a person matched it to; none: it says nothing here.
pub fn plan_meaning(word: &str, choices: &Choices) -> Option<Plan> {
    word.parse().ok().or_else(|| choices.plans.get(&fold(word.trim())).copied())
}

/// A word of the status column. `blocked`: the column says yes of those who may not sign in. None: it says nothing here, and a
/// person hasn't matched it.
pub fn status_meaning(word: &str, blocked: bool, choices: &Choices) -> Option<Arrival> {
    const MAY: [&str; 19] = [
        "active",
        "enabled",
        "activated",
        "invited",
        "pending",
        "staged",
        "provisioned",
        "registered",
        "online",
        "offline",
        "aktiv",
        "actif",
        "active user",
        "activo",
        "attivo",
        "not activated",
        "password expired",
        "recovery",
        "ok",
    ];
    const MAY_NOT: [&str; 21] = [
        "suspended",
        "inactive",
        "disabled",
        "deactivated",
        "blocked",
        "locked",
        "locked out",
        "locked_out",
        "deprovisioned",
        "archived",
        "deleted",
        "terminated",
        "gesperrt",
        "inaktiv",
        "inactif",
        "suspendu",
        "suspendido",
        "inactivo",
        "sospeso",
        "frozen",
        "unlicensed",
    ];
    let key = fold(word.trim());
    let may = match key.as_str() {
        "yes" | "true" | "1" | "y" | "ja" | "oui" | "si" | "x" => Some(!blocked),
        "no" | "false" | "0" | "n" | "nein" | "non" => Some(blocked),
        word if MAY.contains(&word) => Some(true),
        word if MAY_NOT.contains(&word) => Some(false),
        _ => None,
    };
    let meant = may.map(|may| if may { Arrival::Invited } else { Arrival::Suspended });
    choices.statuses.get(&key).copied().or(meant)
}

/// The draft with what a person typed on the page in place of the cells; an emptied field counts as a blank cell.
pub fn mended(mut draft: Draft, choices: &Choices) -> Draft {
    let Some(fixes) = choices.fixes.get(&draft.line) else { return draft };
    for (field, value) in fixes {
        let value = Some(value.trim().to_owned()).filter(|v| !v.is_empty());
        draft.spare.retain(|spare| spare.field != *field);
        match field {
            Field::FirstName => draft.first_name = value,
            Field::LastName => draft.last_name = value,
            Field::FullName => {
                let split = value.as_deref().map(split_full_name);
                draft.first_name = split.as_ref().map(|s| s.first.clone()).filter(|n| !n.is_empty());
                draft.last_name = split.as_ref().map(|s| s.last.clone()).filter(|n| !n.is_empty());
                draft.name_split = split;
            }
            Field::Email => draft.email = value,
            Field::Username => draft.username = value,
            Field::Role => draft.role = value,
            Field::Extension => {
                draft.extension = value.as_deref().map(files::imports::extension).filter(|v| !v.is_empty())
            }
            Field::DirectNumber => draft.direct_number = value,
            Field::Plan => draft.plan = value,
            Field::Mobile => draft.mobile = value,
            Field::TimeZone => draft.time_zone = value,
            Field::Status => draft.status = value,
            Field::Forwarding1 | Field::Forwarding2 | Field::Forwarding3 => {
                draft.forwarding.retain(|n| n.from != *field);
                draft.forwarding.extend(value.map(|value| TypedNumber { from: *field, value }));
                draft.forwarding.sort_by_key(|n| n.from);
            }
            Field::Groups | Field::DontImport => {}
        }
    }
    draft
}
