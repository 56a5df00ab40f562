//! Taking a person's words out of the audit log without breaking its chain (M17, G1). How that holds is `audit_seal`'s.

use crate::audit;
use crate::audit::search_text;
use model::audit::{Change, Field, Named, Value};
use model::numbers::RouteTo;
use model::{AccountId, MemberId};

use crate::Tx;
use crate::audit::proof::{Stored, stored_after};
use crate::audit::seal::{Seal, WORDS};
use crate::audit::{from_json, json};
use crate::error::StoreResult;
use crate::mentions::{stands_in, without};
use crate::sql::{all, run};
use std::collections::BTreeSet;

/// Who goes, as what they read from now on, and the words that are theirs: name, sign-in, private numbers.
pub(crate) struct Gone {
    pub member: MemberId,
    pub label: String,
    pub words: Vec<String>,
}

/// Replaces the person's words in every entry: those by them, as them, about them, and those that mention them. First it
/// learns from the entries about them what else they were called: former names, addresses and numbers.
pub(crate) async fn forget(tx: &mut Tx, account: AccountId, mut gone: Gone) -> StoreResult<()> {
    gone.words.extend(former_words(tx, account, gone.member).await?);
    gone.words.retain(|word| word.chars().count() > 1);
    // The longest first, so that no rest of a longer one stays.
    gone.words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    gone.words.dedup();
    let mentions = |change: &Change| gone.change(change.clone(), false) != *change;
    audit::items::forget(tx, account, gone.member, &gone.label, &gone.words, &mentions).await?;
    let mut last = 0;
    loop {
        let entries = stored_after(tx, account, last).await?;
        let Some(end) = entries.last() else { return Ok(()) };
        last = end.number;
        for entry in &entries {
            rewrite(tx, account, entry, &gone).await?;
        }
    }
}

/// What entries by or about the person call them, and the addresses and numbers they had. Business numbers are the account's.
async fn former_words(tx: &mut Tx, account: AccountId, member: MemberId) -> StoreResult<BTreeSet<String>> {
    let names = all!(
        tx,
        (String,),
        "SELECT actor_name FROM audit WHERE account_id = $1 AND actor_id = $2 UNION SELECT target_name FROM audit WHERE account_id = $1 AND target_id = $2
         UNION SELECT name FROM audit_items WHERE account_id = $1 AND member_id = $2",
        account,
        member
    )?;
    let changes =
        all!(tx, (String,), "SELECT changes FROM audit WHERE account_id = $1 AND target_id = $2", account, member)?;
    let business = all!(tx, (String,), "SELECT e164 FROM numbers WHERE account_id = $1", account)?;
    let business: BTreeSet<String> = business.into_iter().map(|r| r.0).collect();
    let mut values = audit::items::changes_of(tx, account, member).await?;
    for (text,) in &changes {
        values.extend(from_json(text)?);
    }
    let values = values.iter().flat_map(|c| c.before.personal().into_iter().chain(c.after.personal()));
    Ok(names.into_iter().map(|r| r.0).chain(values).filter(|v| !business.contains(v)).collect())
}

async fn rewrite(tx: &mut Tx, account: AccountId, entry: &Stored, gone: &Gone) -> StoreResult<()> {
    let by = entry.actor_id == Some(gone.member);
    let behalf = entry.behalf_id == Some(gone.member);
    let about = entry.target_id.is_some_and(|id| id.as_u128() == gone.member.0);
    // What calls somebody else is that one's name, though it may hold the same words.
    let others = |id: Option<u128>| id.is_some_and(|id| id != gone.member.0);
    let named = |is: bool, others: bool, text: &str| match (is, others) {
        (true, _) if !text.is_empty() => gone.label.clone(),
        (false, false) => gone.without(text),
        _ => text.to_owned(),
    };
    let other_target = entry.is_about_a_member() && others(entry.target_id.map(|id| id.as_u128()));
    let words = entry.words();
    let [actor_name, behalf_name, address, target_name, changes] = words;
    let changes: Vec<Change> = from_json(changes)?.into_iter().map(|c| gone.change(c, about)).collect();
    let after: [String; WORDS] = [
        named(by, others(entry.actor_id.map(|id| id.0)), actor_name),
        named(behalf, others(entry.behalf_id.map(|id| id.0)), behalf_name),
        if by { String::new() } else { address.to_owned() },
        named(about, other_target, target_name),
        json(&changes)?,
    ];
    let replaced: [bool; WORDS] = std::array::from_fn(|i| after[i] != words[i]);
    if !replaced.contains(&true) {
        return Ok(());
    }
    // An entry without a seal was never in the chain in this form; its words go all the same.
    let seal = Seal::read(&entry.seal).unwrap_or_else(Seal::new).without(words, replaced);
    run!(
        tx,
        "UPDATE audit SET actor_name = $3, behalf_name = $4, address = $5, target_name = $6, changes = $7, search_text = $8, seal = $9
         WHERE account_id = $1 AND number = $2",
        account,
        entry.number,
        &after[0],
        entry.behalf_name.as_ref().map(|_| after[1].as_str()),
        &after[2],
        &after[3],
        &after[4],
        search_text([&after[0], &after[1], &after[3]], &changes),
        seal.bytes()
    )
    .map(|_| ())
}

impl Gone {
    /// The text with the person's words replaced.
    fn without(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, word| match stands_in(&text, word) {
            true => without(&text, word, &self.label),
            false => text,
        })
    }

    /// The change without the person: of an entry about them all values but the impersonal go, of others those that name
    /// them. What went can't be given back any more.
    fn change(&self, change: Change, about: bool) -> Change {
        let goes = about && !change.field.is_impersonal();
        let value = |value: Value| match value {
            Value::Nothing => Value::Nothing,
            _ if goes => Value::Erased(String::new()),
            value if self.is_in(&value) => Value::Erased(self.label.clone()),
            // Somebody else, who may be called alike.
            Value::Member(other) => Value::Member(other),
            value if value.texts().iter().any(|text| self.without(text) != **text) => {
                Value::Erased(self.without(&value.texts().join(", ")))
            }
            value => value,
        };
        let field = match change.field {
            Field::MayAssign(role) => Field::MayAssign(Named::new(role.id, &self.without(&role.name))),
            field => field,
        };
        Change { field, before: value(change.before), after: value(change.after) }
    }

    /// Whether it is the person.
    fn is_in(&self, value: &Value) -> bool {
        let themselves = matches!(value, Value::Member(named) if named.id == self.member);
        themselves || matches!(value, Value::Place(named) if named.id == RouteTo::Member(self.member))
    }
}
