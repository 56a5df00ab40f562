//! Suspending, deleting with a transfer and restoring, on both engines (M16, M17, R7).

use super::{KEPT, Transfer};
use crate::offboarding;
use crate::sessions::NewSession;
use crate::sql::{one, run};
use crate::testing::{NOW, TestTeam, on_both};
use crate::{Tx, activity as history, members, sessions};
use model::history::HistoryKind;
use model::instant::{DAY, HOUR, Instant};
use model::members::StatusRank;
use model::sessions::Actor;
use model::{Extension, MemberId, MemberState, RoleKind};
use policy::{Action, Denial, MemberTarget, Permit, check as decide};

/// Signs somebody in and says who they are to policy.
pub(crate) async fn signed_in(tx: &mut Tx, team: &TestTeam, member: MemberId) -> (Vec<u8>, Actor) {
    let token_hash = member.0.to_be_bytes().to_vec();
    let new = NewSession {
        account: team.account,
        member,
        token_hash: token_hash.clone(),
        idle: DAY,
        expires: NOW.plus(7 * DAY),
        agent: "Firefox on Linux",
        address: "192.0.2.44",
    };
    sessions::create(tx, &new, NOW).await.expect("a session");
    let found = sessions::find(tx, &token_hash, NOW).await.expect("sessions").expect("signed in");
    (token_hash, found.actor)
}

pub(crate) async fn target(tx: &mut Tx, team: &TestTeam, actor: &Actor, member: MemberId) -> MemberTarget {
    members::target(tx, team.account, actor.member, member).await.expect("a read").expect("a member")
}

pub(crate) async fn permit(
    tx: &mut Tx,
    team: &TestTeam,
    actor: &Actor,
    action: Action,
    member: MemberId,
) -> Result<Permit, Denial> {
    decide(actor, action, &target(tx, team, actor, member).await)
}

async fn count(tx: &mut Tx, team: &TestTeam, text: &'static str, member: MemberId) -> i64 {
    one!(tx, (i64,), text, team.account, member).expect("a count").0
}

async fn rank(tx: &mut Tx, team: &TestTeam, member: MemberId) -> StatusRank {
    let text = "SELECT status_rank FROM members WHERE account_id = $1 AND id = $2";
    one!(tx, (StatusRank,), text, team.account, member).expect("a rank").0
}

struct Company {
    team: TestTeam,
    amara: MemberId,
    kofi: MemberId,
    dana: MemberId,
}

/// Amara is Administrator; Kofi and Dana are Agents, Dana with extension, direct number, group and voicemail.
async fn company(tx: &mut Tx) -> Company {
    let team = TestTeam::new(tx).await.expect("a team");
    let amara = team
        .member("Amara", "Okonkwo")
        .role(RoleKind::Administrator)
        .extension(100_100)
        .insert(tx)
        .await
        .expect("Amara");
    let kofi = team.member("Kofi", "Mensah").extension(100_112).insert(tx).await.expect("Kofi");
    let dana = team
        .member("Dana", "Whitfield")
        .sign_in("dana@larkspur.test")
        .extension(100_118)
        .direct("+15035550142")
        .online(true);
    let dana = dana.insert(tx).await.expect("Dana");
    let support = team.group(tx, "Support").await.expect("a group");
    team.join(tx, support, dana).await.expect("joined");
    for kind in [HistoryKind::Voicemail, HistoryKind::Call] {
        let new = history::NewEntry {
            member: dana,
            at: NOW,
            kind,
            incoming: true,
            peer: "+15035550199",
            seconds: 12,
            body: "",
        };
        history::record(tx, team.account, &new).await.expect("history");
    }
    Company { team, amara, kofi, dana }
}

