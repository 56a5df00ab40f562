//! Orders of the Team table and the places between its rows: keyset paging with the id as tie-break (T3, T6).

use crate::sql::{Bind, Sql};
use crate::team::row::TeamRow;
use model::team::SortBy;
use model::{MemberId, Plan};

/// The columns of an order without the tie-break, as the index behind it has them.
fn columns(sort: SortBy) -> &'static [&'static str] {
    match sort {
        SortBy::Name => &["m.name_key"],
        SortBy::Role => &["m.role_rank", "m.name_key"],
        SortBy::Extension => &["m.extension"],
        SortBy::Status => &["m.status_rank", "m.name_key"],
        SortBy::Plan => &["m.plan", "m.name_key"],
        SortBy::LastSignIn => &["m.last_sign_in"],
    }
}

/// ` ORDER BY …` ending in the tie-break; all columns go the same way, so one index serves both directions.
pub(crate) fn push_order(sql: &mut Sql, sort: SortBy, descending: bool) {
    sql.push(" ORDER BY ");
    for column in columns(sort) {
        sql.push(column).push(if descending { " DESC, " } else { ", " });
    }
    sql.push(if descending { "m.id DESC" } else { "m.id" });
}

/// A row's place in an order.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    key: Vec<Bind>,
    id: MemberId,
}

impl Place {
    /// Reads a cursor's key; none when it is not one of this order (another order's link, or edited by hand).
    pub fn read(sort: SortBy, hex: &str, id: MemberId) -> Option<Place> {
        let bytes = from_hex(hex)?;
        let number = |bytes: &[u8]| bytes.try_into().ok().map(i64::from_be_bytes);
        let key = match sort {
            SortBy::Name => vec![Bind::Bytes(bytes)],
            SortBy::Extension | SortBy::LastSignIn => vec![Bind::Int(number(&bytes)?)],
            SortBy::Role | SortBy::Status => {
                let (head, name) = bytes.split_at_checked(8)?;
                vec![Bind::Int(number(head)?), Bind::Bytes(name.to_vec())]
            }
            SortBy::Plan => {
                let (plan, name) = bytes.split_first()?;
                vec![Bind::from(Plan::ALL.get(usize::from(*plan))?.slug()), Bind::Bytes(name.to_vec())]
            }
        };
        Some(Place { key, id })
    }

    /// ` AND (columns, id) > (…)`: rows after this place in the given direction.
    pub fn push_after(self, sql: &mut Sql, sort: SortBy, descending: bool) {
        sql.push(" AND (");
        for column in columns(sort) {
            sql.push(column).push(", ");
        }
        sql.push(if descending { "m.id) < (" } else { "m.id) > (" });
        for value in self.key {
            sql.bind(value).push(", ");
        }
        sql.bind(self.id).push(")");
    }
}

/// A row's key in an order, as a cursor carries it.
pub(crate) fn key_of(sort: SortBy, row: &TeamRow) -> String {
    let name = row.name_key.as_slice();
    let bytes = match sort {
        SortBy::Name => name.to_vec(),
        SortBy::Extension => row.extension.to_be_bytes().to_vec(),
        SortBy::LastSignIn => row.last_sign_in.to_be_bytes().to_vec(),
        SortBy::Role => [&row.role_rank.to_be_bytes(), name].concat(),
        SortBy::Status => [&row.status_rank.number().to_be_bytes(), name].concat(),
        SortBy::Plan => {
            let plan =
                Plan::ALL.iter().position(|p| *p == row.plan).and_then(|p| u8::try_from(p).ok()).unwrap_or_default();
            [&[plan], name].concat()
        }
    };
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
