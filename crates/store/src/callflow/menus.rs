//! Call menus as rows (N6).

use crate::error::{StoreResult, unreadable};
use crate::sql::all;
use crate::{StoreError, Tx};
use model::Version;
use model::callflow::menu::Place;
use model::callflow::{ClosedNow, Holiday, Hours, Mailbox, Menu, Target, Week};
use model::{AccountId, GroupId, Instant, MemberId, MenuId, PhoneNumber};
use std::collections::BTreeMap;

/// A menu, whether numbers lead to it, and how often it was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedMenu {
    pub menu: Menu,
    pub main: bool,
    pub version: Version,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: MenuId,
    name: String,
    is_main: bool,
    greeting: String,
    wait_seconds: i64,
    plays: i64,
    week: Option<String>,
    holidays: String,
    closed_until: Option<i64>,
    closed_greeting: String,
    version: Version,
}

#[derive(sqlx::FromRow)]
struct TargetRow {
    menu_id: MenuId,
    place: String,
    goes_to: String,
    member_id: Option<MemberId>,
    group_id: Option<GroupId>,
    to_menu_id: Option<MenuId>,
    e164: Option<String>,
}

/// A value that the database holds and that says nothing.
#[derive(Debug, thiserror::Error)]
#[error("“{0}” is nothing that a call menu knows")]
struct Unknown(String);

fn unknown(text: &str) -> StoreError {
    unreadable(Unknown(text.to_owned()))
}

impl TargetRow {
    fn target(&self) -> StoreResult<Target> {
        Ok(match (self.goes_to.as_str(), self.member_id, self.group_id, self.to_menu_id, &self.e164) {
            ("member", Some(id), ..) => Target::Member(id),
            ("group", _, Some(id), ..) => Target::Group(id),
            ("number", .., Some(number)) => Target::Number(PhoneNumber::from_stored(number.clone())),
            ("company-voicemail", ..) => Target::Voicemail(Mailbox::Company),
            ("member-voicemail", Some(id), ..) => Target::Voicemail(Mailbox::Member(id)),
            ("group-voicemail", _, Some(id), ..) => Target::Voicemail(Mailbox::Group(id)),
            ("dial-by-name", ..) => Target::DialByName,
            ("menu", _, _, Some(id), _) => Target::Menu(id),
            ("repeat", ..) => Target::Repeat,
            (other, ..) => return Err(unknown(other)),
        })
    }
}

impl Row {
    fn saved(self, targets: BTreeMap<Place, Target>) -> StoreResult<SavedMenu> {
        let week = self.week.as_deref().map(|text| Week::parse(text).ok_or_else(|| unknown(text))).transpose()?;
        let holidays: Vec<Holiday> = serde_json::from_str(&self.holidays).map_err(unreadable)?;
        let closed_now = self.closed_until.map(|until| ClosedNow { until: Instant(until) });
        let company = || Target::Voicemail(Mailbox::Company);
        let count = |n: i64| u16::try_from(n).unwrap_or(u16::MAX);
        let of = |place| targets.get(&place).cloned().unwrap_or_else(company);
        let (silent, closed) = (of(Place::Silent), of(Place::Closed));
        let keys = targets.into_iter().filter_map(|(place, target)| match place {
            Place::Key(key) => Some((key, target)),
            Place::Silent | Place::Closed => None,
        });
        let menu = Menu {
            id: self.id,
            name: self.name,
            greeting: self.greeting,
            keys: keys.collect(),
            wait_seconds: count(self.wait_seconds),
            plays: count(self.plays),
            silent,
            hours: week.map(|week| Hours { week, holidays, closed_now }),
            closed_greeting: self.closed_greeting,
            closed,
        };
        Ok(SavedMenu { menu, main: self.is_main, version: self.version })
    }
}

/// All menus of an account, the main one first, then by name.
pub async fn all(tx: &mut Tx, account: AccountId) -> StoreResult<Vec<SavedMenu>> {
    let rows = all!(
        tx,
        Row,
        "SELECT id, name, is_main, greeting, wait_seconds, plays, week, holidays, closed_until, closed_greeting, version
         FROM menus WHERE account_id = $1 ORDER BY is_main DESC, name_fold",
        account
    )?;
    let targets = all!(
        tx,
        TargetRow,
        "SELECT menu_id, place, goes_to, member_id, group_id, to_menu_id, e164 FROM menu_targets WHERE account_id = $1",
        account
    )?;
    let mut of_menu: BTreeMap<MenuId, BTreeMap<Place, Target>> = BTreeMap::new();
    for row in &targets {
        let place = Place::from_slug(&row.place).ok_or_else(|| unknown(&row.place))?;
        of_menu.entry(row.menu_id).or_default().insert(place, row.target()?);
    }
    rows.into_iter()
        .map(|row| {
            let targets = of_menu.remove(&row.id).unwrap_or_default();
            row.saved(targets)
        })
        .collect()
}
