//! The open card while others change the team (T8): it is read again, without a sign of it, when the change may be of its member.

use super::CardResource;
use crate::api::team::member_card;
use crate::pages::team::Team;
use crate::ui::data_table::pause;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::MemberId;
use model::live::Touched;
use model::team::card::CardPage;

/// One look at a time, so that answers don't overtake each other; what changes meanwhile is looked at afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looking {
    No,
    Yes,
    /// Something changed since it was asked.
    Stale,
}

/// Keeps the open card as others leave it.
#[derive(Clone, Copy)]
pub(in crate::pages::team) struct LiveCard {
    team: Team,
    card: CardResource,
    looking: StoredValue<Looking>,
}

impl LiveCard {
    pub(in crate::pages::team) fn new(team: Team, card: CardResource) -> LiveCard {
        LiveCard { team, card, looking: StoredValue::new(Looking::No) }
    }

    /// Others have changed this.
    pub(in crate::pages::team) fn look(self, touched: &Touched) {
        let Some(open) = self.team.open.try_get_untracked().flatten() else { return };
        let ours = match touched {
            Touched::Members(ids) => ids.contains(&open),
            Touched::Anything => true,
        };
        if ours {
            self.ask(0);
        }
    }

    fn ask(self, failures: u32) {
        let before = self.looking.try_update_value(|looking| {
            let next = if *looking == Looking::No { Looking::Yes } else { Looking::Stale };
            std::mem::replace(looking, next)
        });
        if before != Some(Looking::No) {
            return;
        }
        let Some((id, place)) = self.place() else { return self.looking.set_value(Looking::No) };
        spawn_local(async move {
            let (query, tab, _) = place.clone();
            let answer = member_card(id, query, tab).await;
            // The page may be gone.
            let Some(looking) = self.looking.try_update_value(|it| std::mem::replace(it, Looking::No)) else { return };
            // Another card is open by now, or this one was read again: what that read is newer.
            let same = self.place() == Some((id, place));
            match answer {
                Err(error) if error.may_pass() => {
                    set_timeout(move || self.ask(failures.saturating_add(1)), pause(failures));
                }
                answer if same => self.show(answer.map(Some)),
                Ok(_) | Err(_) => {}
            }
            if looking == Looking::Stale {
                self.ask(0);
            }
        });
    }

    /// Whose card is open, and what it is read by.
    fn place(self) -> Option<(MemberId, Place)> {
        let open = self.team.open.try_get_untracked().flatten()?;
        let place = (
            self.team.asked.try_get_untracked()?,
            self.team.tab.try_get_untracked()?,
            self.team.changes.try_get_untracked()?,
        );
        Some((open, place))
    }

    /// Draws what differs; when nothing but the moment of reading does, nothing is drawn.
    fn show(self, answer: Result<Option<CardPage>, model::error::AppError>) {
        let same = match (&answer, self.card.try_get_untracked().flatten()) {
            (Ok(Some(new)), Some(Ok(Some(old)))) => CardPage { now: old.now, ..new.clone() } == old,
            _ => false,
        };
        if !same {
            self.card.set(Some(answer));
        }
    }
}

type Place = (model::team::TeamQuery, model::team::card::CardTab, u32);
