//! How often something may be tried (QUALITY, Security). What counts is counted before it is done, in a change of its own that is
//! committed, so that many at once are no more than many one by one; what turned out to be no guess is taken back.

use crate::call::Call;
use crate::foreign_names::ForeignNames;
use crate::request::Request;
use model::error::{AppError, AppResult};
use model::instant::{HOUR, Instant, MINUTE};
use model::{AccountId, EmailAddress};
use std::net::{IpAddr, Ipv6Addr};
use store::sessions::attempts::{self, Limit, Tried};
use store::{Db, Tx, fault};
use tokio::task::JoinHandle;

/// Of guesses.
const WINDOW: i64 = 15 * MINUTE;
/// Wrong passwords for one name from one address, from one known device, or by one member for themselves.
pub(crate) const GUESSES: i64 = 5;
/// From one address, for whatever names.
const FROM_ADDRESS: i64 = 50;
/// For one name, from wherever. After it one may be tried a minute, so that nobody is locked out for long.
const FOR_NAME: i64 = 20;
/// Mails with a link, to one address.
const MAILS: Limit<'_> = Limit { bucket: "", most: 6, window: HOUR };

/// Counts; refused with the minutes to wait.
async fn count(tx: &mut Tx, limit: Limit<'_>, tries: i64, now: Instant) -> AppResult<i64> {
    match attempts::count(tx, limit, tries, now).await? {
        Tried::Counted(count) => Ok(count),
        Tried::Paused(minutes) => Err(AppError::TooMany(minutes)),
    }
}

/// A guess at a password, counted.
#[derive(Debug)]
pub(crate) struct Guess {
    /// Forgotten after a right one.
    own: String,
    /// Taken back after a right one.
    shared: Vec<String>,
    /// How many more may be wrong.
    pub left: i64,
}

impl Guess {
    /// At signing in. Somebody's known device has a count of its own: what others try elsewhere, or beside it, doesn't stop it.
    pub async fn at_sign_in(
        tx: &mut Tx,
        key: &str,
        address: &str,
        known_device: Option<&str>,
        now: Instant,
    ) -> AppResult<Guess> {
        let bucket = |bucket, most| Limit { bucket, most, window: WINDOW };
        if let Some(device) = known_device {
            let own = format!("device:{device} {key}");
            let made = count(tx, bucket(&own, GUESSES), 1, now).await?;
            return Ok(Guess { own, shared: Vec::new(), left: GUESSES - made });
        }
        let from = of_address(address);
        let (whole, own) = (format!("address:{from}"), format!("pair:{from} {key}"));
        let (name, slow) = (format!("name:{key}"), format!("name-slow:{key}"));
        count(tx, bucket(&whole, FROM_ADDRESS), 1, now).await?;
        let made = count(tx, bucket(&own, GUESSES), 1, now).await?;
        let of_name = match attempts::count(tx, bucket(&name, FOR_NAME), 1, now).await? {
            Tried::Counted(_) => name,
            Tried::Paused(_) => {
                count(tx, Limit { bucket: &slow, most: 1, window: MINUTE }, 1, now).await?;
                slow
            }
        };
        Ok(Guess { own, shared: vec![whole, of_name], left: GUESSES - made })
    }

    /// At one's own password, by somebody signed in: whoever finds a browser signed in can't guess on.
    pub async fn at_own(tx: &mut Tx, member: model::MemberId, now: Instant) -> AppResult<Guess> {
        let own = format!("own:{member}");
        let made = count(tx, Limit { bucket: &own, most: GUESSES, window: WINDOW }, 1, now).await?;
        Ok(Guess { own, shared: Vec::new(), left: GUESSES - made })
    }

    /// It was right.
    pub async fn right(&self, tx: &mut Tx) -> AppResult<()> {
        attempts::forget(tx, &self.own).await?;
        self.shared_back(tx).await
    }

    /// It was not even looked at.
    pub async fn not_made(&self, tx: &mut Tx) -> AppResult<()> {
        attempts::take_back(tx, &self.own, 1).await?;
        self.shared_back(tx).await
    }

    async fn shared_back(&self, tx: &mut Tx) -> AppResult<()> {
        for bucket in &self.shared {
            attempts::take_back(tx, bucket, 1).await?;
        }
        Ok(())
    }
}

/// Forgets the guesses at a name, as when its owner has set a new password.
pub(crate) async fn forget_guesses(tx: &mut Tx, key: &str, address: &str) -> AppResult<()> {
    for bucket in [format!("pair:{} {key}", of_address(address)), format!("name:{key}"), format!("name-slow:{key}")] {
        attempts::forget(tx, &bucket).await?;
    }
    Ok(())
}

