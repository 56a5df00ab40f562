//! A house to ask: two accounts in a fresh database, the served router, a clock that tests set, and answers to look at.

use actions::secrets;
use actions::state::AppState;
use axum::Router;
use axum::body::Body;
use clap::Parser;
use http::{HeaderMap, Method, Request, StatusCode, header};
use model::instant::Instant;
use model::{AccountId, MemberId, NumberId, RoleKind};
use server::config::{Cli, Command, ServeArgs};
use server::listen::{self, Limits};
use server::serve::Times;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use store::Db;
use store::sessions;
use store::sessions::NewSession;
use store::testing::{NOW, TestTeam};
use tokio::sync::RwLock;
use tokio::time::timeout;
use tower::ServiceExt;

/// Far more than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// While routes are listed, Leptos suppresses the resources of the whole process, and a page that begins then never ends
/// (leptos#4773). A server lists them once, before it listens; here each house does, so pages wait meanwhile.
static LISTING_ROUTES: RwLock<()> = RwLock::const_new(());

/// Dana's and Kofi's password.
pub const PASSWORD: &str = "correct horse battery";
pub const DANA: &str = "dana@larkspur.example.com";
pub const KOFI: &str = "kofi@larkspur.example.com";

/// Larkspur Home, where Dana is Administrator, Ines a Manager, Kofi and Oskar are Agents; and another account, whose
/// Administrator is Marisol.
pub struct House {
    pub db: Db,
    pub team: TestTeam,
    pub dana: MemberId,
    pub ines: MemberId,
    pub kofi: MemberId,
    pub oskar: MemberId,
    pub marisol: MemberId,
    /// Marisol's account.
    pub other: TestTeam,
    clock: Arc<AtomicI64>,
    https: bool,
    router: Router,
    site: PathBuf,
}

/// A cookie line of somebody signed in.
#[derive(Clone, Debug)]
pub struct Cookie(pub String);

impl House {
    /// Reached over plain HTTP.
    pub async fn new(db: Db) -> House {
        Self::reached(db, false).await
    }

    pub async fn over_https(db: Db) -> House {
        Self::reached(db, true).await
    }

    async fn reached(db: Db, https: bool) -> House {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("an account");
        let administrator = RoleKind::Administrator;
        let dana = team
            .member("Dana", "Whitfield")
            .role(administrator)
            .sign_in(DANA)
            .extension(100_118)
            .insert(&mut tx)
            .await
            .expect("Dana");
        let kofi = team
            .member("Kofi", "Mensah")
            .sign_in(KOFI)
            .extension(100_104)
            .online(true)
            .insert(&mut tx)
            .await
            .expect("Kofi");
        let ines = team.member("Ines", "Duarte").role(RoleKind::Manager).insert(&mut tx).await.expect("Ines");
        let oskar = team.member("Oskar", "Lind").insert(&mut tx).await.expect("Oskar");
        let other = TestTeam::new(&mut tx).await.expect("another account");
        let marisol = other.member("Marisol", "Vega").role(administrator).insert(&mut tx).await.expect("Marisol");
        tx.commit().await.expect("commit");
        let hash = password_hash().await;
        for name in [DANA, KOFI] {
            sql(&db, "UPDATE members SET password_hash = $1 WHERE sign_in_key = $2", &[&hash, name]).await;
        }
        let clock = Arc::new(AtomicI64::new(NOW.0));
        let site = made_site();
        let router = served(state(&db, &clock, https, &site), &site).await;
        House { db, team, dana, ines, kofi, oskar, marisol, other, clock, https, router, site }
    }

    /// The same house with another clock: one that fails, say.
    pub async fn with_clock(&self, clock: actions::state::Clock) -> Router {
        served(AppState { clock, ..state(&self.db, &self.clock, self.https, &self.site) }, &self.site).await
    }

    pub fn pass(&self, micros: i64) {
        self.clock.fetch_add(micros, Ordering::SeqCst);
    }

