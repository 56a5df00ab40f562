//! The rows of a list, kept by id over answers: one signal each, so that a live event, an optimistic change or an
//! answer draws only what differs, in place. Focus, scroll and what is open stay.

use leptos::prelude::*;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::str::FromStr;

/// What a list shows one of on each line.
pub trait Row: Clone + PartialEq + Send + Sync + 'static {
    type Id: Copy + Eq + Ord + Hash + Debug + Display + FromStr + Send + Sync + 'static;

    fn id(&self) -> Self::Id;
}

/// A row that is on the page.
pub struct Slot<R: Row> {
    pub id: R::Id,
    pub row: ArcRwSignal<R>,
}

impl<R: Row> Clone for Slot<R> {
    fn clone(&self) -> Self {
        Slot { id: self.id, row: self.row.clone() }
    }
}

/// The rows of the page, in order.
pub struct Rows<R: Row> {
    slots: RwSignal<Vec<Slot<R>>>,
    /// Rows with a change on its way to the server: an answer that was made before it must not take it back on the
    /// screen.
    held: StoredValue<Vec<R::Id>>,
}

impl<R: Row> Clone for Rows<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Row> Copy for Rows<R> {}

impl<R: Row> Default for Rows<R> {
    fn default() -> Self {
        Rows { slots: RwSignal::default(), held: StoredValue::new(Vec::new()) }
    }
}

impl<R: Row> Rows<R> {
    /// Shows these. Known rows are changed in place; the list itself changes only when its ids or their order do.
    pub fn put(self, rows: &[R]) {
        let held = self.held.get_value();
        let merged = self.slots.with_untracked(|known| merge(known, rows, &held));
        if let Some(slots) = merged {
            self.slots.set(slots);
        }
    }

    /// Changes those of these rows that are on the page, in place.
    pub fn merge(self, rows: &[R]) {
        let held = self.held.get_value();
        self.slots.with_untracked(|known| {
            for row in rows.iter().filter(|row| known.iter().any(|slot| slot.id == row.id())) {
                slot(known, row, &held);
            }
        });
    }

    /// The rows, followed: again when some come, go or change places, not when one changes.
    pub fn slots(self) -> Vec<Slot<R>> {
        self.slots.get()
    }

    /// Their ids, followed alike.
    pub fn ids(self) -> Vec<R::Id> {
        self.slots.with(|slots| slots.iter().map(|slot| slot.id).collect())
    }

    /// How many there are, followed alike.
    pub fn len(self) -> usize {
        self.slots.with(Vec::len)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// One row as it is now; None: it is not on the page.
    pub fn get(self, id: R::Id) -> Option<R> {
        self.find(id).map(|row| row.get_untracked())
    }

    /// Something of one row, followed.
    pub fn read<T>(self, id: R::Id, what: impl FnOnce(&R) -> T) -> Option<T> {
        self.find(id).map(|row| row.with(what))
    }

    /// Changes a row before the server has said so, and keeps it like that until [`Rows::release`].
    pub fn hold(self, id: R::Id, change: impl FnOnce(&mut R)) {
        self.held.update_value(|held| held.push(id));
        self.change(id, change);
    }

    /// The server has answered, so its answers count again. `change` takes back what it refused.
    pub fn release(self, id: R::Id, change: impl FnOnce(&mut R)) {
        let _gone = self.held.try_update_value(|held| held.iter().position(|it| *it == id).map(|at| held.remove(at)));
        self.change(id, change);
    }

    fn change(self, id: R::Id, change: impl FnOnce(&mut R)) {
        if let Some(row) = self.find(id) {
            row.update(change);
        }
    }

    fn find(self, id: R::Id) -> Option<ArcRwSignal<R>> {
        self.slots.try_with_untracked(|slots| slots.iter().find(|slot| slot.id == id).map(|slot| slot.row.clone()))?
    }
}

/// The slots for these rows: known ones with the new content. None: the same ids in the same order, so the list stays.
fn merge<R: Row>(known: &[Slot<R>], rows: &[R], held: &[R::Id]) -> Option<Vec<Slot<R>>> {
    let slots: Vec<Slot<R>> = rows.iter().map(|row| slot(known, row, held)).collect();
    let same = known.len() == slots.len() && known.iter().zip(&slots).all(|(a, b)| a.id == b.id);
    (!same).then_some(slots)
}

fn slot<R: Row>(known: &[Slot<R>], row: &R, held: &[R::Id]) -> Slot<R> {
    let id = row.id();
    let Some(slot) = known.iter().find(|slot| slot.id == id) else {
        return Slot { id, row: ArcRwSignal::new(row.clone()) };
    };
    if !held.contains(&id) && slot.row.with_untracked(|old| old != row) {
        slot.row.set(row.clone());
    }
    slot.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Person(u32, &'static str);

    impl Row for Person {
        type Id = u32;

        fn id(&self) -> u32 {
            self.0
        }
    }

    fn names(rows: Rows<Person>) -> Vec<&'static str> {
        rows.slots.get_untracked().iter().map(|slot| slot.row.get_untracked().1).collect()
    }

    #[test]
    fn t6_a_row_that_changes_keeps_its_signal_and_the_list_stays() {
        Owner::new().with(|| {
            let rows = Rows::default();
            rows.put(&[Person(1, "Dana"), Person(2, "Kofi")]);
            let before = rows.slots.get_untracked();
            assert!(merge(&before, &[Person(1, "Dana"), Person(2, "Kofi M.")], &[]).is_none(), "the list is the same");
            assert_eq!(names(rows), ["Dana", "Kofi M."], "and the row was changed in place");
            rows.put(&[Person(3, "Hina"), Person(1, "Dana")]);
            assert_eq!(names(rows), ["Hina", "Dana"]);
            before[0].row.set(Person(1, "Dana W."));
            assert_eq!(names(rows), ["Hina", "Dana W."], "whoever stays is the same row in another place");
        });
    }

    #[test]
    fn m14_an_answer_from_before_a_change_does_not_take_it_back() {
        Owner::new().with(|| {
            let rows = Rows::default();
            let answer = [Person(1, "Basic")];
            rows.put(&answer);
            rows.hold(1, |row| row.1 = "Pro");
            rows.put(&answer);
            assert_eq!(names(rows), ["Pro"]);
            rows.release(1, |_| {});
            rows.put(&answer);
            assert_eq!(names(rows), ["Basic"], "afterwards the server's word counts");
        });
    }

    #[test]
    fn m14_a_refused_change_is_taken_back() {
        Owner::new().with(|| {
            let rows = Rows::default();
            rows.put(&[Person(1, "Basic")]);
            rows.hold(1, |row| row.1 = "Pro");
            rows.release(1, |row| row.1 = "Basic");
            assert_eq!(names(rows), ["Basic"]);
        });
    }
}
