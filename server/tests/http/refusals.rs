//! The table of refusals: one row for each server function, by its path. Whoever adds a function adds its row here.
//!
//! A row says how to call it well and what three kinds of callers get: nobody signed in; Kofi, an Agent, whose role may do
//! nothing to others; and Marisol, Administrator of another account, who names Dana's rows by their ids. The fourth kind,
//! somebody who looks through a member's eyes (M9, read-only), is judged by `policy`, in its golden matrix: sessions have no
//! columns for supervision yet, so nobody can be in that state over HTTP. Its column belongs here when they do.

use app::model::{ImportId, MemberId, SessionId, ViewId};
use http::Method;

/// What belongs to Dana's account, for others to name.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    pub dana: MemberId,
    pub session: SessionId,
    pub import: ImportId,
    pub view: ViewId,
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
}

use Gets::{Allowed, Nothing, Refused, TakesNoId};

const SIGNED_OUT: Gets = Refused(401);
const OWN: Gets = Allowed("it is about oneself");
const PUBLIC: Gets = Allowed("it is there for people who are not signed in");

fn get(path: &'static str, input: fn(Ids) -> String, anonymous: Gets, agent: Gets, other: Gets) -> Row {
    Row { path, method: Method::GET, input, anonymous, agent, other }
}

fn post(path: &'static str, input: fn(Ids) -> String, anonymous: Gets, agent: Gets, other: Gets) -> Row {
    Row { path, method: Method::POST, input, anonymous, agent, other }
}

fn text(input: &str) -> String {
    input.to_owned()
}

/// In the order of `app/src/api`.
pub fn table() -> Vec<Row> {
    [setup(), session(), team(), imports(), money(), farewell(), invitations(), passwords()].into_iter().flatten().collect()
}

fn setup() -> Vec<Row> {
    let create = |_| {
        text("form[token]=x&form[company]=Larkspur&form[country]=US&form[first_name]=Eve&form[last_name]=Adams&form[email]=eve@example.com")
            + "&form[password]=a+very+long+phrase"
    };
    vec![
        get("/api/setup/state", |_| text("token=x"), PUBLIC, PUBLIC, TakesNoId),
        get("/api/setup/needed", |_| text(""), PUBLIC, PUBLIC, TakesNoId),
        // Public, but not once there is an account.
        post("/api/setup/create", create, Refused(422), Refused(422), Refused(422)),
        post("/api/setup/sample", |_| text(""), SIGNED_OUT, Refused(403), TakesNoId),
    ]
}

fn session() -> Vec<Row> {
    let credentials = |_| format!("name={}&password={}", crate::support::KOFI, crate::support::PASSWORD.replace(' ', "+"));
    let passwords = |_| format!("current={}&new=another+long+phrase", crate::support::PASSWORD.replace(' ', "+"));
    let somebodys = |ids: Ids| format!("id={}", ids.session);
    vec![
        // Nobody signed in is an answer of its own: null.
        get("/api/session/me", |_| text(""), PUBLIC, OWN, TakesNoId),
        get("/api/session/typed", |_| text("form=sign-in"), PUBLIC, PUBLIC, TakesNoId),
        post("/api/session/sign-in", credentials, PUBLIC, PUBLIC, TakesNoId),
        // Signed out already is as good as signed out now.
        post("/api/session/sign-out", |_| text(""), PUBLIC, OWN, TakesNoId),
        post("/api/session/availability", |_| text("availability=dnd"), SIGNED_OUT, OWN, TakesNoId),
        post("/api/session/preferences", |_| text("density=compact"), SIGNED_OUT, OWN, TakesNoId),
        get("/api/session/list", |_| text(""), SIGNED_OUT, OWN, TakesNoId),
        post("/api/session/end", somebodys, SIGNED_OUT, Refused(403), Refused(404)),
        post("/api/session/end-others", |_| text(""), SIGNED_OUT, OWN, TakesNoId),
        post("/api/session/password", passwords, SIGNED_OUT, OWN, TakesNoId),
    ]
}

fn team() -> Vec<Row> {
    let card = |ids: Ids| format!("id={}&query=", ids.dana);
    let view = |ids: Ids| format!("id={}", ids.view);
    vec![
        get("/api/team/page", |_| text("query="), SIGNED_OUT, Allowed("everybody has the directory (R12)"), TakesNoId),
        get("/api/team/find", |_| text("text=Dana"), SIGNED_OUT, Allowed("everybody has the directory (R12)"), TakesNoId),
        get("/api/members/card", card, SIGNED_OUT, Refused(403), Refused(404)),
        post("/api/views/save", |_| text("name=Online&query=status%3Donline"), SIGNED_OUT, OWN, TakesNoId),
        // One's own views only; one that is gone is as good as deleted.
        post("/api/views/delete", view, SIGNED_OUT, Nothing, Nothing),
    ]
}