/// Asking for a reset link: by name, whether there is such a name or not, and by address.
pub(crate) async fn forgotten(tx: &mut Tx, key: &str, address: &str, now: Instant) -> AppResult<()> {
    let from = of_address(address);
    count(tx, Limit { bucket: &format!("forgot-from:{from}"), most: 30, window: WINDOW }, 1, now).await?;
    count(tx, Limit { bucket: &format!("forgot:{key}"), most: 3, window: WINDOW }, 1, now).await.map(drop)
}

/// One more mail that somebody has sent to this address (M4, M10).
///
/// # Errors
/// [`AppError::TooMany`] when there were several within the hour.
pub(crate) async fn mail(tx: &mut Tx, to: &EmailAddress, now: Instant) -> AppResult<()> {
    let bucket = format!("mail:{}", model::SignInName::key(to.as_str()));
    count(tx, Limit { bucket: &bucket, ..MAILS }, 1, now).await.map(drop)
}

/// Sign-in names of other accounts that an account may come upon: as many as a company's people could have by chance.
const FOREIGN_NAMES: Limit<'_> = Limit { bucket: "", most: 300, window: HOUR };

/// Looks sign-in names up, which are one set over all accounts (M5), and so could be used to find out who is somewhere. All of them are
/// counted before; those that are nobody's, or are one's own account's, are taken back, also when the browser goes away meanwhile.
pub(crate) async fn looking_names_up<T>(
    request: &Request,
    names: usize,
    looked_up: impl Future<Output = AppResult<T>>,
) -> AppResult<T> {
    if names == 0 {
        return looked_up.await;
    }
    let call = Call::read(request).await?;
    let (account, now) = (call.account(), call.now);
    drop(call);
    let asked = i64::try_from(names).unwrap_or(i64::MAX);
    let counted = Looking::begin(request.state.db.clone(), account, asked, request.foreign_names.clone(), now);
    // In tasks of their own: a request that is given up ends wherever it waits, and what is begun there goes on.
    let looking = tokio::spawn(counted).await.map_err(|e| fault(&e))??;
    let result = looked_up.await;
    if let Some(ended) = looking.end() {
        ended.await.map_err(|e| fault(&e))?;
    }
    result
}

/// Names that are counted while they are looked up.
struct Looking {
    account: AccountId,
    asked: i64,
    found: ForeignNames,
    /// None once they are taken back.
    db: Option<Db>,
}

impl Looking {
    async fn begin(db: Db, account: AccountId, asked: i64, found: ForeignNames, now: Instant) -> AppResult<Looking> {
        let mut tx = db.write().await?;
        count_foreign(&mut tx, account, asked, now).await?;
        tx.commit().await?;
        Ok(Looking { account, asked, found, db: Some(db) })
    }

    /// Has all taken back but those that were found to be others'.
    fn end(mut self) -> Option<JoinHandle<()>> {
        self.take_back()
    }

    fn take_back(&mut self) -> Option<JoinHandle<()>> {
        let db = self.db.take()?;
        let (bucket, back) = (format!("names:{}", self.account), self.asked.saturating_sub(self.found.so_far()));
        Some(tokio::spawn(async move {
            let taken_back = async {
                let mut tx = db.write().await?;
                attempts::take_back(&mut tx, &bucket, back).await?;
                tx.commit().await
            };
            if let Err(error) = taken_back.await {
                // What was looked up, or done, stays so.
                tracing::warn!(%error, "names stay counted");
            }
        }))
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        drop(self.take_back());
    }
}

/// Counts names that were found in other accounts.
pub(crate) async fn count_foreign(tx: &mut Tx, account: AccountId, names: i64, now: Instant) -> AppResult<()> {
    let bucket = format!("names:{account}");
    count(tx, Limit { bucket: &bucket, ..FOREIGN_NAMES }, names, now).await.map(drop)
}

/// What of an address counts: of IPv6 the network, since one customer has 2^64 addresses (RFC 6177).
fn of_address(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Ok(address) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a2_addresses_of_one_ipv6_network_are_counted_as_one() {
        assert_eq!(of_address("2001:db8:1:2::1"), of_address("2001:db8:1:2:ffff::9"));
        assert_ne!(of_address("2001:db8:1:2::1"), of_address("2001:db8:1:3::1"));
        assert_eq!(of_address("::ffff:192.0.2.7"), "192.0.2.7");
        assert_ne!(of_address("192.0.2.7"), of_address("192.0.2.8"));
    }
}
