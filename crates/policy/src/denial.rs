//! Why not, and who could instead. The same words are the tooltip, the bulk preview's reason and the 403's text.

use super::Verb;
use model::error::AppError;
use model::{MemberState, NumberScope, Permission, RoleKind};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A refusal with what its sentence needs (R3, R10). Travels from server to browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Denial {
    /// R3: the role lacks the permission; `managers`: whether Managers could do this.
    Needs { permission: Permission, managers: bool },
    /// Held to Administrators whatever a custom role grants.
    AdministratorsOnly { verb: Verb },
    /// R13.
    OnlyAdministratorsAdd,
    /// R4: giving this role.
    RoleAboveYou { role: String, kind: RoleKind },
    /// R5: touching someone who has this role.
    OutranksYou { verb: Verb, role: String, kind: RoleKind },
    /// R2: people scope.
    OutsideYourGroups { verb: Verb, name: String },
    /// R2: a group outside the people scope.
    GroupNotYours { group: String },
    /// R2: an invitation whose member would be out of reach.
    NewMemberNeedsYourGroup,
    /// R6.
    NumberOutOfReach { number: String },
    /// R7.
    Yourself { verb: Verb, administrator: bool },
    /// R7.
    LastAdministrator { name: String },
    /// T9: not at this point of a member's life.
    WrongState { verb: Verb, name: String, state: MemberState },
    /// M9.
    SupervisingReadOnly { name: String },
    /// M9.
    SupervisingCredentials { name: String },
    /// M9.
    SupervisingAlready { name: String },
    /// M9.
    NotSupervising,
    /// R1.
    BuiltInRole { role: String },
    /// R1.
    BelowDefaults { role: String, permission: Permission },
    /// R1: what a built-in role keeps beside its permissions.
    KeepsDefault { role: String, kept: String },
    /// R9.
    YourOwnRole { role: String },
    /// R9: giving what one lacks.
    GivesMore(Excess),
    /// R9: a role that could give more than it has.
    AssignsMoreThanItself { role: String, kind: RoleKind },
    /// R9: a role that others give would come to exceed theirs.
    AssignedByLess { role: String, by: String },
    /// N5.
    NotYourTask { verb: Verb },
    /// The target is gone or of another kind.
    NotThere,
}

/// What somebody would give without having it (R9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Excess {
    Permission(Permission),
    /// Reach over everyone, from a role that reaches its own groups.
    Everyone,
    Numbers(NumberScope),
}

