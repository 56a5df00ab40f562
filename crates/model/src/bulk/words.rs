//! What a bulk change is called: the dialog's title, its summary, its button, and what is said afterwards (K3, K6).

use crate::bulk::{BulkKind, BulkOutcome, BulkPreview};

/// "1 member", "1,204 members".
pub fn members(n: u64) -> String {
    if n == 1 { "1 member".to_owned() } else { format!("{} members", grouped(n)) }
}

/// "1 grant", "1,204 grants".
fn grants(n: u64) -> String {
    if n == 1 { "1 grant".to_owned() } else { format!("{} grants", grouped(n)) }
}

/// 1204 as "1,204".
fn grouped(n: u64) -> String {
    let mut digits = n.to_string();
    let mut at = digits.len();
    while at > 3 {
        at -= 3;
        digits.insert(at, ',');
    }
    digits
}

/// "a Manager", "an Agent".
fn with_article(role: &str) -> String {
    let vowel = role.chars().next().is_some_and(|c| "AEIOUaeiou".contains(c));
    format!("{} {role}", if vowel { "an" } else { "a" })
}

impl BulkKind {
    /// So many of what it counts: members, or grants of a number to a member.
    pub fn counted(self, n: u64) -> String {
        if self.is_of_pairs() { grants(n) } else { members(n) }
    }

    /// The dialog's title.
    pub fn title(self, selected: u64) -> String {
        let whom = self.counted(selected);
        match self {
            BulkKind::AssignNumber => format!("Assign a number to {whom}"),
            BulkKind::RemoveNumber => format!("Remove a number from {whom}"),
            BulkKind::ChangeRole => format!("Change role of {whom}"),
            BulkKind::ChangePlan => format!("Change plan of {whom}"),
            BulkKind::AddToGroup => format!("Add {whom} to a group"),
            BulkKind::Suspend => format!("Suspend {whom}"),
            BulkKind::Reactivate => format!("Reactivate {whom}"),
            BulkKind::ResendInvitations => format!("Resend invitations to {whom}"),
            BulkKind::Export => format!("Export {whom}"),
            BulkKind::Delete => format!("Delete {whom}"),
            BulkKind::Import => format!("Import {whom}"),
            BulkKind::GrantNumbers => format!("Make {whom}"),
            BulkKind::RevokeNumbers => format!("Take back {whom}"),
        }
    }

    /// The label of what is chosen.
    pub fn choice_label(self) -> &'static str {
        match self {
            BulkKind::AssignNumber | BulkKind::RemoveNumber => "Number for outgoing calls and messages",
            BulkKind::ChangeRole => "New role",
            BulkKind::ChangePlan => "New plan",
            BulkKind::AddToGroup => "Group",
            // Nothing is chosen.
            BulkKind::Suspend
            | BulkKind::Reactivate
            | BulkKind::ResendInvitations
            | BulkKind::Export
            | BulkKind::Delete
            | BulkKind::Import
            | BulkKind::GrantNumbers
            | BulkKind::RevokeNumbers => self.label(),
        }
    }

    /// What those are who stay as they are.
    fn already(self, to: &str) -> String {
        match self {
            BulkKind::ChangeRole => format!("already {}", with_article(to)),
            BulkKind::AssignNumber => format!("already with {to}"),
            BulkKind::RemoveNumber => format!("without {to}"),
            BulkKind::ChangePlan => format!("already on {to}"),
            BulkKind::AddToGroup => format!("already in {to}"),
            BulkKind::Suspend => "already suspended".to_owned(),
            BulkKind::Reactivate => "already active".to_owned(),
            BulkKind::Import => "already as in the file".to_owned(),
            BulkKind::GrantNumbers => "there already".to_owned(),
            BulkKind::RevokeNumbers => "not there anyway".to_owned(),
            BulkKind::Delete | BulkKind::ResendInvitations | BulkKind::Export => "as it should be".to_owned(),
        }
    }

    /// The sentence beside somebody who stays as they are.
    pub fn already_sentence(self, to: &str) -> String {
        let words = self.already(to);
        let mut letters = words.chars();
        letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
    }
}

impl BulkPreview {
    /// The first half of the summary: "2 members will change;"
    pub fn summary_head(&self) -> String {
        match self.change {
            0 if self.single => "Nothing will change".to_owned(),
            _ if self.single => format!("{} will be as before", self.to),
            0 if self.kind.is_of_pairs() => "Nothing will change".to_owned(),
            0 => "Nobody will change".to_owned(),
            n => format!("{} will change", self.kind.counted(n)),
        }
    }

