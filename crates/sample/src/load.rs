//! Getting a sample into a database: whole accounts, or people for an account that is there (A1).

mod open;

use super::history;
use crate::people::{Person, SampleRole};
use crate::tables::Tables;
use crate::{CUSTOM_ROLES, Rings, Sample, calls, lines};
use model::instant::{DAY, Instant};
use model::{
    AccountId, AccountSettings, Country, Extension, GroupId, MemberId, MemberState, NumberId, Plan, Role, RoleId,
    RoleKind, SignInName,
};
use std::collections::{HashMap, HashSet};
use store::error::StoreResult;
use store::search::fold;
use store::sql::{Bind, Sql, all, all_of, maybe, one, run};
use store::{Db, StoreError, Tx, accounts, dialect, roles, search};

use open::open;

/// People written before the next look at the progress; also the most that wait in memory.
const CHUNK: usize = 5_000;
/// Accounts of one transaction, when many are made.
const ACCOUNTS_AT_ONCE: u64 = 100;
/// Bought beyond what is used, so that inviting works at once (S1).
const SPARE_SEATS: i64 = 5;

/// A role as rows need it.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoleOf {
    pub id: RoleId,
    pub kind: RoleKind,
    pub rank: i64,
}

/// The account being filled, with the ids its rows refer to.
pub(super) struct Filling {
    pub account: AccountId,
    pub roles: HashMap<SampleRole, RoleOf>,
    pub groups: Vec<GroupId>,
    /// Number of each group, by the group's index.
    pub group_numbers: HashMap<usize, NumberId>,
    pub main_number: Option<NumberId>,
    /// Sign-in names and extensions that people of this account have already.
    pub sign_ins: HashSet<String>,
    pub extensions: HashSet<u32>,
    /// Write search texts at once: the account has no index yet that would have to learn of them.
    pub with_search_text: bool,
    pub password_hash: Option<String>,
    pub now: Instant,
}

/// Where the next free company and business number may be; spares looking from the start each time.
#[derive(Clone, Copy, Debug, Default)]
struct Free {
    ordinal: u64,
    line: u64,
}