impl Denial {
    /// Short and stable, for tests and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Denial::Needs { .. } => "permission",
            Denial::AdministratorsOnly { .. } => "admins-only",
            Denial::OnlyAdministratorsAdd => "adding-off",
            Denial::RoleAboveYou { .. } => "role-above",
            Denial::OutranksYou { .. } => "outranks",
            Denial::OutsideYourGroups { .. } => "scope",
            Denial::GroupNotYours { .. } => "group",
            Denial::NewMemberNeedsYourGroup => "no-group",
            Denial::NumberOutOfReach { .. } => "number",
            Denial::Yourself { .. } => "yourself",
            Denial::LastAdministrator { .. } => "last-admin",
            Denial::WrongState { .. } => "state",
            Denial::SupervisingReadOnly { .. } => "read-only",
            Denial::SupervisingCredentials { .. } => "credentials",
            Denial::SupervisingAlready { .. } => "nested",
            Denial::NotSupervising => "not-acting",
            Denial::BuiltInRole { .. } => "built-in",
            Denial::BelowDefaults { .. } | Denial::KeepsDefault { .. } => "defaults",
            Denial::YourOwnRole { .. } => "own-role",
            Denial::GivesMore(_) => "gives-more",
            Denial::AssignsMoreThanItself { .. } => "assigns-more",
            Denial::AssignedByLess { .. } => "given-by-less",
            Denial::NotYourTask { .. } => "not-yours",
            Denial::NotThere => "not-there",
        }
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Denial::Needs { permission, managers } => {
                let who = if *managers { "A Manager or an Administrator" } else { "An Administrator" };
                write!(f, "Your role doesn’t include “{}”. {who} can do it.", permission.label())
            }
            Denial::AdministratorsOnly { verb } => write!(f, "Only an Administrator can {}.", verb.on("members")),
            Denial::OnlyAdministratorsAdd => f.write_str("On this account only Administrators add members. Ask one of them."),
            Denial::RoleAboveYou { kind: RoleKind::Administrator, role } => write!(f, "Only an Administrator can give the role {role}."),
            Denial::RoleAboveYou { role, .. } => write!(f, "Your role may not assign the role {role}. An Administrator can."),
            Denial::OutranksYou { verb, role, kind: RoleKind::Administrator } => {
                write!(f, "Only an Administrator can {}.", verb.on(&with_article(role)))
            }
            Denial::OutranksYou { verb, role, .. } => {
                write!(f, "Your role may not assign the role {role}, so you can’t {}. An Administrator can.", verb.on(&with_article(role)))
            }
            Denial::OutsideYourGroups { verb, name } => write!(
                f,
                "Your role reaches members of your own groups, and {name} is in none of them. An Administrator can {}.",
                verb.on(name)
            ),
            Denial::GroupNotYours { group } => {
                write!(f, "{group} isn’t one of your groups, and your role reaches no further. An Administrator can do it.")
            }
            Denial::NewMemberNeedsYourGroup => f.write_str(
                "Your role reaches members of your own groups. Choose one of your groups for the new member, or ask an Administrator.",
            ),
            Denial::NumberOutOfReach { number } => {
                write!(f, "You may only hand on numbers you can use yourself, and {number} isn’t one of them. An Administrator can.")
            }
            Denial::Yourself { verb, administrator } => {
                let who = if *administrator { "Another Administrator" } else { "An Administrator" };
                write!(f, "You can’t {}. {who} can.", verb.on_yourself())
            }
            Denial::LastAdministrator { name } => {
                write!(f, "{name} is the only active Administrator, and an account keeps one. Make somebody else an Administrator first.")
            }
            Denial::WrongState { verb, name, state } => {
                let states: Vec<_> = verb.rule().states.iter().map(|s| s.label().to_lowercase()).collect();
                let (now, when) = (state.label().to_lowercase(), states.join(" or "));
                write!(f, "{name} is {now}. You can {} only while they are {when}.", verb.on("a member"))
            }
            Denial::SupervisingReadOnly { name } => {
                write!(f, "You are looking at {name}’s account read-only. Choose “Start acting” in the banner first.")
            }
            Denial::SupervisingCredentials { name } => write!(
                f,
                "You are supervising {name}. Passwords, PINs, sign-in and sessions stay untouched meanwhile. Exit and do it as yourself."
            ),
            Denial::SupervisingAlready { name } => write!(f, "You are already supervising {name}. Exit first."),
            Denial::NotSupervising => f.write_str("You aren’t supervising anybody. Choose “Supervise” in a member’s menu first."),
            Denial::BuiltInRole { role } => write!(f, "{role} is built in and stays as it is. Duplicate it to make a role of your own."),
            Denial::BelowDefaults { role, permission } => {
                write!(f, "{role} is built in and keeps “{}”. Duplicate it and take that from the copy.", permission.label())
            }
            Denial::KeepsDefault { role, kept } => write!(f, "{role} is built in and keeps {kept}. Duplicate it to make a role without."),
            Denial::YourOwnRole { role } => write!(f, "{role} is your own role. An Administrator with another role can change it."),
            Denial::GivesMore(excess) => write!(f, "You can’t give what your role lacks: {excess}. An Administrator can."),
            Denial::AssignsMoreThanItself { kind: RoleKind::Administrator, .. } => {
                f.write_str("Only Administrators can assign Administrator. Leave it out of the roles this one may assign.")
            }
            Denial::AssignsMoreThanItself { role, .. } => {
                write!(f, "{role} may do more than this role, so this role can’t assign it. Leave {role} out, or grant this role the same.")
            }
            Denial::AssignedByLess { role, by } => write!(
                f,
                "The role {by} may assign {role}, and would give more than it has. Take {role} off its list first, or duplicate {role}."
            ),
            Denial::NotYourTask { verb } => {
                write!(f, "You can {} only if it is yours. Whoever gave it or an Administrator can too.", verb.on("a member"))
            }
            Denial::NotThere => f.write_str("That isn’t there any more. Go back to the list and pick a row."),
        }
    }
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Excess::Permission(p) => write!(f, "“{}”", p.label()),
            Excess::Everyone => f.write_str("reach beyond your own groups"),
            Excess::Numbers(NumberScope::All) => f.write_str("use of all numbers"),
            Excess::Numbers(_) => f.write_str("use of group numbers"),
        }
    }
}

/// "an Administrator", "a Manager".
fn with_article(role: &str) -> String {
    let vowel = role.chars().next().is_some_and(|c| "AEIOUaeiou".contains(c));
    format!("{} {role}", if vowel { "an" } else { "a" })
}

impl From<Denial> for AppError {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::NotThere => AppError::NotFound(denial.to_string()),
            other => AppError::Denied(other.to_string()),
        }
    }
}
