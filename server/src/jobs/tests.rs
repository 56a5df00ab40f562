//! What the job removes and what it leaves, on both engines.

use super::run;
use actions::imports::uploads::Uploads;
use actions::state::AppState;
use model::instant::DAY;
use model::{ImportId, Instant, MemberId};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use store::Db;
use store::imports;
use store::testing::{NOW, TestTeam, on_both};

/// A file in the folder of uploads, last written so long ago.
fn written(folder: &Path, name: &str, age: Duration) -> PathBuf {
    let path = folder.join(name);
    let file = std::fs::File::create(&path).expect("a file");
    file.set_modified(SystemTime::now() - age).expect("its age");
    path
}

/// An import that was begun at this time.
async fn begun(db: &Db, team: &TestTeam, by: MemberId, at: Instant) -> ImportId {
    let file = files::imports::read(b"First name,Email\nTomasz,tomasz@example.com\n").expect("a file of members");
    let mut tx = db.write().await.expect("write");
    let id = imports::insert(&mut tx, team.account, by, "people.csv", &file, at).await.expect("an import");
    tx.commit().await.expect("commit");
    id
}

const OLD: Duration = Duration::from_secs(3_600);
const NEW: Duration = Duration::from_secs(60);

on_both! {
    async fn i1_the_job_removes_uploads_that_nobody_waits_for_and_leaves_the_others(db) {
        let mut tx = db.write().await.expect("write");
        let team = TestTeam::new(&mut tx).await.expect("a team");
        let dana = team.member("Dana", "Whitfield").insert(&mut tx).await.expect("Dana");
        tx.commit().await.expect("commit");
        let folder = std::env::temp_dir().join(format!("teamline-sweep-{}", MemberId::new()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let (waiting, forgotten) = (begun(&db, &team, dana, NOW).await, begun(&db, &team, dana, Instant(NOW.0 - 8 * DAY)).await);
        let waits = written(&folder, &format!("{waiting}.json"), OLD);
        // Its import is a week old, so that the same round of the job forgets both.
        let too_old = written(&folder, &format!("{forgotten}.json"), OLD);
        let of_nothing = written(&folder, &format!("{}.json", ImportId::new()), OLD);
        // Its import may be about to be written.
        let just_written = written(&folder, &format!("{}.json", ImportId::new()), NEW);
        let not_ours = written(&folder, "lost+found", OLD);
        let state = AppState { uploads: Uploads::in_folder(folder.clone()), ..AppState::for_tests(&db, NOW) };
        let job = tokio::spawn(run(state));
        for _ in 0..500 {
            if !too_old.exists() && !of_nothing.exists() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        job.abort();
        let there = [&waits, &just_written, &not_ours, &too_old, &of_nothing].map(|path| path.exists());
        std::fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(there, [true, true, true, false, false]);
    }
}
