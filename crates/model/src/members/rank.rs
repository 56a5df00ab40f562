//! What the Status column sorts by (T2).

use super::{MemberState, Presence};

/// The order of the Status column: who can be reached first, who isn't here last (T2). Stored with each member, so that an
/// index has the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusRank {
    OnCall,
    WrappingUp,
    Available,
    DoNotDisturb,
    Offline,
    Invited,
    /// Suspended or deleted.
    Away,
}

impl StatusRank {
    pub const ALL: [StatusRank; 7] = [
        StatusRank::OnCall,
        StatusRank::WrappingUp,
        StatusRank::Available,
        StatusRank::DoNotDisturb,
        StatusRank::Offline,
        StatusRank::Invited,
        StatusRank::Away,
    ];

    /// The rank of a member who shows this presence.
    pub const fn of(state: MemberState, presence: Presence) -> StatusRank {
        match state {
            MemberState::Active => match presence {
                Presence::OnCall => StatusRank::OnCall,
                Presence::WrappingUp => StatusRank::WrappingUp,
                Presence::Available => StatusRank::Available,
                Presence::DoNotDisturb => StatusRank::DoNotDisturb,
                Presence::Offline => StatusRank::Offline,
            },
            MemberState::Invited => StatusRank::Invited,
            MemberState::Suspended | MemberState::Deleted => StatusRank::Away,
        }
    }

    /// The rank of somebody who gets into a state, signed in nowhere yet or any more.
    pub const fn begins(state: MemberState) -> StatusRank {
        StatusRank::of(state, Presence::Offline)
    }

    /// As the database has it: counted from 0 in the order of the variants.
    pub const fn number(self) -> i64 {
        self as i64
    }

    /// Back from [`StatusRank::number`]; none: a number that is no rank.
    pub fn from_number(number: i64) -> Option<StatusRank> {
        Self::ALL.into_iter().find(|rank| rank.number() == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t2_ranks_read_back_from_their_numbers_in_their_order() {
        for (i, rank) in (0..).zip(StatusRank::ALL) {
            assert_eq!((rank.number(), StatusRank::from_number(i)), (i, Some(rank)));
        }
        assert_eq!(StatusRank::from_number(7), None);
    }

    #[test]
    fn t2_only_an_active_member_is_ranked_by_their_presence() {
        let on_call = |state| StatusRank::of(state, Presence::OnCall);
        assert_eq!(
            MemberState::ALL.iter().map(|state| on_call(*state)).collect::<Vec<_>>(),
            [StatusRank::Invited, StatusRank::OnCall, StatusRank::Away, StatusRank::Away]
        );
    }
}
