//! Inviting members: the form, what it offers, and what came of it (M1 to M4, S1, S2).

use crate::instant::Instant;
use crate::slugs::slugs;
use crate::{Extension, GroupId, MemberId, NumberId, PersonName, Plan, RoleId, Seats, SupervisorScope, Ticked};
use serde::{Deserialize, Serialize};

slugs! {
    /// How somebody joins: by a link sent to them (M1), or with a temporary password (M2).
    InviteBy {
        Email = "email", "Email";
        Username = "username", "Username";
    }
}

/// The form as it was filled in: texts as typed, the rest as chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    pub first_name: String,
    pub last_name: String,
    pub how: InviteBy,
    pub email: String,
    pub username: String,
    /// None: not chosen yet.
    pub role: Option<RoleId>,
    /// None: the account's default.
    pub plan: Option<Plan>,
    /// Empty: the lowest free one is given (M11).
    pub extension: String,
    pub forward_1: String,
    pub forward_2: String,
    pub forward_3: String,
    /// Business numbers for outgoing calls and messages.
    pub numbers: Vec<NumberId>,
    pub groups: Vec<GroupId>,
    pub available: Option<Ticked>,
    pub screening: Option<Ticked>,
    pub dial_by_name: Option<Ticked>,
    /// Whom they supervise; groups are those of the form.
    pub supervises: SupervisorScope,
    pub mobile: String,
    /// IANA name; empty: the company's.
    pub time_zone: String,
    /// Stay here for the next one.
    pub again: Option<Ticked>,
    /// Which numbers are looked for, as typed; nothing of the invitation.
    pub find: String,
}

/// Empty, by email, and without access to the Supervisor workspace.
impl Default for InviteForm {
    fn default() -> Self {
        InviteForm {
            first_name: String::new(),
            last_name: String::new(),
            how: InviteBy::Email,
            email: String::new(),
            username: String::new(),
            role: None,
            plan: None,
            extension: String::new(),
            forward_1: String::new(),
            forward_2: String::new(),
            forward_3: String::new(),
            numbers: Vec::new(),
            groups: Vec::new(),
            available: None,
            screening: None,
            dial_by_name: None,
            supervises: SupervisorScope::Nobody,
            mobile: String::new(),
            time_zone: String::new(),
            again: None,
            find: String::new(),
        }
    }
}

/// Somebody to give something to, or why not (R4, R6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleOffer {
    pub id: RoleId,
    pub name: String,
    pub about: String,
    /// Why the actor can't give it; none: they can.
    pub refused: Option<String>,
}

/// A business number for outgoing calls and messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberOffer {
    pub id: NumberId,
    pub shown: String,
    pub label: String,
}

/// Business numbers to choose from, as far as the actor may hand them on (R6): the first of many, or those that match what is typed,
/// and those chosen before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberOffers {
    pub numbers: Vec<NumberOffer>,
    /// How many more match.
    pub more: u64,
}

/// A group to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupOffer {
    pub id: GroupId,
    pub name: String,
    pub extension: Option<Extension>,
    pub members: u64,
}

/// All that the invite form offers to one actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteOffers {
    pub roles: Vec<RoleOffer>,
    pub numbers: NumberOffers,
    /// How many more numbers there are that the actor may not hand on.
    pub numbers_hidden: u64,
    /// Why no number at all can be given; none: those above can.
    pub numbers_refused: Option<String>,
    pub groups: Vec<GroupOffer>,
    pub groups_refused: Option<String>,
    /// Why Supervisor access can't be given.
    pub supervises_refused: Option<String>,
    /// Access to everyone, which fewer may give.
    pub everyone_refused: Option<String>,
    /// The lowest free one (M11); none: all are taken.
    pub extension: Option<Extension>,
    pub seats: Seats,
    /// Whether the actor may buy seats (S2).
    pub may_buy: bool,
    pub plan: Plan,
    /// A member just created with a username, for browsers without script: shown once.
    pub made: Option<Invited>,
    /// Time zones to choose from, by their IANA names.
    pub time_zones: Vec<String>,
}

/// What an invitation made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub id: MemberId,
    pub name: String,
    /// Email or username.
    pub sign_in: String,
    /// For a member without email, shown once (M2).
    pub temporary_password: Option<String>,
}

/// One pasted line of "Invite several at once".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastedLine {
    /// From 1.
    pub line: usize,
    pub text: String,
    pub name: PersonName,
    /// As it will be used; empty when it could not be read.
    pub email: String,
    /// What is wrong and what fixes it; none: fine.
    pub problem: Option<String>,
}