on_both! {
    async fn m16_a_suspended_member_is_out_at_once_and_keeps_seat_extension_and_number(db) {
        let mut tx = db.write().await.unwrap();
        let Company { team, amara, kofi, dana } = company(&mut tx).await;
        let (_, amara) = signed_in(&mut tx, &team, amara).await;
        let (token, _) = signed_in(&mut tx, &team, dana).await;
        let may = permit(&mut tx, &team, &amara, Action::Suspend, dana).await.unwrap();
        members::status::suspend(&mut tx, team.account, &may, NOW).await.unwrap();
        assert!(sessions::find(&mut tx, &token, NOW).await.unwrap().is_none(), "the session ends");
        let kept = "SELECT count(*) FROM members WHERE account_id = $1 AND id = $2 AND state = 'suspended' AND NOT online
                      AND extension = 100118 AND direct = '+15035550142'";
        assert_eq!(count(&mut tx, &team, kept, dana).await, 1);
        assert_eq!(rank(&mut tx, &team, dana).await, StatusRank::Away);
        let seats = one!(&mut tx, (i64,), "SELECT used FROM plan_seats WHERE account_id = $1 AND plan = 'basic'", team.account).unwrap();
        assert_eq!(seats.0, 3);
        // Back again; and an Agent suspends nobody, nobody themselves.
        let may = permit(&mut tx, &team, &amara, Action::Reactivate, dana).await.unwrap();
        members::status::reactivate(&mut tx, team.account, &may, NOW).await.unwrap();
        assert_eq!(target(&mut tx, &team, &amara, dana).await.state, MemberState::Active);
        let (_, kofi) = signed_in(&mut tx, &team, kofi).await;
        assert!(permit(&mut tx, &team, &kofi, Action::Suspend, dana).await.is_err());
        assert!(matches!(permit(&mut tx, &team, &amara, Action::Suspend, amara.member).await, Err(Denial::Yourself { .. })));
    }

    async fn r7_the_database_keeps_the_last_administrator_when_policy_was_asked_too_early(db) {
        let mut tx = db.write().await.unwrap();
        let Company { team, amara, .. } = company(&mut tx).await;
        let hina = team.member("Hina", "Matsumoto").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let (_, hina) = signed_in(&mut tx, &team, hina).await;
        let early = permit(&mut tx, &team, &hina, Action::Delete, amara).await.unwrap();
        run!(&mut tx, "UPDATE members SET state = 'suspended' WHERE account_id = $1 AND id = $2", team.account, hina.member).unwrap();
        let refused = offboarding::delete(&mut tx, team.account, &early, Transfer::default(), NOW, NOW.plus(KEPT)).await;
        assert!(refused.is_err_and(|e| e.is("last_administrator")));
    }

    async fn m17_deleting_frees_seat_extension_and_number_and_keeps_the_sign_in_reserved(db) {
        let mut tx = db.write().await.unwrap();
        let Company { team, amara, dana, .. } = company(&mut tx).await;
        let (_, amara) = signed_in(&mut tx, &team, amara).await;
        let (token, _) = signed_in(&mut tx, &team, dana).await;
        let may = permit(&mut tx, &team, &amara, Action::Delete, dana).await.unwrap();
        offboarding::delete(&mut tx, team.account, &may, Transfer::default(), NOW, NOW.plus(KEPT)).await.unwrap();
        assert!(sessions::find(&mut tx, &token, NOW).await.unwrap().is_none());
        let gone = "SELECT count(*) FROM members m WHERE m.account_id = $1 AND m.id = $2 AND m.state = 'deleted' AND m.extension = 0 AND m.direct IS NULL
                      AND NOT EXISTS (SELECT 1 FROM extensions e WHERE e.account_id = m.account_id AND e.member_id = m.id)
                      AND NOT EXISTS (SELECT 1 FROM group_members g WHERE g.account_id = m.account_id AND g.member_id = m.id)";
        assert_eq!(count(&mut tx, &team, gone, dana).await, 1);
        let seats = one!(&mut tx, (i64,), "SELECT used FROM plan_seats WHERE account_id = $1 AND plan = 'basic'", team.account).unwrap();
        assert_eq!(seats.0, 2, "the charge stops");
        let kept = "SELECT count(*) FROM history WHERE account_id = $1 AND member_id = $2 AND member_label = 'Dana Whitfield'";
        assert_eq!(count(&mut tx, &team, kept, dana).await, 2, "history stays");
        let again = team.member("Dana", "Other").sign_in("dana@larkspur.test").insert(&mut tx).await;
        assert!(again.is_err_and(|e| e.is("members_sign_in_taken")));
    }

    async fn m17_what_is_left_goes_to_a_colleague_and_says_whose_it_was(db) {
        let mut tx = db.write().await.unwrap();
        let Company { team, amara, kofi, dana } = company(&mut tx).await;
        let (_, amara) = signed_in(&mut tx, &team, amara).await;
        let may = permit(&mut tx, &team, &amara, Action::Delete, dana).await.unwrap();
        assert!(permit(&mut tx, &team, &amara, Action::ReceiveTransfer, kofi).await.is_ok());
        let all = Transfer { to: Some(kofi), history: true, direct: true, extension: true };
        offboarding::delete(&mut tx, team.account, &may, all, NOW, NOW.plus(KEPT)).await.unwrap();
        assert!(permit(&mut tx, &team, &amara, Action::ReceiveTransfer, dana).await.is_err(), "nothing goes to the deleted");
        let has = "SELECT count(*) FROM members WHERE account_id = $1 AND id = $2 AND extension = 100118 AND direct = '+15035550142'";
        assert_eq!(count(&mut tx, &team, has, kofi).await, 1);
        let calls_with = "SELECT count(*) FROM number_users u JOIN numbers n ON n.account_id = u.account_id AND n.id = u.number_id
                          WHERE u.account_id = $1 AND u.member_id = $2 AND n.e164 = '+15035550142' AND u.calls AND u.is_default";
        assert_eq!(count(&mut tx, &team, calls_with, kofi).await, 1, "a direct number brings its outgoing use");
        assert_eq!(count(&mut tx, &team, calls_with, dana).await, 0);
        let his = history::of_member(&mut tx, team.account, model::Country::default(), kofi, 10).await.unwrap();
        assert_eq!(his.len(), 1, "voicemail goes on, calls stay where they were made");
        assert_eq!((his[0].kind, his[0].transferred_from.as_deref()), (HistoryKind::Voicemail, Some("Dana Whitfield")));
        assert_eq!(his[0].member, "Kofi Mensah");
        assert_eq!(history::of_member(&mut tx, team.account, model::Country::default(), dana, 10).await.unwrap().len(), 1);
    }

    async fn m17_a_restored_member_has_what_is_still_free(db) {
        let mut tx = db.write().await.unwrap();
        let Company { team, amara, dana, kofi } = company(&mut tx).await;
        let (_, amara) = signed_in(&mut tx, &team, amara).await;
        let may = permit(&mut tx, &team, &amara, Action::Delete, dana).await.unwrap();
        offboarding::delete(&mut tx, team.account, &may, Transfer::default(), NOW, NOW.plus(KEPT)).await.unwrap();
        assert!(permit(&mut tx, &team, &amara, Action::Restore, kofi).await.is_err(), "only the deleted are restored");
        let may = permit(&mut tx, &team, &amara, Action::Restore, dana).await.unwrap();
        let back = offboarding::restore(&mut tx, team.account, &may, 6, NOW.plus(HOUR)).await.unwrap();
        assert_eq!((back.state, back.extension), (MemberState::Active, Some(Extension::from_stored(100_118))));
        let whole = "SELECT count(*) FROM members m JOIN group_members g ON g.account_id = m.account_id AND g.member_id = m.id
                     WHERE m.account_id = $1 AND m.id = $2 AND m.direct = '+15035550142' AND m.erase_at IS NULL";
        assert_eq!(count(&mut tx, &team, whole, dana).await, 1);
        assert_eq!(rank(&mut tx, &team, dana).await, StatusRank::Offline);
    }

    async fn m17_a_restore_takes_the_next_free_extension_and_needs_a_seat(db) {
        let mut tx = db.write().await.unwrap();
        let Company { team, amara, dana, kofi } = company(&mut tx).await;
        let (_, amara) = signed_in(&mut tx, &team, amara).await;
        let may = permit(&mut tx, &team, &amara, Action::Delete, dana).await.unwrap();
        offboarding::delete(&mut tx, team.account, &may, Transfer::default(), NOW, NOW.plus(KEPT)).await.unwrap();
        members::set_extension(&mut tx, team.account, kofi, Some(Extension::from_stored(100_118))).await.unwrap();
        let may = permit(&mut tx, &team, &amara, Action::Restore, dana).await.unwrap();
        let back = offboarding::restore(&mut tx, team.account, &may, 6, NOW).await.unwrap();
        assert_eq!(back.extension, Some(Extension::first(6)));
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let may = permit(&mut tx, &team, &amara, Action::Delete, dana).await.unwrap();
        offboarding::delete(&mut tx, team.account, &may, Transfer::default(), NOW, NOW.plus(KEPT)).await.unwrap();
        run!(&mut tx, "UPDATE plan_seats SET bought = used WHERE account_id = $1", team.account).unwrap();
        let may = permit(&mut tx, &team, &amara, Action::Restore, dana).await.unwrap();
        let refused = offboarding::restore(&mut tx, team.account, &may, 6, NOW).await;
        assert!(refused.is_err_and(|e| e.is("seats_not_oversold")));
    }

    async fn m10_a_blocked_password_ends_every_session_and_a_temporary_one_has_to_be_changed(db) {
        let mut tx = db.write().await.unwrap();
        let Company { team, amara, dana, kofi } = company(&mut tx).await;
        let (_, amara) = signed_in(&mut tx, &team, amara).await;
        let (danas, _) = signed_in(&mut tx, &team, dana).await;
        let (kofis, _) = signed_in(&mut tx, &team, kofi).await;
        let may = permit(&mut tx, &team, &amara, Action::ResetPassword, dana).await.unwrap();
        members::status::block_password(&mut tx, team.account, &may, NOW).await.unwrap();
        assert!(sessions::find(&mut tx, &danas, NOW).await.unwrap().is_none());
        assert!(sessions::find(&mut tx, &kofis, NOW).await.unwrap().is_some());
        let may = permit(&mut tx, &team, &amara, Action::ResetPassword, kofi).await.unwrap();
        members::status::set_temporary_password(&mut tx, team.account, &may, "hash", NOW).await.unwrap();
        assert!(sessions::find(&mut tx, &kofis, NOW).await.unwrap().is_none());
        let must = "SELECT count(*) FROM members WHERE account_id = $1 AND id = $2 AND must_change_password AND password_hash = 'hash'";
        assert_eq!(count(&mut tx, &team, must, kofi).await, 1);
        // The only Administrator can't be locked out (R7).
        let may = permit(&mut tx, &team, &amara, Action::ResetPassword, amara.member).await.unwrap();
        assert!(members::status::block_password(&mut tx, team.account, &may, NOW).await.is_err_and(|e| e.is("last_administrator")));
    }
}

#[test]
fn m17_members_of_paid_accounts_can_be_restored_for_28_days() {
    assert_eq!(Instant(0).plus(KEPT), Instant(28 * DAY));
}
