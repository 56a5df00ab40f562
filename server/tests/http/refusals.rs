//! The table of refusals: one row for each server function, by its path. Whoever adds a function adds its row here.
//!
//! A row says how to call it well and what four kinds of callers get: nobody signed in; Kofi, an Agent, whose role may do
//! nothing to others; Marisol, Administrator of another account, who names rows of Dana's account by their ids; and Dana
//! looking through the eyes of Ines, a Manager, before the step to acting (M9).

use http::Method;
use model::{GroupId, ImportId, MemberId, NumberId, RoleId, SessionId, ViewId};

/// What belongs to Dana's account, for others to name.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    /// Oskar, an Agent: Ines may do everything to him when she is herself.
    pub member: MemberId,
    /// Oskar's.
    pub session: SessionId,
    pub agent: RoleId,
    /// A role that Dana made.
    pub role: RoleId,
    pub import: ImportId,
    pub view: ViewId,
    /// Unassigned; Ines and Oskar may use it.
    pub number: NumberId,
    /// Of nobody yet.
    pub group: GroupId,
}

/// What a caller gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gets {
    /// This status, and nothing is changed.
    Refused(u16),
    /// A success that does nothing, so that it tells nothing either.
    Nothing,
    /// What was asked for, and why that is right.
    Allowed(&'static str),
    /// The function takes no id, so there is nothing of another account to name.
    TakesNoId,
}

pub struct Row {
    pub path: &'static str,
    pub method: Method,
    /// A well-formed query (GET) or form (POST).
    pub input: fn(Ids) -> String,
    pub anonymous: Gets,
    pub agent: Gets,
    pub other: Gets,
    pub looking: Gets,
}

use Gets::{Allowed, Nothing, Refused, TakesNoId};

const OWN: Gets = Allowed("it is about oneself");
const PUBLIC: Gets = Allowed("it is there for people who are not signed in");
const LOOKS: Gets = Allowed("looking is what supervising is for (M9)");
const DIRECTORY: Gets = Allowed("everybody has the directory (R12)");
const ELSEWHERE: Gets = Allowed("whom the account doesn't have is left out, as if there were no such id (A3)");
const EXIT: Gets = Allowed("these are the two ways out of looking (M9)");

type Input = fn(Ids) -> String;

fn row(method: Method, path: &'static str, input: Input, [anonymous, agent, other, looking]: [Gets; 4]) -> Row {
    Row { path, method, input, anonymous, agent, other, looking }
}

fn get(path: &'static str, input: Input, gets: [Gets; 4]) -> Row {
    row(Method::GET, path, input, gets)
}

fn post(path: &'static str, input: Input, gets: [Gets; 4]) -> Row {
    row(Method::POST, path, input, gets)
}

/// A change of somebody, or a look that only those get who may change them: refused to all four.
const CHANGES_SOMEBODY: [Gets; 4] = [Refused(401), Refused(403), Refused(404), Refused(403)];
/// A change that names nobody of the account.
const CHANGES_ACCOUNT: [Gets; 4] = [Refused(401), Refused(403), TakesNoId, Refused(403)];
/// A look at somebody.
const SEES_SOMEBODY: [Gets; 4] = [Refused(401), Refused(403), Refused(404), LOOKS];
const SEES_ACCOUNT: [Gets; 4] = [Refused(401), Refused(403), TakesNoId, LOOKS];
/// A change of what is one's own.
const CHANGES_OWN: [Gets; 4] = [Refused(401), OWN, TakesNoId, Refused(403)];
const SEES_OWN: [Gets; 4] = [Refused(401), OWN, TakesNoId, LOOKS];
const EVERYBODY: [Gets; 4] = [PUBLIC, PUBLIC, TakesNoId, PUBLIC];
/// Public, but not with a link that nobody was given.
const NEEDS_A_LINK: [Gets; 4] = [Refused(422); 4];

fn nothing(_: Ids) -> String {
    String::new()
}

fn member(ids: Ids) -> String {
    format!("id={}", ids.member)
}

fn import(ids: Ids) -> String {
    format!("id={}", ids.import)
}

fn token(_: Ids) -> String {
    "token=x".to_owned()
}

fn token_and_password(_: Ids) -> String {
    "token=x&password=a+very+long+phrase".to_owned()
}

