//! One call's path with the words for it, as far as whoever looks may see them (R2, R12).

use crate::call::Call;
use crate::time_zone;
use model::callflow::diagram::{DiagramStep, Drawing, First, Headline, Names, diagram, headline};
use model::callflow::{Call as Asked, CallPath, RoutingState, Target, decide};
use model::error::AppResult;
use model::{Activity, GroupId, MemberId, PeopleScope};
use policy::sees_whole_team;
use std::collections::BTreeSet;
use store::callflow;

/// For which time an answer is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// With calls and wrapping up as they are.
    Now,
    /// Nobody knows who will be on a call then; do not disturb is taken as it is today.
    Another,
}

/// A path and all that it was decided from.
pub(super) struct Answer {
    pub state: RoutingState,
    pub path: CallPath,
    pub names: Names,
    /// Members who may be named; none: all.
    seen: Option<BTreeSet<MemberId>>,
}

/// Reads, decides, and reads the names to say it with.
pub(super) async fn answer(call: &mut Call, asked: &Asked, moment: Moment) -> AppResult<Answer> {
    let account = call.account();
    let zone = time_zone::offsets(&call.settings().time_zone, asked.at);
    let mut state = callflow::load(&mut call.tx, account, zone, asked).await?;
    if moment == Moment::Another {
        idle(&mut state);
        callflow::follow(&mut call.tx, account, asked, &mut state).await?;
        idle(&mut state);
    }
    let path = decide(&state, asked);
    let (members, groups) = targets(&state);
    let names = callflow::names(&mut call.tx, account, &members, &groups).await?;
    let seen = seen(call, &state, &names).await?;
    Ok(Answer { state, path, names, seen })
}

fn idle(state: &mut RoutingState) {
    state.members.values_mut().for_each(|member| member.activity = Activity::Idle);
}

/// What the menus lead to that the call doesn't reach.
fn targets(state: &RoutingState) -> (Vec<MemberId>, Vec<GroupId>) {
    let (mut members, mut groups) = (BTreeSet::new(), BTreeSet::new());
    for target in state.menus.values().flat_map(|menu| menu.keys.values().chain(menu.by_itself())) {
        match target {
            Target::Member(id) if !state.members.contains_key(id) => drop(members.insert(*id)),
            Target::Group(id) if !state.groups.contains_key(id) => drop(groups.insert(*id)),
            Target::Member(_)
            | Target::Group(_)
            | Target::Number(_)
            | Target::Voicemail(_)
            | Target::DialByName
            | Target::Menu(_)
            | Target::Repeat => {}
        }
    }
    (members.into_iter().collect(), groups.into_iter().collect())
}

/// Whom a role of own groups may know: those who share one, and oneself (R2).
async fn seen(call: &mut Call, state: &RoutingState, names: &Names) -> AppResult<Option<BTreeSet<MemberId>>> {
    if call.actor().role.people == PeopleScope::Everyone {
        return Ok(None);
    }
    let all: Vec<MemberId> = state.members.keys().chain(names.members.keys()).copied().collect();
    let groups: Vec<GroupId> = call.actor().groups.iter().copied().collect();
    let account = call.account();
    let mut seen = callflow::members_of(&mut call.tx, account, &groups, &all).await?;
    seen.insert(call.actor().member);
    Ok(Some(seen))
}

impl Answer {
    /// The words, by the account's clocks.
    pub(super) fn diagram_of(&self, call: &Call, asked: &Asked, first: First) -> (Headline, Vec<DiagramStep>) {
        self.with(call, first, |drawing| (headline(drawing, &self.path), diagram(drawing, asked, &self.path)))
    }

    /// Something said in the words of this answer.
    pub(super) fn with<T>(&self, call: &Call, first: First, say: impl FnOnce(&Drawing<'_>) -> T) -> T {
        let (me, whole) = (call.actor().member, sees_whole_team(&call.actor().role));
        let sees = |id: MemberId| self.seen.as_ref().is_none_or(|seen| seen.contains(&id));
        let sees_numbers = |id: MemberId| whole || id == me;
        say(&Drawing {
            state: &self.state,
            names: &self.names,
            country: call.settings().country,
            zone: &self.state.zone,
            sees: &sees,
            sees_numbers: &sees_numbers,
            first,
        })
    }
}
