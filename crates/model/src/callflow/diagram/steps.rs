//! From the steps of a path to those that are steps: what belongs together is one, what leads on stands between two.

use super::parts::how_long;
use super::words::{lasting, strategy};
use super::{ChangeAt, DiagramStep, Drawing, StepIcon};
use crate::MenuId;
use crate::callflow::path::{CallPath, Step, What};
use crate::callflow::state::Call;

/// A path from top to bottom.
pub fn diagram(drawing: &Drawing<'_>, call: &Call, path: &CallPath) -> Vec<DiagramStep> {
    let mut steps: Vec<DiagramStep> = Vec::new();
    for (step, next) in path.steps.iter().zip(path.steps.iter().skip(1).map(Some).chain([None])) {
        if let Some(via) = drawing.leads_on(&step.what)
            && let Some(last) = steps.last_mut()
        {
            last.via = via;
        }
        steps.extend(drawing.step(call, step, next.map(|next| &next.what)));
    }
    steps
}

impl Drawing<'_> {
    /// What stands between two steps instead of being one.
    fn leads_on(&self, what: &What) -> Option<String> {
        match what {
            What::NothingPressed { menu, .. } => Some(self.silence(*menu)),
            What::KeyLeadsTo { key, .. } => Some(format!("Pressed {}", key.label())),
            What::ClosedLeadsTo { .. } => Some("While it is closed".to_owned()),
            What::GroupLeadsTo { group, to } => {
                let seconds = self.state.groups.get(group).map_or(0, |g| u32::from(g.wait_seconds));
                Some(self.unanswered(seconds, to))
            }
            What::RingsMember(_)
            | What::RingsGroup(_)
            | What::RingsMenu { .. }
            | What::NumberOfNobody
            | What::UnknownNumber
            | What::UnknownExtension
            | What::CallsOutside { .. }
            | What::CallerMayNot(_)
            | What::NotTheirNumber(_)
            | What::Hours { .. }
            | What::Greets { .. }
            | What::KeyUnused { .. }
            | What::KeyRepeats { .. }
            | What::ExtensionDialled(_)
            | What::ExtensionsNotDialled(_)
            | What::NoSuchExtension(_)
            | What::NoMenu
            | What::MenuAgain(_)
            | What::DialsByName
            | What::NotInDirectory
            | What::NothingSpelled
            | What::GroupRings { .. }
            | What::GroupWaits { .. }
            | What::NobodyCanAnswer { .. }
            | What::QueueFull { .. }
            | What::GroupAgain(_)
            | What::GroupGone(_)
            | What::Screens(_)
            | What::PhonesRing { .. }
            | What::PhonesSilent { .. }
            | What::Forwards { .. }
            | What::ForwardingOff(_)
            | What::MemberSkipped { .. }
            | What::OutsideRings(_)
            | What::Ends(_) => None,
        }
    }

    fn silence(&self, menu: MenuId) -> String {
        match self.state.menus.get(&menu).map_or(1, |m| m.plays) {
            1 => "Nothing pressed, after the greeting".to_owned(),
            plays => format!("Nothing pressed, after {plays} greetings"),
        }
    }

    /// None where the step before or after says it all.
    fn step(&self, call: &Call, step: &Step, next: Option<&What>) -> Option<DiagramStep> {
        use StepIcon::*;
        Some(match &step.what {
            What::RingsMember(_) | What::RingsGroup(_) | What::RingsMenu { .. } => self.arrival(call),
            What::NumberOfNobody => self.arrival(call).amiss(),
            What::UnknownNumber | What::UnknownExtension => self.arrival(call).amiss(),
            What::CallsOutside { caller, .. } => {
                let seen = caller.as_ref().map(|n| format!("Seen with {}", self.number(n))).unwrap_or_default();
                DiagramStep::new(Outside, "Rings a phone outside", seen)
            }
            What::CallerMayNot(member) => {
                let title = format!("{} may not call", self.member(*member));
                DiagramStep::new(End, title, "They are suspended, deleted or have not joined").amiss()
            }
            What::NotTheirNumber(member) => {
                let why = format!("{} may not use it", self.member(*member));
                DiagramStep::new(End, "That caller number is refused", why).amiss()
            }
            What::Hours { menu, opening } => {
                let (title, why) = self.opening(opening);
                let icon = if opening.is_open() { Clock } else { Closed };
                DiagramStep::new(icon, title, why).at(ChangeAt::MenuHours(*menu))
            }
            What::ClosedLeadsTo { menu, .. } => self.closed_greeting(*menu)?,
            What::Greets { menu } => self.greets(*menu, next)?,
            What::KeyLeadsTo { menu, key, target } => self.key(*menu, *key, target),
            What::KeyUnused { menu, key } => {
                self.in_menu(*menu, format!("presses {}", key.label()), "That key does nothing: the greeting again")
            }
            What::KeyRepeats { menu, key } => {
                self.in_menu(*menu, format!("presses {}", key.label()), "The greeting again")
            }
            What::ExtensionDialled(extension) => {
                DiagramStep::new(Menu, format!("Caller dials {extension}"), "Callers may dial extensions")
            }
            What::ExtensionsNotDialled(extension) => DiagramStep::new(
                Menu,
                format!("Caller dials {extension}"),
                "The account doesn’t let callers dial extensions: the greeting again",
            ),
            What::NoSuchExtension(extension) => {
                DiagramStep::new(Menu, format!("Caller dials {extension}"), "Nobody has it: the greeting again")
            }
            What::DialsByName => DiagramStep::new(Menu, "Dial by name", "Callers spell a name on the keypad"),
            What::NotInDirectory => DiagramStep::new(Menu, "Not found", "They can’t be dialled by name").amiss(),
            What::NothingSpelled => DiagramStep::new(Menu, "Nothing spelled", "The company takes a message"),
            What::NoMenu => DiagramStep::new(Menu, "There is no call menu", "The company takes a message").amiss(),
            What::MenuAgain(menu) => {
                let title = format!("{} again", self.menu(*menu));
                DiagramStep::new(Loop, title, "Nothing pressed goes round: the company takes a message").amiss()
            }
            What::NothingPressed { .. } | What::GroupLeadsTo { .. } => return None,
            What::GroupRings { group, strategy: how, rings, skipped, unread } => {
                let title = format!("{} rings, {}", self.group(*group), strategy(*how));
                let why = self.state.groups.get(group).map(how_long).unwrap_or_default();
                let step = DiagramStep::new(Group, title, why).at(ChangeAt::Group(*group));
                self.with_people(step, call.at, rings, skipped, *unread)
            }
            What::GroupWaits { group, seconds, skipped, unread } => {
                let title = format!("Callers of {} wait", self.group(*group));
                let why = format!("Everybody who could answer is busy. Up to {}", lasting(u32::from(*seconds)));
                let step = DiagramStep::new(Group, title, why).at(ChangeAt::Group(*group));
                self.with_people(step, call.at, &[], skipped, *unread)
            }
            What::NobodyCanAnswer { group, skipped, unread } => {
                let title = format!("{} rings nobody", self.group(*group));
                let why = if skipped.is_empty() { "It has no members" } else { "Nobody can answer now" };
                let step = DiagramStep::new(Group, title, why).at(ChangeAt::Group(*group)).amiss();
                self.with_people(step, call.at, &[], skipped, *unread)
            }
            What::QueueFull { group, length } => {
                let why = format!("{length} callers wait already, and no more may");
                DiagramStep::new(Group, format!("{}’s queue is full", self.group(*group)), why)
                    .at(ChangeAt::Group(*group))
            }
            What::GroupAgain(group) => {
                let why = "This call was there before: its voicemail ends the round";
                DiagramStep::new(Loop, format!("{} again", self.group(*group)), why).at(ChangeAt::Group(*group)).amiss()
            }
            What::GroupGone(_) => {
                DiagramStep::new(Group, "A group that was deleted", "The company takes a message").amiss()
            }
            What::Screens(member) => {
                let why = format!("{} hears who calls first", self.member(*member));
                let mut step = DiagramStep::new(Screen, "Screen the caller", why).at(ChangeAt::Member(*member));
                (step.screens, step.via) = (true, "Press 1".to_owned());
                step
            }
            What::PhonesRing { member, seconds, second_call } => {
                let busy = if *second_call { ", as a second call: they are on one" } else { "" };
                let why = format!("For {}{busy}", lasting(u32::from(*seconds)));
                let title = format!("{}’s phones and apps ring", self.member(*member));
                let mut step = DiagramStep::new(Phone, title, why).at(ChangeAt::Member(*member));
                step.via = "No answer".to_owned();
                step
            }
            What::PhonesSilent { member, why } => {
                let title = format!("{}’s phones stay silent", self.member(*member));
                let mut step = DiagramStep::new(Phone, title, self.silent(*why, call.at)).at(ChangeAt::Member(*member));
                step.via = "At once".to_owned();
                step
            }
            What::Forwards { member, numbers } => self.forwards(*member, *numbers),
            What::ForwardingOff(member) => {
                let why = "The numbers are kept, and not rung";
                DiagramStep::new(Forward, "Forwarding is off", why).at(ChangeAt::Forwarding(*member))
            }
            What::MemberSkipped { member, why } => {
                let title = format!("{} doesn’t ring", self.member(*member));
                DiagramStep::new(Phone, title, self.skip(*why, call.at)).at(ChangeAt::Member(*member)).amiss()
            }
            What::OutsideRings(number) => {
                DiagramStep::new(Outside, format!("Ring {}", self.number(number)), "A phone outside of the company")
            }
            What::Ends(end) => self.ends(*end),
        })
    }
}