/// In the order of the features.
pub fn table() -> Vec<Row> {
    [
        setup(),
        session(),
        team(),
        invitations(),
        members(),
        numbers(),
        callflow(),
        billing(),
        supervision(),
        imports(),
        bulk(),
        roles(),
        audit(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn setup() -> Vec<Row> {
    let create = |_| {
        "form[token]=x&form[company]=Larkspur&form[country]=US&form[first_name]=Eve&form[last_name]=Adams".to_owned()
            + "&form[email]=eve@example.com&form[password]=a+very+long+phrase"
    };
    vec![
        get("/api/setup/state", token, EVERYBODY),
        get("/api/setup/needed", nothing, EVERYBODY),
        post("/api/setup/create", create, NEEDS_A_LINK),
        post("/api/setup/sample", nothing, CHANGES_ACCOUNT),
    ]
}

fn session() -> Vec<Row> {
    let credentials =
        |_| format!("name={}&password={}", crate::support::KOFI, crate::support::PASSWORD.replace(' ', "+"));
    let passwords = |_| format!("current={}&new=another+long+phrase", crate::support::PASSWORD.replace(' ', "+"));
    vec![
        // Nobody signed in is an answer of its own: null.
        get("/api/session/me", nothing, EVERYBODY),
        get("/api/session/typed", |_| "form=sign-in".to_owned(), EVERYBODY),
        post("/api/session/sign-in", credentials, EVERYBODY),
        // Signed out already is as good as signed out now.
        post("/api/session/sign-out", nothing, EVERYBODY),
        post("/api/session/forgot", |_| "name=nobody@example.com".to_owned(), EVERYBODY),
        get("/api/session/reset-state", token, EVERYBODY),
        post("/api/session/reset", token_and_password, NEEDS_A_LINK),
        post("/api/session/availability", |_| "availability=dnd".to_owned(), CHANGES_OWN),
        post("/api/session/preferences", |_| "density=compact".to_owned(), CHANGES_OWN),
        get("/api/session/list", nothing, SEES_OWN),
        post("/api/session/end", |ids| format!("id={}", ids.session), CHANGES_SOMEBODY),
        post("/api/session/end-others", nothing, CHANGES_OWN),
        post("/api/session/password", passwords, CHANGES_OWN),
        get("/api/profile/read", nothing, SEES_OWN),
        post(
            "/api/profile/greetings",
            |_| "greeting_kind=own&greeting=Hello&voicemail_kind=standard&voicemail=".to_owned(),
            CHANGES_OWN,
        ),
        post("/api/profile/screening", |_| "on=on".to_owned(), CHANGES_OWN),
    ]
}

fn team() -> Vec<Row> {
    let seats = |_| "plan=basic&more=5&seen=10000000&back=/team".to_owned();
    vec![
        get("/api/team/page", |_| "query=".to_owned(), [Refused(401), DIRECTORY, TakesNoId, LOOKS]),
        get(
            "/api/team/rows",
            |ids| format!("query=&ids[0]={}", ids.member),
            [Refused(401), DIRECTORY, ELSEWHERE, LOOKS],
        ),
        get("/api/team/find", |_| "text=Dana".to_owned(), [Refused(401), DIRECTORY, TakesNoId, LOOKS]),
        get("/api/members/card", |ids| format!("id={}&query=", ids.member), SEES_SOMEBODY),
        post("/api/views/save", |_| "name=Online&query=status%3Donline".to_owned(), CHANGES_OWN),
        // One's own views only; one that is gone is as good as deleted.
        post("/api/views/delete", |ids| format!("id={}", ids.view), [Refused(401), Nothing, Nothing, Refused(403)]),
        post("/api/seats/add", seats, CHANGES_ACCOUNT),
    ]
}

fn invitations() -> Vec<Row> {
    let one = |ids: Ids| {
        format!(
            "form[first_name]=Eve&form[last_name]=Adams&form[how]=email&form[email]=eve@example.com&form[role]={}&form[plan]=basic",
            ids.agent
        )
    };
    let many = |ids: Ids| format!("text=Eve+Adams+%3Ceve@example.com%3E&role={}&plan=basic", ids.agent);
    vec![
        get("/api/invitations/open", token, EVERYBODY),
        post("/api/invitations/accept", token_and_password, NEEDS_A_LINK),
        get("/api/invitations/offers", nothing, CHANGES_ACCOUNT),
        get("/api/invitations/numbers", |_| "find=".to_owned(), CHANGES_ACCOUNT),
        post("/api/invitations/look", |_| "form[find]=503".to_owned(), CHANGES_ACCOUNT),
        get("/api/members/free-extension", |_| "typed=".to_owned(), SEES_ACCOUNT),
        // Another account's role is no role: the form says so, as for one that was deleted.
        post("/api/members/invite", one, [Refused(401), Refused(403), Refused(422), Refused(403)]),
        post("/api/members/check-pasted", |_| "text=eve@example.com".to_owned(), CHANGES_ACCOUNT),
        post("/api/members/invite-many", many, [Refused(401), Refused(403), Refused(422), Refused(403)]),
        get("/api/invitations/pending", member, CHANGES_SOMEBODY),
        post("/api/invitations/resend", member, CHANGES_SOMEBODY),
    ]
}

fn members() -> Vec<Row> {
    let edited = |ids: Ids| format!("id={}&form[version]=1&form[has][0]=first&form[first]=Eve", ids.member);
    let forwarding = |ids: Ids| format!("id={}&form[on]=on&form[seen]=", ids.member);
    vec![
        get("/api/members/edit", member, CHANGES_SOMEBODY),
        post("/api/members/update", edited, CHANGES_SOMEBODY),
        post("/api/members/pin", |ids| format!("id={}&pin=482917", ids.member), CHANGES_SOMEBODY),
        get("/api/members/forwarding", member, CHANGES_SOMEBODY),
        post("/api/members/set-forwarding", forwarding, CHANGES_SOMEBODY),
        post("/api/members/suspend", member, CHANGES_SOMEBODY),
        post("/api/members/reactivate", member, CHANGES_SOMEBODY),
        post("/api/members/reset-password", member, CHANGES_SOMEBODY),
        get("/api/members/reset-facts", member, CHANGES_SOMEBODY),
        get("/api/members/confirm", |ids| format!("id={}&action=suspend", ids.member), SEES_SOMEBODY),
        get("/api/members/offboarding", member, CHANGES_SOMEBODY),
        post("/api/members/delete", member, CHANGES_SOMEBODY),
        post("/api/members/restore", member, CHANGES_SOMEBODY),
        get("/api/members/deleted", nothing, SEES_ACCOUNT),
        get("/api/members/template", member, CHANGES_SOMEBODY),
    ]
}

fn billing() -> Vec<Row> {
    let plan = |ids: Ids| format!("id={}&plan=pro&seen=basic", ids.member);
    vec![
        get("/api/members/plan", member, SEES_SOMEBODY),
        post("/api/members/change-plan", plan, CHANGES_SOMEBODY),
        get("/api/billing/page", nothing, [Refused(401), Refused(403), TakesNoId, Refused(403)]),
        get(
            "/api/billing/lines",
            |_| "section=basic&page=1".to_owned(),
            [Refused(401), Refused(403), TakesNoId, Refused(403)],
        ),
        get("/api/billing/advice", nothing, [Refused(401), Refused(403), TakesNoId, Refused(403)]),
        post("/api/billing/contact", |_| "name=Eve&email=eve@example.com".to_owned(), CHANGES_ACCOUNT),
        post("/api/billing/method", |_| "card=tok_visa".to_owned(), CHANGES_ACCOUNT),
    ]
}

fn number(ids: Ids) -> String {
    format!("id={}&query=", ids.number)
}

fn numbers() -> Vec<Row> {
    let changed = |ids: Ids| format!("id={}&version=1&to=menu&label=Sales", ids.number);
    let pair = |ids: Ids| format!("form[seen][0]={0}.{1}&form[calls][0]={0}.{1}", ids.member, ids.number);
    let pairs =
        |ids: Ids| format!("query=n%3D{}%26m%3D{}&key=0198a000-0000-7000-8000-000000000001", ids.number, ids.member);
    let plan = |ids: Ids| format!("query=n%3D{}%26m%3D{}&revoke=false", ids.number, ids.member);
    let offers = |ids: Ids| format!("id={}&area=503&number=%2B15035552000", ids.member);
    let reservation = |ids: Ids| format!("reservation={}", ids.number);
    let direct = |ids: Ids| format!("id={}&to={}&find=", ids.member, ids.number);
    // What somebody of another account keeps is as good as kept too long.
    let others_purchase = [Refused(401), Refused(403), Refused(409), Refused(403)];
    vec![
        get("/api/numbers/page", |_| "query=".to_owned(), SEES_ACCOUNT),
        get("/api/numbers/card", number, SEES_SOMEBODY),
        get("/api/numbers/destinations", |ids| format!("id={}&find=", ids.number), CHANGES_SOMEBODY),
        post("/api/numbers/route", changed, CHANGES_SOMEBODY),
        post("/api/numbers/label", changed, CHANGES_SOMEBODY),
        post("/api/numbers/release", changed, CHANGES_SOMEBODY),
        get("/api/numbers/users", |ids| format!("id={}&find=", ids.number), SEES_SOMEBODY),
        get("/api/members/number-uses", |ids| format!("id={}&find=", ids.member), CHANGES_SOMEBODY),
        post("/api/numbers/set-use", pair, CHANGES_SOMEBODY),
        // A plan for ids that aren’t there is empty.
        post("/api/numbers/use-preview", plan, [Refused(401), Refused(403), Nothing, LOOKS]),
        post("/api/numbers/grant", pairs, CHANGES_SOMEBODY),
        post("/api/numbers/revoke", pairs, CHANGES_SOMEBODY),
        get("/api/numbers/offers", offers, CHANGES_SOMEBODY),
        post("/api/numbers/reserve", offers, CHANGES_SOMEBODY),
        get("/api/numbers/reserved", reservation, others_purchase),
        post("/api/numbers/buy", reservation, others_purchase),
        get("/api/members/numbers", direct, CHANGES_SOMEBODY),
        post("/api/members/direct", direct, CHANGES_SOMEBODY),
    ]
}

fn callflow() -> Vec<Row> {
    // An extension of another account is nobody's here: the path says so, with nothing of theirs.
    let asked = |_| "question[to]=118&question[from]=outside&question[when]=now".to_owned();
    vec![get("/api/callflow/who-rings", asked, SEES_ACCOUNT)]
}

fn supervision() -> Vec<Row> {
    let begin = |ids: Ids| format!("id={}&reason=a+question", ids.member);
    vec![
        post("/api/supervise/begin", begin, CHANGES_SOMEBODY),
        post("/api/supervise/act", nothing, [Refused(401), Refused(403), TakesNoId, EXIT]),
        post("/api/supervise/exit", nothing, [Refused(401), Refused(403), TakesNoId, EXIT]),
    ]
}

/// A key that no change was asked for with.
const KEY: &str = "0192f0aa-1234-7abc-8def-0123456789ab";

fn bulk() -> Vec<Row> {
    let plan = |ids: Ids| format!("kind=suspend&selection=id%3D{}", ids.member);
    let apply = |ids: Ids| format!("kind=suspend&selection=id%3D{}&key={KEY}", ids.member);
    let entry = |_| format!("entry={KEY}");
    let key = |_| format!("key={KEY}");
    vec![
        post("/api/bulk/preview", plan, CHANGES_SOMEBODY),
        // Nobody of this account is named, so nobody would change.
        post("/api/bulk/apply", apply, [Refused(401), Refused(403), Refused(422), Refused(403)]),
        // Of a change that one did not ask for oneself nothing is known.
        get("/api/bulk/state", key, [Refused(401), Nothing, Nothing, Nothing]),
        post("/api/bulk/cancel", key, [Refused(401), Nothing, Nothing, Nothing]),
        // The entry is not there: who may read the log learns that, the others not even that.
        get("/api/audit/undo-preview", entry, [Refused(401), Refused(404), Refused(404), Refused(404)]),
        post(
            "/api/audit/undo",
            |_| format!("entry={KEY}&key={KEY}"),
            [Refused(401), Refused(404), Refused(404), Refused(404)],
        ),
    ]
}

fn imports() -> Vec<Row> {
    let page = |ids: Ids| format!("id={}&problems=false&page=1", ids.import);
    let choose = |ids: Ids| format!("form[id]={}&form[columns][0]=first_name", ids.import);
    let fix = |ids: Ids| format!("id={}&line=2&field=email&value=eve@example.com", ids.import);
    vec![
        get("/api/imports/may", nothing, CHANGES_ACCOUNT),
        get("/api/imports/check", page, CHANGES_SOMEBODY),
        get("/api/imports/progress", import, CHANGES_SOMEBODY),
        post("/api/imports/choose", choose, CHANGES_SOMEBODY),
        post("/api/imports/fix", fix, CHANGES_SOMEBODY),
        post("/api/imports/apply", import, CHANGES_SOMEBODY),
    ]
}

fn roles() -> Vec<Row> {
    let save = |ids: Ids| {
        format!("form[id]={}&form[version]=1&form[name]=Lead&form[people]=own-groups&form[numbers]=held", ids.role)
    };
    let delete = |ids: Ids| format!("id={}&next={}", ids.role, ids.agent);
    vec![
        get(
            "/api/roles/page",
            |ids| format!("open={}", ids.role),
            [Refused(401), Refused(403), Refused(404), Refused(403)],
        ),
        post("/api/roles/save", save, CHANGES_SOMEBODY),
        post("/api/roles/delete", delete, CHANGES_SOMEBODY),
        post("/api/roles/safeguards", |_| "only_administrators_add=on".to_owned(), CHANGES_ACCOUNT),
    ]
}

fn audit() -> Vec<Row> {
    vec![get("/api/audit/page", |_| "query=".to_owned(), SEES_ACCOUNT), get("/api/audit/member", member, SEES_SOMEBODY)]
}
