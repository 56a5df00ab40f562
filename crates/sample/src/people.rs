//! The people of a sample team, one after the other. Pure: no clock, no database; times are told as "so long ago".

use crate::designed::DESIGNED;
use crate::rng::Rng;
use crate::{Sample, lines, names};
use model::instant::{DAY, HOUR, MINUTE, SECOND};
use model::members::{Presence, StatusRank};
use model::{Availability, MemberState, Plan};
use std::collections::HashMap;

/// Which role, by what it is: ids are made by the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SampleRole {
    Administrator,
    Manager,
    Agent,
    /// Index into `CUSTOM_ROLES`.
    Custom(usize),
}

/// Access to the Supervisor workspace (T1); groups by their index in the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watches {
    Nobody,
    Groups(Vec<usize>),
    Everyone,
}

/// One external phone (M12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    pub e164: String,
    pub label: &'static str,
    pub seconds: i64,
}

/// A member to be. Times are microseconds before the moment of loading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub first: String,
    pub last: String,
    /// Email, or username when `has_email` is false (M2); unique in the deployment by its domain or ending.
    pub sign_in: String,
    pub has_email: bool,
    pub role: SampleRole,
    pub extension: u32,
    /// E.164 of the direct number (M13).
    pub direct: Option<String>,
    /// In ringing order, at most three.
    pub forwards: Vec<Forward>,
    pub forwarding_on: bool,
    pub screening: bool,
    pub plan: Plan,
    pub watches: Watches,
    /// Indexes into the sample's groups; the first is the main one.
    pub groups: Vec<usize>,
    pub state: MemberState,
    /// How long the state lasts already. An invitation lives seven days (M3).
    pub state_ago: i64,
    /// Why an invitation came back, in the words of a mail server (M4).
    pub bounce: Option<&'static str>,
    pub availability: Availability,
    pub online: bool,
    /// None: never online.
    pub seen_ago: Option<i64>,
    pub call_ago: Option<i64>,
    /// Time left to wrap up.
    pub wrap_left: Option<i64>,
    pub sign_in_ago: Option<i64>,
    pub agent: &'static str,
    pub mobile: Option<String>,
    /// IANA name; empty: the account's.
    pub time_zone: &'static str,
    pub bridge: Option<String>,
    pub joined_ago: i64,
}

impl Person {
    /// What the Status column sorts by (T2).
    pub fn status_rank(&self) -> StatusRank {
        let presence = match (self.call_ago, self.wrap_left, self.online, self.availability) {
            (Some(_), ..) => Presence::OnCall,
            (None, Some(_), ..) => Presence::WrappingUp,
            (None, None, false, _) => Presence::Offline,
            (None, None, true, Availability::Available) => Presence::Available,
            (None, None, true, Availability::DoNotDisturb) => Presence::DoNotDisturb,
        };
        StatusRank::of(self.state, presence)
    }
}

const AGENTS: &[&str] = &[
    "Chrome on Windows",
    "Edge on Windows",
    "Safari on macOS",
    "Firefox on Linux",
    "Chrome on Android",
    "Safari on iPhone",
];
const ZONES: &[&str] = &[
    "America/Boise",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "Pacific/Honolulu",
    "America/Phoenix",
    "Europe/Dublin",
];
const OUTSIDE: &[&str] = &["971", "206", "253", "360", "425", "208", "213", "310", "415", "480"];
const LABELS: &[&str] = &["Home", "Depot", "Van", "Office", "Cabin", "Workshop"];

/// An outside phone in a range kept for fiction: 555 at home, Ofcom's and Arcep's drama numbers abroad.
fn outside(rng: &mut Rng) -> String {
    match rng.below(100) {
        0..3 => format!("+447700900{:03}", rng.below(1000)),
        3..6 => format!("+3363998{:04}", rng.below(10_000)),
        _ => format!("+1{}555{:04}", rng.pick(OUTSIDE), rng.between(100, 9_999)),
    }
}

/// The stream of a sample's people.
#[derive(Debug)]
pub struct People<'a> {
    sample: &'a Sample,
    rng: Rng,
    index: u64,
    extension: u32,
    line: u64,
    taken: HashMap<String, u32>,
}