    pub fn now(&self) -> Instant {
        Instant(self.clock.load(Ordering::SeqCst))
    }

    /// A new session of Dana, Kofi or Marisol, as signing in without "keep" makes it.
    pub async fn session(&self, member: MemberId) -> Cookie {
        let account = if member == self.marisol { self.other.account } else { self.team.account };
        let (token, token_hash) = secrets::new_token();
        let (idle, expires) = (12 * model::instant::HOUR, self.now().plus(7 * model::instant::DAY));
        let new =
            NewSession { account, member, token_hash, idle, expires, agent: "Firefox on Linux", address: "192.0.2.7" };
        let mut tx = self.db.write().await.expect("write");
        sessions::create(&mut tx, &new, self.now()).await.expect("a session");
        tx.commit().await.expect("commit");
        Cookie(format!("{}={token}", actions::call::cookie_name(self.https)))
    }

    /// A business number of Larkspur Home that rings at nobody and that these may use.
    pub async fn number(&self, e164: &str, users: &[MemberId]) -> NumberId {
        self.number_of(self.team.account, e164, users).await
    }

    /// The same of one of both accounts.
    pub async fn number_of(&self, account: AccountId, e164: &str, users: &[MemberId]) -> NumberId {
        let id = NumberId::new();
        let mut statements = vec![format!(
            "INSERT INTO numbers (account_id, id, e164, created_at) VALUES ({}, {}, '{e164}', 1)",
            self.literal(account.0),
            self.literal(id.0)
        )];
        statements.extend(users.iter().map(|user| {
            format!(
                "INSERT INTO number_users (account_id, number_id, member_id) VALUES ({}, {}, {})",
                self.literal(account.0),
                self.literal(id.0),
                self.literal(user.0)
            )
        }));
        for statement in statements {
            let statement = sqlx::AssertSqlSafe(statement);
            match &self.db {
                Db::Sqlite { write, .. } => sqlx::query(statement).execute(write).await.map(drop),
                Db::Postgres(pool) => sqlx::query(statement).execute(pool).await.map(drop),
            }
            .expect("write a number");
        }
        id
    }

    /// An id as each engine writes it.
    fn literal(&self, id: u128) -> String {
        match &self.db {
            Db::Sqlite { .. } => format!("X'{id:032x}'"),
            Db::Postgres(_) => format!("'{id:032x}'"),
        }
    }

    /// A new session in which Dana looks through Ines’s eyes (M9), read-only.
    pub async fn supervising(&self) -> Cookie {
        let cookie = self.session(self.dana).await;
        let begun = self
            .call(&Method::POST, "/api/supervise/begin", &format!("id={}&reason=a+question", self.ines), Some(&cookie))
            .await;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
        cookie
    }

    /// Asks for a page, as a browser does that follows a link.
    pub async fn page(&self, path: &str, who: Option<&Cookie>) -> Answer {
        self.send(&Ask::get(path).by(who).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")).await
    }

    /// Calls a server function as the hydrated page does.
    pub async fn call(&self, method: &Method, path: &str, input: &str, who: Option<&Cookie>) -> Answer {
        let ask = if *method == Method::GET { Ask::get(&format!("{path}?{input}")) } else { Ask::form(path, input) };
        self.send(&ask.by(who).header("accept", "application/json")).await
    }

    pub async fn send(&self, ask: &Ask) -> Answer {
        send(self.router.clone(), ask).await
    }

    /// The same house at an address of its own, with these limits, until the test ends.
    pub async fn listening(&self, times: Times, limits: Limits) -> SocketAddr {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("nonblocking");
        let address = listener.local_addr().expect("an address");
        let _alone = LISTING_ROUTES.write().await;
        let state = state(&self.db, &self.clock, self.https, &self.site);
        let router = server::serve::router_within(state, &settings(&self.site), times);
        tokio::spawn(listen::serve(listener, router, limits, std::future::pending()));
        address
    }

    /// The router itself, for requests that are no plain text.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// The files that wait to be imported.
    pub fn uploads(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.site.join("uploads")).into_iter().flatten().flatten();
        files.map(|file| std::fs::read_to_string(file.path()).expect("a file")).collect()
    }