/// Fills an account that is there, in one transaction: what it has stays, its Administrator too. Seats are bought,
/// extensions grow longer when the team needs it. A person whose sign-in name the account has already is passed over.
///
/// When another account of the deployment has Larkspur's people, others come instead. None of these members can sign
/// in: they have no password. `progress` is told people written and people to write. The caller writes the audit row.
pub async fn load_into(
    db: &Db,
    account: AccountId,
    sample: Sample,
    now: Instant,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> StoreResult<()> {
    let mut tx = db.write().await?;
    dialect::lock_account(&mut tx, account).await?;
    let sample = free_sample(&mut tx, Some(account), &sample, &mut Free::default()).await?;
    let mut tables = Tables::new();
    let mut filling = open(&mut tx, account, &sample, now).await?;
    fill(&mut tx, &mut tables, &mut filling, &sample, progress, 0, sample.members).await?;
    tables.flush(&mut tx).await?;
    close(&mut tx, &mut filling, &sample, &tables.take_ids()).await?;
    tx.commit().await?;
    db.refresh_statistics().await
}

/// Makes one account with its team; see [`new_accounts`].
pub async fn new_account(
    db: &Db,
    seed: u64,
    members: u64,
    now: Instant,
    password_hash: Option<&str>,
) -> StoreResult<AccountId> {
    let made = new_accounts(db, seed, 1, members, now, password_hash, &|_, _| {}).await?;
    made.first().copied().ok_or(StoreError::Busy)
}

/// Makes accounts with built-in roles and teams; the first that a deployment gets is Larkspur, with
/// [`FIRST_SIGN_IN`](crate::FIRST_SIGN_IN) as Administrator. With a password hash every active member can sign in with it,
/// without one nobody. Many accounts share a transaction; a failure leaves whole accounts only. Answers their ids.
pub async fn new_accounts(
    db: &Db,
    seed: u64,
    count: u64,
    members: u64,
    now: Instant,
    password_hash: Option<&str>,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> StoreResult<Vec<AccountId>> {
    let mut made = Vec::new();
    let mut free = Free::default();
    let mut tables = Tables::new();
    let at_once = (CHUNK as u64 / members.max(1)).clamp(1, ACCOUNTS_AT_ONCE);
    let wanted = Sample::new(seed, members);
    let total = count * wanted.members;
    while (made.len() as u64) < count {
        let mut tx = db.write().await?;
        let mut open_ones = Vec::new();
        for _ in 0..at_once.min(count - made.len() as u64) {
            let sample = free_sample(&mut tx, None, &wanted, &mut free).await?;
            let account = create(&mut tx, &sample, now).await?;
            let mut filling = open(&mut tx, account, &sample, now).await?;
            filling.password_hash = password_hash.map(str::to_owned);
            fill(&mut tx, &mut tables, &mut filling, &sample, progress, made.len() as u64 * wanted.members, total)
                .await?;
            made.push(account);
            open_ones.push((filling, sample));
        }
        tables.flush(&mut tx).await?;
        let ids = tables.take_ids();
        for (mut filling, sample) in open_ones {
            close(&mut tx, &mut filling, &sample, &ids).await?;
        }
        tx.commit().await?;
    }
    db.refresh_statistics().await?;
    Ok(made)
}

async fn create(tx: &mut Tx, sample: &Sample, now: Instant) -> StoreResult<AccountId> {
    let settings = AccountSettings {
        id: AccountId::new(),
        name: sample.company.clone(),
        country: Country::UnitedStates,
        time_zone: "America/Los_Angeles".to_owned(),
        extension_digits: sample.extension_digits,
        wrap_up_seconds: 60,
        only_administrators_add: false,
        meeting_base: format!("https://meet.{}.test", sample.slug),
        default_plan: Plan::Basic,
        prices: model::PriceBook::default(),
    };
    accounts::create(tx, &settings, [0; 3], now).await?;
    accounts::set_paid(tx, settings.id, true).await?;
    roles::create_builtin(tx, settings.id, now).await?;
    Ok(settings.id)
}

/// The sample with a company nobody else in the deployment is, and business numbers nobody has (M5, N3).
async fn free_sample(tx: &mut Tx, account: Option<AccountId>, wanted: &Sample, free: &mut Free) -> StoreResult<Sample> {
    loop {
        let sample = Sample::numbered(wanted.seed, free.ordinal, wanted.members, free.line);
        let mut sql = Sql::new("SELECT count(*) FROM members WHERE ");
        if let Some(own) = account {
            sql.push("account_id <> ").bind(own).push(" AND ");
        }
        sql.push("sign_in_key IN ").list(sample.people().take(5).map(|p| SignInName::key(&p.sign_in)));
        let taken = all_of!(tx, (i64,), sql)?;
        if taken.iter().all(|(n,)| *n == 0) {
            break;
        }
        free.ordinal += 1;
    }
    let mut sample = Sample::numbered(wanted.seed, free.ordinal, wanted.members, free.line);
    while let Some(line) = taken_line(tx, &sample).await? {
        free.line = line + 1;
        sample = Sample::numbered(wanted.seed, free.ordinal, wanted.members, free.line);
    }
    free.ordinal += 1;
    free.line += sample.lines();
    Ok(sample)
}

/// The highest line of the sample's first taken stretch; none when all its numbers are free.
async fn taken_line(tx: &mut Tx, sample: &Sample) -> StoreResult<Option<u64>> {
    for (low, high) in lines::ranges(sample.first_line, sample.first_line + sample.lines()) {
        let (found,) =
            one!(tx, (Option<String>,), "SELECT max(e164) FROM numbers WHERE e164 >= $1 AND e164 <= $2", low, high)?;
        if let Some(line) = found.as_deref().and_then(lines::line) {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

/// Hands the people to the tables, writing whenever enough of them wait.
async fn fill(
    tx: &mut Tx,
    tables: &mut Tables,
    f: &mut Filling,
    sample: &Sample,
    progress: &(dyn Fn(u64, u64) + Sync),
    before: u64,
    total: u64,
) -> StoreResult<()> {
    let digits = sample.extension_digits;
    let mut high = Extension::last(digits).number();
    for (n, mut person) in sample.people().enumerate() {
        if !f.sign_ins.is_empty() && f.sign_ins.contains(&SignInName::key(&person.sign_in)) {
            continue;
        }
        // Someone of the account has it: take one from the far end.
        while person.extension > 0 && !f.extensions.insert(person.extension) {
            person.extension = high;
            high -= 1;
        }
        tables.member(f, &person);
        if tables.waiting() >= CHUNK {
            tables.flush(tx).await?;
            progress(before + n as u64 + 1, total);
        }
    }
    progress(before + sample.members, total);
    Ok(())
}

/// Leaves as many seats as are used and some spare (never fewer than were bought before), and the search index true.
async fn close(tx: &mut Tx, f: &mut Filling, sample: &Sample, ids: &[(AccountId, MemberId)]) -> StoreResult<()> {
    run!(
        tx,
        "UPDATE plan_seats SET bought = CASE WHEN bought - $2 > used + $3 + used / 25 THEN bought - $2 ELSE used + $3 + used / 25 END
         WHERE account_id = $1",
        f.account,
        sample.members as i64,
        SPARE_SEATS,
    )?;
    let own: Vec<MemberId> = ids.iter().filter(|(a, _)| *a == f.account).map(|(_, id)| *id).collect();
    for (n, id) in own.iter().take(history::PEOPLE).enumerate() {
        history::fill(tx, f.account, *id, n, f.now).await?;
    }
    calls::write(tx, f, sample.seed, own.get(history::PEOPLE..).unwrap_or_default()).await?;
    search::index::reindex(tx, f.account, &own).await
}

/// What a member's invitation says; only of those who have not joined.
pub(super) fn invitation(f: &Filling, id: MemberId, p: &Person) -> Option<[Bind; 7]> {
    (p.state == MemberState::Invited).then(|| {
        let sent = f.now.0 - p.state_ago;
        [
            f.account.into(),
            id.into(),
            "Amara Okonkwo".into(),
            sent.into(),
            (sent + 7 * DAY).into(),
            1i64.into(),
            p.bounce.unwrap_or_default().into(),
        ]
    })
}
