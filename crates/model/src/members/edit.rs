//! Editing a member: the form as it travels, what it starts from, and where two versions differ (M6, M7).

use crate::slugs::slugs;
use crate::{Extension, GroupId, MemberId, MemberState, PersonName, RoleId};
use serde::{Deserialize, Serialize};

slugs! {
    /// What the edit form changes, in its order. The word is the input's name, the label stands at the field.
    EditField {
        First = "first", "First name";
        Last = "last", "Last name";
        SignIn = "sign_in", "Email";
        Mobile = "mobile", "Mobile number";
        TimeZone = "time_zone", "Time zone";
        Role = "role", "Role";
        Extension = "extension", "Extension";
        Availability = "availability", "Availability";
        Features = "features", "Call features";
        Supervises = "supervises", "Supervisor workspace";
        Groups = "groups", "Groups";
    }
}

/// Words of `features`.
pub const SCREENING: &str = "screening";
/// S6: a private (HIPAA) meeting bridge.
pub const PRIVATE_BRIDGE: &str = "private-bridge";
pub const DIAL_BY_NAME: &str = "dial-by-name";

/// The form as typed. `has` names the fields it carries: what is missing there is left as it is, so a field that somebody
/// may not change is neither sent nor emptied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemberForm {
    /// The version the form started from (M7).
    pub version: i64,
    pub has: Vec<String>,
    pub first: String,
    pub last: String,
    pub sign_in: String,
    pub mobile: String,
    pub time_zone: String,
    /// A role's id.
    pub role: String,
    pub extension: String,
    pub availability: String,
    /// [`SCREENING`], [`DIAL_BY_NAME`], [`PRIVATE_BRIDGE`]: those that are on.
    pub features: Vec<String>,
    /// "nobody", "everyone", or "groups" and their ids.
    pub supervises: Vec<String>,
    /// Ids of groups.
    pub groups: Vec<String>,
}

impl MemberForm {
    pub fn carries(&self, field: EditField) -> bool {
        self.has.iter().any(|name| name == field.slug())
    }

    /// One field as text; lists are sorted and joined by commas, so equal choices read the same.
    pub fn text(&self, field: EditField) -> String {
        match field {
            EditField::First => self.first.trim().to_owned(),
            EditField::Last => self.last.trim().to_owned(),
            EditField::SignIn => self.sign_in.trim().to_owned(),
            EditField::Mobile => self.mobile.trim().to_owned(),
            EditField::TimeZone => self.time_zone.trim().to_owned(),
            EditField::Role => self.role.trim().to_owned(),
            EditField::Extension => self.extension.trim().to_owned(),
            EditField::Availability => self.availability.clone(),
            EditField::Features => items(&self.features).join(","),
            EditField::Supervises => items(&self.supervises).join(","),
            EditField::Groups => items(&self.groups).join(","),
        }
    }

    /// The opposite of [`MemberForm::text`].
    pub fn set(&mut self, field: EditField, text: &str) {
        let list = || text.split(',').filter(|t| !t.is_empty()).map(str::to_owned).collect();
        match field {
            EditField::First => self.first = text.to_owned(),
            EditField::Last => self.last = text.to_owned(),
            EditField::SignIn => self.sign_in = text.to_owned(),
            EditField::Mobile => self.mobile = text.to_owned(),
            EditField::TimeZone => self.time_zone = text.to_owned(),
            EditField::Role => self.role = text.to_owned(),
            EditField::Extension => self.extension = text.to_owned(),
            EditField::Availability => self.availability = text.to_owned(),
            EditField::Features => self.features = list(),
            EditField::Supervises => self.supervises = list(),
            EditField::Groups => self.groups = list(),
        }
    }

    /// Fields that this form would change from what `saved` holds (M7: each gets a choice).
    pub fn differs(&self, saved: &MemberForm) -> Vec<EditField> {
        EditField::ALL.iter().copied().filter(|f| self.carries(*f) && self.text(*f) != saved.text(*f)).collect()
    }
}

/// The values of a list field: each may itself be a comma list (a radio of the conflict screen holds a whole choice).
/// Ids of groups without "groups" say nothing.
pub fn items(list: &[String]) -> Vec<String> {
    let mut all: Vec<String> =
        list.iter().flat_map(|v| v.split(',')).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect();
    all.sort();
    all.dedup();
    // A choice beside the ids of groups that were ticked for another choice.
    if let Some(whole) = ["everyone", "nobody"].into_iter().find(|w| all.iter().any(|v| v == w)) {
        return vec![whole.to_owned()];
    }
    all
}

