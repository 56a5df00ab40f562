//! Menus: hours first, then keys, then where nothing pressed leads (N6).

use super::{COMPANY, Next, Walk};
use crate::callflow::hours::Opening;
use crate::callflow::menu::{Menu, Target};
use crate::callflow::path::What;
use crate::callflow::state::Pressed;
use crate::{MemberState, MenuId};

impl<'a> Walk<'a> {
    pub(super) fn menu(&mut self, id: MenuId) -> Next {
        let Some(menu) = self.state.menus.get(&id) else {
            return Next::End(self.nowhere(What::NoMenu));
        };
        if !self.menus.insert(id) {
            return Next::End(self.nowhere(What::MenuAgain(id)));
        }
        let opening = menu.hours.as_ref().map_or(Opening::Always, |hours| hours.at(self.call.at, &self.state.zone));
        let open = opening.is_open();
        self.step(What::Hours { menu: id, opening });
        if !open {
            self.step(What::ClosedLeadsTo { menu: id, target: menu.closed.clone() });
            return Next::Go(menu.closed.clone());
        }
        self.step(What::Greets { menu: id });
        self.keys(menu)
    }

    /// What the caller presses here. Keys that do nothing here are used up, and the greeting plays again.
    fn keys(&mut self, menu: &'a Menu) -> Next {
        while let Some(pressed) = self.pressed.next() {
            self.menus = [menu.id].into();
            match pressed {
                Pressed::Key(key) => match menu.keys.get(key) {
                    Some(Target::Repeat) => self.step(What::KeyRepeats { menu: menu.id, key: *key }),
                    Some(target) => {
                        self.step(What::KeyLeadsTo { menu: menu.id, key: *key, target: target.clone() });
                        if *target == Target::Menu(menu.id) {
                            // A menu that a key leads back into is the same as hearing it again.
                            continue;
                        }
                        return Next::Go(target.clone());
                    }
                    None => self.step(What::KeyUnused { menu: menu.id, key: *key }),
                },
                Pressed::Extension(extension) if !self.state.dial_extensions => {
                    self.step(What::ExtensionsNotDialled(*extension));
                }
                Pressed::Extension(extension) => match self.extension(*extension) {
                    Some(target) => {
                        self.step(What::ExtensionDialled(*extension));
                        return Next::Go(target);
                    }
                    None => self.step(What::NoSuchExtension(*extension)),
                },
                // Names are spelled where dial by name was chosen.
                Pressed::Member(_) | Pressed::Group(_) => {}
            }
        }
        self.elapsed += u32::from(menu.wait_seconds) * u32::from(menu.plays.max(1));
        if menu.silent == Target::Repeat {
            return Next::End(self.nowhere(What::MenuAgain(menu.id)));
        }
        self.step(What::NothingPressed { menu: menu.id, target: menu.silent.clone() });
        Next::Go(menu.silent.clone())
    }

    /// The next name that is spelled. Members who don't want to be found by name aren't.
    pub(super) fn dial_by_name(&mut self) -> Next {
        self.step(What::DialsByName);
        while let Some(pressed) = self.pressed.next() {
            match pressed {
                Pressed::Member(id) => {
                    let found = self.callee(*id);
                    let listed = found.is_some_and(|m| m.dial_by_name && m.state == MemberState::Active);
                    if listed {
                        return Next::Go(Target::Member(*id));
                    }
                    return Next::End(self.nowhere(What::NotInDirectory));
                }
                Pressed::Group(id) if self.group_of(*id).is_some() => return Next::Go(Target::Group(*id)),
                Pressed::Group(_) => return Next::End(self.nowhere(What::NotInDirectory)),
                // Keys pressed here are letters of a name that nobody has.
                Pressed::Key(_) | Pressed::Extension(_) => {}
            }
        }
        self.step(What::NothingSpelled);
        Next::End(COMPANY)
    }
}
