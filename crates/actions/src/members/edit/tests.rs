//! Editing members on both engines: what is saved, what is refused, and who wins when two save at once.

use crate::members::edit::{change_pin, member_edit, update_member};
use crate::members::forwarding::{read_forwarding, save_forwarding};
use crate::members::profile::{own_profile, save_greetings};
use crate::testing::Browser;
use model::error::AppError;
use model::forwarding::{ForwardingForm, ForwardingLine, RingSeconds};
use model::members::edit::{CallFeature, EditField, MemberForm};
use model::members::profile::{GreetingForm, GreetingKind};
use model::{Availability, GroupId, Instant, MemberId, RoleKind, SupervisorChoice, Ticked};
use store::testing::{NOW, TestTeam, on_both};
use store::{Db, sql};

/// Amara (Administrator), Marisol (Manager), Dana and Kofi (Agents), and a group.
struct House {
    db: Db,
    team: TestTeam,
    amara: Browser,
    marisol: Browser,
    dana: Browser,
    amara_id: MemberId,
    dana_id: MemberId,
    kofi_id: MemberId,
    support: GroupId,
}

async fn house(db: Db) -> House {
    let mut tx = db.write().await.expect("write");
    let team = TestTeam::new(&mut tx).await.expect("team");
    let named = |first: &str, last: &str| team.member(first, last);
    let amara_id = named("Amara", "Okonkwo")
        .role(RoleKind::Administrator)
        .sign_in("amara@example.com")
        .insert(&mut tx)
        .await
        .expect("Amara");
    let marisol_id = named("Marisol", "Vega")
        .role(RoleKind::Manager)
        .sign_in("marisol@example.com")
        .insert(&mut tx)
        .await
        .expect("Marisol");
    let dana_id = named("Dana", "Whitfield")
        .extension(100_118)
        .sign_in("dana@example.com")
        .direct("+15035550142")
        .insert(&mut tx)
        .await
        .expect("Dana");
    let kofi_id =
        named("Kofi", "Mensah").extension(100_000).sign_in("kofi@example.com").insert(&mut tx).await.expect("Kofi");
    let support = team.group(&mut tx, "Support").await.expect("group");
    tx.commit().await.expect("commit");
    let amara = Browser::of(&db, &team, amara_id).await;
    let marisol = Browser::of(&db, &team, marisol_id).await;
    let dana = Browser::of(&db, &team, dana_id).await;
    House { db, team, amara, marisol, dana, amara_id, dana_id, kofi_id, support }
}

impl House {
    /// The form as a browser has it open.
    async fn open(&self, by: &Browser, whom: MemberId) -> MemberForm {
        member_edit(&by.request(), whom).await.expect("the form").form
    }

    async fn save(&self, by: &Browser, whom: MemberId, form: MemberForm) -> Result<(), AppError> {
        update_member(&by.request(), whom, form, Default::default()).await.map(drop)
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.db.read().await.expect("read");
        store::testing::sql_number(&mut tx, sql).await.expect("a number")
    }

    /// Changes of the newest audit entry, as "field: before → after".
    async fn last_entry(&self) -> String {
        let mut tx = self.db.read().await.expect("read");
        let (action, changes) =
            sql::one!(&mut tx, (String, String), "SELECT action, changes FROM audit ORDER BY number DESC LIMIT 1")
                .expect("an entry");
        format!("{action} {changes}")
    }
}

/// The form with a field filled in, also one that it was not offered.
fn with(mut form: MemberForm, field: EditField, text: &str) -> MemberForm {
    form.has.insert(field);
    form.set(field, text).expect("a text of its kind");
    form
}

fn greeting(kind: GreetingKind, text: &str) -> GreetingForm {
    GreetingForm { kind, text: text.to_owned() }
}

fn field_error<T: std::fmt::Debug>(result: Result<T, AppError>, field: &str) -> String {
    result.expect_err("this must be refused").for_field(field).unwrap_or_else(|| panic!("no sentence at {field}"))
}

