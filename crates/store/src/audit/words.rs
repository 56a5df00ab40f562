//! Taking a person's words out of the audit log without breaking its chain (M17, G1). How that holds is `audit_seal`'s.

use crate::audit;
use model::audit::Change;
use model::audit::kept::Kept;
use model::{AccountId, MemberId};

use crate::audit::proof::{Stored, stored_after};
use crate::audit::seal::{Seal, WORDS};
use crate::error::StoreResult;
use crate::sql::{all, run};
use crate::{StoreError, Tx};
use std::collections::BTreeSet;

/// Who goes, as what they read from now on, and the words that are theirs: name, sign-in, private numbers.
pub(crate) struct Gone {
    pub member: MemberId,
    pub label: String,
    pub words: Vec<String>,
}

/// Fields whose values say nothing about the person: they stay readable.
const IMPERSONAL: [&str; 5] = ["role", "plan", "state", "availability", "extension"];

/// Replaces the person's words in every entry: those by them, as them, about them, and those that mention them. First it
/// learns from the entries about them what else they were called: former names, addresses and numbers.
pub(crate) async fn forget(tx: &mut Tx, account: AccountId, mut gone: Gone) -> StoreResult<()> {
    gone.words.extend(former_words(tx, account, gone.member).await?);
    gone.words.retain(|word| word.chars().count() > 2);
    // The longest first, so that no rest of a longer one stays.
    gone.words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    gone.words.dedup();
    audit::items::forget(tx, account, gone.member, &gone.label, &gone.words).await?;
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
    let among = audit::items::told_of(tx, account, member).await?.into_iter().flat_map(|told| told.changes);
    let values =
        changes.iter().flat_map(|(text,)| serde_json::from_str::<Vec<Change>>(text).unwrap_or_default()).chain(among);
    let values = values
        .flat_map(|c| [c.before, c.after])
        .flatten()
        .flat_map(|v| v.split([',', ' ']).map(str::to_owned).collect::<Vec<_>>());
    let reaches = |v: &String| v.contains('@') || (v.starts_with('+') && v.len() > 7);
    Ok(names.into_iter().map(|r| r.0).chain(values.filter(reaches)).filter(|v| !business.contains(v)).collect())
}

async fn rewrite(tx: &mut Tx, account: AccountId, entry: &Stored, gone: &Gone) -> StoreResult<()> {
    let by = entry.actor_id == Some(gone.member);
    let behalf = entry.behalf_id == Some(gone.member);
    let about = entry.target_id.is_some_and(|id| id.as_u128() == gone.member.0);
    let named = |is: bool, text: &str| if is && !text.is_empty() { gone.label.clone() } else { gone.without(text) };
    let told = entry.told();
    let words = entry.words(&told);
    let [actor_name, behalf_name, address, target_name, _] = words;
    let (changes, kept) = (gone.changes(&entry.changes, about)?, gone.kept(&entry.kept, about));
    let after: [String; WORDS] = [
        named(by, actor_name),
        named(behalf, behalf_name),
        if by { String::new() } else { address.to_owned() },
        named(about, target_name),
        audit::told(&changes, kept).into_owned(),
    ];
    let replaced: [bool; WORDS] = std::array::from_fn(|i| after[i] != words[i]);
    if !replaced.contains(&true) {
        return Ok(());
    }
    // An entry without a seal was never in the chain in this form; its words go all the same.
    let seal = Seal::read(&entry.seal).unwrap_or_else(Seal::new).without(words, replaced);
    run!(
        tx,
        "UPDATE audit SET actor_name = $3, behalf_name = $4, address = $5, target_name = $6, changes = $7, kept = $8, seal = $9
         WHERE account_id = $1 AND number = $2",
        account,
        entry.number,
        &after[0],
        entry.behalf_name.as_ref().map(|_| after[1].as_str()),
        &after[2],
        &after[3],
        &changes,
        kept,
        seal.bytes()
    )
    .map(|_| ())
}

impl Gone {
    /// The text with the person's words replaced.
    fn without(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, word| {
            if text.contains(word.as_str()) { text.replace(word.as_str(), &self.label) } else { text }
        })
    }

    /// What is kept for an undo: nothing where it is about the person or names them. Then it can't be undone any more.
    fn kept<'k>(&self, text: &'k str, about: bool) -> &'k str {
        let names = |kept: Kept| self.words.iter().any(|word| kept.mentions(word));
        if about || serde_json::from_str(text).map_or(true, names) { "" } else { text }
    }

    /// Before → after without the person: of entries about them all values but the impersonal go.
    fn changes(&self, text: &str, about: bool) -> StoreResult<String> {
        if text == "[]" {
            return Ok(text.to_owned());
        }
        let Ok(mut changes) = serde_json::from_str::<Vec<Change>>(text) else { return Ok("[]".to_owned()) };
        for change in &mut changes {
            let drop = about && !IMPERSONAL.contains(&change.field.as_str());
            for value in [&mut change.before, &mut change.after] {
                *value = value.take().filter(|_| !drop).map(|v| self.without(&v));
            }
        }
        serde_json::to_string(&changes).map_err(|e| StoreError::Other(sqlx::Error::Encode(Box::new(e))))
    }
}
