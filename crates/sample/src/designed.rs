//! The people the design draws, as it draws them, so that a sample team looks like its pictures.

use crate::people::{Forward, Person, SampleRole, Watches};
use crate::rng::Rng;
use crate::{Sample, lines};
use SampleRole::{Administrator, Agent, Custom, Manager};
use Status::{Available, Call, Dnd, Invited, Offline, Suspended, Wrap};
use model::instant::{DAY, HOUR, MINUTE, SECOND};
use model::{Availability, MemberState, Plan};

/// What the Status column shows; seconds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Status {
    Available,
    Dnd,
    Call(i64),
    Wrap(i64),
    Offline(i64),
    Invited(i64),
    Suspended(i64),
}

#[derive(Debug)]
pub(super) struct DesignedPerson {
    pub first: &'static str,
    last: &'static str,
    role: SampleRole,
    /// Groups watched: 0 none, 9 everyone.
    watches: usize,
    /// Added to the first extension and to 555-0100.
    extension: u32,
    direct: Option<u64>,
    /// Last two digits of the outside phones.
    forwards: &'static [u64],
    plan: Plan,
    status: Status,
    groups: &'static [usize],
}

#[rustfmt::skip]
macro_rules! designed {
    ($($first:literal $last:literal $role:expr, $watches:literal, $ext:literal $direct:expr, $fwd:expr, $plan:ident, $status:expr, $groups:expr;)+) => {
        &[$(DesignedPerson { first: $first, last: $last, role: $role, watches: $watches, extension: $ext, direct: $direct, forwards: &$fwd, plan: Plan::$plan, status: $status, groups: &$groups }),+]
    };
}

const H: i64 = 3600;
/// Groups: 0 Support, 1 Front desk, 2 Dispatch, 3 Sales, 4 Billing, 5 Drivers.
#[rustfmt::skip]
pub(super) const DESIGNED: &[DesignedPerson] = designed! {
    "Amara" "Okonkwo" Administrator, 9, 0 Some(0), [10], Pro, Available, [];
    "Marisol" "Vega" Manager, 9, 1 Some(1), [11, 12], Pro, Available, [0];
    "Dana" "Whitfield" Agent, 0, 18 Some(42), [18, 48, 76], Plus, Call(134), [0, 1];
    "Nguyễn Thị" "Mai" Agent, 0, 3 Some(3), [13], Plus, Wrap(38), [0];
    "Oluwaseun" "Adeyemi" Custom(0), 2, 6 Some(6), [16, 17], Pro, Dnd, [0, 4];
    "Priya" "Raghunathan" Agent, 0, 7 Some(7), [], Plus, Available, [3];
    "Jürgen" "Köhler" Agent, 0, 8 Some(8), [19], Basic, Offline(3 * H), [5];
    "Fatima Zahra" "Benali" Agent, 0, 9 None, [], Basic, Invited(49 * H), [0];
    "Tomasz" "Wiśniewski" Agent, 0, 10 Some(10), [20, 21], Plus, Call(892), [2];
    "Hina" "Matsumoto" Manager, 3, 11 Some(11), [22], Pro, Available, [0, 1, 2];
    "Kofi" "Mensah" Agent, 0, 12 None, [23], Basic, Available, [2];
    "Siobhán" "Ní Bhriain" Agent, 0, 13 Some(13), [24], Plus, Dnd, [1];
    "Mateo" "Quispe Huamán" Agent, 0, 14 None, [], Basic, Suspended(9 * 24 * H), [5];
    "Aiyana" "Begaye" Custom(0), 1, 15 Some(15), [25, 26, 27], Pro, Available, [0];
    "Lars-Erik" "Sundström" Agent, 0, 16 Some(16), [28], Plus, Available, [1];
    "Leilani" "Kahananui" Agent, 0, 17 Some(17), [], Basic, Offline(22 * 60), [1];
    "Yusuf" "Demir" Agent, 0, 19 Some(19), [29], Plus, Call(47), [2];
    "Ana-Maria" "Popescu" Manager, 9, 20 Some(20), [30, 31], Pro, Available, [3];
    "Chidi" "Eze" Agent, 0, 21 Some(21), [], Plus, Wrap(72), [2];
    "Guðrún" "Sigurðardóttir" Agent, 0, 22 Some(22), [32], Plus, Available, [3];
    "Wei-Ling" "Huang" Administrator, 9, 23 Some(23), [33], Pro, Offline(26 * H), [];
    "Rohan" "D’Souza" Agent, 0, 24 None, [], Basic, Invited(2 * H), [0];
};

impl DesignedPerson {
    pub fn person(&self, local: &str, sample: &Sample, rng: &mut Rng) -> Person {
        let labels = ["Mobile", "Home", "Depot"].into_iter().zip([15, 15, 20]);
        let forwards: Vec<Forward> = self
            .forwards
            .iter()
            .zip(labels)
            .map(|(n, (label, seconds))| Forward { e164: format!("+1971555{:04}", 100 + n), label, seconds })
            .collect();
        let joined_ago = rng.between(200 * DAY, 1500 * DAY);
        let mut p = Person {
            first: self.first.to_owned(),
            last: self.last.to_owned(),
            sign_in: sample.email(local),
            has_email: true,
            role: self.role,
            extension: sample.first_extension() + self.extension,
            direct: self.direct.and_then(|n| lines::e164(sample.first_line + n)),
            mobile: forwards.first().map(|f| f.e164.clone()),
            forwards,
            forwarding_on: true,
            screening: false,
            plan: self.plan,
            watches: match self.watches {
                0 => Watches::Nobody,
                9 => Watches::Everyone,
                n => Watches::Groups(self.groups[..n].to_vec()),
            },
            groups: self.groups.to_vec(),
            state: MemberState::Active,
            state_ago: joined_ago,
            bounce: None,
            availability: Availability::Available,
            online: true,
            seen_ago: Some(0),
            call_ago: None,
            wrap_left: None,
            sign_in_ago: Some(rng.between(20 * MINUTE, 5 * HOUR)),
            agent: "Firefox on Linux",
            time_zone: "",
            bridge: (self.plan != Plan::Basic).then(|| local.to_owned()),
            joined_ago,
        };
        match self.status {
            Available => {}
            Dnd => p.availability = Availability::DoNotDisturb,
            Call(s) => p.call_ago = Some(s * SECOND),
            Wrap(s) => p.wrap_left = Some(s * SECOND),
            Offline(s) => {
                (p.online, p.seen_ago, p.sign_in_ago) = (false, Some(s * SECOND), Some(s * SECOND + HOUR));
            }
            Invited(s) => {
                (p.online, p.seen_ago, p.sign_in_ago) = (false, None, None);
                (p.state, p.state_ago, p.joined_ago) = (MemberState::Invited, s * SECOND, s * SECOND);
            }
            Suspended(s) => {
                (p.online, p.seen_ago, p.sign_in_ago) = (false, Some(s * SECOND), Some(s * SECOND + HOUR));
                (p.state, p.state_ago) = (MemberState::Suspended, s * SECOND);
            }
        }
        p
    }
}