on_both! {
    /// M6: one save changes several fields and leaves one entry with before and after.
    async fn m6_details_are_saved_with_one_audit_entry(db) {
        let house = house(db).await;
        let mut form = house.open(&house.marisol, house.kofi_id).await;
        for (field, text) in [(EditField::Last, "Mensah-Boateng"), (EditField::Mobile, "(503) 555-0199"), (EditField::TimeZone, "europe/berlin"), (EditField::Availability, "dnd")] {
            form = with(form, field, text);
        }
        form.features = [CallFeature::Screening].into_iter().collect();
        form.groups = [house.support].into_iter().collect();
        house.save(&house.marisol, house.kofi_id, form).await.expect("saved");
        let now = house.open(&house.marisol, house.kofi_id).await;
        assert_eq!((now.last.as_str(), now.mobile.as_str(), now.time_zone.as_str()), ("Mensah-Boateng", "(503) 555-0199", "Europe/Berlin"));
        assert_eq!(now.availability, Some(Availability::DoNotDisturb));
        assert_eq!(now.features, [CallFeature::Screening].into_iter().collect());
        assert_eq!(now.groups, [house.support].into_iter().collect());
        let entry = house.last_entry().await;
        assert!(entry.starts_with("members.edit ") && entry.contains("Mensah-Boateng") && entry.contains("\"Mensah\"") && entry.contains("Support"), "{entry}");
        assert!(entry.contains("dial-by-name"), "{entry}");
        assert_eq!(house.count("SELECT count(*) FROM audit").await, 1);
        // Nothing changed, nothing written.
        house.save(&house.marisol, house.kofi_id, now.clone()).await.expect("saved");
        assert_eq!(house.count("SELECT count(*) FROM audit").await, 1);
        assert_eq!(house.open(&house.marisol, house.kofi_id).await.version, now.version);
    }

    /// R8: one Administrator demotes another, effective with the other's next request; a Manager and oneself don't.
    async fn r8_an_administrator_demotes_another_but_not_themselves_and_no_manager_does(db) {
        let house = house(db).await;
        let mut tx = house.db.write().await.expect("write");
        let hina = house.team.member("Hina", "Matsumoto").role(RoleKind::Administrator).insert(&mut tx).await.expect("Hina");
        tx.commit().await.expect("commit");
        let hinas = Browser::of(&house.db, &house.team, hina).await;
        let agent = house.team.roles.agent.to_string();
        let demoted = |form| with(form, EditField::Role, &agent);
        let form = house.open(&house.amara, hina).await;
        let by_manager = house.save(&house.marisol, hina, demoted(form.clone())).await;
        assert!(matches!(by_manager, Err(AppError::Denied(_))), "{by_manager:?}");
        let own = house.open(&house.amara, house.amara_id).await;
        let by_oneself = house.save(&house.amara, house.amara_id, demoted(own)).await;
        assert!(matches!(by_oneself, Err(AppError::Denied(_))), "{by_oneself:?}");
        house.open(&hinas, house.kofi_id).await;
        house.save(&house.amara, hina, demoted(form)).await.expect("saved");
        let entry = house.last_entry().await;
        assert!(entry.contains("Administrator") && entry.contains("Agent"), "{entry}");
        assert!(member_edit(&hinas.request(), house.kofi_id).await.is_err(), "she is an Agent from now on");
    }

    /// M7: of two who started from the same version, the second is refused and nothing of the first is lost.
    async fn m7_the_second_of_two_saves_is_refused_and_names_the_first(db) {
        let house = house(db).await;
        let (first, second) = (house.open(&house.amara, house.kofi_id).await, house.open(&house.marisol, house.kofi_id).await);
        house.save(&house.amara, house.kofi_id, with(first, EditField::Last, "Mensah Sr.")).await.expect("saved");
        let refused = house.save(&house.marisol, house.kofi_id, with(second.clone(), EditField::Mobile, "(503) 555-0177")).await;
        let Err(AppError::Conflict(words)) = refused else { panic!("a conflict: {refused:?}") };
        assert!(words.starts_with("Amara Okonkwo changed Kofi Mensah"), "{words}");
        let now = house.open(&house.marisol, house.kofi_id).await;
        assert_eq!((now.last.as_str(), now.mobile.as_str()), ("Mensah Sr.", ""));
        // The choice: their name, one's own number.
        let chosen = MemberForm { version: now.version, has: [EditField::Mobile].into(), mobile: second.mobile.clone() + "(503) 555-0177", ..MemberForm::default() };
        house.save(&house.marisol, house.kofi_id, chosen).await.expect("saved");
        let now = house.open(&house.marisol, house.kofi_id).await;
        assert_eq!((now.last.as_str(), now.mobile.as_str()), ("Mensah Sr.", "(503) 555-0177"));
    }

    /// M7: also when both requests arrive together.
    async fn m7_of_two_saves_at_once_exactly_one_wins(db) {
        let house = house(db).await;
        let form = house.open(&house.amara, house.kofi_id).await;
        let (a, b) = tokio::join!(
            house.save(&house.amara, house.kofi_id, with(form.clone(), EditField::Last, "Asante")),
            house.save(&house.marisol, house.kofi_id, with(form.clone(), EditField::Last, "Boateng")),
        );
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        assert!([a, b].into_iter().any(|r| matches!(r, Err(AppError::Conflict(_)))));
        assert_eq!(house.count("SELECT count(*) FROM audit").await, 1);
    }

    /// M17: a save on somebody who was deleted meanwhile.
    async fn m7_a_save_on_a_deleted_member_has_its_own_sentence(db) {
        let house = house(db).await;
        let form = house.open(&house.amara, house.kofi_id).await;
        let mut tx = house.db.write().await.expect("write");
        house.team.delete(&mut tx, house.kofi_id).await.expect("deleted");
        tx.commit().await.expect("commit");
        let refused = house.save(&house.amara, house.kofi_id, with(form, EditField::First, "Kojo")).await;
        assert!(matches!(&refused, Err(AppError::Refused(words)) if words.starts_with("Kofi Mensah was deleted meanwhile")), "{refused:?}");
        let missing = house.save(&house.amara, MemberId::new(), MemberForm::default()).await;
        assert!(matches!(missing, Err(AppError::NotFound(_))));
    }

    /// M11: a clash names its holder and the next free one, which an empty field gets.
    async fn m11_a_taken_extension_names_its_holder_and_the_next_free_one(db) {
        let house = house(db).await;
        let form = house.open(&house.marisol, house.kofi_id).await;
        let refused = house.save(&house.marisol, house.kofi_id, with(form.clone(), EditField::Extension, "100118")).await;
        assert_eq!(field_error(refused, "extension"), "100118 belongs to Dana Whitfield. 100001 is free.");
        let refused = house.save(&house.marisol, house.kofi_id, with(form.clone(), EditField::Extension, "12")).await;
        assert!(field_error(refused, "extension").contains("6 digits"));
        house.save(&house.marisol, house.kofi_id, with(form, EditField::Extension, "")).await.expect("saved");
        assert_eq!(house.open(&house.marisol, house.kofi_id).await.extension, "100001");
    }

    /// M6: with the permission the sign-in email changes, and both addresses are told.
    async fn m6_a_changed_sign_in_email_is_told_to_both_addresses(db) {
        let house = house(db).await;
        let form = house.open(&house.amara, house.kofi_id).await;
        let refused = house.save(&house.amara, house.kofi_id, with(form.clone(), EditField::SignIn, "kofi@")).await;
        assert_eq!(field_error(refused, "sign_in"), "The email has no domain after the @. Add it, as in dana@example.com.");
        let refused = house.save(&house.amara, house.kofi_id, with(form.clone(), EditField::SignIn, "DANA@example.com")).await;
        assert!(field_error(refused, "sign_in").contains("is taken as a sign-in name"));
        house.save(&house.amara, house.kofi_id, with(form, EditField::SignIn, "kofi@new.example.com")).await.expect("saved");
        assert_eq!(house.count("SELECT count(*) FROM outbox WHERE recipient IN ('kofi@example.com', 'kofi@new.example.com')").await, 2);
        assert_eq!(house.count("SELECT count(*) FROM members WHERE sign_in_key = 'kofi@new.example.com'").await, 1);
    }

    /// M6: a Manager has not that permission by default: the field is shown with its reason and a forged one is refused.
    async fn m6_without_the_permission_the_sign_in_stays(db) {
        let house = house(db).await;
        let shown = member_edit(&house.marisol.request(), house.kofi_id).await.expect("the form");
        assert!(shown.why_not(EditField::SignIn).is_some_and(|why| why.contains("Administrator")));
        assert!(!shown.form.carries(EditField::SignIn));
        let forged = with(shown.form, EditField::SignIn, "kofi@evil.example");
        assert!(matches!(house.save(&house.marisol, house.kofi_id, forged).await, Err(AppError::Denied(_))));
        assert_eq!(house.count("SELECT count(*) FROM outbox").await, 0);
    }

    /// M4, M6: while invited the address is free to edit; the new one gets a new link and the old link dies.
    async fn m6_an_invited_address_is_corrected_with_a_new_link(db) {
        let house = house(db).await;
        let mut tx = house.db.write().await.expect("write");
        let jose = house.team.member("José", "Ibarra").sign_in("jose@exmaple.com").invitation_expires(Instant(NOW.0 + 1)).insert(&mut tx).await.expect("José");
        let (_, hash) = crate::secrets::new_token();
        store::tokens::issue(&mut tx, &hash, store::tokens::Purpose::Invitation, Some((house.team.account, jose)), NOW, 1_000_000).await.expect("a link");
        tx.commit().await.expect("commit");
        let form = house.open(&house.marisol, jose).await;
        house.save(&house.marisol, jose, with(form, EditField::SignIn, "jose@example.com")).await.expect("saved");
        let mut tx = house.db.read().await.expect("read");
        let old = store::tokens::peek(&mut tx, &hash, store::tokens::Purpose::Invitation, NOW).await.expect("asked");
        assert!(old.is_none(), "the old link is dead");
        drop(tx);
        assert_eq!(house.count("SELECT count(*) FROM tokens").await, 1);
        assert_eq!(house.count("SELECT count(*) FROM outbox WHERE recipient = 'jose@example.com'").await, 1);
        assert_eq!(house.count("SELECT count(*) FROM outbox").await, 1);
    }

    /// R4, R5: a Manager neither makes Administrators nor edits one, and an Agent edits nobody.
    async fn r4_roles_above_ones_own_are_neither_given_nor_touched(db) {
        let house = house(db).await;
        let shown = member_edit(&house.marisol.request(), house.kofi_id).await.expect("the form");
        let refused = |name: &str| shown.roles.iter().find(|r| r.name == name).and_then(|r| r.refused.clone());
        assert!(refused("Administrator").is_some_and(|why| why.contains("Only an Administrator")));
        assert_eq!(refused("Manager"), None);
        let admin = house.team.roles.administrator.to_string();
        let forged = house.save(&house.marisol, house.kofi_id, with(shown.form.clone(), EditField::Role, &admin)).await;
        assert!(matches!(forged, Err(AppError::Denied(_))));
        let manager = house.team.roles.manager.to_string();
        house.save(&house.marisol, house.kofi_id, with(shown.form, EditField::Role, &manager)).await.expect("saved");
        assert_eq!(house.open(&house.marisol, house.kofi_id).await.text(EditField::Role), manager);
        assert!(matches!(member_edit(&house.marisol.request(), house.amara_id).await, Err(AppError::Denied(_))));
        assert!(matches!(member_edit(&house.dana.request(), house.kofi_id).await, Err(AppError::Denied(_))));
    }

    /// R7: the only Administrator doesn't demote themselves.
    async fn r7_ones_own_role_stays(db) {
        let house = house(db).await;
        let shown = member_edit(&house.amara.request(), house.amara_id).await.expect("the form");
        assert!(shown.why_not(EditField::Role).is_some());
        let forged = with(shown.form, EditField::Role, &house.team.roles.agent.to_string());
        assert!(matches!(house.save(&house.amara, house.amara_id, forged).await, Err(AppError::Denied(_))));
    }

    /// A3: a member of another account is missing, whatever is asked.
    async fn a3_another_accounts_member_is_missing(db) {
        let house = house(db).await;
        let mut tx = house.db.write().await.expect("write");
        let other = TestTeam::new(&mut tx).await.expect("team");
        let thi = other.member("Thị Mai", "Nguyễn").insert(&mut tx).await.expect("Mai");
        tx.commit().await.expect("commit");
        assert!(matches!(house.save(&house.amara, thi, MemberForm::default()).await, Err(AppError::NotFound(_))));
        assert!(matches!(read_forwarding(&house.amara.request(), thi).await, Err(AppError::NotFound(_))));
        assert!(matches!(change_pin(&house.amara.request(), thi, "4711".into(), Default::default()).await, Err(AppError::NotFound(_))));
    }

    /// T1: access to the Supervisor workspace, by groups and for everyone.
    async fn t1_supervisor_access_is_given_and_taken(db) {
        let house = house(db).await;
        let form = house.open(&house.amara, house.kofi_id).await;
        let none = house.save(&house.amara, house.kofi_id, MemberForm { supervises: SupervisorChoice::Groups(Default::default()), ..form.clone() }).await;
        assert!(field_error(none, "supervises").starts_with("Choose the groups"));
        let groups = SupervisorChoice::Groups([house.support].into());
        house.save(&house.amara, house.kofi_id, MemberForm { supervises: groups, ..form }).await.expect("saved");
        assert_eq!(house.count("SELECT supervised_groups FROM members WHERE first_name = 'Kofi'").await, 1);
        let form = house.open(&house.amara, house.kofi_id).await;
        assert!(form.supervises.names(house.support));
        house.save(&house.amara, house.kofi_id, MemberForm { supervises: SupervisorChoice::Everyone, ..form }).await.expect("saved");
        assert_eq!(house.count("SELECT count(*) FROM supervised_groups").await, 0);
        assert_eq!(house.count("SELECT count(*) FROM members WHERE supervises = 'everyone'").await, 1);
    }

    /// M12: one's own numbers, in order; duplicates, loops and a fourth are refused at their line.
    async fn m12_forwarding_is_set_in_order_and_loops_are_refused(db) {
        let house = house(db).await;
        let own = house.dana_id;
        let seen = |on: &str| on.to_owned();
        let form = |numbers: &[&str], seen: String| ForwardingForm {
            on: Some(Ticked),
            seen,
            lines: numbers.iter().map(|n| ForwardingLine { number: (*n).into(), label: "Mobile".into(), seconds: RingSeconds::new(15) }).collect(),
        };
        let save = async |form: ForwardingForm| save_forwarding(&house.dana.request(), own, form, None, Default::default()).await;
        let loops = save(form(&["(503) 555-0190", "503-555-0142"], seen("on"))).await;
        assert!(field_error(loops, "number1").starts_with("(503) 555-0142 is one of your company’s own numbers"));
        let twice = save(form(&["(503) 555-0190", "+15035550190"], seen("on"))).await;
        assert!(field_error(twice, "number1").contains("already"));
        let four = save(form(&["5035550190", "5035550191", "5035550192", "5035550193"], seen("on"))).await;
        assert!(field_error(four, "number3").starts_with("At most 3"));
        save(form(&["(503) 555-0191", "+49 30 1234567"], seen("on"))).await.expect("saved");
        let now = read_forwarding(&house.dana.request(), own).await.expect("read");
        assert_eq!(now.numbers.iter().map(|f| f.number.e164()).collect::<Vec<_>>(), ["+15035550191", "+49301234567"]);
        assert_eq!(house.count("SELECT forwards FROM members WHERE first_name = 'Dana'").await, 2);
        // Somebody who still sees the empty list is told.
        let late = save_forwarding(&house.marisol.request(), own, form(&["5035550199"], seen("on")), None, Default::default()).await;
        assert!(matches!(&late, Err(AppError::Conflict(words)) if words.contains("(503) 555-0191 Mobile 15 s")), "{late:?}");
        let anew = save_forwarding(&house.marisol.request(), own, form(&["5035550199"], now.seal()), None, Default::default()).await;
        assert_eq!(anew.map(|told| told.said), Ok("Call forwarding saved".into()));
        // Others' forwarding is not an Agent's to set (R12).
        let others = save_forwarding(&house.dana.request(), house.kofi_id, form(&[], seen("on")), None, Default::default()).await;
        assert!(matches!(others, Err(AppError::Denied(_))));
    }

    /// M19: kept as a hash; trivial ones and the own extension are refused.
    async fn m19_a_pin_is_kept_as_a_hash_and_trivial_ones_are_refused(db) {
        let house = house(db).await;
        let own = house.dana_id;
        let set = async |pin: &str| change_pin(&house.dana.request(), own, pin.to_owned(), Default::default()).await;
        assert!(field_error(set("1234").await, "pin").contains("guessed first"));
        assert!(field_error(set("100118").await, "pin").contains("own extension"));
        assert!(field_error(set("471").await, "pin").contains("4 to 8 digits"));
        set("4711").await.expect("set");
        assert_eq!(house.count("SELECT count(*) FROM members WHERE pin_hash LIKE '$argon2id$%'").await, 1);
        assert!(!house.last_entry().await.contains("4711"));
        assert!(own_profile(&house.dana.request()).await.expect("profile").has_pin);
        let others = change_pin(&house.dana.request(), house.kofi_id, "4711".into(), Default::default()).await;
        assert!(matches!(others, Err(AppError::Denied(_))));
    }

    /// M18: the same picture is kept once, and goes with the last who has it; other accounts never see it (A3).
    async fn m18_a_photo_is_kept_once_and_only_in_its_account(db) {
        let house = house(db).await;
        let photo = files::photo::Photo { hash: "a".repeat(64), jpeg: vec![0xff, 0xd8] };
        let give = |by: &Browser, whom: MemberId, photo: Option<files::photo::Photo>| {
            let request = by.request();
            async move { crate::members::photos::keep(&request, whom, photo).await }
        };
        give(&house.marisol, house.kofi_id, Some(photo.clone())).await.expect("given");
        give(&house.dana, house.dana_id, Some(photo.clone())).await.expect("one's own");
        assert!(matches!(give(&house.dana, house.kofi_id, None).await, Err(AppError::Denied(_))));
        assert_eq!(house.count("SELECT count(*) FROM photos").await, 1);
        let mut tx = house.db.write().await.expect("write");
        let other = TestTeam::new(&mut tx).await.expect("team");
        let kept = store::members::photos::read(&mut tx, house.team.account, &photo.hash).await.expect("read");
        let foreign = store::members::photos::read(&mut tx, other.account, &photo.hash).await.expect("read");
        assert_eq!((kept, foreign), (Some(photo.jpeg.clone()), None));
        drop(tx);
        give(&house.marisol, house.kofi_id, None).await.expect("removed");
        assert_eq!(house.count("SELECT count(*) FROM photos").await, 1);
        give(&house.dana, house.dana_id, None).await.expect("removed");
        assert_eq!(house.count("SELECT count(*) FROM photos").await, 0);
    }

    /// M21, R12: an Agent has a profile of their own and sets its greetings.
    async fn m21_an_agent_sets_own_greetings(db) {
        let house = house(db).await;
        let say = async |kind: GreetingKind, text: &str| save_greetings(&house.dana.request(), greeting(kind, text), greeting(GreetingKind::Standard, "")).await;
        assert!(field_error(say(GreetingKind::Own, "  ").await, "greeting").contains("standard greeting"));
        assert!(field_error(say(GreetingKind::Own, &"la ".repeat(300)).await, "greeting").contains("at most 500"));
        say(GreetingKind::Own, "You have reached  Dana.").await.expect("saved");
        let profile = own_profile(&house.dana.request()).await.expect("profile");
        assert_eq!((profile.greeting.as_str(), profile.voicemail_greeting.as_str()), ("You have reached Dana.", ""));
        say(GreetingKind::Standard, "You have reached Dana.").await.expect("saved");
        assert_eq!(own_profile(&house.dana.request()).await.expect("profile").greeting, "");
    }
}
