//! Call menus (auto-attendants): what a caller hears, which keys lead where, and where nothing pressed leads (N6).

use crate::callflow::hours::Hours;
use crate::slugs::slugs;
use crate::{GroupId, MemberId, MenuId, PhoneNumber};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

slugs! {
    /// A key of a telephone, in the order menus are read.
    Key {
        One = "1", "1";
        Two = "2", "2";
        Three = "3", "3";
        Four = "4", "4";
        Five = "5", "5";
        Six = "6", "6";
        Seven = "7", "7";
        Eight = "8", "8";
        Nine = "9", "9";
        Zero = "0", "0";
        Star = "star", "*";
        Hash = "hash", "#";
    }
}

/// Whose voicemail takes a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mailbox {
    Company,
    Group(GroupId),
    Member(MemberId),
}

/// Where a key, silence, closed doors or an unanswered group lead.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Target {
    Member(MemberId),
    Group(GroupId),
    /// A phone outside of the account.
    Number(PhoneNumber),
    Voicemail(Mailbox),
    /// The caller spells a name.
    DialByName,
    Menu(MenuId),
    /// The greeting once more.
    Repeat,
}

/// Where in a menu something leads elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    Key(Key),
    /// Nothing is pressed.
    Silent,
    /// It is closed.
    Closed,
}

impl Place {
    /// The word in the database and in forms.
    pub fn slug(self) -> &'static str {
        match self {
            Place::Key(key) => key.slug(),
            Place::Silent => "silent",
            Place::Closed => "closed",
        }
    }

    pub fn from_slug(word: &str) -> Option<Place> {
        match word {
            "silent" => Some(Place::Silent),
            "closed" => Some(Place::Closed),
            key => Key::from_slug(key).map(Place::Key),
        }
    }
}

/// How long a menu waits for a key, and how often it greets, unless changed.
pub const USUAL_WAIT: u16 = 5;
pub const USUAL_PLAYS: u16 = 2;

/// A call menu as it is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    pub id: MenuId,
    pub name: String,
    /// Read aloud to callers; empty: the standard one.
    pub greeting: String,
    pub keys: BTreeMap<Key, Target>,
    /// Seconds after each greeting.
    pub wait_seconds: u16,
    /// How often the greeting is played to whoever presses nothing.
    pub plays: u16,
    /// Where whoever presses nothing is led.
    pub silent: Target,
    /// None: always open.
    pub hours: Option<Hours>,
    /// Read aloud while closed; empty: nothing is.
    pub closed_greeting: String,
    /// Where callers are led while it is closed.
    pub closed: Target,
}

impl Menu {
    /// One that was only named: without keys, and with the company's voicemail for everybody.
    pub fn plain(id: MenuId, name: impl Into<String>) -> Menu {
        Menu {
            id,
            name: name.into(),
            greeting: String::new(),
            keys: BTreeMap::new(),
            wait_seconds: USUAL_WAIT,
            plays: USUAL_PLAYS,
            silent: Target::Voicemail(Mailbox::Company),
            hours: None,
            closed_greeting: String::new(),
            closed: Target::Voicemail(Mailbox::Company),
        }
    }

    /// Where callers get without pressing anything: once nothing was pressed and, where it has hours, while it is closed.
    pub fn by_itself(&self) -> impl Iterator<Item = &Target> {
        std::iter::once(&self.silent).chain(self.hours.is_some().then_some(&self.closed))
    }
}
