//! One call: who asks, one transaction, one clock reading. Rolls back unless committed.

use crate::bulk::write::refusal;
use crate::cookies;
use crate::live;
use crate::page_read::{CallTx, Turn};
use crate::request::Request;
use crate::secrets;
use crate::state::AppState;
use http::request::Parts;
use model::audit::{About, AuditAction, Change, Subject, goes_back};
use model::error::{AppError, AppResult};
use model::instant::{Instant, MINUTE};
use model::live::Touched;
use model::sessions::Actor;
use model::{AccountId, AccountSettings, AuditId};
use std::net::{IpAddr, SocketAddr};
use store::audit::{Author, More, New, Place};
use store::sessions::SignedIn;
use store::{Tx, audit, dialect, sessions, supervision};

/// A request of a signed-in person with its open transaction.
pub struct Call {
    pub tx: CallTx,
    pub me: SignedIn,
    pub now: Instant,
    /// What is asked, and where its answer goes.
    pub request: Request,
    pub address: String,
    /// The entry of the audit log that this call takes back (G2).
    pub undoing: Option<AuditId>,
    /// What the change touches, as open pages are told; none: nothing has said, so it may be anything.
    touched: Option<Touched>,
}

/// The session cookie's name: with the `__Host-` prefix on HTTPS, plain on http://localhost (QUALITY).
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-teamline" } else { "teamline" }
}

/// The session token a request carries.
pub fn session_token(parts: &Parts, https: bool) -> Option<String> {
    // 256 bits in base64url.
    cookies::values(parts, cookie_name(https)).find(|token| token.len() == 43)
}

/// Whose socket a request came by; the server adds it to the request's extensions.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The client's address: the socket's or, behind proxies, what the outermost of them wrote into X-Forwarded-For. Each appends whom it
/// was asked by, so of all lines' entries only the last ones are theirs; what stands before them anybody can write.
pub fn client_address(parts: &Parts, proxies: u8) -> String {
    let forwarded = || {
        let lines = parts.headers.get_all("x-forwarded-for").into_iter().filter_map(|line| line.to_str().ok());
        let entries: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
        let entry = entries.len().checked_sub(usize::from(proxies)).and_then(|at| entries.get(at))?;
        // Some write the port as well.
        let with_port = || entry.parse::<SocketAddr>().map(|socket| socket.ip()).ok();
        entry.parse::<IpAddr>().ok().or_else(with_port).map(|address| address.to_canonical().to_string())
    };
    let socket = || parts.extensions.get::<Peer>().map(|peer| peer.0.ip().to_canonical().to_string());
    (proxies > 0).then(forwarded).flatten().or_else(socket).unwrap_or_default()
}

/// M2: whoever signed in with a password that somebody else set does nothing before they have their own.
fn own_password(call: Call) -> AppResult<Call> {
    if call.me.must_change_password {
        return Err(AppError::Denied(
            "Choose a password of your own first. Somebody else set the one you signed in with.".to_owned(),
        ));
    }
    Ok(call)
}

impl Call {
    /// A read, which never waits for a change. The parts of a page read in one transaction.
    ///
    /// # Errors
    /// Signed out, or denied to whoever has to choose a password first (M2).
    pub async fn read(request: &Request) -> AppResult<Call> {
        own_password(Self::read_on_entry(request).await?)
    }

    /// The same, also with a temporary password: for the frame and for choosing one's own.
    pub(crate) async fn read_on_entry(request: &Request) -> AppResult<Call> {
        let turn = match &request.page {
            Some(page) => page.turn().await,
            None => None,
        };
        if let Some(turn) = turn {
            return Self::read_in(request, turn).await;
        }
        let tx = request.state.db.read().await?;
        Self::open(request, tx, false).await
    }

    /// A part of a page: the first begins the transaction and looks up who asks.
    async fn read_in(request: &Request, mut turn: Turn) -> AppResult<Call> {
        if let Some((me, now)) = turn.known() {
            return Ok(Self::of(request, turn.tx()?, me, now));
        }
        // Before the snapshot: what changes while it begins counts as changed since (invariant 14).
        let (now, session) = (request.state.now(), Self::session(request)?);
        let mut tx = request.state.db.read().await?;
        let me = Self::signed_in(request, &mut tx, &session, now).await?;
        turn.keep(tx, me.clone(), now);
        Ok(Self::of(request, turn.tx()?, me, now))
    }

