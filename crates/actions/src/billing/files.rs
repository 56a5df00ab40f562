//! The next statement as a file to keep (S5): every line.

use crate::billing::month_of;
use crate::call::Call;
use crate::request::Request;
use crate::spool::{self, Download, Spool};
use files::imports::export;
use model::PriceBook;
use model::billing::{Line, Section};
use model::error::AppResult;
use policy::{Action, Target, check};
use store::billing::period::period_of;
use store::billing::statement;
use store::billing::statement::Month;
use store::billing::statement::lines::{Place, lines_from};

/// Lines read at once: few enough that PostgreSQL looks up the names of each chunk by themselves.
const CHUNK: usize = 500;

/// Every line of the next statement, and its sums. The call's snapshot is kept until it is written: lines and sums are of one moment.
pub async fn statement(request: &Request) -> AppResult<Download> {
    let _turn = spool::turn(request, Action::SeeBilling).await?;
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::SeeBilling, Target::Account)?;
    month_of!(call, settings, period, month);
    let name = format!("statement-{}-{:02}.csv", month.period.year, month.period.month);
    let sums = statement::statement(&mut call.tx, month).await?;
    let mut spool = Spool::new()?;
    spool.write(export::statement_head()).await?;
    for section in [Section::Basic, Section::Plus, Section::Pro, Section::Numbers, Section::Minutes] {
        let mut at = Some(Place::default());
        while let Some(place) = at {
            let (some, next) = lines_from(&mut call.tx, month, section, place, CHUNK).await?;
            let rows: Vec<[String; 8]> = some.iter().map(|l| row(month.book, section, l)).collect();
            spool.write(export::statement_rows(&rows)).await?;
            at = next;
        }
    }
    spool.write(export::statement_rows(&totals(month.book, &sums))).await?;
    drop(call);
    spool.download(&name).await
}

fn row(book: &PriceBook, section: Section, line: &Line) -> [String; 8] {
    let days = if line.days == 0 { String::new() } else { line.days.to_string() };
    let currency = book.currency;
    let (price, amount) = (currency.plain(line.price), currency.plain(line.amount));
    [
        section.label().to_owned(),
        line.name.clone(),
        line.item.clone(),
        days,
        price,
        amount,
        currency.code().to_owned(),
        line.why.clone(),
    ]
}

/// Credits, free seats and the total.
fn totals(book: &PriceBook, sums: &model::billing::statement::Statement) -> Vec<[String; 8]> {
    let currency = book.currency;
    let line = |section: &str, item: String, price: i64, amount: i64, why: String| {
        let (price, amount) = (currency.plain(price), currency.plain(amount));
        [section.to_owned(), String::new(), item, String::new(), price, amount, currency.code().to_owned(), why]
    };
    let mut rows = Vec::new();
    for plan in &sums.plans {
        let name = plan.plan.label();
        if plan.credit != 0 {
            let why = format!("{} {name} seats are included since signing up", plan.included);
            rows.push(line(name, "Included seats".to_owned(), book.monthly(plan.plan), plan.credit, why));
        }
        if plan.free != 0 {
            let why = format!("{} days of seats that nobody was on", plan.free_days);
            rows.push(line(name, "Free seats".to_owned(), book.extra_seat, plan.free, why));
        }
    }
    rows.push(line("Total", sums.period.name(), 0, sums.total(), "If nothing more changes this month".to_owned()));
    rows
}
