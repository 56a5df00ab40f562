//! What an answer costs: its encoding on the wire (P7).

use crate::support::{Ask, House};
use store::testing::on_both;

on_both! {
    async fn p7_an_answer_comes_in_the_cheapest_encoding_that_the_browser_takes(db) {
        let house = House::new(db).await;
        let dana = house.session(house.dana).await;
        for (accepted, encoding) in [
            ("gzip, deflate, br, zstd", "zstd"),
            ("gzip, deflate, br", "br"),
            ("gzip, deflate", "gzip"),
            ("zstd;q=0, br;q=0.5, gzip", "gzip"),
            ("identity", ""),
        ] {
            for path in ["/team", "/api/team/page?query="] {
                let answer = house.send(&Ask::get(path).by(Some(&dana)).header("accept-encoding", accepted)).await;
                assert_eq!((answer.status.as_u16(), answer.header("content-encoding")), (200, encoding), "{path}: {accepted}");
                assert_eq!(answer.body.contains("Whitfield"), encoding.is_empty(), "{path}: {accepted}");
                assert!(answer.header("vary").contains("accept-encoding"), "{path}: {accepted}");
            }
        }
    }

    async fn p7_what_the_build_has_compressed_is_sent_as_it_is(db) {
        let house = House::new(db).await;
        let file = house.send(&Ask::get("/pkg/teamline.0a1b2c3d.js").header("accept-encoding", "gzip, deflate, br, zstd")).await;
        assert_eq!((file.header("content-encoding"), file.body.as_str()), ("br", "packed by the build"));
        let file = house.send(&Ask::get("/pkg/teamline.0a1b2c3d.js").header("accept-encoding", "gzip")).await;
        assert_ne!(file.header("content-encoding"), "br", "{}", file.body);
    }
}
