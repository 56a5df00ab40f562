//! Looking through another member's eyes, on both engines (M9, R11).

use super::LASTS;
use crate::offboarding::tests::{signed_in, target};
use crate::sql::{one, run};
use crate::supervision;
use crate::testing::{NOW, TestTeam, on_both};
use crate::{Tx, audit, members, offboarding, sessions};
use model::instant::MINUTE;
use model::{MemberId, RoleKind};
use policy::{Action, Denial, Target, Verb, check as decide};

struct Pair {
    team: TestTeam,
    amara: MemberId,
    dana: MemberId,
    token: Vec<u8>,
}

/// Amara, an Administrator, begins to supervise Dana, an Agent.
async fn begun(tx: &mut Tx) -> Pair {
    let team = TestTeam::new(tx).await.expect("a team");
    let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(tx).await.expect("Amara");
    team.member("Hina", "Matsumoto").role(RoleKind::Administrator).insert(tx).await.expect("Hina");
    let dana = team.member("Dana", "Whitfield").insert(tx).await.expect("Dana");
    let (token, actor) = signed_in(tx, &team, amara).await;
    let session = sessions::find(tx, &token, NOW).await.expect("a read").expect("signed in").session;
    let may = decide(&actor, Action::Supervise, &target(tx, &team, &actor, dana).await).expect("an Administrator may");
    assert!(supervision::begin(tx, team.account, session, &may, "Helps with forwarding", NOW).await.expect("begun"));
    Pair { team, amara, dana, token }
}

