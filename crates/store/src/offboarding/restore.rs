//! Bringing a deleted member back with what is still free (M17).

use crate::error::unreadable;
use crate::offboarding::*;
use model::members::StatusRank;

/// What came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    pub state: MemberState,
    /// The one they had before; none when they had none.
    pub had: Option<Extension>,
    /// The one they have now: their own if it is still free, else the lowest free one.
    pub extension: Option<Extension>,
}

/// Brings a deleted member back with what is still free. Needs a seat, or is refused as `seats_not_oversold` (S1). An
/// invitation comes back expired: its link died.
pub async fn restore(
    tx: &mut Tx,
    account: AccountId,
    permit: &Permit,
    digits: u8,
    now: Instant,
) -> StoreResult<Restored> {
    let member = permitted::member(permit, &[Verb::Restore])?;
    let row = maybe!(
        tx,
        (Option<String>,),
        "SELECT left_with FROM members WHERE account_id = $1 AND id = $2 AND state = 'deleted' AND erased_at IS NULL",
        account,
        member
    )?;
    let (json,) = row.ok_or_else(|| unreadable("a permit to restore somebody who is not there"))?;
    let json = json.ok_or_else(|| unreadable("a deleted member without what they had"))?;
    let left: LeftWith = serde_json::from_str(&json).map_err(unreadable)?;
    let expires = match left.state {
        MemberState::Active | MemberState::Suspended => None,
        MemberState::Invited => Some(now.0),
        MemberState::Deleted => return Err(unreadable("somebody who was deleted twice")),
    };
    run!(
        tx,
        "UPDATE members SET state = $3, state_since = $4, erase_at = NULL, left_with = NULL, status_rank = $5, invitation_expires = $6,
           supervises = $7, version = version + 1
         WHERE account_id = $1 AND id = $2",
        account,
        member,
        left.state,
        now.0,
        StatusRank::begins(left.state),
        expires,
        left.supervises
    )?;
    give_back(tx, account, member, &left).await?;
    let had = (left.extension > 0).then(|| Extension::from_stored(i64::from(left.extension)));
    let taken = match had {
        Some(e) => maybe!(
            tx,
            (i64,),
            "SELECT number FROM extensions WHERE account_id = $1 AND number = $2",
            account,
            i64::from(e.number())
        )?
        .is_some(),
        None => false,
    };
    let extension = if taken { members::free_extension(tx, account, digits).await? } else { had };
    members::set_extension(tx, account, member, extension).await?;
    search::reindex(tx, account, &[member]).await?;
    Ok(Restored { state: left.state, had, extension })
}

/// Groups and numbers that are still there; direct numbers only if nobody has them now.
async fn give_back(tx: &mut Tx, account: AccountId, member: MemberId, left: &LeftWith) -> StoreResult<()> {
    for (group, position) in &left.groups {
        run!(
            tx,
            "INSERT INTO group_members (account_id, group_id, member_id, position)
             SELECT account_id, id, $3, $4 FROM groups WHERE account_id = $1 AND id = $2 ON CONFLICT DO NOTHING",
            account,
            *group,
            member,
            *position
        )?;
    }
    for group in &left.supervised {
        run!(
            tx,
            "INSERT INTO supervised_groups (account_id, member_id, group_id)
             SELECT account_id, $3, id FROM groups WHERE account_id = $1 AND id = $2 ON CONFLICT DO NOTHING",
            account,
            *group,
            member
        )?;
    }
    run!(
        tx,
        "UPDATE members SET supervised_groups = (SELECT count(*) FROM supervised_groups s WHERE s.account_id = $1 AND s.member_id = $2)
         WHERE account_id = $1 AND id = $2",
        account,
        member
    )?;
    for (number, calls, messages, default) in &left.numbers {
        run!(
            tx,
            "INSERT INTO number_users (account_id, number_id, member_id, calls, messages, is_default)
             SELECT account_id, id, $3, $4, $5, $6 FROM numbers WHERE account_id = $1 AND id = $2 ON CONFLICT DO NOTHING",
            account,
            *number,
            member,
            *calls,
            *messages,
            *default
        )?;
    }
    for number in &left.direct {
        run!(
            tx,
            "UPDATE numbers SET destination = 'member', member_id = $3, version = version + 1
             WHERE account_id = $1 AND id = $2 AND destination = 'nobody' AND is_main = $4",
            account,
            *number,
            member,
            false
        )?;
    }
    Ok(())
}
