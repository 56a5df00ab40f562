//! A request as actions see it, whoever brought it: a server function, a plain route, or a test.

use crate::call::client_address;
use crate::foreign_names::ForeignNames;
use crate::page_read::PageRead;
use crate::state::AppState;
use cookie::Cookie;
use http::request::Parts;
use http::{HeaderValue, Method, header};
use model::NextPage;
use model::error::AppResult;
use std::sync::Arc;
use store::fault;

/// What an answer carries beside its data. The web layer implements it.
pub trait Answer: Send + Sync {
    /// Leads the browser on to a page of this site.
    fn redirect(&self, path: &str);
    /// Adds a `Set-Cookie` header (RFC 6265).
    fn set_cookie(&self, cookie: HeaderValue);
}

/// For those that write their answers themselves: plain routes, jobs and tests.
struct Unanswered;

impl Answer for Unanswered {
    fn redirect(&self, _path: &str) {}
    fn set_cookie(&self, _cookie: HeaderValue) {}
}

/// One request: the server it came to, its head, and where its answer goes. Cheap to clone.
#[derive(Clone)]
pub struct Request {
    pub state: AppState,
    pub parts: Arc<Parts>,
    /// Set while a page is drawn.
    pub(crate) page: Option<PageRead>,
    /// Names of other accounts that it came upon.
    pub(crate) foreign_names: ForeignNames,
    answer: Arc<dyn Answer>,
}

impl Request {
    /// A request whose answer can lead on and set cookies. A [`PageRead`] among its extensions is what its page reads in.
    pub fn new(state: AppState, parts: Parts, answer: Arc<dyn Answer>) -> Request {
        let page = parts.extensions.get::<PageRead>().cloned();
        Request { state, parts: Arc::new(parts), page, foreign_names: ForeignNames::default(), answer }
    }

    /// A request of a plain route, which writes its answer itself.
    pub fn plain(state: AppState, parts: Parts) -> Request {
        Request::new(state, parts, Arc::new(Unanswered))
    }

    /// Whether a browser without script sent this from a form, so that the answer is a page and not data (T13).
    pub fn is_plain_form(&self) -> bool {
        let accepts = self.parts.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
        self.parts.method == Method::POST && accepts.is_some_and(|v| v.contains("text/html"))
    }

    /// The network address it came from.
    pub fn address(&self) -> String {
        client_address(&self.parts, self.state.proxies)
    }

    /// Leads the browser on to a page of this site.
    pub fn redirect(&self, path: &str) {
        self.answer.redirect(path);
    }

    /// After a form: leads a browser without script on to the page that the form names, or else to `otherwise`. With
    /// script the page goes on by itself.
    pub fn lead_on(&self, next: &NextPage, otherwise: &str) {
        if self.is_plain_form() {
            self.redirect(next.or(otherwise));
        }
    }

    /// Sets a cookie with the answer.
    ///
    /// # Errors
    /// A fault when `cookie` holds what a header can't.
    pub(crate) fn set_cookie(&self, cookie: &Cookie<'_>) -> AppResult<()> {
        self.answer.set_cookie(HeaderValue::from_str(&cookie.to_string()).map_err(|e| fault(&e))?);
        Ok(())
    }
}
