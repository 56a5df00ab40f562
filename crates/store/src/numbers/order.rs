//! The Numbers table's orders and the places between its rows: keyset paging with E.164 as tie-break (N1, T6).

use crate::numbers::Row;
use crate::sql::{Bind, Sql};
use model::PhoneNumber;
use model::numbers::NumberKind;
use model::numbers::query::NumberSort;

/// The columns of an order before the tie-break, as the index behind it has them.
fn columns(sort: NumberSort) -> &'static [&'static str] {
    match sort {
        NumberSort::Number => &[],
        NumberSort::Label => &["n.label_fold"],
        NumberSort::Kind => &["n.kind"],
        NumberSort::Destination => &["n.destination_rank", "n.destination_key"],
        NumberSort::Users => &["n.users"],
    }
}

/// ` ORDER BY …`; all columns go the same way, so one index serves both directions.
pub(crate) fn push_order(sql: &mut Sql, sort: NumberSort, descending: bool) {
    sql.push(" ORDER BY ");
    for column in columns(sort) {
        sql.push(column).push(if descending { " DESC, " } else { ", " });
    }
    sql.push(if descending { "n.e164 DESC" } else { "n.e164" });
}

/// A row's place in an order.
pub(crate) struct Place {
    key: Vec<Bind>,
    number: String,
}

impl Place {
    /// Reads a cursor's key; none when it is not one of this order.
    pub fn read(sort: NumberSort, hex: &str, number: &PhoneNumber) -> Option<Place> {
        let bytes = from_hex(hex)?;
        let int = |bytes: &[u8]| bytes.try_into().ok().map(i64::from_be_bytes);
        let key = match sort {
            NumberSort::Number if bytes.is_empty() => vec![],
            NumberSort::Number => return None,
            NumberSort::Label => vec![Bind::Text(String::from_utf8(bytes).ok().filter(|t| !t.contains('\0'))?)],
            NumberSort::Kind => vec![Bind::from(NumberKind::from_slug(std::str::from_utf8(&bytes).ok()?)?.slug())],
            NumberSort::Users => vec![Bind::Int(int(&bytes)?)],
            NumberSort::Destination => {
                let (rank, name) = bytes.split_at_checked(8)?;
                vec![Bind::Int(int(rank)?), Bind::Bytes(name.to_vec())]
            }
        };
        Some(Place { key, number: number.e164().to_owned() })
    }

    /// ` AND (columns, e164) > (…)`: rows after this place in the given direction.
    pub fn push_after(self, sql: &mut Sql, sort: NumberSort, descending: bool) {
        sql.push(" AND (");
        for column in columns(sort) {
            sql.push(column).push(", ");
        }
        sql.push(if descending { "n.e164) < (" } else { "n.e164) > (" });
        for value in self.key {
            sql.bind(value).push(", ");
        }
        sql.bind(self.number).push(")");
    }
}

/// A row's key in an order, as a cursor carries it.
pub(crate) fn key_of(sort: NumberSort, row: &Row) -> String {
    let bytes = match sort {
        NumberSort::Number => vec![],
        NumberSort::Label => row.label_fold.clone().into_bytes(),
        NumberSort::Kind => row.kind.slug().as_bytes().to_vec(),
        NumberSort::Users => row.users.to_be_bytes().to_vec(),
        NumberSort::Destination => [&row.destination_rank.to_be_bytes(), row.destination_key.as_slice()].concat(),
    };
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
