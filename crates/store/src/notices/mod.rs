//! What servers on the same database tell each other: that an account has changed (K, "Live columns"), and that a bulk change is
//! to be cancelled (K7). PostgreSQL carries it, at the very commit; with SQLite there is one server, and nobody else to tell.

#[cfg(test)]
mod hearing_tests;

use crate::error::StoreResult;
use crate::{Db, Tx, dialect};
use model::live::Touched;
use model::{AccountId, MemberId};
use sqlx::postgres::PgListener;
use std::fmt;
use std::time::Duration;
use tokio::time::timeout;
use uuid::Uuid;

const CHANNEL: &str = "teamline";

/// When nothing was said for so long the connection is tried: a network that fell silent gives no error by itself.
const QUIET: Duration = Duration::from_secs(30);
/// How long an answer may take then.
const ANSWER: Duration = Duration::from_secs(10);

/// One message; ids only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A change of this account by this server, and what it touched.
    Changed { server: Uuid, account: AccountId, touched: Touched },
    /// Whoever asked for the bulk change under this key wants it no longer.
    Cancel { account: AccountId, member: MemberId, key: Uuid },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Changed { server, account, touched } => write!(f, "changed {server} {account} {touched}"),
            Notice::Cancel { account, member, key } => write!(f, "cancel {account} {member} {key}"),
        }
    }
}

impl Notice {
    /// None for what a newer server may say, or says otherwise.
    fn read(text: &str) -> Option<Notice> {
        match text.split(' ').collect::<Vec<_>>().as_slice() {
            ["changed", server, account, touched] => Some(Notice::Changed {
                server: server.parse().ok()?,
                account: account.parse().ok()?,
                touched: touched.parse().ok()?,
            }),
            ["cancel", account, member, key] => Some(Notice::Cancel {
                account: account.parse().ok()?,
                member: member.parse().ok()?,
                key: key.parse().ok()?,
            }),
            _ => None,
        }
    }
}

/// Tells the other servers, and this one, once this transaction is committed; not at all when it isn't.
pub async fn send(tx: &mut Tx, notice: &Notice) -> StoreResult<()> {
    dialect::notify(tx, CHANNEL, &notice.to_string()).await
}

/// What comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Notice(Notice),
    /// Something may have been missed: the connection was lost and is there again, or what was said can't be read.
    Gap,
    /// The database was closed.
    End,
}

/// Hears what servers tell each other, on a connection of its own.
#[derive(Debug)]
pub struct Notices(PgListener);

/// Begins to listen; none where there is nobody to listen to.
pub async fn listen(db: &Db) -> StoreResult<Option<Notices>> {
    let Db::Postgres(pool) = db else { return Ok(None) };
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(Some(Notices(listener)))
}

impl Notices {
    /// Waits for the next. After an error one listens anew.
    pub async fn next(&mut self) -> StoreResult<Heard> {
        self.next_within(QUIET, ANSWER).await
    }

    /// The same with other patience.
    pub(crate) async fn next_within(&mut self, quiet: Duration, answer: Duration) -> StoreResult<Heard> {
        loop {
            let Ok(heard) = timeout(quiet, self.0.try_recv()).await else {
                timeout(answer, sqlx::query("SELECT 1").execute(&mut self.0))
                    .await
                    .map_err(|_| sqlx::Error::PoolTimedOut)??;
                continue;
            };
            match heard {
                // What another version says and this one can't read may have been a change.
                Ok(Some(said)) => return Ok(Notice::read(said.payload()).map_or(Heard::Gap, Heard::Notice)),
                Ok(None) => return Ok(Heard::Gap),
                Err(sqlx::Error::PoolClosed) => return Ok(Heard::End),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_read_as_it_was_written_and_anything_else_is_none() {
        let (account, member, id) = (AccountId(7), MemberId(8), Uuid::from_u128(9));
        let some = Touched::Members(vec![member]);
        for notice in [
            Notice::Changed { server: id, account, touched: some },
            Notice::Changed { server: id, account, touched: Touched::Anything },
            Notice::Cancel { account, member, key: id },
        ] {
            assert_eq!(Notice::read(&notice.to_string()), Some(notice));
        }
        for text in ["", "changed", "changed x y", "cancel 1 2", "renamed a b c"] {
            assert_eq!(Notice::read(text), None, "{text}");
        }
    }
}