    /// A change: one transaction, in turn with the account's other changes.
    ///
    /// # Errors
    /// Those of [`Call::read`], or a conflict when it was meant to be done as somebody else (M9).
    pub async fn begin(request: &Request) -> AppResult<Call> {
        own_password(Self::begin_on_entry(request).await?)
    }

    /// The same, also with a temporary password: for choosing one's own, and for signing out.
    pub(crate) async fn begin_on_entry(request: &Request) -> AppResult<Call> {
        let tx = request.state.db.write().await?;
        Self::open(request, tx, true).await
    }

    /// The same in a transaction that has begun, but has read nothing yet. `change`: it will write.
    pub async fn within(request: &Request, tx: Tx, change: bool) -> AppResult<Call> {
        own_password(Self::open(request, tx, change).await?)
    }

    async fn open(request: &Request, mut tx: Tx, change: bool) -> AppResult<Call> {
        let session = Self::session(request)?;
        if change {
            // First, or what is read of the actor could be gone by the time it is this change's turn (R11, invariant 6).
            dialect::lock_account_of(&mut tx, &session).await?;
        }
        // Once, and after the wait: the changes of an account follow each other in time as well.
        let now = request.state.now();
        if change {
            dialect::set_clock(&mut tx, now).await?;
        }
        let me = Self::signed_in(request, &mut tx, &session, now).await?;
        if change && me.supervision_over {
            // What was meant to be done as somebody else must not be done as oneself (M9).
            supervision::close(&mut tx, &me, now).await?;
            tx.commit().await?;
            return Err(AppError::Conflict(
                "Supervising has ended, so nothing was changed. Reload the page to go on as yourself.".to_owned(),
            ));
        }
        Ok(Self::of(request, CallTx::Own(tx), me, now))
    }

    /// The hash of the session the request carries.
    fn session(request: &Request) -> AppResult<Vec<u8>> {
        let token = session_token(&request.parts, request.state.https).ok_or(AppError::SignedOut)?;
        Ok(secrets::token_hash(&token))
    }

    async fn signed_in(request: &Request, tx: &mut Tx, session: &[u8], now: Instant) -> AppResult<SignedIn> {
        let me = sessions::find(tx, session, now).await?.ok_or(AppError::SignedOut)?;
        if now.since(me.last_used) > MINUTE {
            touch_later(&request.state, &me, now);
        }
        Ok(me)
    }

    fn of(request: &Request, tx: CallTx, me: SignedIn, now: Instant) -> Call {
        let address = request.address();
        Call { tx, me, now, address, request: request.clone(), undoing: None, touched: None }
    }

    pub fn actor(&self) -> &Actor {
        &self.me.actor
    }

    pub fn account(&self) -> AccountId {
        self.me.account.id
    }

    pub fn settings(&self) -> &AccountSettings {
        &self.me.account
    }

    /// Says what this change touches, beside what was said before. Entries of the audit log about members say so by themselves.
    pub fn touches(&mut self, touched: Touched) {
        self.touched = Some(match self.touched.take() {
            Some(before) => before.and(touched),
            None => touched,
        });
    }

    /// Writes the audit row of this change (G1). In an undo it is the row that says so.
    pub async fn audit(&mut self, action: AuditAction, subject: Subject, changes: &[Change]) -> AppResult<AuditId> {
        self.audit_as(action, subject, changes, goes_back(action, changes, 0)).await
    }

    /// The same of a change of which more than its data says whether it can be taken back.
    pub async fn audit_as(
        &mut self,
        action: AuditAction,
        subject: Subject,
        changes: &[Change],
        reversible: bool,
    ) -> AppResult<AuditId> {
        let place = audit::place(&mut self.tx, self.me.account.id).await?;
        let more = More { undoes: self.undoing, ..More::default() };
        self.append(place, action, &subject, changes, reversible, more).await
    }

