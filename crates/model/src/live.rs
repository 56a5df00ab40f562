//! What a change touched, as open pages are told of it (K, "Live columns"): ids only, never what changed of them.

use crate::MemberId;
use std::fmt;
use std::str::FromStr;

/// Who or what a change touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// These members and nothing else; none: nothing that a page of others shows.
    Members(Vec<MemberId>),
    /// Anything: a page that shows something of the account looks again.
    Anything,
}

/// So many are named; of more at once, pages read all they show.
const MOST: usize = 20;

impl Touched {
    /// What only the person who made the change sees.
    pub const NOBODY: Touched = Touched::Members(Vec::new());

    pub fn is_nobody(&self) -> bool {
        *self == Touched::NOBODY
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Touched) -> Touched {
        let (Touched::Members(mut all), Touched::Members(more)) = (self, other) else { return Touched::Anything };
        all.extend(more);
        all.sort_unstable();
        all.dedup();
        if all.len() > MOST { Touched::Anything } else { Touched::Members(all) }
    }
}

/// As events and the servers' notices write it: "anything", or the ids with commas between them.
impl fmt::Display for Touched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Touched::Members(ids) = self else { return f.write_str("anything") };
        for (n, id) in ids.iter().enumerate() {
            if n > 0 {
                f.write_str(",")?;
            }
            write!(f, "{id}")?;
        }
        Ok(())
    }
}

/// Back from its text.
impl FromStr for Touched {
    type Err = ();

    fn from_str(text: &str) -> Result<Touched, ()> {
        match text {
            "anything" => Ok(Touched::Anything),
            "" => Ok(Touched::NOBODY),
            ids => ids.split(',').map(|id| id.parse().map_err(|_| ())).collect::<Result<_, _>>().map(Touched::Members),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(ids: impl IntoIterator<Item = u128>) -> Touched {
        Touched::Members(ids.into_iter().map(MemberId).collect())
    }

    #[test]
    fn p10_what_was_touched_reads_back_as_written() {
        for touched in [Touched::Anything, Touched::NOBODY, members([1]), members([3, 7])] {
            assert_eq!(touched.to_string().parse(), Ok(touched));
        }
        assert_eq!("everything".parse::<Touched>(), Err(()));
    }

    #[test]
    fn p10_each_is_named_once_and_many_together_are_anything() {
        assert_eq!(members([2]).and(members([1, 2])), members([1, 2]));
        assert_eq!(members([1]).and(Touched::NOBODY), members([1]));
        assert_eq!(members([1]).and(Touched::Anything), Touched::Anything);
        assert_eq!(members(0..15).and(members(15..20)), members(0..20));
        assert_eq!(members(0..15).and(members(15..21)), Touched::Anything);
    }
}
