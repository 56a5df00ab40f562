//! Single cells: sentences taken apart into problem and fix, role words, values mended on the page.

use files::imports::split_full_name;
use model::RoleKind;
use model::imports::{Choices, Draft, Field, TypedNumber};
use store::imports::snapshot::{KnownRole, Snapshot};
use store::search::fold;

/// What a sentence of the parsers says is wrong, and what mends it: its last sentence, when it has more than one.
pub fn parted(text: &str) -> (String, String) {
    match text.trim_end_matches('.').rsplit_once(". ") {
        Some((problem, fix)) => (format!("{problem}."), format!("{fix}.")),
        None => (text.to_owned(), "Correct the cell.".to_owned()),
    }
}

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
            "admin" | "admins" | "administrators" | "account administrator" | "admin user" | "super admin" => {
                RoleKind::Administrator
            }
            "managers" => RoleKind::Manager,
            "agents" | "service user" | "regular user" => RoleKind::Agent,
            _ => return None,
        };
        known.roles.iter().find(|r| r.kind == kind)
    };
    chosen.or_else(named).or_else(built_in).map_or(RoleMeaning::Word, RoleMeaning::Is)
}

/// The draft with what a person typed on the page in place of the cells; an emptied field counts as a blank cell.
pub fn mended(mut draft: Draft, choices: &Choices) -> Draft {
    let Some(fixes) = choices.fixes.get(&draft.line) else { return draft };
    for (field, value) in fixes {
        let value = Some(value.trim().to_owned()).filter(|v| !v.is_empty());
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
            Field::Extension => draft.extension = value,
            Field::DirectNumber => draft.direct_number = value,
            Field::Plan => draft.plan = value,
            Field::Mobile => draft.mobile = value,
            Field::TimeZone => draft.time_zone = value,
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