    /// The same at a place taken before, for an entry whose items are written already (K4).
    pub async fn audit_at(
        &mut self,
        place: Place,
        action: AuditAction,
        subject: &Subject,
        changes: &[Change],
        reversible: bool,
    ) -> AppResult<AuditId> {
        let (items, digest) = audit::items::digest(&mut self.tx, self.me.account.id, place.number).await?;
        let more = More { items, digest, undoes: self.undoing };
        self.append(place, action, subject, changes, reversible, more).await
    }

    async fn append(
        &mut self,
        place: Place,
        action: AuditAction,
        subject: &Subject,
        changes: &[Change],
        reversible: bool,
        more: More,
    ) -> AppResult<AuditId> {
        let (account, now) = (self.me.account.id, self.now);
        let author = Author::of(&self.me.actor, &self.address);
        self.touches(match subject.about {
            About::Member(member) if more.items == 0 => Touched::Members(vec![member]),
            About::Account(_)
            | About::Group(_)
            | About::Import(_)
            | About::Member(_)
            | About::Number(_)
            | About::Role(_)
            | About::Plan
            | About::Team => Touched::Anything,
        });
        let new = New { author: &author, action, subject, changes, reversible, now };
        audit::append_at(&mut self.tx, account, place, &new, &more).await.map_err(refusal)
    }

    /// Makes the change durable, tells open pages of the account, and has its mails sent at once.
    pub async fn commit(self) -> AppResult<()> {
        let touched = self.touched.unwrap_or(Touched::Anything);
        live::commit(&self.request.state, self.tx.own()?, self.me.account.id, touched).await?;
        self.request.state.mail.notify_one();
        Ok(())
    }
}

/// Moves the session's idle limit on after the answer, so that reading stays reading.
fn touch_later(state: &AppState, me: &SignedIn, now: Instant) {
    let (state, account, session) = (state.clone(), me.account.id, me.session);
    tokio::spawn(async move {
        let touched = async {
            let mut tx = state.db.write().await?;
            let online = sessions::touch(&mut tx, account, session, now).await?;
            live::commit(&state, tx, account, live::touched(online)).await
        };
        if let Err(error) = touched.await {
            tracing::warn!(%error, "session not touched");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(lines: &[&str]) -> Parts {
        let request = lines.iter().fold(http::Request::builder(), |r, line| r.header("x-forwarded-for", *line));
        let mut parts = request.body(()).map(|r| r.into_parts().0).unwrap_or_else(|e| panic!("{e}"));
        parts.extensions.insert(Peer(SocketAddr::from(([10, 0, 0, 1], 4000))));
        parts
    }

    #[test]
    fn a2_without_a_proxy_nobody_says_where_they_are() {
        assert_eq!(client_address(&parts(&["192.0.2.7"]), 0), "10.0.0.1");
    }

    #[test]
    fn a2_behind_a_proxy_the_last_entry_of_the_last_line_is_believed() {
        assert_eq!(client_address(&parts(&["198.51.100.1", "203.0.113.9, 192.0.2.7"]), 1), "192.0.2.7");
        assert_eq!(client_address(&parts(&["2001:db8::1"]), 1), "2001:db8::1");
        assert_eq!(client_address(&parts(&["[2001:db8::1]:443"]), 1), "2001:db8::1");
        assert_eq!(client_address(&parts(&["192.0.2.7:51000"]), 1), "192.0.2.7");
    }

    #[test]
    fn a2_behind_two_proxies_the_entry_before_the_last_is_believed() {
        assert_eq!(client_address(&parts(&["203.0.113.9, 192.0.2.7", "10.0.0.2"]), 2), "192.0.2.7");
        assert_eq!(client_address(&parts(&["10.0.0.2"]), 2), "10.0.0.1", "one that came round a proxy");
    }

    #[test]
    fn a2_what_is_no_address_is_nobodys() {
        for line in ["", "dana", "1.2.3.4.5", "'; DROP TABLE members", "192.0.2.7, unknown"] {
            assert_eq!(client_address(&parts(&[line]), 1), "10.0.0.1", "{line}");
        }
    }
}