    /// Whether this cookie is still somebody's.
    pub async fn is_signed_in(&self, who: &Cookie) -> bool {
        let answer = self.call(&Method::GET, "/api/session/me", "", Some(who)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body != "null"
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.site);
    }
}

fn state(db: &Db, clock: &Arc<AtomicI64>, https: bool, site: &Path) -> AppState {
    let clock = clock.clone();
    AppState {
        db: db.clone(),
        clock: Arc::new(move || Instant(clock.load(Ordering::SeqCst))),
        https,
        proxies: 1,
        public_url: "http://127.0.0.1:3000".into(),
        mail: Default::default(),
        live: Default::default(),
        uploads: actions::imports::uploads::Uploads::in_folder(site.join("uploads")),
        supplier: Default::default(),
        // An answer, however busy the machine.
        bulk_wait: std::time::Duration::from_secs(60),
    }
}

async fn served(state: AppState, site: &Path) -> Router {
    let _alone = LISTING_ROUTES.write().await;
    server::serve::router(state, &settings(site))
}

/// The settings of `teamline serve --site-dir SITE`.
fn settings(site: &Path) -> ServeArgs {
    let site = site.display().to_string();
    match Cli::try_parse_from(["teamline", "serve", "--site-dir", &site]).map(|cli| cli.command) {
        Ok(Command::Serve(args)) => args,
        _ => panic!("`serve` takes --site-dir"),
    }
}

/// A folder as the build leaves it, with a word in each file.
fn made_site() -> PathBuf {
    let site = std::env::temp_dir().join(format!("teamline-site-{}", MemberId::new()));
    for (file, content) in [
        ("pkg/teamline.0a1b2c3d.js", "hashed"),
        ("pkg/teamline.0a1b2c3d.js.br", "packed by the build"),
        ("pkg/teamline.js", "plain"),
        ("fonts/inter.woff2", "font"),
        ("favicon.svg", "<svg/>"),
    ] {
        let path = site.join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("make a folder");
        std::fs::write(path, content).expect("write a file");
    }
    site
}

/// Made once: it is slow on purpose.
async fn password_hash() -> String {
    static HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    HASH.get_or_init(|| async { secrets::hash_password(PASSWORD.to_owned()).await.expect("a hash") }).await.clone()
}

/// Runs one statement behind the store's back.
pub async fn sql(db: &Db, text: &'static str, values: &[&str]) {
    let done = match db {
        Db::Sqlite { write, .. } => values
            .iter()
            .fold(sqlx::query(text), |query, value| query.bind((*value).to_owned()))
            .execute(write)
            .await
            .map(|_| ()),
        Db::Postgres(pool) => values
            .iter()
            .fold(sqlx::query(text), |query, value| query.bind((*value).to_owned()))
            .execute(pool)
            .await
            .map(|_| ()),
    };
    done.expect("run a statement");
}

/// What one column of text holds, in the order asked for.
pub async fn texts(db: &Db, text: &'static str) -> Vec<String> {
    match db {
        Db::Sqlite { read, .. } => sqlx::query_scalar(text).fetch_all(read).await,
        Db::Postgres(pool) => sqlx::query_scalar(text).fetch_all(pool).await,
    }
    .expect("read a column")
}

/// Runs what a store function does, and commits.
#[macro_export]
macro_rules! stored {
    ($house:expr, |$tx:ident| $does:expr) => {{
        let mut tx = $house.db.write().await.expect("write");
        let $tx = &mut tx;
        let made = $does.await.expect("a store function");
        tx.commit().await.expect("commit");
        made
    }};
}

