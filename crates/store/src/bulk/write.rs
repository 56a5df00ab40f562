//! Writing a change of many members: first what happens to each (`audit_items`), then from those rows the change itself, in
//! few statements whatever their number (K4, P3, P4).

use crate::bulk::members::push_classes;
use crate::bulk::{Allowed, Aspect, Prepared};
use crate::error::StoreResult;
use crate::keyset::OrNil;
use crate::sql::{Sql, all, maybe, run, run_of};
use crate::{StoreError, Tx, supervision};
use model::members::StatusRank;
use model::{AccountId, GroupId, Instant, MemberId, MemberState, NumberId};
use policy::Verb;

/// Members written by one statement: so often progress moves and cancelling is looked at (K7).
pub const STEP: i64 = 10_000;

/// A stretch of an entry's items, by member: after the first, up to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// None: from the first item.
    pub after: Option<MemberId>,
    pub to: MemberId,
}

/// The verbs whose permits allow writing this aspect.
fn verbs(aspect: &Aspect) -> &'static [Verb] {
    match aspect {
        Aspect::Role => &[Verb::ChangeRole],
        Aspect::Plan => &[Verb::ChangePlan],
        Aspect::State => &[Verb::Suspend, Verb::Reactivate, Verb::Delete, Verb::Restore],
        Aspect::Number { .. } | Aspect::Uses => &[Verb::AssignNumber, Verb::RemoveNumber],
        Aspect::Group { .. } => &[Verb::AddToGroup, Verb::RemoveFromGroup],
        Aspect::Invitation => &[Verb::ResendInvitation],
    }
}

/// Writes down what happens to each member of the allowed classes, under the entry's number. Says to how many. A class whose
/// permit is for something else is a fault.
pub async fn items(tx: &mut Tx, prepared: &Prepared<'_>, number: i64, allowed: &[Allowed]) -> StoreResult<u64> {
    let verbs = verbs(prepared.bulk.aspect);
    if allowed.is_empty() || allowed.iter().any(|a| !verbs.contains(&a.permit.verb())) {
        return Err(StoreError::WrongPermit);
    }
    let classes: Vec<_> = allowed.iter().map(|a| &a.class).collect();
    let mut sql = Sql::new(
        "INSERT INTO audit_items (account_id, number, member_id, of_number, name, before, after, before_id, after_id, used) SELECT ",
    );
    sql.bind(prepared.bulk.account)
        .push(", ")
        .bind(number)
        .push(", p.id, p.of_number, trim(p.first_name || ' ' || p.last_name), ");
    sql.push(match prepared.bulk.aspect {
        Aspect::Uses => {
            "CASE p.now_word WHEN '' THEN '' ELSE p.word END, CASE p.goal WHEN '' THEN '' ELSE p.word END, "
        }
        Aspect::Role
        | Aspect::Plan
        | Aspect::State
        | Aspect::Number { .. }
        | Aspect::Group { .. }
        | Aspect::Invitation => "p.now_word, p.goal, ",
    });
    // Only a role has an id; the others' columns stay empty, with the type of an id.
    sql.push(match prepared.bulk.aspect {
        Aspect::Role => "p.role_id, p.goal_id, p.used FROM ",
        Aspect::Plan
        | Aspect::State
        | Aspect::Number { .. }
        | Aspect::Uses
        | Aspect::Group { .. }
        | Aspect::Invitation => "CASE WHEN 1 = 0 THEN p.role_id END, CASE WHEN 1 = 0 THEN p.goal_id END, p.used FROM ",
    });
    prepared.push_members(&mut sql, tx);
    push_classes(&mut sql, &classes);
    run_of!(tx, sql)
}