/// What an extension field says while somebody types (M11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionSay {
    /// The lowest free one.
    pub free: Option<Extension>,
    /// What is wrong with what was typed; none: it is free.
    pub problem: Option<String>,
}

/// A pending invitation (M4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    pub id: MemberId,
    pub name: PersonName,
    pub email: String,
    pub sent_at: Instant,
    pub expires_at: Instant,
    /// Why the last mail did not arrive.
    pub bounce: Option<String>,
    pub now: Instant,
    /// Why the address can't be corrected by this actor; none: it can.
    pub address_refused: Option<String>,
}

/// What an invitation's link opens (M3). A dead link tells nothing but who can send a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AcceptState {
    Open {
        name: PersonName,
        company: String,
        sign_in: String,
        inviter: String,
    },
    /// It did its work already.
    Used,
    /// A newer one was sent.
    Replaced,
    Expired {
        inviter: String,
    },
    /// The member was deleted meanwhile.
    Withdrawn {
        inviter: String,
    },
    Unknown,
}

/// What a password link opens (A2, M10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResetState {
    Open { name: PersonName, sign_in: String },
    Used,
    Replaced,
    Expired,
    Unknown,
}

/// Reads pasted addresses: one or more, parted by line breaks, commas or semicolons, each "address" or
/// "Name <address>". Blank pieces are skipped. Whether an address is right is for [`crate::EmailAddress`] to say.
pub fn read_pasted(text: &str) -> Vec<PastedLine> {
    let mut lines = Vec::new();
    for (i, line) in text.lines().enumerate() {
        for piece in pieces(line) {
            let (name, email) = match piece.rsplit_once('<') {
                Some((name, rest)) => {
                    (name.trim().trim_matches('"').trim(), rest.split('>').next().unwrap_or_default().trim())
                }
                None => ("", piece.trim_start_matches("mailto:")),
            };
            let name = if name.is_empty() { from_address(email) } else { split_name(name) };
            lines.push(PastedLine {
                line: i + 1,
                text: piece.to_owned(),
                name,
                email: email.to_owned(),
                problem: None,
            });
        }
    }
    lines
}

/// A comma inside quotes parts "Whitfield, Dana" from nothing.
fn pieces(line: &str) -> Vec<&str> {
    let mut quoted = false;
    line.split(|c: char| {
        quoted ^= c == '"';
        !quoted && matches!(c, ',' | ';' | '\t')
    })
    .map(str::trim)
    .filter(|piece| !piece.is_empty())
    .collect()
}

/// "Whitfield, Dana" and "Dana Whitfield": the last word is the last name.
fn split_name(name: &str) -> PersonName {
    let (first, last) = match name.split_once(',') {
        Some((last, first)) => (first.trim(), last.trim()),
        None => name.rsplit_once(char::is_whitespace).map_or((name, ""), |(first, last)| (first.trim(), last.trim())),
    };
    PersonName { first: first.to_owned(), last: last.to_owned() }
}

/// A name to start with, from "dana.whitfield@example.com".
fn from_address(email: &str) -> PersonName {
    let local = email.split('@').next().unwrap_or_default().split('+').next().unwrap_or_default();
    let mut words = local.split(['.', '_', '-']).filter(|w| !w.is_empty()).map(capital);
    PersonName { first: words.next().unwrap_or_default(), last: words.collect::<Vec<_>>().join(" ") }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, String)> {
        read_pasted(text).into_iter().map(|l| (l.name.first, l.name.last, l.email)).collect()
    }

    fn person(first: &str, last: &str, email: &str) -> (String, String, String) {
        (first.into(), last.into(), email.into())
    }

    #[test]
    fn m1_pasted_addresses_are_read_with_and_without_names() {
        let found = read(
            "Dana Whitfield <dana@example.com>\n\nkofi.mensah@example.com; \"Vega, Marisol\" <marisol@example.com>",
        );
        assert_eq!(found[0], person("Dana", "Whitfield", "dana@example.com"));
        assert_eq!(found[1], person("Kofi", "Mensah", "kofi.mensah@example.com"));
        assert_eq!(found[2], person("Marisol", "Vega", "marisol@example.com"));
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn m1_a_line_that_is_no_address_stays_to_be_told() {
        assert_eq!(read("Dana"), [person("Dana", "", "Dana")]);
        assert_eq!(read_pasted("a@b.example\n\nDana")[1].line, 3);
    }
}