    /// The rest: "1 already a Manager stays; 1 you can’t change: Administrator."
    pub fn summary_rest(&self) -> String {
        if self.single {
            let kept = self.refused.iter().map(|r| r.short.as_str()).collect::<Vec<_>>().join(" and ");
            return match (self.change, kept.is_empty()) {
                (0, false) => format!("{kept} stays."),
                (0, true) => "it is as before already.".to_owned(),
                (_, false) => format!("but for {kept}."),
                (_, true) => String::new(),
            };
        }
        let mut parts = Vec::new();
        if self.already > 0 {
            let stays = if self.already == 1 { "stays" } else { "stay" };
            let what = if self.undoes.is_some() { "as before already".to_owned() } else { self.kind.already(&self.to) };
            parts.push(format!("{} {what} {stays}", grouped(self.already)));
        }
        let refused = self.refused_members();
        if refused > 0 {
            let shorts: Vec<&str> = self.refused.iter().map(|r| r.short.as_str()).collect();
            parts.push(format!("{} you can’t change: {}", grouped(refused), shorts.join(", ")));
        }
        if parts.is_empty() { String::new() } else { format!("{}.", parts.join("; ")) }
    }

    /// The one button that says what it will do.
    pub fn button(&self) -> String {
        let whom = self.kind.counted(self.change);
        if self.single {
            return format!("Undo for {}", self.to);
        }
        if self.undoes.is_some() {
            return format!("Undo for {whom}");
        }
        let to = &self.to;
        match self.kind {
            BulkKind::ChangeRole if self.change == 1 => format!("Make 1 member {}", with_article(to)),
            BulkKind::ChangeRole => format!("Make {whom} {to}s"),
            BulkKind::AssignNumber => format!("Assign {to} to {whom}"),
            BulkKind::RemoveNumber => format!("Remove {to} from {whom}"),
            BulkKind::ChangePlan => format!("Move {whom} to {to}"),
            BulkKind::AddToGroup => format!("Add {whom} to {to}"),
            BulkKind::Suspend => format!("Suspend {whom}"),
            BulkKind::Reactivate => format!("Reactivate {whom}"),
            BulkKind::ResendInvitations => format!(
                "Resend {}",
                if self.change == 1 {
                    "1 invitation".to_owned()
                } else {
                    format!("{} invitations", grouped(self.change))
                }
            ),
            BulkKind::Export | BulkKind::Delete => format!("Delete {whom}"),
            BulkKind::Import => match (self.new, self.change - self.new) {
                (0, 0) => "Import".to_owned(),
                (new, 0) => format!("Import {}", members(new)),
                (0, old) => format!("Change {}", members(old)),
                (new, old) => format!("Import {}, change {}", members(new), grouped(old)),
            },
            BulkKind::GrantNumbers | BulkKind::RevokeNumbers if self.change == 0 => "Nothing to do".to_owned(),
            BulkKind::GrantNumbers => format!("Make {whom}"),
            BulkKind::RevokeNumbers => format!("Take back {whom}"),
        }
    }
}

impl BulkOutcome {
    /// What is said once it is done.
    pub fn said(&self) -> String {
        let (whom, to, are) = (self.kind.counted(self.changed), &self.to, if self.changed == 1 { "is" } else { "are" });
        let rest =
            if self.refused > 0 { format!(", {} could not be changed", grouped(self.refused)) } else { String::new() };
        if self.single {
            let rest = if self.refused > 0 { "; what can’t be set back stays" } else { "" };
            return format!("Undone for {to}{rest}");
        }
        if self.undo {
            return format!("Undone for {whom}{rest}");
        }
        let done = match self.kind {
            BulkKind::ChangeRole if self.changed == 1 => format!("1 member is now {}", with_article(to)),
            BulkKind::ChangeRole => format!("{whom} are now {to}s"),
            BulkKind::AssignNumber => format!("{to} assigned to {whom}"),
            BulkKind::RemoveNumber => format!("{to} removed from {whom}"),
            BulkKind::ChangePlan => format!("{whom} {are} now on {to}"),
            BulkKind::AddToGroup => format!("{whom} added to {to}"),
            BulkKind::Suspend => format!("{whom} suspended"),
            BulkKind::Reactivate => format!("{whom} {are} active again"),
            BulkKind::ResendInvitations => format!("{whom} invited again"),
            BulkKind::Export | BulkKind::Delete => format!("{whom} deleted"),
            BulkKind::Import => return self.imported(),
            BulkKind::GrantNumbers => format!("{whom} made"),
            BulkKind::RevokeNumbers => format!("{whom} taken back"),
        };
        format!("{done}{rest}")
    }
}

