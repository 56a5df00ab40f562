//! "Why don't I see more?" (R10): what is hidden, the rule, and which of the account's roles may do it.

use super::nav::BUILT;
use crate::model::session::Me;
use crate::policy::{Action, Denial, Target, check};
use crate::ui::HiddenEntry;

/// The refusal's sentence, and the account's roles that have what it takes.
pub fn explain(me: &Me, denial: &Denial) -> String {
    let Denial::Needs { permission, .. } = denial else { return denial.to_string() };
    let roles = me.holders.iter().find(|h| h.permission == *permission).map(|h| h.roles.as_slice()).unwrap_or_default();
    if roles.is_empty() { denial.to_string() } else { format!("{denial} Roles that have it: {}.", roles.join(", ")) }
}

/// Pages that this person's role hides.
pub fn hidden_pages(me: &Me) -> Vec<HiddenEntry> {
    let closed = BUILT.iter().filter_map(|(page, ..)| Some((page.label(), page.opens(&me.actor).err()?)));
    closed.map(|(text, why)| HiddenEntry { text: text.to_owned(), reason: explain(me, &why) }).collect()
}

/// What the palette leaves out: pages, import, export.
pub fn hidden_commands(me: &Me) -> Vec<HiddenEntry> {
    let mut hidden = hidden_pages(me);
    for (text, action) in [("Import from CSV", Action::Import), ("Export everyone as CSV", Action::Export)] {
        if let Err(why) = check(&me.actor, action, Target::Account) {
            hidden.push(HiddenEntry { text: text.to_owned(), reason: explain(me, &why) });
        }
    }
    hidden
}
