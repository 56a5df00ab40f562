//! What is refused when a menu is saved: paths on which a caller never leaves or gets nowhere, each named (N6).

use super::menu::{Menu, Place, Target};
use crate::MenuId;
use std::collections::{BTreeMap, BTreeSet};

/// Why a menu can't be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuFault {
    /// A caller who presses nothing goes round in these menus; the first is the last.
    Loop { at: Place, path: Vec<MenuId> },
    /// What it leads to is not there any more, or never rings.
    DeadEnd { at: Place, target: Target },
}

/// Everything wrong with a menu among all menus of the account, of which it is one. `rings`: whether a member, group or menu
/// is there to be led to.
pub fn faults(menus: &BTreeMap<MenuId, Menu>, edited: MenuId, rings: impl Fn(&Target) -> bool) -> Vec<MenuFault> {
    let Some(menu) = menus.get(&edited) else { return Vec::new() };
    let keys = menu.keys.iter().map(|(key, target)| (Place::Key(*key), target));
    let closed = menu.hours.is_some().then_some((Place::Closed, &menu.closed));
    let places: Vec<_> = keys.chain([(Place::Silent, &menu.silent)]).chain(closed).collect();
    let dead = places.iter().filter(|(_, target)| !rings(target));
    let dead = dead.map(|(at, target)| MenuFault::DeadEnd { at: *at, target: (*target).clone() });
    let loops = places.iter().filter(|(at, _)| !matches!(at, Place::Key(_)));
    let loops = loops.filter_map(|(at, target)| Some(MenuFault::Loop { at: *at, path: back(menus, edited, target)? }));
    dead.chain(loops).collect()
}

/// The way from a menu through `target` back into it, or into another that never lets go, without a key pressed; none where
/// it ends somewhere.
fn back(menus: &BTreeMap<MenuId, Menu>, from: MenuId, target: &Target) -> Option<Vec<MenuId>> {
    let mut path = vec![from];
    walk(menus, target, from, &mut path, &mut BTreeSet::new()).then_some(path)
}

fn walk(
    menus: &BTreeMap<MenuId, Menu>,
    target: &Target,
    here: MenuId,
    path: &mut Vec<MenuId>,
    seen: &mut BTreeSet<MenuId>,
) -> bool {
    let next = match target {
        Target::Menu(next) => *next,
        Target::Repeat => here,
        Target::Member(_) | Target::Group(_) | Target::Number(_) | Target::Voicemail(_) | Target::DialByName => {
            return false;
        }
    };
    if path.contains(&next) {
        path.push(next);
        return true;
    }
    if !seen.insert(next) {
        return false;
    }
    path.push(next);
    let onward = menus.get(&next).map(|menu| menu.by_itself().collect::<Vec<_>>()).unwrap_or_default();
    if onward.into_iter().any(|target| walk(menus, target, next, path, seen)) {
        return true;
    }
    path.pop();
    false
}
