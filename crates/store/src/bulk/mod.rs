//! Many members at once as the database sees them: who is meant, what each has now and is to have, counted by kind (K1, K3).
//!
//! Nobody is read one by one. Members whom the rules can't tell apart are one class: policy judges classes, and the change is
//! then written for the classes that are allowed (`bulk_write`), from the very same text.

pub(crate) mod members;
pub mod pairs;
pub mod write;

use crate::Tx;
use crate::bulk::members::push_classes;
use crate::bulk::pairs as pairs_of;
use crate::bulk::pairs::{IN_USE, Pairs};
use crate::error::StoreResult;
use crate::numbers::matching::NumbersMatching;
use crate::sql::{Sql, all_of, maybe};
use crate::team::matching::Matching;
use model::selection::Selection;
use model::slugs::UnknownWord;
use model::{AccountId, GroupId, Instant, MemberId, MemberState, NumberId, Plan, RoleId};
use policy::Permit;

/// What about a member is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aspect {
    Role,
    Plan,
    /// Active, suspended, deleted.
    State,
    /// Whether they use this number for outgoing calls and messages.
    Number {
        id: NumberId,
        e164: String,
    },
    /// Whether they use a number of each pair.
    Uses,
    Group {
        id: GroupId,
        name: String,
    },
    /// Nothing: they are written to again.
    Invitation,
}

impl Aspect {
    /// What the use of a number in a pair is to become.
    pub fn goal_of_use(granted: bool) -> &'static str {
        if granted { IN_USE } else { "" }
    }
}

/// Where the members come from and what each is to become.
#[derive(Clone, Debug)]
pub enum Source<'a> {
    /// The same for all: a word of the database, and the role where it is one.
    Chosen { selection: &'a Selection, goal: &'a str, role: Option<RoleId> },
    /// Pairs of a number and a member, the same for all.
    Pairs { pairs: &'a Pairs, goal: &'a str },
    /// What each had before this entry of the audit log (G2).
    Entry(i64),
    /// One member's plan or state, as an entry about them alone says.
    One { member: MemberId, goal: &'a str, left: &'a str },
}

/// A change of many, as it is asked of the database.
#[derive(Clone, Debug)]
pub struct Bulk<'a> {
    pub account: AccountId,
    pub aspect: &'a Aspect,
    pub source: Source<'a>,
    /// The actor, and the person at the keyboard while supervising (R7, M9).
    pub actor: MemberId,
    pub keyboard: MemberId,
    /// Whether the actor's role reaches only members of their groups (R2).
    pub own_groups: bool,
    /// Numbers and groups of the actor's, where numbers are given or taken (R6).
    pub held: Vec<NumberId>,
    pub groups: Vec<GroupId>,
    pub now: Instant,
}

/// A word or figure of a class as the text gives it, and the same as a value; another one is a fault.
macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $figure:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$vdoc])* $variant = $figure),+ }

        impl TryFrom<i64> for $name {
            type Error = UnknownWord;
            fn try_from(figure: i64) -> Result<Self, UnknownWord> {
                match figure {
                    $($figure => Ok($name::$variant),)+
                    other => Err(UnknownWord { word: other.to_string(), of: stringify!($name) }),
                }
            }
        }

        impl $name {
            pub(crate) fn figure(self) -> i64 { self as i64 }
        }
    )+};
}

figures! {
    /// Whether the members of a class are others, or the one who asks (R7, M9).
    Own {
        Others = 0,
        Actor = 1,
        /// Who looks through the actor's eyes.
        Keyboard = 2,
    }
    /// How the number of a pair lies to whoever asks (R6).
    NumberReach {
        Gone = -1,
        Neither = 0,
        /// They may use it themselves.
        Held = 1,
        /// It rings at a group of theirs.
        AtGroup = 2,
    }
}

/// Members whom the rules can't tell apart.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Class {
    pub role_id: RoleId,
    pub state: MemberState,
    #[sqlx(try_from = "i64")]
    pub own: Own,
    pub shares: bool,
    /// They are already what they are to become.
    pub same: bool,
    /// Changed again since the entry that is undone.
    pub conflict: bool,
    pub goal: String,
    pub goal_id: RoleId,
    /// Of a pair, how its number lies to the actor (`pairs::push_reach`).
    #[sqlx(try_from = "i64")]
    pub reach: NumberReach,
    pub members: i64,
    /// Those of them who have an email.
    pub reachable: i64,
}

/// A class that may be changed, and the proof.
#[derive(Debug)]
pub struct Allowed {
    pub class: Class,
    pub permit: Permit,
}

