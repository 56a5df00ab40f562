//! Downloads that are taken slowly (I2): nothing of the database is held while they are.

use crate::support::{Ask, House};
use axum::body::Body;
use http::{Request, header};
use std::time::Duration;
use store::testing::on_both;
use tokio::time::timeout;
use tower::ServiceExt;

on_both! {
    async fn i2_downloads_that_nobody_takes_stop_nobody(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        let team = sample::Sample::new(sample::SEED, 3_000);
        sample::load_into(&house.db, house.team.account, team, house.now(), &|_, _| {}).await.expect("a large team");
        let mut held = Vec::new();
        for path in ["/team/export.csv", "/audit/export.csv", "/billing/statement.csv"].repeat(6) {
            let request = Request::get(path).header(header::COOKIE, &dana.0).body(Body::empty()).expect("a request");
            let answer = timeout(Duration::from_secs(60), house.router().oneshot(request)).await.expect("it begins");
            held.push(answer.expect("an answer"));
        }
        assert!(held.iter().all(|answer| answer.status().as_u16() == 200));
        let page = house.page("/team", Some(&dana)).await;
        assert_eq!(page.status.as_u16(), 200, "somebody else goes on");
        let changed = house.send(&Ask::form("/api/session/availability", "availability=dnd").by(Some(&dana))).await;
        assert_eq!(changed.status.as_u16(), 200);
        // And each is whole, once it is taken.
        let first = axum::body::to_bytes(held.remove(0).into_body(), usize::MAX).await.expect("a whole file");
        assert!(String::from_utf8_lossy(&first).lines().count() > 3_000);
    }
}
