//! What was dialled: a number or an extension of the account, and where it leads.

use crate::Tx;
use crate::error::StoreResult;
use crate::sql::{Sql, all_of, maybe};
use model::callflow::{Call, Dialled, Entry, Pressed, RoutingState};
use model::numbers::DestinationKind;
use model::zone::Offsets;
use model::{AccountId, Extension, GroupId, MemberId, NumberId};
use std::collections::BTreeMap;

#[derive(sqlx::FromRow)]
struct Row {
    dial_extensions: bool,
    #[sqlx(default)]
    number: Option<NumberId>,
    #[sqlx(default)]
    destination: Option<DestinationKind>,
    #[sqlx(default)]
    is_main: Option<bool>,
    member_id: Option<MemberId>,
    group_id: Option<GroupId>,
}

impl Row {
    fn entry(&self) -> Option<Entry> {
        match (self.member_id, self.group_id, self.destination) {
            (Some(member), ..) => Some(Entry::Member(member)),
            (_, Some(group), _) => Some(Entry::Group(group)),
            (_, _, Some(DestinationKind::Menu)) => Some(Entry::Menu { main: self.is_main.unwrap_or_default() }),
            (_, _, Some(_)) => Some(Entry::Nobody),
            (_, _, None) => None,
        }
    }
}

/// A state that knows where the call arrives, and nothing beyond.
pub(super) async fn of(tx: &mut Tx, account: AccountId, zone: Offsets, call: &Call) -> StoreResult<RoutingState> {
    let row = match &call.to {
        Dialled::Number(number) => maybe!(
            tx,
            Row,
            "SELECT a.dial_extensions, n.id AS number, n.destination, n.is_main, n.member_id, n.group_id
                 FROM accounts a LEFT JOIN numbers n ON n.account_id = a.id AND n.e164 = $2 WHERE a.id = $1",
            account,
            number.e164()
        )?,
        Dialled::Extension(extension) => maybe!(
            tx,
            Row,
            "SELECT a.dial_extensions, e.member_id, e.group_id
                 FROM accounts a LEFT JOIN extensions e ON e.account_id = a.id AND e.number = $2 WHERE a.id = $1",
            account,
            i64::from(extension.number())
        )?,
    };
    let (dial_extensions, number) = row.as_ref().map_or((false, None), |row| (row.dial_extensions, row.number));
    let entry = row.and_then(|row| row.entry());
    Ok(RoutingState {
        zone,
        dial_extensions,
        entry,
        number,
        main_menu: None,
        menus: BTreeMap::new(),
        groups: BTreeMap::new(),
        members: BTreeMap::new(),
        extensions: BTreeMap::new(),
    })
}

/// Whose the extensions are that the caller dials in a menu.
pub(super) async fn of_extensions(
    tx: &mut Tx,
    account: AccountId,
    call: &Call,
    state: &mut RoutingState,
) -> StoreResult<()> {
    let dialled = call.pressed.iter().filter_map(|pressed| match pressed {
        Pressed::Extension(extension) => Some(i64::from(extension.number())),
        _ => None,
    });
    let dialled: Vec<i64> = dialled.take(20).collect();
    if dialled.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("SELECT number, member_id, group_id FROM extensions WHERE account_id = ");
    sql.bind(account).push(" AND number IN ").list(dialled);
    let rows = all_of!(tx, (i64, Option<MemberId>, Option<GroupId>), sql)?;
    state.extensions = rows
        .into_iter()
        .filter_map(|(number, member, group)| {
            let entry = member.map(Entry::Member).or_else(|| group.map(Entry::Group))?;
            Some((Extension::from_stored(number), entry))
        })
        .collect();
    Ok(())
}