/// Those who will be suspended or gone lose their sessions with it: of those that supervise the log says so first (M9, G1), before the
/// place of the change's own entry is taken.
pub async fn end_supervising(
    tx: &mut Tx,
    prepared: &Prepared<'_>,
    allowed: &[Allowed],
    now: Instant,
) -> StoreResult<()> {
    let out = [MemberState::Suspended, MemberState::Deleted].map(MemberState::slug);
    let classes: Vec<_> = allowed.iter().map(|a| &a.class).filter(|class| out.contains(&class.goal.as_str())).collect();
    if *prepared.bulk.aspect != Aspect::State || classes.is_empty() {
        return Ok(());
    }
    let members = |sql: &mut Sql, tx: &Tx| {
        sql.push("IN (SELECT p.id FROM ");
        prepared.push_members(sql, tx);
        push_classes(sql, &classes);
        sql.push(")");
    };
    supervision::end_of_many(tx, prepared.bulk.account, members, now).await
}

/// The stretch that begins after a member, or at the first item; none when no item is left.
pub async fn stretch(
    tx: &mut Tx,
    account: AccountId,
    number: i64,
    after: Option<MemberId>,
) -> StoreResult<Option<Stretch>> {
    let end = maybe!(
        tx,
        (MemberId,),
        "SELECT member_id FROM audit_items WHERE account_id = $1 AND number = $2 AND member_id > $3 ORDER BY member_id LIMIT 1 OFFSET $4",
        account,
        number,
        OrNil(after),
        STEP - 1
    )?;
    if let Some((to,)) = end {
        return Ok(Some(Stretch { after, to }));
    }
    let any = maybe!(
        tx,
        (MemberId,),
        "SELECT member_id FROM audit_items WHERE account_id = $1 AND number = $2 AND member_id > $3 ORDER BY member_id DESC LIMIT 1",
        account,
        number,
        OrNil(after)
    )?;
    Ok(any.map(|(to,)| Stretch { after, to }))
}

/// Gives every member of the stretch the role their item names; the last Administrator is held as `last_administrator` (R7).
pub async fn roles(tx: &mut Tx, account: AccountId, number: i64, part: Stretch) -> StoreResult<u64> {
    run!(
        tx,
        "UPDATE members SET role_id = r.id, role_kind = r.kind, role_rank = r.rank, version = members.version + 1
         FROM audit_items i JOIN roles r ON r.account_id = i.account_id AND r.id = i.after_id
         WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4
           AND members.account_id = $1 AND members.id = i.member_id",
        account,
        number,
        OrNil(part.after),
        part.to
    )
}

/// Gives every member of the stretch their item's plan; without a seat it is refused as `seats_not_oversold` (S1).
pub async fn plans(tx: &mut Tx, account: AccountId, number: i64, part: Stretch) -> StoreResult<u64> {
    run!(
        tx,
        "UPDATE members SET plan = i.after, version = members.version + 1 FROM audit_items i
         WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4
           AND members.account_id = $1 AND members.id = i.member_id",
        account,
        number,
        OrNil(part.after),
        part.to
    )
}

/// Suspends or reactivates (M16): those who are suspended are out at once, with every session and link.
pub async fn states(tx: &mut Tx, account: AccountId, number: i64, part: Stretch, now: Instant) -> StoreResult<u64> {
    let (from, to) = (OrNil(part.after), part.to);
    let written = run!(
        tx,
        "UPDATE members SET state = i.after, state_since = $5, online = FALSE, call_since = NULL, wrap_until = NULL,
           status_rank = CASE WHEN i.after = 'active' THEN $6 ELSE $7 END, version = members.version + 1
         FROM audit_items i
         WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4 AND i.after IN ('active', 'suspended')
           AND members.account_id = $1 AND members.id = i.member_id AND members.state IN ('active', 'suspended')",
        account,
        number,
        from,
        to,
        now.0,
        StatusRank::begins(MemberState::Active),
        StatusRank::begins(MemberState::Suspended)
    )?;
    for text in [
        "DELETE FROM sessions WHERE account_id = $1 AND member_id IN (SELECT i.member_id FROM audit_items i
           WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4 AND i.after = 'suspended')",
        "DELETE FROM tokens WHERE account_id = $1 AND purpose <> 'invitation' AND member_id IN (SELECT i.member_id FROM audit_items i
           WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4 AND i.after = 'suspended')",
    ] {
        run!(tx, text, account, number, from, to)?;
    }
    Ok(written)
}

