//! A sample's people as rows of the tables they stand in.

use crate::load::{Filling, invitation};
use crate::people::{Person, SampleRole, Watches};
use crate::rows::{Rows, Table};
use crate::{Group, Rings, SharedNumber};
use model::history::former_label;
use model::instant::DAY;
use model::{AccountId, GroupId, MemberId, MemberState, NumberId, SignInName};
use store::Tx;
use store::collate::name_key;
use store::error::StoreResult;
use store::search::fold;
use store::search::{Searchable, search_text};
use store::sql::Bind;

/// Rows on their way, in the order their foreign keys ask for.
pub(super) struct Tables {
    groups: Rows,
    group_extensions: Rows,
    members: Rows,
    extensions: Rows,
    /// Numbers by where they ring: the menu or nobody, a group, a member.
    plain_numbers: Rows,
    group_numbers: Rows,
    /// Where numbers rang before (N1).
    holders: Rows,
    member_numbers: Rows,
    number_users: Rows,
    forwarding: Rows,
    group_members: Rows,
    watched: Rows,
    invitations: Rows,
    waiting: usize,
    ids: Vec<(AccountId, MemberId)>,
}

fn rows(insert: &'static str, columns: &'static str) -> Rows {
    Rows::new(Table { insert, columns })
}

impl Tables {
    pub fn new() -> Self {
        Tables {
            groups: rows("INSERT INTO groups (account_id, id, name, name_fold, strategy, dial_word, extension, created_at)", "........"),
            group_extensions: rows("INSERT INTO extensions (account_id, number, group_id)", "..."),
            members: rows(
                "INSERT INTO members (account_id, id, first_name, last_name, name_key, sign_in, sign_in_key, has_email, password_hash, role_id,
                   role_kind, role_rank, state, state_since, invitation_expires, plan, extension, direct, supervises, supervised_groups, availability,
                   online, last_seen, call_since, wrap_until, status_rank, forwarding_on, forwards, screening, mobile, time_zone, bridge,
                   last_sign_in, last_sign_in_agent, search_text, created_at)",
                "........t.....i..t....iii....t.t.t..",
            ),
            extensions: rows("INSERT INTO extensions (account_id, number, member_id)", "..."),
            plain_numbers: rows(
                "INSERT INTO numbers (account_id, id, e164, label, label_fold, kind, destination, is_main, since, created_at)",
                "..........",
            ),
            group_numbers: rows(
                "INSERT INTO numbers (account_id, id, e164, label, label_fold, kind, destination, group_id, since, created_at)",
                "..........",
            ),
            holders: rows("INSERT INTO number_holders (account_id, number_id, destination, label, since, until)", "......"),
            member_numbers: rows("INSERT INTO numbers (account_id, id, e164, label, destination, member_id, created_at)", "......."),
            number_users: rows("INSERT INTO number_users (account_id, number_id, member_id, calls, messages, is_default)", "......"),
            forwarding: rows("INSERT INTO forwarding_numbers (account_id, member_id, position, e164, label, seconds)", "......"),
            group_members: rows("INSERT INTO group_members (account_id, group_id, member_id, position)", "...."),
            watched: rows("INSERT INTO supervised_groups (account_id, member_id, group_id)", "..."),
            invitations: rows(
                "INSERT INTO invitations (account_id, member_id, invited_by_name, sent_at, expires_at, sent_count, bounce)",
                "......t",
            ),
            waiting: 0,
            ids: Vec::new(),
        }
    }

    /// People whose rows are not written yet.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Everybody handed in so far, given once.
    pub fn take_ids(&mut self) -> Vec<(AccountId, MemberId)> {
        std::mem::take(&mut self.ids)
    }

    pub async fn flush(&mut self, tx: &mut Tx) -> StoreResult<()> {
        self.waiting = 0;
        let in_order = [
            &mut self.groups,
            &mut self.group_extensions,
            &mut self.members,
            &mut self.extensions,
            &mut self.plain_numbers,
            &mut self.group_numbers,
            &mut self.member_numbers,
            &mut self.holders,
            &mut self.number_users,
            &mut self.forwarding,
            &mut self.group_members,
            &mut self.watched,
            &mut self.invitations,
        ];
        for rows in in_order {
            rows.flush(tx).await?;
        }
        Ok(())
    }

    /// A group; extension 0 when its own is taken.
    pub fn group(&mut self, f: &Filling, id: GroupId, group: &Group, extension: u32) {
        self.groups.add([
            f.account.into(),
            id.into(),
            group.name.as_str().into(),
            fold(&group.name).into(),
            group.strategy.into(),
            group.dial_word.as_str().into(),
            i64::from(extension).into(),
            (f.now.0 - 900 * DAY).into(),
        ]);
        if extension > 0 {
            self.group_extensions.add([f.account.into(), i64::from(extension).into(), id.into()]);
        }
    }

    pub fn shared_number(
        &mut self,
        f: &Filling,
        id: NumberId,
        number: &SharedNumber,
        group: Option<GroupId>,
        is_main: bool,
    ) {
        let added = f.now.0 - 900 * DAY;
        let since = self.rang_before(f, id, number, added);
        let (label, folded): (Bind, Bind) = (number.label.as_str().into(), fold(&number.label).into());
        let (account, e164, kind): (Bind, Bind, Bind) = (f.account.into(), number.e164.as_str().into(), "local".into());
        match group {
            Some(group) => {
                let to = "group".into();
                self.group_numbers.add([
                    account,
                    id.into(),
                    e164,
                    label,
                    folded,
                    kind,
                    to,
                    group.into(),
                    since.into(),
                    added.into(),
                ]);
            }
            None => {
                let to = if number.rings == Rings::Menu { "menu" } else { "nobody" }.into();
                self.plain_numbers.add([
                    account,
                    id.into(),
                    e164,
                    label,
                    folded,
                    kind,
                    to,
                    is_main.into(),
                    since.into(),
                    added.into(),
                ]);
            }
        }
    }

    /// A past for every other number: group lines were answered by the menu once, spare ones by people who left. Answers since
    /// when the number rings where it rings; 0: always.
    fn rang_before(&mut self, f: &Filling, id: NumberId, number: &SharedNumber, added: i64) -> i64 {
        let line = number.e164.bytes().rev().take(2).fold(0_i64, |n, digit| n * 10 + i64::from(digit - b'0'));
        let until = f.now.0 - (20 + line * 6) * DAY;
        let (to, label) = match number.rings {
            Rings::Menu => return 0,
            _ if line % 2 == 0 => return 0,
            Rings::Group(_) => ("menu", "Call menu".to_owned()),
            Rings::Nobody => ("member", former_label(u32::try_from(100 + line).unwrap_or_default())),
        };
        self.holders.add([f.account.into(), id.into(), to.into(), label.into(), added.into(), until.into()]);
        until
    }

    /// A person with everything of theirs.
    pub fn member(&mut self, f: &Filling, p: &Person) {
        let Some(role) = f.roles.get(&p.role).or_else(|| f.roles.get(&SampleRole::Agent)) else { return };
        let id = MemberId::new();
        let ago = |micros: Option<i64>| micros.map_or(0, |m| f.now.0 - m);
        let (supervises, watched) = match &p.watches {
            Watches::Nobody => ("nobody", 0),
            Watches::Groups(g) => ("groups", g.len() as i64),
            Watches::Everyone => ("everyone", 0),
        };
        let hash = f.password_hash.as_deref().filter(|_| p.state == MemberState::Active).unwrap_or_default();
        let text = if f.with_search_text { found_by(p) } else { String::new() };
        self.members.add([
            f.account.into(),
            id.into(),
            p.first.as_str().into(),
            p.last.as_str().into(),
            name_key(&p.last, &p.first).into(),
            p.sign_in.as_str().into(),
            SignInName::key(&p.sign_in).into(),
            p.has_email.into(),
            hash.into(),
            role.id.into(),
            role.kind.slug().into(),
            role.rank.into(),
            p.state.slug().into(),
            (f.now.0 - p.state_ago).into(),
            if p.state == MemberState::Invited { f.now.0 - p.state_ago + 7 * DAY } else { 0 }.into(),
            p.plan.slug().into(),
            i64::from(p.extension).into(),
            p.direct.as_deref().unwrap_or_default().into(),
            supervises.into(),
            watched.into(),
            p.availability.slug().into(),
            p.online.into(),
            ago(p.seen_ago).into(),
            ago(p.call_ago).into(),
            p.wrap_left.map_or(0, |left| f.now.0 + left).into(),
            p.status_rank().number().into(),
            p.forwarding_on.into(),
            (p.forwards.len() as i64).into(),
            p.screening.into(),
            p.mobile.as_deref().unwrap_or_default().into(),
            p.time_zone.into(),
            p.bridge.as_deref().unwrap_or_default().into(),
            ago(p.sign_in_ago).into(),
            if p.sign_in_ago.is_some() { p.agent } else { "" }.into(),
            text.into(),
            (f.now.0 - p.joined_ago).into(),
        ]);
        self.reachable(f, id, p);
        self.belonging(f, id, p);
        if let Some(row) = invitation(f, id, p) {
            self.invitations.add(row);
        }
        self.ids.push((f.account, id));
        self.waiting += 1;
    }

    /// Extension, direct number, outside phones.
    fn reachable(&mut self, f: &Filling, id: MemberId, p: &Person) {
        if p.extension > 0 {
            self.extensions.add([f.account.into(), i64::from(p.extension).into(), id.into()]);
        }
        if let Some(direct) = &p.direct {
            let number = NumberId::new();
            let created = (f.now.0 - p.joined_ago).into();
            self.member_numbers.add([
                f.account.into(),
                number.into(),
                direct.as_str().into(),
                "".into(),
                "member".into(),
                id.into(),
                created,
            ]);
            self.number_users.add([f.account.into(), number.into(), id.into(), true.into(), true.into(), true.into()]);
        }
        for (position, forward) in (1i64..).zip(&p.forwards) {
            let (e164, label) = (forward.e164.as_str().into(), forward.label.into());
            self.forwarding.add([f.account.into(), id.into(), position.into(), e164, label, forward.seconds.into()]);
        }
    }

    /// Groups, and the numbers they bring.
    fn belonging(&mut self, f: &Filling, id: MemberId, p: &Person) {
        let mut default = p.direct.is_none();
        for (n, group) in p.groups.iter().enumerate() {
            let Some(group_id) = f.groups.get(*group) else { continue };
            self.group_members.add([f.account.into(), (*group_id).into(), id.into(), i64::from(p.extension).into()]);
            if let Some(number) = f.group_numbers.get(group).filter(|_| p.state != MemberState::Invited) {
                self.number_users.add([
                    f.account.into(),
                    (*number).into(),
                    id.into(),
                    true.into(),
                    (n == 0).into(),
                    default.into(),
                ]);
                default = false;
            }
        }
        if let (SampleRole::Administrator | SampleRole::Manager, Some(main)) = (p.role, f.main_number) {
            self.number_users.add([
                f.account.into(),
                main.into(),
                id.into(),
                true.into(),
                false.into(),
                default.into(),
            ]);
        }
        if let Watches::Groups(groups) = &p.watches {
            for group in groups.iter().filter_map(|g| f.groups.get(*g)) {
                self.watched.add([f.account.into(), id.into(), (*group).into()]);
            }
        }
    }
}

/// What search looks in, as `reindex` would write it, so that it has nothing left to write.
fn found_by(p: &Person) -> String {
    let numbers = p.direct.as_deref().into_iter().chain(p.forwards.iter().map(|f| f.e164.as_str())).collect();
    search_text(&Searchable {
        first: &p.first,
        last: &p.last,
        sign_in: &p.sign_in,
        extension: i64::from(p.extension),
        numbers,
    })
}
