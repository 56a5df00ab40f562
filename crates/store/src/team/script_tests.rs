//! Names of many scripts, found without their marks and case and put in one order, on both engines (T3, T4).

use crate::Tx;
use crate::team::{self, TeamViewer};
use crate::testing::{NOW, TestTeam, on_both};
use model::team::{TeamFilter, TeamQuery};
use model::{Country, MemberId};

/// First name, last name, and what finds them.
const PEOPLE: [(&str, &str, &[&str]); 12] = [
    ("Γιώργος", "Παπαδόπουλος", &["Γιωργος", "ΓΙΩΡΓΟΣ", "γιωργοσ", "παπαδοπουλος"]),
    ("Семён", "Ковалёв", &["Семен", "СЕМЁН", "ковалев"]),
    ("감독", "김", &["감독", "\u{1100}\u{1161}\u{11b7}\u{1103}\u{1169}\u{11a8}", "감"]),
    ("مُحَمَّد", "الأحمد", &["محمد", "مُحَمَّد", "الاحمد", "محـمد"]),
    ("علی\u{200c}رضا", "کریمی", &["علیرضا", "علي", "كريمي", "علی\u{200c}رضا"]),
    ("Işık", "İnce", &["isik", "IŞIK", "ince", "ışık"]),
    ("Łukasz", "Wiśniewski", &["lukasz", "wisniewski", "ŁUKASZ"]),
    ("Søren", "Ødegård", &["soren", "odegard", "søren"]),
    ("שָׁלוֹם", "כהן", &["שלום", "כהן"]),
    ("Zoe\u{308}", "Form", &["zoë", "zoe", "ZOË"]),
    ("がく", "やまだ", &["がく", "か\u{3099}く"]),
    ("Nguyễn", "Thị Mai", &["nguyen", "thi mai"]),
];

fn everything() -> TeamViewer {
    TeamViewer {
        country: Country::default(),
        member: MemberId(1),
        own_groups_only: None,
        sees: policy::TeamSight::WHOLE,
    }
}

async fn names(tx: &mut Tx, team: &TestTeam, q: &str) -> Vec<String> {
    let query = TeamQuery { filter: TeamFilter::search(q), per_page: 100, ..TeamQuery::default() };
    let page = team::page(tx, team.account, &everything(), &query, NOW).await.expect("a page");
    page.rows.into_iter().map(|row| row.name.first).collect()
}

async fn each_is_found(tx: &mut Tx, team: &TestTeam) {
    for (first, _, typed) in PEOPLE {
        for q in typed {
            assert_eq!(names(tx, team, q).await, [first], "{q:?}");
        }
    }
    assert!(names(tx, team, "かく").await.is_empty(), "another letter, not an accent");
}

async fn people(tx: &mut Tx, team: &TestTeam) {
    let people: Vec<_> = PEOPLE.iter().map(|(first, last, _)| team.member(first, last)).collect();
    team.insert_all(tx, &people).await.expect("people");
}

on_both! {
    async fn t4_names_of_every_script_are_found_without_their_marks_and_case(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        people(&mut tx, &team).await;
        each_is_found(&mut tx, &team).await;
    }

    async fn t4_names_of_every_script_are_found_through_the_index_of_a_large_account(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let crowd: Vec<_> = (0..600).map(|i| team.member(&format!("Extra{i}"), "Qqq")).collect();
        team.insert_all(&mut tx, &crowd).await.unwrap();
        people(&mut tx, &team).await;
        each_is_found(&mut tx, &team).await;
    }

    async fn t3_names_of_all_scripts_stand_in_one_order(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        people(&mut tx, &team).await;
        let order = names(&mut tx, &team, "").await;
        let expected = [
            "Zoe\u{308}", "Işık", "Søren", "Nguyễn", "Łukasz", "Γιώργος", "Семён", "שָׁלוֹם", "مُحَمَّد", "علی\u{200c}رضا", "감독",
            "がく",
        ];
        let at = |name: &str| order.iter().position(|n| n == name).unwrap_or_else(|| panic!("{name} in {order:?}"));
        let places: Vec<usize> = expected[..10].iter().map(|name| at(name)).collect();
        assert!(places.is_sorted(), "{order:?}");
    }

    async fn t4_a_number_is_found_however_it_is_written(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        team.member("Dana", "").direct("+442079460958").insert(&mut tx).await.unwrap();
        team.member("Kofi", "").forwarding(&["+493012345678"]).insert(&mut tx).await.unwrap();
        for q in [
            "+44 20 7946 0958", "020 7946 0958", "\u{202a}+44 20 7946\u{a0}0958\u{202c}", "02079460958", "tel:+442079460958",
            "２０７９４６０９５８", "٧٩٤٦٠٩٥٨", "7946\u{2011}0958", "+44 (0)20 7946 0958", "+44 20 7946 0958 ext 5", "+44 20 7946 0958;ext=5",
        ] {
            assert_eq!(names(&mut tx, &team, q).await, ["Dana"], "{q:?}");
        }
        assert_eq!(names(&mut tx, &team, "030 1234").await, ["Kofi"]);
    }
}
