//! Calls as tests make them: somebody is signed in, and a server function runs as in a request of theirs.

use crate::request::Request;
use crate::secrets;
use crate::state::AppState;
use http::request::Parts;
use model::MemberId;
use model::instant::{DAY, Instant};
use store::Db;
use store::sessions::{NewSession, create};
use store::testing::{NOW, TestTeam};

/// A browser somebody is signed in with.
#[derive(Clone)]
pub struct Browser {
    state: AppState,
    token: String,
}

impl Browser {
    /// Signs a member in.
    pub async fn of(db: &Db, team: &TestTeam, member: MemberId) -> Browser {
        let (token, token_hash) = secrets::new_token();
        let mut tx = db.write().await.expect("write");
        let new = NewSession {
            account: team.account,
            member,
            token_hash,
            idle: DAY,
            expires: NOW.plus(DAY),
            agent: "Firefox",
            address: "192.0.2.7",
        };
        create(&mut tx, &new, NOW).await.expect("a session");
        tx.commit().await.expect("commit");
        Browser { state: AppState::for_tests(db, NOW), token }
    }

    /// The request's head.
    pub fn parts(&self) -> Parts {
        let request =
            http::Request::post("/api").header(http::header::COOKIE, format!("teamline={}", self.token)).body(());
        request.expect("a request").into_parts().0
    }

    /// The same browser at a server with another supplier (N2).
    pub fn at(mut self, supplier: std::sync::Arc<dyn providers::supplier::Supplier>) -> Browser {
        self.state.supplier = providers::supplier::Sells(supplier);
        self
    }

    /// The same browser at the server of another one.
    pub fn beside(mut self, other: &Browser) -> Browser {
        self.state = other.state();
        self
    }

    /// The same browser at a later time.
    pub fn later(mut self, now: Instant) -> Browser {
        self.state.clock = std::sync::Arc::new(move || now);
        self
    }

    pub fn state(&self) -> AppState {
        self.state.clone()
    }

    /// A request of this browser.
    pub fn request(&self) -> Request {
        Request::plain(self.state.clone(), self.parts())
    }
}
