//! The data set: one large account and many small ones in one SQLite database, made by the seeded generator and kept
//! for the next run.

use crate::http::Connection;
use crate::{Plan, child, root, say, sibling};
use anyhow::{Context, Result, bail};
use model::{AccountId, MemberId};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Of every sample member; nobody real.
const PASSWORD: &str = "quiet harbor lantern 42";

/// The database and who is measured in it.
pub struct Data {
    pub folder: PathBuf,
    pub database: PathBuf,
    pub account: AccountId,
    pub member: MemberId,
    pub members: u32,
}

/// Makes the data set, or takes the one that an earlier run made with the same generator and schema.
pub fn prepare(plan: &Plan) -> Result<Data> {
    let made_by = fingerprint()?;
    let folder = root().join(format!("target/bench-data/{}-{}", plan.members, plan.others));
    let (database, mark) = (folder.join("teamline.db"), folder.join("made-by"));
    if std::fs::read_to_string(&mark).is_ok_and(|found| found == made_by) {
        say("data set of an earlier run");
    } else {
        say("making the data set");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        sample(&folder, 1, plan.members, true)?;
        sample(&folder, plan.others, 100, false)?;
        std::fs::write(&mark, made_by)?;
    }
    let connection = rusqlite::Connection::open_with_flags(&database, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let first = "SELECT account_id, id FROM members WHERE sign_in_key = ?1";
    let (account, member): ([u8; 16], [u8; 16]) = connection
        .query_row(first, [sample::FIRST_SIGN_IN], |row| Ok((row.get(0)?, row.get(1)?)))
        .context("the sample’s first Administrator is missing; delete target/bench-data")?;
    let ids = (AccountId(u128::from_be_bytes(account)), MemberId(u128::from_be_bytes(member)));
    Ok(Data { folder, database, account: ids.0, member: ids.1, members: plan.members })
}

fn sample(folder: &Path, accounts: u32, members: u32, password: bool) -> Result<()> {
    let mut command = Command::new(sibling("teamline")?);
    child::without_settings(&mut command);
    command.arg("sample").arg("--data-dir").arg(folder);
    command.args(["--accounts", &accounts.to_string(), "--members", &members.to_string()]);
    if password {
        command.args(["--password", PASSWORD]);
    }
    let status = command.stdout(Stdio::null()).status()?;
    if !status.success() {
        bail!("teamline sample ended with {status}");
    }
    Ok(())
}

/// Changes when the schema, the generator or the search index does.
fn fingerprint() -> Result<String> {
    let mut hash = DefaultHasher::new();
    for part in ["crates/store/migrations/sqlite", "crates/sample/src", "crates/store/src", "crates/store/src/search"] {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(root().join(part))?.filter_map(|f| Some(f.ok()?.path())).collect();
        files.retain(|f| {
            part != "crates/store/src" || f.file_name().is_some_and(|n| n.to_string_lossy().starts_with("search"))
        });
        files.sort();
        for file in files.iter().filter(|f| f.is_file()) {
            std::fs::read(file)?.hash(&mut hash);
        }
    }
    Ok(format!("{:016x}", hash.finish()))
}

/// Signs in as the first Administrator; gives the cookie.
pub async fn sign_in(address: SocketAddr) -> Result<String> {
    let encode = |text: &str| text.replace('@', "%40").replace(' ', "+");
    let body = format!("name={}&password={}", encode(sample::FIRST_SIGN_IN), encode(PASSWORD));
    let request = format!(
        "POST /api/session/sign-in HTTP/1.1\r\nhost: {address}\r\nsec-fetch-site: same-origin\r\naccept: text/html\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut connection = Connection::open(address).await?;
    connection.send(request.as_bytes()).await?;
    connection.cookie("teamline").with_context(|| format!("signing in answered {}", connection.status()))
}