/// A word of `features` as people read it.
fn feature_words(feature: &str) -> &'static str {
    match feature {
        SCREENING => "Screen incoming calls",
        PRIVATE_BRIDGE => "Private meeting bridge",
        _ => "Dial by name",
    }
}

/// A role to choose, or why not (R4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChoice {
    pub id: RoleId,
    pub name: String,
    pub refused: Option<String>,
}

/// A group to join or leave, or why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupChoice {
    pub id: GroupId,
    pub name: String,
    pub extension: Option<Extension>,
    pub members: u32,
    pub refused: Option<String>,
    /// The same for watching it in the Supervisor workspace.
    pub watch_refused: Option<String>,
}

/// A field that is shown but not to be changed, and why (R10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedField {
    pub field: EditField,
    pub why: String,
}

/// All the edit drawer needs (M6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberEdit {
    pub id: MemberId,
    pub name: PersonName,
    pub state: MemberState,
    pub photo: Option<String>,
    /// Signs in by email; else by username.
    pub has_email: bool,
    /// As it is saved now; `has` names what the actor may change.
    pub form: MemberForm,
    pub refused: Vec<RefusedField>,
    pub roles: Vec<RoleChoice>,
    pub groups: Vec<GroupChoice>,
    /// Why "everyone" can't be chosen for the Supervisor workspace.
    pub everyone_refused: Option<String>,
    pub free_extension: Option<Extension>,
    pub has_pin: bool,
    pub pin_refused: Option<String>,
    pub photo_refused: Option<String>,
    /// Why a private bridge can't be switched on (S6).
    pub bridge_refused: Option<String>,
}

impl MemberEdit {
    pub fn why_not(&self, field: EditField) -> Option<String> {
        self.refused.iter().find(|r| r.field == field).map(|r| r.why.clone())
    }

    /// A field's text in words people read: names in place of ids.
    pub fn in_words(&self, field: EditField, text: &str) -> String {
        let group = |id: &str| {
            self.groups.iter().find(|g| g.id.to_string() == id).map_or("A deleted group", |g| g.name.as_str())
        };
        let list = |all: Vec<&str>| if all.is_empty() { "None".to_owned() } else { all.join(", ") };
        let parts = || text.split(',').filter(|t| !t.is_empty());
        match field {
            EditField::Role => self
                .roles
                .iter()
                .find(|r| r.id.to_string() == text)
                .map_or("A deleted role".to_owned(), |r| r.name.clone()),
            EditField::Availability => {
                crate::Availability::from_slug(text).map_or(String::new(), |a| a.label().to_owned())
            }
            EditField::Features => list(parts().map(feature_words).collect()),
            EditField::Supervises if text == "everyone" => "Everyone".to_owned(),
            EditField::Supervises => list(parts().filter(|f| !matches!(*f, "nobody" | "groups")).map(group).collect()),
            EditField::Groups => list(parts().map(group).collect()),
            EditField::TimeZone if text.is_empty() => "The company’s".to_owned(),
            _ if text.is_empty() => "None".to_owned(),
            _ => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(first: &str, groups: &[&str]) -> MemberForm {
        let has = vec!["first".to_owned(), "groups".to_owned()];
        MemberForm {
            has,
            first: first.into(),
            groups: groups.iter().map(|g| (*g).to_owned()).collect(),
            ..Default::default()
        }
    }

    #[test]
    fn m7_only_fields_that_the_form_carries_and_that_differ_need_a_choice() {
        let saved = MemberForm { mobile: "(503) 555-0142".into(), ..form("Kofi", &["b", "a"]) };
        assert_eq!(form(" Kofi ", &["a,b"]).differs(&saved), []);
        assert_eq!(form("Kofie", &[""]).differs(&saved), [EditField::First, EditField::Groups]);
    }

    #[test]
    fn m7_each_field_survives_the_way_through_text() {
        let mut copy = MemberForm::default();
        let typed = MemberForm { features: vec![SCREENING.into(), DIAL_BY_NAME.into()], ..form("Kofi", &["x", "y"]) };
        for field in EditField::ALL {
            copy.set(*field, &typed.text(*field));
        }
        assert!(EditField::ALL.iter().all(|f| copy.text(*f) == typed.text(*f)));
    }

    #[test]
    fn t1_supervising_everyone_leaves_out_groups_ticked_before() {
        assert_eq!(items(&["everyone".into(), "b".into()]), ["everyone"]);
        assert_eq!(items(&["groups".into(), "b,a".into(), String::new()]), ["a", "b", "groups"]);
    }
}
