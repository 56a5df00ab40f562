//! Forgetting a person (M17): 28 days after deletion, at once on free accounts. What is the account's stays: history and the
//! audit log, both without the person's name.
//!
//! One person is one transaction, so a server that is killed midway goes on where it was.

use crate::audit;
use crate::audit::Author;
use crate::audit::words::Gone;
use crate::error::StoreResult;
use crate::members::photos;
use crate::mentions::stands_in;
use crate::offboarding::{LeftWith, OF_A_MEMBER_HERE};
use crate::sessions::attempts;
use crate::sql::{all, maybe, run};
use crate::{Db, Tx, activity as history, dialect, outbox, search};
use model::audit::{AuditAction, Subject};
use model::history::former_label;
use model::instant::Instant;
use model::{AccountId, MemberId, PersonName, SignInName};

/// Erases everyone whose time has come, one transaction each. Says how many.
pub async fn run_due(db: &Db, now: Instant) -> StoreResult<usize> {
    let mut erased = 0;
    loop {
        let mut tx = db.read().await?;
        let due = due(&mut tx, now).await?;
        drop(tx);
        if due.is_empty() {
            if erased > 0 {
                dialect::checkpoint(db).await?;
            }
            return Ok(erased);
        }
        for (account, member) in due {
            let mut tx = db.write().await?;
            dialect::lock_account(&mut tx, account).await?;
            erase(&mut tx, account, member, now).await?;
            tx.commit().await?;
            erased += 1;
        }
    }
}

async fn due(tx: &mut Tx, now: Instant) -> StoreResult<Vec<(AccountId, MemberId)>> {
    all!(
        tx,
        (AccountId, MemberId),
        "SELECT account_id, id FROM members WHERE erase_at IS NOT NULL AND erase_at <= $1 AND state = 'deleted' ORDER BY erase_at, id LIMIT 50",
        now.0
    )
}

#[derive(sqlx::FromRow)]
struct Person {
    first_name: String,
    last_name: String,
    sign_in: String,
    mobile: Option<String>,
    photo: Option<String>,
    left_with: Option<String>,
}

/// Statements that need only account and member: what is the person's own.
const THEIRS: &[&str] = &[
    "DELETE FROM forwarding_numbers WHERE account_id = $1 AND member_id = $2",
    "DELETE FROM sessions WHERE account_id = $1 AND member_id = $2",
    "DELETE FROM devices WHERE account_id = $1 AND member_id = $2",
    "DELETE FROM tokens WHERE account_id = $1 AND member_id = $2",
    "DELETE FROM invitations WHERE account_id = $1 AND member_id = $2",
    "DELETE FROM saved_views WHERE account_id = $1 AND member_id = $2",
    "DELETE FROM imports WHERE account_id = $1 AND member_id = $2",
    "DELETE FROM bulk_jobs WHERE account_id = $1 AND member_id = $2",
    "DELETE FROM extensions WHERE account_id = $1 AND member_id = $2",
    "UPDATE sessions SET supervising_reason = '' WHERE account_id = $1 AND supervising_member = $2",
];

/// Forgets a deleted member whose time has come; one who was restored meanwhile, or is erased already, is left alone.
pub async fn erase(tx: &mut Tx, account: AccountId, member: MemberId, now: Instant) -> StoreResult<()> {
    let person = maybe!(
        tx,
        Person,
        "SELECT first_name, last_name, sign_in, mobile, photo, left_with FROM members
         WHERE account_id = $1 AND id = $2 AND state = 'deleted' AND erase_at <= $3",
        account,
        member,
        now.0
    )?;
    let Some(person) = person else { return Ok(()) };
    // Whatever else is wrong with the row, it is forgotten in time.
    let left: Option<LeftWith> = person.left_with.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let label = former_label(left.and_then(|left| left.extension));
    let forwarding = all!(
        tx,
        (String,),
        "SELECT e164 FROM forwarding_numbers WHERE account_id = $1 AND member_id = $2",
        account,
        member
    )?;
    let name = PersonName { first: person.first_name, last: person.last_name };
    let mut words = vec![name.full(), person.sign_in.clone()];
    words.extend(person.mobile);
    words.extend(forwarding.into_iter().map(|r| r.0));
    for text in THEIRS.iter().chain(OF_A_MEMBER_HERE) {
        run!(tx, *text, account, member)?;
    }
    outbox::forget(tx, account, member).await?;
    elsewhere(tx, account, member, &name, &person.sign_in, &label).await?;
    history::rename(tx, account, member, &label).await?;
    let gone = Gone { member, label: label.clone(), words };
    audit::words::forget(tx, account, gone).await?;
    anonymise(tx, account, member, now).await?;
    if let Some(hash) = person.photo {
        photos::forget_unused(tx, account, &hash).await?;
    }
    search::reindex(tx, account, &[member]).await?;
    audit::append(
        tx,
        account,
        &Author::system(""),
        AuditAction::Erase,
        &Subject::member(member, &label),
        &[],
        false,
        now,
    )
    .await?;
    Ok(())
}

