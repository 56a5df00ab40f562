//! Editing a member: the form as it travels, what it starts from, and where two versions differ (M6, M7).

use crate::Version;
use crate::chosen::Chosen;
use crate::members::SupervisorChoice;
use crate::slugs::slugs;
use crate::{Availability, Extension, GroupId, MemberId, MemberState, PersonName, RoleId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

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

slugs! {
    /// What the member's calls do, one switch each.
    CallFeature {
        Screening = "screening", "Screen incoming calls";
        DialByName = "dial-by-name", "Dial by name";
        /// S6: a private (HIPAA) meeting bridge.
        PrivateBridge = "private-bridge", "Private meeting bridge";
    }
}

impl fmt::Display for CallFeature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// The form: texts as typed, the rest as chosen. `has` names the fields it carries: what is missing there is left as it
/// is, so a field that somebody may not change is neither sent nor emptied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemberForm {
    /// The version the form started from (M7).
    pub version: Version,
    pub has: BTreeSet<EditField>,
    pub first: String,
    pub last: String,
    pub sign_in: String,
    pub mobile: String,
    pub time_zone: String,
    /// None: not chosen.
    pub role: Option<RoleId>,
    pub extension: String,
    /// None: not chosen.
    pub availability: Option<Availability>,
    /// Those that are on.
    pub features: Chosen<CallFeature>,
    pub supervises: SupervisorChoice,
    pub groups: Chosen<GroupId>,
}

impl MemberForm {
    pub fn carries(&self, field: EditField) -> bool {
        self.has.contains(&field)
    }

    /// One field as its inputs write it; sets are joined by commas.
    pub fn text(&self, field: EditField) -> String {
        match field {
            EditField::First => self.first.trim().to_owned(),
            EditField::Last => self.last.trim().to_owned(),
            EditField::SignIn => self.sign_in.trim().to_owned(),
            EditField::Mobile => self.mobile.trim().to_owned(),
            EditField::TimeZone => self.time_zone.trim().to_owned(),
            EditField::Role => self.role.map(|id| id.to_string()).unwrap_or_default(),
            EditField::Extension => self.extension.trim().to_owned(),
            EditField::Availability => self.availability.map(|a| a.slug().to_owned()).unwrap_or_default(),
            EditField::Features => self.features.to_string(),
            EditField::Supervises => self.supervises.to_string(),
            EditField::Groups => self.groups.to_string(),
        }
    }

    /// The opposite of [`MemberForm::text`]. None, and nothing is set, for a text that names nothing of its kind.
    pub fn set(&mut self, field: EditField, text: &str) -> Option<()> {
        match field {
            EditField::First => self.first = text.to_owned(),
            EditField::Last => self.last = text.to_owned(),
            EditField::SignIn => self.sign_in = text.to_owned(),
            EditField::Mobile => self.mobile = text.to_owned(),
            EditField::TimeZone => self.time_zone = text.to_owned(),
            EditField::Role => self.role = Some(text.parse().ok()?),
            EditField::Extension => self.extension = text.to_owned(),
            EditField::Availability => self.availability = Some(Availability::from_slug(text)?),
            EditField::Features => self.features = Chosen::parse(text)?,
            EditField::Supervises => self.supervises = SupervisorChoice::parse(text)?,
            EditField::Groups => self.groups = Chosen::parse(text)?,
        }
        Some(())
    }

    /// Takes one field from another form.
    pub fn take(&mut self, field: EditField, from: &MemberForm) {
        match field {
            EditField::First => self.first.clone_from(&from.first),
            EditField::Last => self.last.clone_from(&from.last),
            EditField::SignIn => self.sign_in.clone_from(&from.sign_in),
            EditField::Mobile => self.mobile.clone_from(&from.mobile),
            EditField::TimeZone => self.time_zone.clone_from(&from.time_zone),
            EditField::Role => self.role = from.role,
            EditField::Extension => self.extension.clone_from(&from.extension),
            EditField::Availability => self.availability = from.availability,
            EditField::Features => self.features.clone_from(&from.features),
            EditField::Supervises => self.supervises.clone_from(&from.supervises),
            EditField::Groups => self.groups.clone_from(&from.groups),
        }
    }

    /// Whether this form would change a field from what `saved` holds.
    pub fn changes(&self, field: EditField, saved: &MemberForm) -> bool {
        self.carries(field) && self.text(field) != saved.text(field)
    }

