//! The change a row makes, with the permits for it: somebody new, or what differs of somebody who is there (I1, R4, R6).

use crate::imports::preview::row::*;

impl Row<'_> {
    pub(crate) fn create(
        &self,
        draft: &Draft,
        sign_in: &str,
        read: Read,
        found: &mut Found<'_>,
        taken: &mut Taken,
    ) -> Option<Create> {
        let name = self.name(draft, None, found)?;
        let plain = || self.known.plain_role().cloned();
        let role = read.role.or_else(plain)?;
        let plan = read.plan.unwrap_or(self.known.default_plan);
        if !found.fine() {
            return None;
        }
        let new = NewMember {
            role: RoleRef::from(&role),
            plan,
            numbers: read.direct.iter().map(|n| n.target(self.known.country)).collect(),
            groups: read.groups.clone(),
            supervises: SupervisorAccess::Nobody,
        };
        let permit = match check(&self.known.actor, Action::Invite(new), Target::Account) {
            Ok(permit) => permit,
            Err(denial) => {
                self.deny(&denial, None, draft, found);
                return None;
            }
        };
        let extension = read.extension.or_else(|| self.next_free(taken));
        if extension.is_none() {
            taken.without_extension += 1;
            found.warn(Field::Extension, "", "No extension is left.", "They are added without one.");
        }
        taken.moves.push(Move { from: None, to: Some(plan), numbers: u32::from(read.direct.is_some()), members: 1 });
        let mut forwarding = read.forwarding;
        forwarding.sort_by_key(|(place, _)| *place);
        Some(Create {
            permit,
            line: draft.line,
            name,
            sign_in: sign_in.to_owned(),
            has_email: sign_in.contains('@'),
            role,
            plan,
            extension,
            forwarding: forwarding.into_iter().map(|(_, n)| n).collect(),
            direct: read.direct,
            groups: read.groups,
            mobile: read.mobile,
            time_zone: read.time_zone.unwrap_or_default(),
            suspended: read.suspended,
        })
    }

    pub(crate) fn update(
        &self,
        draft: &Draft,
        member: &KnownMember,
        read: Read,
        found: &mut Found<'_>,
        taken: &mut Taken,
    ) -> Option<Update> {
        let name = self.name(draft, Some(member), found)?;
        if !found.fine() {
            return None;
        }
        let before = self.known.role(member.role)?;
        let role = read.role.unwrap_or_else(|| before.clone());
        let plan = read.plan.unwrap_or(member.plan);
        let extension = read.extension.or(member.extension);
        let forwarding = placed(&member.forwarding, &read.forwarding);
        let mobile = read.mobile.or_else(|| member.mobile.clone());
        let time_zone = read.time_zone.unwrap_or_else(|| member.time_zone.clone());
        let groups: Vec<_> = read.groups.into_iter().filter(|g| !member.groups.contains(&g.id)).collect();
        let counts =
            before.kind == RoleKind::Administrator && member.state == MemberState::Active && member.can_sign_in;
        let target = MemberTarget {
            id: member.id,
            name: member.name.full(),
            role: RoleRef::from(before),
            state: member.state,
            shares_group: member.groups.iter().any(|g| self.known.actor.groups.contains(g)),
            other_active_administrators: Some(taken.administrators > i64::from(counts)),
        };
        let mut actions: Vec<Action> = Vec::new();
        if name != member.name || mobile != member.mobile || time_zone != member.time_zone {
            actions.push(Action::EditDetails);
        }
        if extension != member.extension {
            actions.push(Action::ChangeExtension);
        }
        if forwarding != member.forwarding {
            actions.push(Action::SetForwarding);
        }
        if plan != member.plan {
            actions.push(Action::ChangePlan(plan));
        }
        actions.extend(groups.iter().cloned().map(Action::AddToGroup));
        actions.extend(read.direct.iter().map(|n| Action::AssignDirect(n.target(self.known.country))));
        if role.id != member.role {
            actions.push(Action::ChangeRole(RoleRef::from(&role)));
        }
        if forwarding.len() > 3 {
            let value = forwarding.last().map(ToString::to_string).unwrap_or_default();
            found.error(
                Field::Forwarding1,
                &value,
                "They would have more than three forwarding numbers.",
                "Keep three at most.",
            );
        }
        let mut permits: Vec<Permit> = Vec::new();
        for action in actions {
            match check(&self.known.actor, action, &target) {
                Ok(permit) => permits.push(permit),
                Err(denial) => self.deny(&denial, Some(member), draft, found),
            }
        }
        if !found.fine() || permits.is_empty() {
            return None;
        }
        if plan != member.plan || read.direct.is_some() {
            let had = taken.direct.get(&member.id).copied().unwrap_or_default();
            let one = Move { from: None, to: None, numbers: had, members: 1 };
            let has = had + u32::from(read.direct.is_some());
            taken.moves.extend([Move { from: Some(member.plan), ..one }, Move { to: Some(plan), numbers: has, ..one }]);
        }
        if counts && role.kind != RoleKind::Administrator {
            taken.administrators -= 1;
        }
        Some(Update {
            permits,
            line: draft.line,
            member: member.id,
            name,
            moves: extension != member.extension,
            role,
            plan,
            extension,
            forwarding: (forwarding != member.forwarding).then_some(forwarding),
            direct: read.direct,
            groups,
            mobile,
            time_zone,
        })
    }
}

/// New numbers put at their places over the old ones; one that moves leaves its old place.
fn placed(old: &[PhoneNumber], new: &[(usize, PhoneNumber)]) -> Vec<PhoneNumber> {
    let mut places: Vec<Option<PhoneNumber>> =
        old.iter().cloned().map(|n| (!new.iter().any(|(_, m)| *m == n)).then_some(n)).collect();
    let mut filled: Vec<usize> = Vec::new();
    for (place, number) in new {
        let mut at = *place;
        while filled.contains(&at) {
            at += 1;
        }
        if places.len() <= at {
            places.resize(at + 1, None);
        }
        places[at] = Some(number.clone());
        filled.push(at);
    }
    places.into_iter().flatten().collect()
}