/// One member of a plan as people read it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    pub id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub photo: Option<String>,
    pub now_word: String,
    /// The number of a pair.
    pub word: String,
    #[sqlx(flatten)]
    pub class: Class,
}

/// A bulk change with its way to the members decided, used for every question of one transaction.
pub struct Prepared<'a> {
    pub bulk: &'a Bulk<'a>,
    pub(super) matching: Option<Matching<'a>>,
    pub(super) numbers: Option<NumbersMatching<'a>>,
}

impl<'a> Prepared<'a> {
    pub async fn new(tx: &mut Tx, bulk: &'a Bulk<'a>) -> StoreResult<Prepared<'a>> {
        let matching = match &bulk.source {
            Source::Chosen { selection: Selection::AllMatching { filter, .. }, .. } => {
                Some(Matching::plan(tx, bulk.account, filter, false, bulk.now, u64::from(u32::MAX)).await?)
            }
            Source::Chosen { selection: Selection::Ids(_), .. } => None,
            Source::Pairs { .. } | Source::Entry(_) | Source::One { .. } => None,
        };
        let numbers = pairs_of::way(tx, bulk).await?;
        Ok(Prepared { bulk, matching, numbers })
    }

    /// Everybody who is meant, by class.
    pub async fn classes(&self, tx: &mut Tx) -> StoreResult<Vec<Class>> {
        let mut sql = Sql::new(
            "SELECT p.role_id, p.state, p.own, p.shares, p.same, p.conflict, p.goal, p.goal_id, p.reach, count(*) AS members,
               CAST(sum(CASE WHEN p.has_email THEN 1 ELSE 0 END) AS BIGINT) AS reachable FROM ",
        );
        self.push_members(&mut sql, tx);
        sql.push(" GROUP BY p.role_id, p.state, p.own, p.shares, p.same, p.conflict, p.goal, p.goal_id, p.reach");
        all_of!(tx, Class, sql)
    }

    /// The first members of these classes by name.
    pub async fn rows(&self, tx: &mut Tx, classes: &[&Class], limit: i64) -> StoreResult<Vec<Row>> {
        if classes.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new(
            "SELECT p.id, p.first_name, p.last_name, p.photo, p.now_word, p.word, p.role_id, p.state, p.own, p.shares, p.same, p.conflict, p.goal,
               p.goal_id, p.reach, CAST(1 AS BIGINT) AS members, CAST(0 AS BIGINT) AS reachable FROM ",
        );
        self.push_members(&mut sql, tx);
        push_classes(&mut sql, classes);
        sql.push(" ORDER BY p.name_key, p.id, p.word LIMIT ").bind(limit);
        all_of!(tx, Row, sql)
    }

    /// Plans and numbers of those who change, and what each is to become: what it costs (K3).
    pub async fn plans(&self, tx: &mut Tx, classes: &[&Class]) -> StoreResult<Vec<Counted>> {
        if classes.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new("SELECT x.plan, x.goal, x.numbers, count(*) FROM (SELECT p.plan, p.goal, ");
        sql.push("(SELECT count(*) FROM numbers n WHERE n.member_id = p.id AND n.account_id = ")
            .bind(self.bulk.account);
        sql.push(") AS numbers FROM ");
        self.push_members(&mut sql, tx);
        push_classes(&mut sql, classes);
        sql.push(") x GROUP BY x.plan, x.goal, x.numbers");
        let rows = all_of!(tx, (Plan, String, i64, i64), sql)?;
        let counted = |(plan, goal, numbers, members): (Plan, String, i64, i64)| Counted {
            plan,
            goal,
            numbers: u32::try_from(numbers).unwrap_or_default(),
            members,
        };
        Ok(rows.into_iter().map(counted).collect())
    }
}

/// So many members of one plan with so many numbers of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub plan: Plan,
    pub goal: String,
    pub numbers: u32,
    pub members: i64,
}

/// Active Administrators who can sign in (R7).
pub async fn administrators(tx: &mut Tx, account: AccountId) -> StoreResult<i64> {
    let row = maybe!(tx, (i64,), "SELECT administrators FROM team_totals WHERE account_id = $1", account)?;
    Ok(row.map_or(0, |r| r.0))
}

/// A number's E.164 form; none when the account has no such number.
pub async fn number(tx: &mut Tx, account: AccountId, id: NumberId) -> StoreResult<Option<String>> {
    Ok(maybe!(tx, (String,), "SELECT e164 FROM numbers WHERE account_id = $1 AND id = $2", account, id)?.map(|r| r.0))
}
