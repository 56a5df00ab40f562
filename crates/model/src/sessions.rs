//! Who is asking: what every page of a signed-in person needs.

use crate::audit::FlashMessage;
use crate::instant::Instant;
use crate::slugs::slugs;
use crate::team::Column;
use crate::zone::Offsets;
use crate::{AccountSettings, Availability, GroupId, MemberId, NumberId, Permission, PersonName, Role, SessionId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// The person behind a request, as policy judges them. Browser and server build the same (R3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub member: MemberId,
    pub name: PersonName,
    pub role: Role,
    /// Groups the actor belongs to, for own-groups scopes (R2).
    pub groups: BTreeSet<GroupId>,
    /// Business numbers the actor may use (R6), with those of their groups.
    pub numbers: BTreeSet<NumberId>,
    /// R13, read with the account: only Administrators may add members.
    pub only_administrators_add: bool,
    /// M9: while supervising, nothing may be changed until acting was allowed. None when signed in as oneself.
    pub supervising: Option<Supervising>,
}

/// A supervision in progress (M9). `by` is the person at the keyboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supervising {
    pub by: MemberId,
    pub by_name: PersonName,
    /// Read-only until one explicit step.
    pub may_act: bool,
    /// When it ends by itself.
    pub until: Instant,
}

/// What the shell shows: oneself, one's account, and what the role opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub actor: Actor,
    pub account: AccountSettings,
    pub photo: Option<String>,
    pub sign_in: String,
    pub availability: Availability,
    /// Columns hidden, density and theme, as kept for this member (T7).
    pub preferences: Preferences,
    /// The server's clock when this was read.
    pub now: Instant,
    /// The offsets of the viewer's time zone, some years back and one ahead.
    pub zone: Offsets,
    pub must_change_password: bool,
    /// For each permission that the actor lacks, the account's roles that have it (R10).
    pub holders: Vec<Holders>,
    /// What a form without script has just done (T13).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flash: Option<FlashMessage>,
}

/// Which roles have a permission, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holders {
    pub permission: Permission,
    pub roles: Vec<String>,
}

/// How a member likes to see things (T7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Columns shown; none: the default, which drops columns as the table narrows.
    pub columns: Option<Vec<Column>>,
    pub compact: bool,
    pub theme: Theme,
    /// Single-key shortcuts off (WCAG 2.1.4).
    pub no_single_keys: bool,
    /// Rows per page: 25, 50 or 100 (T6).
    pub per_page: Option<u16>,
}

/// What is to change of one's preferences; what is none stays as it is (T7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreferenceChange {
    pub theme: Option<Theme>,
    pub density: Option<Density>,
    pub columns: Option<ColumnsShown>,
    pub per_page: Option<u16>,
    pub single_keys: Option<SingleKeys>,
}

slugs! {
    /// How close the rows of tables stand.
    Density {
        Comfortable = "comfortable", "Comfortable";
        Compact = "compact", "Compact";
    }
}

slugs! {
    /// Single-key shortcuts (WCAG 2.1.4).
    SingleKeys {
        On = "on", "On";
        Off = "off", "Off";
    }
}

/// Which columns of the Team table are to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnsShown {
    /// Those everybody starts with.
    Default,
    /// Those whose boxes are ticked in the form without script.
    Ticked,
    These(Vec<Column>),
}

impl ColumnsShown {
    /// From a form's text: "default", "chosen", or words joined by commas. None when one of them is no column's.
    pub fn parse(text: &str) -> Option<ColumnsShown> {
        match text {
            "default" => Some(ColumnsShown::Default),
            "chosen" => Some(ColumnsShown::Ticked),
            words => {
                let words = words.split(',').filter(|word| !word.is_empty());
                words.map(Column::from_slug).collect::<Option<_>>().map(ColumnsShown::These)
            }
        }
    }
}

impl fmt::Display for ColumnsShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ColumnsShown::Default => f.write_str("default"),
            ColumnsShown::Ticked => f.write_str("chosen"),
            ColumnsShown::These(columns) => {
                f.write_str(&columns.iter().map(|column| column.slug()).collect::<Vec<_>>().join(","))
            }
        }
    }
}

crate::serde_by_text!(ColumnsShown, parse);

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    pub fn slug(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.slug() == slug)
    }
}

crate::serde_by_word!(Theme, slug, from_slug);

/// A signed-in browser, as its owner sees it listed (A2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    pub id: SessionId,
    /// "Firefox on Linux"
    pub browser: String,
    /// The network address it signed in from.
    pub address: String,
    pub since: Instant,
    pub last_used: Instant,
    /// The one that asks.
    pub this_device: bool,
}

/// One's sessions, the one last used first, seen at `now`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionList {
    pub sessions: Vec<SessionLine>,
    pub now: Instant,
}
