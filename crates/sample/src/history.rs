//! Calls and messages of the sample's first people, so that their cards have a history to show (H1).

use model::history::HistoryKind;
use model::history::HistoryKind::{Call, Fax, Message, Voicemail};
use model::instant::{DAY, HOUR, Instant, MINUTE};
use model::{AccountId, MemberId};
use store::Tx;
use store::activity::{NewEntry, record};
use store::error::StoreResult;

/// How many people get some: those on the first page.
pub(super) const PEOPLE: usize = 50;

/// Kind, incoming, the other side, how long ago in minutes, seconds, words.
type Line = (HistoryKind, bool, &'static str, i64, u32, &'static str);

const LINES: [Line; 7] = [
    (Call, false, "+15035550190", 35, 242, ""),
    (Voicemail, true, "+15035550193", 78, 22, "Calling about the Thursday pickup"),
    (Message, true, "+12085550144", 190, 0, "The gate code is 4410"),
    (Call, true, "+15035550193", 26 * 60, 0, ""),
    (Call, true, "+14155550107", 30 * 60, 731, ""),
    (Fax, true, "+15035550171", 3 * 24 * 60, 0, ""),
    (Message, false, "+12085550144", 5 * 24 * 60, 0, "On my way, ten minutes"),
];

/// Writes what the `n`th of them did; each a little earlier than the one before.
pub(super) async fn fill(tx: &mut Tx, account: AccountId, member: MemberId, n: usize, now: Instant) -> StoreResult<()> {
    let earlier = HOUR / 4 * i64::try_from(n).unwrap_or_default() % DAY;
    for (kind, incoming, peer, minutes, seconds, body) in LINES {
        let at = Instant(now.0 - minutes * MINUTE - earlier);
        record(tx, account, &NewEntry { member, at, kind, incoming, peer, seconds, body }).await?;
    }
    Ok(())
}