/// The row stays, because history and the audit log point to it, with nothing personal in it. The sign-in name is free again.
async fn anonymise(tx: &mut Tx, account: AccountId, member: MemberId, now: Instant) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE members SET first_name = '', last_name = '', name_key = $3, sign_in = '', sign_in_key = NULL, has_email = $4, password_hash = NULL,
           must_change_password = $4, invitation_expires = NULL, last_seen = NULL, photo = NULL, mobile = NULL, time_zone = '', bridge = NULL,
           pin_hash = NULL, greeting = '', voicemail_greeting = '', last_sign_in = 0, last_sign_in_agent = NULL, preferences = '{}', search_text = '', left_with = NULL,
           erase_at = NULL, erased_at = $5, version = version + 1
         WHERE account_id = $1 AND id = $2",
        account,
        member,
        Vec::<u8>::new(),
        false,
        now.0
    )
    .map(|_| ())
}

/// Where others' rows name the person.
async fn elsewhere(
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    name: &PersonName,
    sign_in: &str,
    label: &str,
) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE invitations SET invited_by_name = $3 WHERE account_id = $1 AND invited_by = $2",
        account,
        member,
        label
    )?;
    run!(tx, "UPDATE number_holders SET label = $3 WHERE account_id = $1 AND member_id = $2", account, member, label)?;
    let key = SignInName::key(sign_in);
    // The others have the address in their hash as well, and go within a day.
    for bucket in ["name", "name-slow", "forgot", "mail"] {
        attempts::forget(tx, &format!("{bucket}:{key}")).await?;
    }
    attempts::forget(tx, &format!("own:{member}")).await?;
    // Mails to them, and settled ones that name them.
    run!(tx, "DELETE FROM outbox WHERE account_id = $1 AND lower(recipient) = lower($2)", account, sign_in)?;
    let full = name.full();
    for (id, subject) in all!(
        tx,
        (uuid::Uuid, String),
        "SELECT id, subject FROM outbox WHERE account_id = $1 AND state <> 'queued'",
        account
    )? {
        if stands_in(&subject, &full) {
            run!(tx, "DELETE FROM outbox WHERE id = $1", id)?;
        }
    }
    forget_uploads(tx, account, &full, sign_in).await
}

/// Imports are kept for a week; one that names the person goes now, and its file with the next round of the job.
async fn forget_uploads(tx: &mut Tx, account: AccountId, full: &str, sign_in: &str) -> StoreResult<()> {
    let uploads = all!(tx, (model::ImportId,), "SELECT id FROM imports WHERE account_id = $1", account)?;
    for (id,) in uploads {
        let outcome = maybe!(
            tx,
            (Option<String>,),
            "SELECT outcome FROM imports WHERE account_id = $1 AND id = $2",
            account,
            id
        )?;
        let shown =
            all!(tx, (String,), "SELECT shown FROM import_rows WHERE account_id = $1 AND import_id = $2", account, id)?;
        let outcome = outcome.and_then(|row| row.0).into_iter();
        let text = outcome.chain(shown.into_iter().map(|row| row.0)).collect::<Vec<_>>().join("\n").to_lowercase();
        if stands_in(&text, &sign_in.to_lowercase()) || stands_in(&text, &full.to_lowercase()) {
            run!(tx, "DELETE FROM imports WHERE account_id = $1 AND id = $2", account, id)?;
        }
    }
    Ok(())
}