/// The session a cookie stands for.
pub async fn session_id(house: &House, cookie: &Cookie) -> model::SessionId {
    let token = cookie.0.split_once('=').expect("a cookie").1;
    let mut tx = house.db.read().await.expect("read");
    let found = store::sessions::find(&mut tx, &secrets::token_hash(token), house.now()).await.expect("find");
    found.expect("a living session").session
}

/// A request to be.
#[derive(Clone, Debug)]
pub struct Ask {
    pub method: Method,
    pub path: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Ask {
    pub fn get(path: &str) -> Ask {
        Ask { method: Method::GET, path: path.to_owned(), headers: Vec::new(), body: String::new() }
    }

    /// A form sent from one's own page.
    pub fn form(path: &str, body: &str) -> Ask {
        Ask::form_from_nowhere(path, body).header("sec-fetch-site", "same-origin")
    }

    /// A form without a word of where it comes from.
    pub fn form_from_nowhere(path: &str, body: &str) -> Ask {
        let ask = Ask { method: Method::POST, path: path.to_owned(), headers: Vec::new(), body: body.to_owned() };
        ask.header("content-type", "application/x-www-form-urlencoded")
    }

    /// A file sent by the upload form.
    pub fn upload(path: &str, file_name: &str, content: &str) -> Ask {
        let body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\nContent-Type: text/csv\r\n\r\n{content}\r\n--edge--\r\n"
        );
        let ask = Ask { method: Method::POST, path: path.to_owned(), headers: Vec::new(), body };
        ask.header("content-type", "multipart/form-data; boundary=edge").header("sec-fetch-site", "same-origin")
    }

    pub fn header(mut self, name: &str, value: &str) -> Ask {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with another kind of body.
    pub fn content_type(mut self, kind: &str) -> Ask {
        self.headers.retain(|(name, _)| name != "content-type");
        self.header("content-type", kind)
    }

    pub fn by(self, who: Option<&Cookie>) -> Ask {
        match who {
            Some(cookie) => self.header("cookie", &cookie.0),
            None => self,
        }
    }
}

/// Status, headers and body, read to the end.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// A header's text; empty when it is missing.
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The cookie line that gives the session, with its attributes.
    pub fn session_cookie(&self) -> Option<&str> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        lines.into_iter().find(|line| line.starts_with("teamline=") || line.starts_with("__Host-teamline="))
    }

    /// The value of a cookie it sets, as a browser sends it back.
    pub fn cookie(&self, name: &str) -> Option<Cookie> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = lines.filter_map(|line| line.split(';').next());
        pairs.find(|pair| pair.split_once('=').is_some_and(|(n, _)| n == name)).map(|pair| Cookie(pair.to_owned()))
    }

    /// The session this answer begins, as a browser sends it back.
    pub fn signed_in(&self) -> Cookie {
        let line = self.session_cookie().unwrap_or_else(|| panic!("no session: {} {}", self.status, self.body));
        Cookie(line.split(';').next().unwrap_or_default().to_owned())
    }
}

pub async fn send(router: Router, ask: &Ask) -> Answer {
    let mut request = Request::builder().method(&ask.method).uri(&ask.path).header("host", "localhost:3000");
    for (name, value) in &ask.headers {
        request = request.header(name, value);
    }
    let request = request.body(Body::from(ask.body.clone())).expect("a request");
    let _nobody_lists = LISTING_ROUTES.read().await;
    // An answer that never comes is a failure to be told, not a run that never ends.
    let what = || format!("{} {}", ask.method, ask.path);
    let response = timeout(PATIENCE, router.oneshot(request))
        .await
        .unwrap_or_else(|_| panic!("no answer to {}", what()))
        .expect("an answer");
    let (parts, body) = response.into_parts();
    let body = timeout(PATIENCE, axum::body::to_bytes(body, usize::MAX))
        .await
        .unwrap_or_else(|_| panic!("no end of {}", what()));
    let bytes = body.expect("a whole body");
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}
