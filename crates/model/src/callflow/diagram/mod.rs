//! A path as people read it: one drawn step below the other, each with its reason and the place where it is changed (N8, N9).
//!
//! What belongs here: which steps are shown and in what words. What does not: how they look (`app::pages::callflow`).

mod headline;
mod parts;
mod steps;
mod words;

#[cfg(test)]
mod tests;

pub use headline::{Headline, headline};
pub use steps::diagram;

use super::menu::Target;
use super::path::Skip;
use super::state::RoutingState;
use crate::zone::Offsets;
use crate::{Country, Extension, GroupId, MemberId, MenuId, NumberId, PersonName, PhoneNumber};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a step is about; pages have a picture for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepIcon {
    Incoming,
    Clock,
    Closed,
    Menu,
    Group,
    Screen,
    Phone,
    Forward,
    Outside,
    Voicemail,
    Loop,
    End,
}

/// Where a step is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeAt {
    Number(NumberId),
    Menu(MenuId),
    MenuHours(MenuId),
    Group(GroupId),
    Forwarding(MemberId),
    /// Screening, availability and greetings.
    Member(MemberId),
}

/// One person of a step, ringing or passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagramLeg {
    /// None where whoever looks may not see who it is.
    pub member: Option<MemberId>,
    pub name: String,
    pub initials: String,
    pub photo: Option<String>,
    pub extension: Option<Extension>,
    /// Why they are passed over; none: they ring.
    pub skip: Option<Skip>,
    pub why: String,
}

/// A line of a box: "1, Sales, 203" of a menu, "1, Mobile (503) 555-0118, 15 s" of forwarding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagramLine {
    pub mark: String,
    pub text: String,
    pub number: Option<String>,
    pub end: String,
}

/// One step as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagramStep {
    pub icon: StepIcon,
    pub title: String,
    /// Why it is so.
    pub why: String,
    /// What leads on to the next step.
    pub via: String,
    pub change: Option<ChangeAt>,
    /// Something is amiss: nobody answers, or it leads nowhere.
    pub bad: bool,
    pub rings: Vec<DiagramLeg>,
    pub skipped: Vec<DiagramLeg>,
    /// Members of a large group that were not looked at.
    pub unread: u64,
    pub lines: Vec<DiagramLine>,
    /// The caller's name is heard first, and taken with 1 or sent to voicemail with 2.
    pub screens: bool,
}

impl DiagramStep {
    fn new(icon: StepIcon, title: impl Into<String>, why: impl Into<String>) -> DiagramStep {
        DiagramStep {
            icon,
            title: title.into(),
            why: why.into(),
            via: String::new(),
            change: None,
            bad: false,
            rings: Vec::new(),
            skipped: Vec::new(),
            unread: 0,
            lines: Vec::new(),
            screens: false,
        }
    }

    fn at(mut self, change: ChangeAt) -> DiagramStep {
        self.change = Some(change);
        self
    }

    fn amiss(mut self) -> DiagramStep {
        self.bad = true;
        self
    }
}

/// Names beside those in the state: of what the keys of a menu lead to, which one call doesn't reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub members: BTreeMap<MemberId, (PersonName, Option<Extension>)>,
    pub groups: BTreeMap<GroupId, (String, Option<Extension>)>,
}

/// What drawing needs beside the path.
pub struct Drawing<'a> {
    pub state: &'a RoutingState,
    pub names: &'a Names,
    pub country: Country,
    pub zone: &'a Offsets,
    /// Whether whoever looks may know who a member is (R2).
    pub sees: &'a dyn Fn(MemberId) -> bool,
    /// The same of the numbers somebody is forwarded to (R12).
    pub sees_numbers: &'a dyn Fn(MemberId) -> bool,
    /// How the first step names the call.
    pub first: First,
}

/// How a drawing begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// "Outside call to (503) 555-0142": a question was asked.
    Asked,
    /// "Someone calls (503) 555-0142": it stands on a card.
    Card,
}

/// Whoever may not be seen.
const HIDDEN: &str = "A member outside your groups";

impl Drawing<'_> {
    fn member(&self, id: MemberId) -> String {
        if !(self.sees)(id) {
            return HIDDEN.to_owned();
        }
        let in_state = self.state.members.get(&id).map(|m| m.name.full());
        in_state
            .or_else(|| self.names.members.get(&id).map(|(name, _)| name.full()))
            .unwrap_or_else(|| "A former member".into())
    }

    fn group(&self, id: GroupId) -> String {
        let in_state = self.state.groups.get(&id).map(|g| g.name.clone());
        in_state
            .or_else(|| self.names.groups.get(&id).map(|(name, _)| name.clone()))
            .unwrap_or_else(|| "A deleted group".into())
    }

    fn menu(&self, id: MenuId) -> String {
        self.state.menus.get(&id).map_or_else(|| "A deleted menu".to_owned(), |menu| menu.name.clone())
    }

    #[cfg(feature = "parse")]
    fn number(&self, number: &PhoneNumber) -> String {
        number.shown_in(self.country)
    }

    /// The browser has no numbering plans: it shows the words that came along.
    #[cfg(not(feature = "parse"))]
    fn number(&self, number: &PhoneNumber) -> String {
        number.shown().to_owned()
    }

    /// The extension at the end of a key's line.
    fn extension(&self, target: &Target) -> String {
        let of_member = |id: &MemberId| {
            let in_state = self.state.members.get(id).and_then(|m| m.extension);
            in_state.or_else(|| self.names.members.get(id).and_then(|(_, extension)| *extension))
        };
        let of_group = |id: &GroupId| {
            let in_state = self.state.groups.get(id).and_then(|g| g.extension);
            in_state.or_else(|| self.names.groups.get(id).and_then(|(_, extension)| *extension))
        };
        let extension = match target {
            Target::Member(id) => of_member(id),
            Target::Group(id) => of_group(id),
            Target::Number(_) | Target::Voicemail(_) | Target::DialByName | Target::Menu(_) | Target::Repeat => None,
        };
        extension.map(|e| e.to_string()).unwrap_or_default()
    }
}
