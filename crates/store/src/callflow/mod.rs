//! Reading what one call is decided from (N9): the number or extension that was dialled, the menus where it leads to them,
//! and then whom the call reaches, until nothing more is wanted. Never the whole team.

mod entry;
mod groups;
mod members;
pub mod menus;
mod names;
#[cfg(test)]
mod tests;

pub use names::{holder, members_of, names};

use crate::Tx;
use crate::error::StoreResult;
use model::AccountId;
use model::callflow::{Call, Entry, RoutingState, Wants, wants};
use model::zone::Offsets;

/// Rounds of reading: each follows the call one group or member further. A longer way is answered as if it ended there.
const ROUNDS: usize = 16;

/// The facts `call` is decided from. `zone`: the account's.
pub async fn load(tx: &mut Tx, account: AccountId, zone: Offsets, call: &Call) -> StoreResult<RoutingState> {
    let mut state = entry::of(tx, account, zone, call).await?;
    if matches!(state.entry, Some(Entry::Menu { .. })) {
        load_menus(tx, account, &mut state).await?;
        entry::of_extensions(tx, account, call, &mut state).await?;
    }
    follow(tx, account, call, &mut state).await?;
    Ok(state)
}

/// The menus of the account, and which is the main one.
pub async fn load_menus(tx: &mut Tx, account: AccountId, state: &mut RoutingState) -> StoreResult<()> {
    let menus = menus::all(tx, account).await?;
    state.main_menu = menus.iter().find(|saved| saved.main).map(|saved| saved.menu.id);
    state.menus = menus.into_iter().map(|saved| (saved.menu.id, saved.menu)).collect();
    Ok(())
}

/// Reads whom the call reaches, round by round.
pub async fn follow(tx: &mut Tx, account: AccountId, call: &Call, state: &mut RoutingState) -> StoreResult<()> {
    let mut asked = Wants::default();
    for _ in 0..ROUNDS {
        let wanted = wants(state, call);
        let groups: Vec<_> = wanted.groups.difference(&asked.groups).copied().collect();
        let members: Vec<_> = wanted.members.difference(&asked.members).copied().collect();
        if groups.is_empty() && members.is_empty() {
            break;
        }
        if !groups.is_empty() {
            groups::read(tx, account, &groups, state).await?;
        }
        if !members.is_empty() {
            members::read(tx, account, &members, state).await?;
        }
        asked.groups.extend(groups);
        asked.members.extend(members);
    }
    Ok(())
}