impl<'a> People<'a> {
    pub(super) fn new(sample: &'a Sample) -> Self {
        let rng = Rng::new(sample.seed, sample.ordinal);
        let extension = sample.first_extension() + if sample.ordinal == 0 { 25 } else { 0 };
        People { sample, rng, index: 0, extension, line: sample.first_personal_line(), taken: HashMap::new() }
    }

    /// The part before the @, numbered when it was given before.
    fn local(&mut self, base: String) -> String {
        let base = if base.is_empty() { "member".to_owned() } else { base };
        let n = self.taken.entry(base.clone()).and_modify(|n| *n += 1).or_insert(1);
        if *n == 1 { base } else { format!("{base}{n}") }
    }

    /// The next extension, leaving out the groups' and now and then one that stays free.
    fn next_extension(&mut self) -> u32 {
        let groups = self.sample.group_extensions();
        let last = self.sample.first_extension() * 10 - 1;
        let left = self.sample.members.saturating_sub(self.index) + groups.len() as u64 + 100;
        if u64::from(last.saturating_sub(self.extension)) > left && self.rng.permille(20) {
            self.extension += 1;
        }
        if groups.contains(&self.extension) {
            self.extension = groups.end;
        }
        self.extension += 1;
        self.extension - 1
    }

    fn role(&mut self) -> SampleRole {
        match (self.index, self.rng.below(1000)) {
            (0, _) | (_, 0..5) => SampleRole::Administrator,
            (1, _) | (_, 5..30) => SampleRole::Manager,
            (_, 30..45) => SampleRole::Custom(0),
            (_, 45..65) => SampleRole::Custom(1),
            (_, 65..70) => SampleRole::Custom(2),
            _ => SampleRole::Agent,
        }
    }

    fn groups(&mut self, role: SampleRole) -> Vec<usize> {
        let all = self.sample.groups.len() as u64;
        let mut out = Vec::new();
        if role == SampleRole::Custom(1) {
            out.push(2);
        } else if self.rng.permille(880) {
            out.push(self.rng.below(all) as usize);
        }
        if !out.is_empty() && self.rng.permille(300) {
            let second = self.rng.below(all) as usize;
            if !out.contains(&second) {
                out.push(second);
            }
        }
        out
    }

    fn watches(&mut self, role: SampleRole, groups: &[usize]) -> Watches {
        match role {
            SampleRole::Administrator => Watches::Everyone,
            SampleRole::Manager if groups.is_empty() || self.rng.permille(500) => Watches::Everyone,
            SampleRole::Manager | SampleRole::Custom(0) if !groups.is_empty() => Watches::Groups(groups.to_vec()),
            _ => Watches::Nobody,
        }
    }

    fn forwards(&mut self) -> Vec<Forward> {
        let count = match self.rng.below(100) {
            0..35 => 0,
            35..75 => 1,
            75..93 => 2,
            _ => 3,
        };
        let mut out: Vec<Forward> = Vec::with_capacity(count);
        for n in 0..count {
            let label = if n == 0 && self.rng.permille(800) { "Mobile" } else { self.rng.pick(LABELS) };
            let (e164, seconds) = (outside(&mut self.rng), self.rng.between(3, 6) * 5);
            if out.iter().all(|f| f.e164 != e164) {
                out.push(Forward { e164, label, seconds });
            }
        }
        out
    }

    /// Presence, availability and activity of an active member (T2).
    fn live(&mut self, p: &mut Person) {
        p.online = self.rng.permille(380);
        if self.rng.permille(70) {
            p.availability = Availability::DoNotDisturb;
        }
        if !p.online {
            if self.rng.permille(970) {
                let most = [6 * HOUR, 2 * DAY, 2 * DAY, 20 * DAY][self.rng.below(4) as usize];
                let seen = self.rng.between(MINUTE, most);
                p.seen_ago = Some(seen);
                p.sign_in_ago = Some((seen + self.rng.between(5 * MINUTE, 3 * DAY)).min(p.joined_ago.max(seen)));
            }
            return;
        }
        p.seen_ago = Some(0);
        p.sign_in_ago = Some(self.rng.between(MINUTE, 9 * HOUR));
        match self.rng.below(100) {
            0..22 => p.call_ago = Some(self.rng.between(SECOND, 40 * MINUTE)),
            22..28 => p.wrap_left = Some(self.rng.between(10 * SECOND, MINUTE)),
            _ => {}
        }
    }