on_both! {
    async fn m9_a_supervisor_sees_as_the_member_and_changes_nothing_at_first(db) {
        let mut tx = db.write().await.unwrap();
        let Pair { team, amara, dana, token } = begun(&mut tx).await;
        let me = sessions::find(&mut tx, &token, NOW).await.unwrap().unwrap();
        assert_eq!((me.actor.member, me.actor.role.kind), (dana, RoleKind::Agent));
        let supervising = me.actor.supervising.clone().unwrap();
        assert_eq!((supervising.by, supervising.may_act), (amara, false));
        let herself = target(&mut tx, &team, &me.actor, dana).await;
        assert!(decide(&me.actor, Action::OpenCard, &herself).is_ok());
        assert!(matches!(decide(&me.actor, Action::SetForwarding, &herself), Err(Denial::SupervisingReadOnly { .. })));
        assert!(matches!(decide(&me.actor, Action::SetPreferences, Target::Account), Err(Denial::SupervisingReadOnly { .. })));
        let may = decide(&me.actor, Action::ActWhileSupervising, Target::Account).unwrap();
        supervision::allow_acting(&mut tx, team.account, me.session, &may).await.unwrap();
        let me = sessions::find(&mut tx, &token, NOW).await.unwrap().unwrap();
        assert!(decide(&me.actor, Action::SetForwarding, &herself).is_ok());
        assert!(matches!(decide(&me.actor, Action::ChangeOwnPassword, Target::Account), Err(Denial::SupervisingCredentials { .. })));
        let hina = target(&mut tx, &team, &me.actor, amara).await;
        assert!(decide(&me.actor, Action::Supervise, &hina).is_err(), "never nested");
        supervision::end(&mut tx, team.account, me.session).await.unwrap();
        let me = sessions::find(&mut tx, &token, NOW).await.unwrap().unwrap();
        assert_eq!((me.actor.member, me.actor.supervising, me.supervision_over), (amara, None, false));
    }

    async fn m9_many_who_are_deleted_at_once_end_their_supervising_with_an_entry(db) {
        let mut tx = db.write().await.unwrap();
        let Pair { team, amara, .. } = begun(&mut tx).await;
        let hina = one!(&mut tx, (MemberId,), "SELECT id FROM members WHERE account_id = $1 AND first_name = 'Hina'", team.account).unwrap().0;
        let (_, hina) = signed_in(&mut tx, &team, hina).await;
        let may = decide(&hina, Action::Delete, &target(&mut tx, &team, &hina, amara).await).unwrap();
        offboarding::delete_many(&mut tx, team.account, &[may], NOW, NOW.plus(MINUTE), &|_| ()).await.unwrap();
        let ended = one!(&mut tx, (i64,), "SELECT count(*) FROM audit WHERE account_id = $1 AND action = 'supervise.end' AND actor_name = 'Amara Okonkwo'", team.account);
        assert_eq!(ended.unwrap().0, 1);
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None);
    }

    async fn m9_supervising_ends_after_30_minutes_with_an_entry_that_names_both(db) {
        let mut tx = db.write().await.unwrap();
        let Pair { team, amara, dana, token } = begun(&mut tx).await;
        let almost = NOW.plus(LASTS - MINUTE);
        assert_eq!(sessions::find(&mut tx, &token, almost).await.unwrap().unwrap().actor.member, dana);
        let over = NOW.plus(LASTS);
        let me = sessions::find(&mut tx, &token, over).await.unwrap().unwrap();
        assert!(me.supervision_over && me.actor.member == amara);
        assert_eq!(supervision::end_overdue(&mut tx, over).await.unwrap(), 1);
        let named = one!(
            &mut tx,
            (i64,),
            "SELECT count(*) FROM audit WHERE account_id = $1 AND action = 'supervise.timeout' AND actor_id = $2 AND behalf_id = $3",
            team.account,
            amara,
            dana
        );
        assert_eq!(named.unwrap().0, 1);
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None);
        assert!(!sessions::find(&mut tx, &token, over).await.unwrap().unwrap().supervision_over);
        assert_eq!(supervision::end_overdue(&mut tx, over).await.unwrap(), 0);
    }

    async fn r11_supervising_ends_with_the_right_to_it(db) {
        let mut tx = db.write().await.unwrap();
        let Pair { team, amara, token, .. } = begun(&mut tx).await;
        run!(
            &mut tx,
            "UPDATE members SET role_id = $3, role_kind = 'agent' WHERE account_id = $1 AND id = $2",
            team.account,
            amara,
            team.roles.agent
        )
        .unwrap();
        let me = sessions::find(&mut tx, &token, NOW).await.unwrap().unwrap();
        assert!(me.supervision_over);
        assert_eq!((me.actor.member, me.actor.role.kind), (amara, RoleKind::Agent), "and what is left is their own role");
    }

    async fn m9_supervising_a_suspended_member_ends(db) {
        let mut tx = db.write().await.unwrap();
        let Pair { team, dana, token, amara } = begun(&mut tx).await;
        let (_, hina) = {
            let hina = one!(&mut tx, (MemberId,), "SELECT id FROM members WHERE account_id = $1 AND first_name = 'Hina'", team.account).unwrap().0;
            signed_in(&mut tx, &team, hina).await
        };
        let may = decide(&hina, Action::Suspend, &target(&mut tx, &team, &hina, dana).await).unwrap();
        members::status::suspend(&mut tx, team.account, &may, NOW).await.unwrap();
        let me = sessions::find(&mut tx, &token, NOW).await.unwrap().unwrap();
        assert!(me.supervision_over && me.actor.member == amara);
    }

    async fn m9_one_session_supervises_one_member(db) {
        let mut tx = db.write().await.unwrap();
        let Pair { team, amara, dana, token } = begun(&mut tx).await;
        let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
        let session = sessions::find(&mut tx, &token, NOW).await.unwrap().unwrap().session;
        let (_, actor) = {
            run!(&mut tx, "DELETE FROM sessions WHERE member_id = $1 AND id <> $2", amara, session).unwrap();
            let other = team.member("Second", "Administrator").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
            signed_in(&mut tx, &team, other).await
        };
        let may = decide(&actor, Action::Supervise, &target(&mut tx, &team, &actor, kofi).await).unwrap();
        assert!(!supervision::begin(&mut tx, team.account, session, &may, "Again", NOW).await.unwrap());
        assert_eq!(sessions::find(&mut tx, &token, NOW).await.unwrap().unwrap().actor.member, dana);
    }
}

/// That each changing verb is refused is `policy`'s test; here: what isn't a change, so stays open while looking, is named.
#[test]
fn m9_what_touches_credentials_is_a_change_and_what_stays_open_is_named() {
    use policy::Kind;
    assert!(Verb::ALL.iter().filter(|v| v.rule().credentials).all(|v| v.rule().changes));
    // A new one has to be put here on purpose.
    let open: Vec<&str> =
        Verb::ALL.iter().filter(|v| !v.rule().changes && v.rule().on == Kind::Account).map(|v| v.slug()).collect();
    assert_eq!(
        open,
        [
            "see-directory",
            "see-team",
            "see-numbers",
            "see-groups",
            "see-health",
            "see-roles",
            "see-audit",
            "see-billing",
            "see-settings",
            "export",
            "act-while-supervising",
            "stop-supervising"
        ]
    );
}