fn imports() -> Vec<Row> {
    let id = |ids: Ids| format!("id={}", ids.import);
    let page = |ids: Ids| format!("id={}&problems=false&page=1", ids.import);
    let choose = |ids: Ids| format!("form[id]={}&form[columns][0]=first_name", ids.import);
    let fix = |ids: Ids| format!("id={}&line=2&field=email&value=ines@example.com", ids.import);
    vec![
        get("/api/imports/may", |_| text(""), SIGNED_OUT, Refused(403), TakesNoId),
        get("/api/imports/check", page, SIGNED_OUT, Refused(403), Refused(404)),
        get("/api/imports/progress", id, SIGNED_OUT, Refused(403), Refused(404)),
        post("/api/imports/choose", choose, SIGNED_OUT, Refused(403), Refused(404)),
        post("/api/imports/fix", fix, SIGNED_OUT, Refused(403), Refused(404)),
        post("/api/imports/apply", id, SIGNED_OUT, Refused(403), Refused(404)),
    ]
}

fn invitations() -> Vec<Row> {
    let invite = |_| text("form[first_name]=Oskar&form[how]=email&form[email]=oskar@example.com&form[plan]=basic");
    let many = |_| text("text=oskar@example.com&role=&plan=basic");
    let member = |ids: Ids| format!("id={}", ids.dana);
    let token = |_| text("token=x");
    vec![
        get("/api/invitations/offers", |_| text(""), SIGNED_OUT, Refused(403), TakesNoId),
        get("/api/members/free-extension", |_| text("typed="), SIGNED_OUT, Refused(403), TakesNoId),
        post("/api/members/invite", invite, SIGNED_OUT, Refused(403), TakesNoId),
        post("/api/members/check-pasted", |_| text("text=oskar@example.com"), SIGNED_OUT, Refused(403), TakesNoId),
        post("/api/members/invite-many", many, SIGNED_OUT, Refused(403), TakesNoId),
        get("/api/invitations/pending", member, SIGNED_OUT, Refused(403), Refused(404)),
        post("/api/invitations/resend", member, SIGNED_OUT, Refused(403), Refused(404)),
        get("/api/invitations/open", token, PUBLIC, PUBLIC, TakesNoId),
        // Public, but not with a link that isn't one.
        post("/api/invitations/accept", |_| text("token=x&password=a+very+long+phrase"), Refused(422), Refused(422), Refused(422)),
    ]
}

fn passwords() -> Vec<Row> {
    vec![
        post("/api/session/forgot", |_| text("name=nobody@example.com"), PUBLIC, PUBLIC, TakesNoId),
        get("/api/session/reset-state", |_| text("token=x"), PUBLIC, PUBLIC, TakesNoId),
        post("/api/session/reset", |_| text("token=x&password=a+very+long+phrase"), Refused(422), Refused(422), Refused(422)),
    ]
}

fn money() -> Vec<Row> {
    let seats = |_| text("plan=basic&more=5&seen=10000000&back=/team");
    vec![post("/api/seats/add", seats, SIGNED_OUT, Refused(403), TakesNoId)]
}

/// Help, farewell and looking through somebody's eyes (M8 to M10, M16, M17).
fn farewell() -> Vec<Row> {
    let dana = |ids: Ids| format!("id={}", ids.dana);
    let entry = |ids: Ids| format!("id={}&action=suspend", ids.dana);
    let reason = |ids: Ids| format!("id={}&reason=Helps", ids.dana);
    let of_dana = |method: fn(&'static str, fn(Ids) -> String, Gets, Gets, Gets) -> Row, path| {
        method(path, dana, SIGNED_OUT, Refused(403), Refused(404))
    };
    vec![
        get("/api/members/confirm", entry, SIGNED_OUT, Refused(403), Refused(404)),
        of_dana(get, "/api/members/template"),
        of_dana(get, "/api/members/reset-facts"),
        of_dana(get, "/api/members/farewell"),
        get("/api/members/deleted", |_| text(""), SIGNED_OUT, Refused(403), TakesNoId),
        of_dana(post, "/api/members/suspend"),
        of_dana(post, "/api/members/reactivate"),
        of_dana(post, "/api/members/reset-password"),
        of_dana(post, "/api/members/delete"),
        of_dana(post, "/api/members/restore"),
        post("/api/supervise/begin", reason, SIGNED_OUT, Refused(403), Refused(404)),
        // Nobody who isn't supervising can act or stop.
        post("/api/supervise/act", |_| text(""), SIGNED_OUT, Refused(403), TakesNoId),
        post("/api/supervise/exit", |_| text(""), SIGNED_OUT, Refused(403), TakesNoId),
    ]
}
