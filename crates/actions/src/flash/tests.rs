//! What single changes answer (K6): the entry by which they are taken back, for those who may, and none for the others.

use crate::members::edit::{member_edit, update_member};
use crate::members::forwarding::{read_forwarding, save_forwarding};
use crate::members::profile::save_greetings;
use crate::members::status::{reactivate, suspend};
use crate::numbers::outgoing::set_use;
use crate::numbers::route::label_number;
use crate::offboarding::{delete_member, restore_member};
use crate::roles::{save_role, set_safeguards};
use crate::testing::Browser;
use crate::undo::tests::{House, house};
use model::Version;
use model::audit::FlashMessage;
use model::forwarding::{ForwardingForm, ForwardingLine, RingSeconds};
use model::members::edit::EditField;
use model::members::profile::{GreetingForm, GreetingKind};
use model::numbers::{UseForm, UsePair};
use model::roles::RoleForm;
use model::{AuditId, NextPage, PeopleScope, Permission, Ticked};
use store::accounts;
use store::testing::on_both;

fn own(text: &str) -> GreetingForm {
    GreetingForm { kind: GreetingKind::Own, text: text.to_owned() }
}

fn standard() -> GreetingForm {
    GreetingForm { kind: GreetingKind::Standard, text: String::new() }
}

fn entry(flash: FlashMessage) -> AuditId {
    flash.entry.unwrap_or_else(|| panic!("no Undo: {flash:?}"))
}

impl House {
    /// The entry answered is the change's own, and undoing by it works.
    async fn taken_back(&self, flash: FlashMessage) {
        let entry = entry(flash);
        assert_eq!(entry, self.entry().await);
        self.undo(&self.amara, entry).await.unwrap();
    }

    fn uses(&self, pairs: &[(usize, bool)]) -> UseForm {
        let key = |at: usize| UsePair { member: self.kofi, number: self.free[at] };
        let on: Vec<UsePair> = pairs.iter().filter(|p| p.1).map(|p| key(p.0)).collect();
        UseForm { seen: pairs.iter().map(|p| key(p.0)).collect(), calls: on.clone(), messages: on, default: Vec::new() }
    }
}

on_both! {
    async fn k6_numbers_answer_the_entry_of_their_undo(db) {
        let house = house(db).await;
        let label = async |version| {
            label_number(&house.amara.request(), house.free[0], version, "Support line", NextPage::default()).await
        };
        house.taken_back(label(Version(1)).await.unwrap()).await;
        let version = house.number(house.free[0]).await.2;
        label(version).await.unwrap();
        assert_eq!(label(version.next()).await.unwrap().entry, None, "nothing had to be changed");
        house.taken_back(set_use(&house.amara.request(), house.uses(&[(0, true)]), NextPage::default()).await.unwrap()).await;
        let two = set_use(&house.amara.request(), house.uses(&[(0, true), (1, true)]), NextPage::default()).await.unwrap();
        assert_eq!((two.said.as_str(), two.entry), ("2 changes saved", None), "each is an entry of its own");
        house.whole().await;
    }

    async fn k6_a_members_own_things_answer_the_entry_to_those_who_may_undo(db) {
        let house = house(db).await;
        let line = ForwardingLine { number: "(503) 555-0182".into(), label: "Mobile".into(), seconds: RingSeconds::new(25) };
        let form = async |on: Option<Ticked>| {
            let seen = read_forwarding(&house.amara.request(), house.kofi).await.unwrap().seal();
            ForwardingForm { on, seen, lines: vec![line.clone()] }
        };
        let by_kofi = save_forwarding(&house.kofis.request(), house.kofi, form(Some(Ticked)).await, None, Default::default()).await.unwrap();
        assert_eq!((by_kofi.said.as_str(), by_kofi.entry), ("Call forwarding saved", None), "an Agent takes nothing back");
        house.taken_back(save_forwarding(&house.amara.request(), house.kofi, form(None).await, None, Default::default()).await.unwrap()).await;
        let greet = async |by: &Browser, text: &str| {
            save_greetings(&by.request(), own(text), standard()).await
        };
        assert_eq!(greet(&house.kofis, "Hello").await.unwrap().entry, None);
        house.taken_back(greet(&house.amara, "Good day").await.unwrap()).await;
    }

    async fn k6_edits_and_standing_answer_the_entry_of_their_undo(db) {
        let house = house(db).await;
        let mut tx = house.db.write().await.unwrap();
        accounts::set_paid(&mut tx, house.team.account, true).await.unwrap();
        tx.commit().await.unwrap();
        let id = house.kofi;
        let mut form = member_edit(&house.amara.request(), id).await.unwrap().form;
        form.set(EditField::Last, "Osei").unwrap();
        let edit = update_member(&house.amara.request(), id, form.clone(), Default::default()).await.unwrap();
        assert_eq!(edit.said, "Kofi Mensah saved");
        house.taken_back(edit).await;
        house.taken_back(suspend(&house.amara.request(), id).await.unwrap()).await;
        suspend(&house.amara.request(), id).await.unwrap();
        house.taken_back(reactivate(&house.amara.request(), id).await.unwrap()).await;
        delete_member(&house.amara.request(), id, Default::default(), [false; 3]).await.unwrap();
        house.taken_back(restore_member(&house.amara.request(), id).await.unwrap()).await;
        house.whole().await;
    }

    async fn k6_roles_and_safeguards_answer_the_entry_of_their_undo_and_a_new_role_none(db) {
        let house = house(db).await;
        let desk = house.custom("Desk", &[Permission::SeeTeam]).await;
        let form = RoleForm { description: "At the door".into(), ..RoleForm::of(&desk) };
        house.taken_back(save_role(&house.amara.request(), form).await.unwrap().flash).await;
        let hall = RoleForm { name: "Hall".into(), people: PeopleScope::Everyone, ..RoleForm::default() };
        assert_eq!(save_role(&house.amara.request(), hall).await.unwrap().flash.entry, None, "made roles are deleted, not undone");
        house.taken_back(set_safeguards(&house.amara.request(), true, false).await.unwrap()).await;
        assert_eq!(set_safeguards(&house.amara.request(), false, false).await.unwrap().entry, None, "they are so already");
        house.whole().await;
    }

    async fn r2_a_role_called_like_another_but_for_what_nobody_sees_is_refused(db) {
        let house = house(db).await;
        let save = async |name: &str| {
            let form = RoleForm { name: name.to_owned(), ..RoleForm::default() };
            save_role(&house.amara.request(), form).await
        };
        for name in ["Administrator\u{200b}", "\u{2066}ADMINISTRATOR\u{2069}", "Admin\u{ad}istrator"] {
            assert!(save(name).await.is_err_and(|e| e.for_field("name").is_some()), "{name:?}");
        }
        assert!(save("\u{200b}\u{feff}").await.is_err_and(|e| e.for_field("name").is_some()), "nothing is seen of it");
        assert_eq!(save(" Frü\u{200d}hschicht  Su\u{308}d ").await.unwrap().name, "Frühschicht Süd");
    }

    async fn n1_a_label_is_kept_without_what_nobody_sees(db) {
        let house = house(db).await;
        label_number(&house.amara.request(), house.free[0], Version(1), "\u{202e}Support\u{200b}\u{a0} line", NextPage::default())
            .await
            .unwrap();
        let version = house.number(house.free[0]).await.2;
        let again = label_number(&house.amara.request(), house.free[0], version, "Support line", NextPage::default()).await;
        assert_eq!(again.unwrap().entry, None, "it is called so already");
    }
}