/// Gives each item's number to its member where it names it after, takes it where it doesn't (K2, N1, R6). `like`: the entry that is
/// undone, whose items say how each used the number; for new users both calls and messages. The first number somebody gets is
/// their default. How each used it is looked up item by item: PostgreSQL knows nothing yet of an entry just written, and would join all
/// items of a member with all.
pub async fn numbers(
    tx: &mut Tx,
    account: AccountId,
    number: i64,
    part: Stretch,
    like: Option<i64>,
) -> StoreResult<u64> {
    let (from, to) = (OrNil(part.after), part.to);
    let taken = run!(
        tx,
        "DELETE FROM number_users WHERE account_id = $1 AND (number_id, member_id) IN (SELECT i.of_number, i.member_id FROM audit_items i
           WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4 AND i.after = '')",
        account,
        number,
        from,
        to
    )?;
    if taken > 0 {
        run!(tx, MEND_DEFAULTS, account, number, from, to)?;
    }
    // Items from before each named its number: all of such an entry are about one.
    let text = "SELECT of_number FROM audit_items WHERE account_id = $1 AND number = $2 LIMIT 1";
    let mut unnamed = false;
    if let Some(like) = like {
        unnamed = maybe!(tx, (OrNil<NumberId>,), text, account, like)?.is_some_and(|(of,)| of.0.is_none());
        // What they showed is given back as that, in place of what was chosen for them meanwhile.
        run!(
            tx,
            "UPDATE number_users SET is_default = FALSE WHERE account_id = $1 AND is_default AND member_id IN (
               SELECT i.member_id FROM audit_items i
               WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4 AND i.after <> ''
                 AND (SELECT o.used FROM audit_items o WHERE o.account_id = i.account_id AND o.number = $5 AND o.member_id = i.member_id
                        AND o.of_number = CASE WHEN $6 THEN $7 ELSE i.of_number END) LIKE '%d%')",
            account,
            number,
            from,
            to,
            like,
            unnamed,
            OrNil::<NumberId>(None)
        )?;
    }
    let given = run!(
        tx,
        "INSERT INTO number_users (account_id, number_id, member_id, calls, messages, is_default)
         SELECT i.account_id, i.of_number, i.member_id, coalesce(i.ways LIKE '%c%', TRUE), coalesce(i.ways LIKE '%m%', TRUE),
           coalesce(i.ways LIKE '%d%', row_number() OVER (PARTITION BY i.member_id ORDER BY i.after) = 1)
             AND NOT EXISTS (SELECT 1 FROM number_users x WHERE x.account_id = i.account_id AND x.member_id = i.member_id AND x.is_default)
         FROM (SELECT i.*, (SELECT o.used FROM audit_items o WHERE o.account_id = i.account_id AND o.number = $5 AND o.member_id = i.member_id
             AND o.of_number = CASE WHEN $6 THEN $7 ELSE i.of_number END AND o.used <> '') AS ways
           FROM audit_items i WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4 AND i.after <> '') i
         WHERE TRUE
         ON CONFLICT DO NOTHING",
        account,
        number,
        from,
        to,
        like,
        unnamed,
        OrNil::<NumberId>(None)
    )?;
    if like.is_some() && given > 0 {
        // Of several that come back none may have been the one they showed.
        run!(tx, MEND_DEFAULTS, account, number, from, to)?;
    }
    Ok(taken + given)
}

/// Whoever may use numbers has one default: those of a stretch who have none show their first number now.
const MEND_DEFAULTS: &str = "UPDATE number_users SET is_default = TRUE WHERE account_id = $1 AND (number_id, member_id) IN (
    SELECT (SELECT u.number_id FROM number_users u JOIN numbers n ON n.account_id = u.account_id AND n.id = u.number_id
        WHERE u.account_id = $1 AND u.member_id = w.member_id ORDER BY n.e164 LIMIT 1), w.member_id
    FROM (SELECT DISTINCT i.member_id FROM audit_items i
      WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4) w
    WHERE NOT EXISTS (SELECT 1 FROM number_users d WHERE d.account_id = $1 AND d.member_id = w.member_id AND d.is_default))";