    fn person(&mut self) -> Person {
        let (first, last) = names::person(&mut self.rng);
        let plain = [names::ascii(&first), names::ascii(&last)];
        let base = plain.iter().filter(|p| !p.is_empty()).map(String::as_str).collect::<Vec<_>>().join(".");
        let local = self.local(base);
        let role = self.role();
        let groups = self.groups(role);
        let watches = self.watches(role, &groups);
        let plan = match (role, self.rng.below(100)) {
            (SampleRole::Administrator | SampleRole::Manager, _) | (_, 88..) => Plan::Pro,
            (SampleRole::Custom(_), _) | (_, 56..88) => Plan::Plus,
            _ => Plan::Basic,
        };
        let state = match (self.index, self.rng.below(1000)) {
            (0, _) => MemberState::Active,
            (_, 0..10) => MemberState::Invited,
            (_, 10..17) => MemberState::Suspended,
            _ => MemberState::Active,
        };
        let username = format!("{local}.{}", self.sample.slug);
        let has_email =
            state == MemberState::Invited || self.index == 0 || username.len() > 40 || !self.rng.permille(25);
        let joined_ago = self.rng.between(20 * DAY, 2200 * DAY);
        let forwards = if state == MemberState::Invited { Vec::new() } else { self.forwards() };
        let wants_direct = self.rng.below(100) < [40, 85, 95][plan as usize] && state != MemberState::Invited;
        let own_mobile = forwards.iter().find(|f| f.label == "Mobile").map(|f| f.e164.clone());
        let mut p = Person {
            sign_in: if has_email { self.sample.email(&local) } else { username },
            has_email,
            role,
            extension: self.next_extension(),
            direct: if wants_direct { self.next_line() } else { None },
            forwarding_on: !self.rng.permille(80),
            screening: self.rng.permille(120),
            plan,
            watches,
            groups,
            state,
            state_ago: joined_ago,
            bounce: None,
            availability: Availability::Available,
            online: false,
            seen_ago: None,
            call_ago: None,
            wrap_left: None,
            sign_in_ago: None,
            agent: self.rng.pick(AGENTS),
            mobile: own_mobile.or_else(|| self.rng.permille(350).then(|| outside(&mut self.rng))),
            time_zone: if self.rng.permille(720) { "" } else { self.rng.pick(ZONES) },
            bridge: (plan != Plan::Basic).then(|| self.rng.between(1_000_000_000, 9_999_999_999).to_string()),
            joined_ago,
            forwards,
            first,
            last,
        };
        match state {
            MemberState::Active => self.live(&mut p),
            MemberState::Invited => {
                p.state_ago = self.rng.between(HOUR, 12 * DAY);
                p.joined_ago = p.state_ago;
                p.bounce = self.rng.permille(80).then_some("550 5.1.1 This mailbox does not exist");
            }
            _ => {
                p.state_ago = self.rng.between(HOUR, 18 * DAY);
                p.seen_ago = Some(p.state_ago);
                p.sign_in_ago = Some(p.state_ago + HOUR);
            }
        }
        p
    }

    fn next_line(&mut self) -> Option<String> {
        self.line += 1;
        lines::e164(self.line - 1)
    }

    /// Someone the design draws, in every account that is Larkspur.
    fn drawn(&mut self) -> Option<Person> {
        let drawn = DESIGNED.get(usize::try_from(self.index).ok()?).filter(|_| self.sample.ordinal == 0)?;
        let base = names::ascii(drawn.first.split(' ').next().unwrap_or(drawn.first));
        let local = self.local(base);
        let (rng, sample) = (&mut self.rng, self.sample);
        Some(drawn.person(&local, sample, rng))
    }
}

impl Iterator for People<'_> {
    type Item = Person;

    fn next(&mut self) -> Option<Person> {
        if self.index >= self.sample.members {
            return None;
        }
        let person = match self.drawn() {
            Some(p) => p,
            None => self.person(),
        };
        self.index += 1;
        Some(person)
    }
}