    /// Fields that this form would change from what `saved` holds (M7: each gets a choice).
    pub fn differs(&self, saved: &MemberForm) -> Vec<EditField> {
        EditField::ALL.iter().copied().filter(|f| self.changes(*f, saved)).collect()
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
    /// Time zones to choose from, by their IANA names.
    pub time_zones: Vec<String>,
}

impl MemberEdit {
    pub fn why_not(&self, field: EditField) -> Option<String> {
        self.refused.iter().find(|r| r.field == field).map(|r| r.why.clone())
    }

    /// A field of a form in words people read: names in place of ids.
    pub fn in_words(&self, field: EditField, form: &MemberForm) -> String {
        let groups = |ids: &BTreeSet<GroupId>| {
            let name = |id| self.groups.iter().find(|g| g.id == id).map_or("A deleted group", |g| g.name.as_str());
            listed(ids.iter().map(|id| name(*id)))
        };
        match field {
            EditField::Role => {
                let role = self.roles.iter().find(|r| Some(r.id) == form.role);
                role.map_or("A deleted role".to_owned(), |r| r.name.clone())
            }
            EditField::Availability => form.availability.map(|a| a.label().to_owned()).unwrap_or_default(),
            EditField::Features => listed(form.features.iter().map(|feature| feature.label())),
            EditField::Supervises => match &form.supervises {
                SupervisorChoice::Everyone => "Everyone".to_owned(),
                SupervisorChoice::Nobody => listed([]),
                SupervisorChoice::Groups(ids) => groups(ids),
            },
            EditField::Groups => groups(&form.groups),
            EditField::TimeZone if form.time_zone.trim().is_empty() => "The company’s".to_owned(),
            EditField::First
            | EditField::Last
            | EditField::SignIn
            | EditField::Mobile
            | EditField::TimeZone
            | EditField::Extension => Some(form.text(field)).filter(|t| !t.is_empty()).unwrap_or_else(|| listed([])),
        }
    }
}

/// "Sales, Support", or "None".
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.into_iter().collect();
    if all.is_empty() { "None".to_owned() } else { all.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: GroupId = GroupId(1);
    const B: GroupId = GroupId(2);

    fn form(first: &str, groups: &[GroupId]) -> MemberForm {
        MemberForm {
            has: BTreeSet::from([EditField::First, EditField::Groups]),
            first: first.into(),
            groups: groups.iter().copied().collect(),
            ..Default::default()
        }
    }

    #[test]
    fn m7_only_fields_that_the_form_carries_and_that_differ_need_a_choice() {
        let saved = MemberForm { mobile: "(503) 555-0142".into(), ..form("Kofi", &[B, A]) };
        assert_eq!(form(" Kofi ", &[A, B]).differs(&saved), []);
        assert_eq!(form("Kofie", &[]).differs(&saved), [EditField::First, EditField::Groups]);
    }

    #[test]
    fn m7_each_field_survives_the_way_through_text_and_from_form_to_form() {
        let typed = MemberForm {
            role: Some(RoleId(3)),
            availability: Some(Availability::DoNotDisturb),
            features: [CallFeature::Screening, CallFeature::DialByName].into_iter().collect(),
            supervises: SupervisorChoice::Groups(BTreeSet::from([A])),
            ..form("Kofi", &[A, B])
        };
        let (mut read, mut taken) = (MemberForm::default(), MemberForm::default());
        for field in EditField::ALL {
            assert_eq!(read.set(*field, &typed.text(*field)), Some(()), "{}", field.slug());
            taken.take(*field, &typed);
        }
        let typed = MemberForm { has: BTreeSet::new(), ..typed };
        assert_eq!((&read, &taken), (&typed, &typed));
    }

    #[test]
    fn m7_a_hand_made_text_sets_nothing() {
        let mut saved = form("Kofi", &[A]);
        for (field, text) in [
            (EditField::Role, "boss"),
            (EditField::Availability, "asleep"),
            (EditField::Features, "screening,gold"),
            (EditField::Supervises, "groups,7"),
            (EditField::Groups, "7"),
        ] {
            assert_eq!(saved.set(field, text), None, "{text}");
        }
        assert_eq!(saved, form("Kofi", &[A]));
    }
}