/// Puts those into the group whose item names it after, last in its order, and takes the others out (N4).
pub async fn groups(tx: &mut Tx, account: AccountId, number: i64, part: Stretch, group: GroupId) -> StoreResult<u64> {
    let (from, to) = (OrNil(part.after), part.to);
    let taken = run!(
        tx,
        "DELETE FROM group_members WHERE account_id = $1 AND group_id = $5 AND member_id IN (SELECT i.member_id FROM audit_items i
           WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4 AND i.after = '')",
        account,
        number,
        from,
        to,
        group
    )?;
    let given = run!(
        tx,
        "INSERT INTO group_members (account_id, group_id, member_id, position)
         SELECT i.account_id, $5, i.member_id,
           (SELECT coalesce(max(x.position), 0) FROM group_members x WHERE x.account_id = $1 AND x.group_id = $5) + row_number() OVER (ORDER BY i.member_id)
         FROM audit_items i
         WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND i.member_id <= $4 AND i.after <> ''
         ON CONFLICT DO NOTHING",
        account,
        number,
        from,
        to,
        group
    )?;
    Ok(taken + given)
}

/// Members of an entry's items after one (none: from the first), for what is written one by one: deleting, restoring, letters.
pub async fn members_after(
    tx: &mut Tx,
    account: AccountId,
    number: i64,
    after: Option<MemberId>,
    limit: i64,
) -> StoreResult<Vec<MemberId>> {
    let rows = all!(
        tx,
        (MemberId,),
        "SELECT member_id FROM audit_items WHERE account_id = $1 AND number = $2 AND member_id > $3 ORDER BY member_id LIMIT $4",
        account,
        number,
        OrNil(after),
        limit
    )?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// Somebody to be written to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Addressee {
    pub id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub sign_in: String,
    /// What they have become: a role's name, in an entry about roles.
    pub after: String,
}

/// Those of an entry's items who have an email, after one; none: from the first.
pub async fn addressees(
    tx: &mut Tx,
    account: AccountId,
    number: i64,
    after: Option<MemberId>,
    limit: i64,
) -> StoreResult<Vec<Addressee>> {
    all!(
        tx,
        Addressee,
        "SELECT m.id, m.first_name, m.last_name, m.sign_in, i.after FROM audit_items i JOIN members m ON m.account_id = i.account_id AND m.id = i.member_id
         WHERE i.account_id = $1 AND i.number = $2 AND i.member_id > $3 AND m.has_email AND m.state <> 'deleted' ORDER BY i.member_id LIMIT $4",
        account,
        number,
        OrNil(after),
        limit
    )
}

/// What is known under a key (K4): the outcome, or why nothing was done. Only to who asked.
pub async fn job(
    tx: &mut Tx,
    account: AccountId,
    key: uuid::Uuid,
    by: MemberId,
) -> StoreResult<Option<(Option<String>, Option<String>)>> {
    maybe!(
        tx,
        (Option<String>, Option<String>),
        "SELECT outcome, problem FROM bulk_jobs WHERE account_id = $1 AND id = $2 AND member_id = $3",
        account,
        key,
        by
    )
}

/// Keeps what became of a change under its key; a key that was used already is refused as `bulk_jobs_pkey`.
pub async fn keep_job(
    tx: &mut Tx,
    account: AccountId,
    key: uuid::Uuid,
    by: MemberId,
    outcome: Result<&str, &str>,
    now: Instant,
) -> StoreResult<()> {
    run!(
        tx,
        "INSERT INTO bulk_jobs (account_id, id, member_id, outcome, problem, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        account,
        key,
        by,
        outcome.ok(),
        outcome.err(),
        now.0
    )
    .map(|_| ())
}