impl BulkOutcome {
    /// "28 members added, 1 member changed": the file's other rows are told below it (I1).
    fn imported(&self) -> String {
        match (self.new, self.changed - self.new) {
            (0, 0) => "Nothing had to change".to_owned(),
            (new, 0) => format!("{} added", members(new)),
            (0, old) => format!("{} changed", members(old)),
            (new, old) => format!("{} added, {} changed", members(new), members(old)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::{Reason, StaysFor};

    fn plan(change: u64, already: u64, refused: u64) -> BulkPreview {
        let reason = Reason {
            sentence: "Only an Administrator can change an Administrator’s role.".into(),
            short: "Administrator".into(),
            members: refused,
        };
        BulkPreview {
            selected: change + already + refused,
            change,
            already,
            refused: if refused > 0 { vec![reason] } else { vec![] },
            ..BulkPreview::new(BulkKind::ChangeRole, "Manager".into())
        }
    }

    #[test]
    fn k3_the_plan_reads_as_drawn() {
        let plan = plan(2, 1, 1);
        assert_eq!(plan.kind.title(plan.selected), "Change role of 4 members");
        assert_eq!(plan.summary_head(), "2 members will change");
        assert_eq!(plan.summary_rest(), "1 already a Manager stays; 1 you can’t change: Administrator.");
        assert_eq!(plan.button(), "Make 2 members Managers");
        assert_eq!(plan.kind.already_sentence("Manager"), "Already a Manager.");
    }

    #[test]
    fn g2_a_single_change_tells_what_was_changed_again_from_what_a_rule_forbids() {
        let reason = |short: StaysFor| Reason { sentence: String::new(), short: short.part().to_owned(), members: 1 };
        let single = |change, refused: &[StaysFor]| BulkPreview {
            change,
            refused: refused.iter().copied().map(reason).collect(),
            single: true,
            ..BulkPreview::new(BulkKind::ChangeRole, "Support".into())
        };
        let says = |plan: BulkPreview| format!("{}; {}", plan.summary_head(), plan.summary_rest());
        assert_eq!(says(single(0, &[StaysFor::NotYours])), "Nothing will change; what is not yours to change stays.");
        assert_eq!(
            says(single(0, &[StaysFor::ChangedAgain])),
            "Nothing will change; what was changed again since stays."
        );
        assert_eq!(
            says(single(1, &[StaysFor::ChangedAgain])),
            "Support will be as before; but for what was changed again since."
        );
        let both = single(0, &[StaysFor::ChangedAgain, StaysFor::NotYours]);
        assert_eq!(both.summary_rest(), "what was changed again since and what is not yours to change stays.");
        assert_eq!(says(single(0, &[])), "Nothing will change; it is as before already.");
    }

    #[test]
    fn k3_one_and_nobody_read_well_too() {
        assert_eq!(plan(1, 0, 0).button(), "Make 1 member a Manager");
        assert_eq!(
            (plan(0, 2, 0).summary_head(), plan(0, 2, 0).summary_rest()),
            ("Nobody will change".into(), "2 already a Manager stay.".into())
        );
        assert_eq!(plan(1_204, 0, 0).button(), "Make 1,204 members Managers");
    }

    #[test]
    fn n1_a_change_of_pairs_counts_grants() {
        let plan = BulkPreview { kind: BulkKind::GrantNumbers, to: String::new(), ..plan(2, 1, 3) };
        assert_eq!((plan.summary_head(), plan.button()), ("2 grants will change".into(), "Make 2 grants".into()));
        assert_eq!(plan.summary_rest(), "1 there already stays; 3 you can’t change: Administrator.");
        let none = BulkPreview { change: 0, kind: BulkKind::RevokeNumbers, ..plan };
        assert_eq!((none.summary_head(), none.button()), ("Nothing will change".into(), "Nothing to do".into()));
    }
}
