//! The price book of an account as a row (S3). An account without one has today's list prices.

use model::PriceBook;
use model::billing::prices::{Currency, PlanPrice};

/// The columns of `price_books`, all empty for an account on list prices.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct PriceRow {
    currency: Option<Currency>,
    basic: Option<i64>,
    plus: Option<i64>,
    pro: Option<i64>,
    basic_minutes: Option<i64>,
    plus_minutes: Option<i64>,
    pro_minutes: Option<i64>,
    extra_seat: Option<i64>,
    extra_number: Option<i64>,
    minute_price: Option<i64>,
}

impl From<PriceRow> for PriceBook {
    fn from(row: PriceRow) -> Self {
        let list = PriceBook::default();
        let plan = |monthly: Option<i64>, minutes: Option<i64>, list: PlanPrice| PlanPrice {
            monthly: monthly.unwrap_or(list.monthly),
            minutes: minutes.and_then(|m| u32::try_from(m).ok()).unwrap_or(list.minutes),
        };
        PriceBook {
            currency: row.currency.unwrap_or_default(),
            basic: plan(row.basic, row.basic_minutes, list.basic),
            plus: plan(row.plus, row.plus_minutes, list.plus),
            pro: plan(row.pro, row.pro_minutes, list.pro),
            extra_seat: row.extra_seat.unwrap_or(list.extra_seat),
            extra_number: row.extra_number.unwrap_or(list.extra_number),
            minute: row.minute_price.unwrap_or(list.minute),
        }
    }
}
