//! "Who rings?": the path of a call to a number or extension at a day and time (N9), by the code that routes.

use super::answer::{Answer, Moment, answer};
use crate::call::Call;
use crate::numbers::load::viewer;
use crate::request::Request;
use crate::time_zone;
use model::callflow::diagram::First;
use model::callflow::question::{AskedFor, CalledFrom, Question, QuestionField, WhoRings, WhoRingsPage};
use model::callflow::{Call as Asked, Caller, Clock, Day, Dialled, Entry, Key, Pressed};
use model::error::{AppError, AppResult};
use model::numbers::query::NumbersQuery;
use model::{Extension, Instant, MemberId, NumberId, PhoneNumber};
use policy::Page;
use store::{callflow, numbers};

/// Answers the question, or says at its fields what is wrong with it.
///
/// # Errors
/// Denied to roles that see no call flow.
pub async fn who_rings(request: &Request, question: &Question) -> AppResult<WhoRingsPage> {
    let mut call = Call::read(request).await?;
    Page::CallFlow.opens(call.actor())?;
    let (zone, now) = (call.settings().time_zone.clone(), call.now);
    let clocks = time_zone::offsets(&zone, now);
    let mut page = WhoRingsPage {
        answer: None,
        problems: Vec::new(),
        numbers: offered(&mut call).await?,
        keys: Vec::new(),
        day: Day::at(now, &clocks).map(|day| day.to_string()).unwrap_or_default(),
        time: now.clock(&clocks),
        zone,
    };
    if question.to.trim().is_empty() {
        return Ok(page);
    }
    match ask(&mut call, question).await {
        Ok((asked, answer)) => {
            let (headline, steps) = answer.diagram_of(&call, &asked, First::Asked);
            page.keys = keys(&call, &answer);
            page.answer = Some(WhoRings { headline, steps });
        }
        Err(AppError::Fields(problems)) => page.problems = problems,
        Err(other) => return Err(other),
    }
    Ok(page)
}

/// How many numbers are offered to choose from; any other can be typed.
const OFFERED: u16 = 50;

async fn offered(call: &mut Call) -> AppResult<Vec<(String, String)>> {
    // Who sees no numbers asks about extensions.
    let Ok(viewer) = viewer(call) else { return Ok(Vec::new()) };
    let account = call.account();
    let query = NumbersQuery { per_page: OFFERED, ..NumbersQuery::default() };
    let page = numbers::page(&mut call.tx, account, &viewer, &query).await?;
    Ok(page.rows.into_iter().map(|row| (row.number.shown().to_owned(), row.label)).collect())
}

async fn ask(call: &mut Call, question: &Question) -> AppResult<(Asked, Answer)> {
    let to = dialled(call, &question.to)?;
    let from = match question.from {
        CalledFrom::Outside => Caller::Outside(None),
        CalledFrom::Inside => Caller::Inside { member: caller(call, &question.who).await?, as_number: None },
    };
    let at = moment(call, question)?;
    let pressed = question.key.map(Pressed::Key).into_iter().collect();
    let asked = Asked { from, to, at, pressed };
    let when = if question.when == AskedFor::Now { Moment::Now } else { Moment::Another };
    let answer = answer(call, &asked, when).await?;
    if let Some(number) = answer.state.number {
        may_see(call, number).await?;
    }
    Ok((asked, answer))
}

fn refused(field: QuestionField, words: impl ToString) -> AppError {
    AppError::field(field.slug(), words)
}

/// As many digits as extensions have are one; all else is a phone number.
fn dialled(call: &Call, text: &str) -> AppResult<Dialled> {
    let (text, settings) = (text.trim(), call.settings());
    // What a list of numbers offers comes with its label: "(503) 555-0170, Main line".
    let number = text.split_once(',').map_or(text, |(number, _)| number);
    if number.len() <= 6 && number.bytes().all(|b| b.is_ascii_digit()) {
        let extension = Extension::parse(number, settings.extension_digits);
        return extension.map(Dialled::Extension).map_err(|problem| refused(QuestionField::To, problem));
    }
    let number = PhoneNumber::parse(number, settings.country);
    number.map(Dialled::Number).map_err(|problem| refused(QuestionField::To, problem))
}

/// The member who calls from inside, by their extension.
async fn caller(call: &mut Call, text: &str) -> AppResult<MemberId> {
    let parsed = Extension::parse(text, call.settings().extension_digits);
    let extension = parsed.map_err(|problem| refused(QuestionField::Who, problem))?;
    let account = call.account();
    let holder = callflow::holder(&mut call.tx, account, extension).await?;
    if let Some(Entry::Member(member)) = holder {
        return Ok(member);
    }
    Err(refused(QuestionField::Who, format!("No member has extension {extension}.")))
}

fn moment(call: &Call, question: &Question) -> AppResult<Instant> {
    if question.when == AskedFor::Now {
        return Ok(call.now);
    }
    let day = Day::parse(question.day.trim());
    let day = day.ok_or_else(|| refused(QuestionField::Day, "Choose a day, such as 2026-12-25."))?;
    let time = Clock::parse(&question.time);
    let time = time.ok_or_else(|| refused(QuestionField::Time, "Write a time, such as 08:30 or 8:30 pm."))?;
    let at = time_zone::instant(day, time, &call.settings().time_zone);
    at.ok_or_else(|| refused(QuestionField::Day, "Choose a day of this century."))
}

/// R2: one out of the role's number scope answers like a missing one.
async fn may_see(call: &mut Call, number: NumberId) -> AppResult<()> {
    let viewer = viewer(call)?;
    let account = call.account();
    match numbers::card::shows(&mut call.tx, account, &viewer, number).await? {
        true => Ok(()),
        false => Err(refused(QuestionField::To, NumberId::missing())),
    }
}

/// The keys of the menu that was called.
fn keys(call: &Call, answer: &Answer) -> Vec<(Key, String)> {
    let menu = answer.state.main_menu.and_then(|id| answer.state.menus.get(&id));
    let keys = menu.map(|menu| &menu.keys).into_iter().flatten();
    answer.with(call, First::Asked, |drawing| keys.map(|(key, target)| (*key, drawing.target(target))).collect())
}
