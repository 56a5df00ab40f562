//! Calls as tests make them: somebody is signed in, and a server function runs as in a request of theirs.

use crate::secrets;
use crate::state::AppState;
use http::request::Parts;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos_axum::ResponseOptions;
use model::MemberId;
use model::error::AppResult;
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

    /// Runs a server function as in a request of this browser.
    pub async fn call<T>(&self, call: impl Future<Output = AppResult<T>>) -> AppResult<T> {
        let owner = Owner::new();
        let future = owner.with(|| {
            provide_context(self.state.clone());
            provide_context(self.parts());
            provide_context(ResponseOptions::default());
            ScopedFuture::new_untracked(call)
        });
        future.await
    }
}
