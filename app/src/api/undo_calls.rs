//! Taking back a change of greetings or forwarding (G2), checked like the change itself. What was changed again since stays.

use super::forwarding::{refuse_loops, settings};
use super::members_edit::{gone, here};
use super::members_edit_read::load;
use super::profile::standard;
use crate::api::bulk_apply::refusal;
use crate::api::call::Call;
use crate::api::undo_fields::{CONFLICT, GONE, plan_of};
use crate::error::{AppError, AppResult};
use crate::model::audit::Change;
use crate::model::bulk::{BulkKind, BulkOutcome, BulkPlan, Fate, PlanRow};
use crate::model::forwarding::{from_words, in_words};
use crate::model::member::Forwarding;
use crate::policy::{Action, Denial, MemberTarget, Permit, check};
use crate::store::audit::{self, Author, More, New, Subject};
use crate::store::bulk::Entry;
use crate::store::{forwarding, members_edit as rows};

/// What is written.
enum Former {
    Greetings { greeting: String, voicemail: String },
    Forwarding { on: bool, numbers: Vec<Forwarding> },
}

/// One such change turned around.
pub struct Calls {
    entry: Entry,
    target: MemberTarget,
    permit: Permit,
    former: Former,
    shown: Vec<PlanRow>,
    /// What the log says of it: only what changes.
    changes: Vec<Change>,
}

/// There is no field to stand at here.
fn as_sentence(error: AppError) -> AppError {
    match error {
        AppError::Fields(fields) => AppError::Refused(fields.into_iter().map(|f| f.message).collect::<Vec<_>>().join(" ")),
        other => other,
    }
}

/// Whether this is an entry about greetings or forwarding.
pub fn fits(entry: &Entry) -> bool {
    ["members.greetings", "members.forwarding"].contains(&entry.action.as_str())
}

/// Refused like the change itself: somebody deleted, a role that may not.
pub async fn read(call: &mut Call, entry: Entry) -> AppResult<Calls> {
    let id = entry.target_id.ok_or(Denial::NotThere)?;
    let target = load(call, &id.to_string()).await?;
    here(&target)?;
    let (account, country) = (call.account(), call.settings().country);
    let row = rows::read(&mut call.tx, account, target.id).await?.ok_or_else(gone)?;
    let of_greetings = entry.action == "members.greetings";
    let action = if of_greetings { Action::SetGreeting } else { Action::SetForwarding };
    let permit = check(call.actor(), action, &target)?;
    let logged: Vec<Change> = serde_json::from_str(&entry.changes).unwrap_or_default();
    let set = settings(call, &target).await?;
    let mut former = match of_greetings {
        true => Former::Greetings { greeting: row.greeting.clone(), voicemail: row.voicemail_greeting.clone() },
        false => Former::Forwarding { on: set.on, numbers: set.numbers.clone() },
    };
    let (mut shown, mut changes) = (Vec::new(), Vec::new());
    for change in logged {
        let (before, after) = (change.before.clone().unwrap_or_default(), change.after.clone().unwrap_or_default());
        let text = |word: &str| if word == "Standard" { String::new() } else { word.to_owned() };
        let now = match (&former, change.field.as_str()) {
            (Former::Greetings { greeting, .. }, "greeting") => standard(greeting),
            (Former::Greetings { voicemail, .. }, "voicemail_greeting") => standard(voicemail),
            (Former::Forwarding { on, numbers }, "forwarding") => Some(in_words(*on, numbers, country)),
            _ => None,
        }
        .unwrap_or_default();
        let (fate, why) = if now == before {
            (Fate::Stays, Some("Is as before already."))
        } else if now != after {
            (Fate::Refused, Some(CONFLICT))
        } else {
            let put = match (&mut former, change.field.as_str()) {
                (Former::Greetings { greeting, .. }, "greeting") => Some(*greeting = text(&before)),
                (Former::Greetings { voicemail, .. }, "voicemail_greeting") => Some(*voicemail = text(&before)),
                (Former::Forwarding { on, numbers }, _) => from_words(&before, country).map(|was| (*on, *numbers) = was),
                _ => None,
            };
            if put.is_some() { (Fate::Changes, None) } else { (Fate::Refused, Some(GONE)) }
        };
        let label = change.field.replace('_', " ");
        if fate == Fate::Changes {
            changes.push(Change { before: Some(now.clone()), after: Some(before.clone()), ..change });
        }
        shown.push(PlanRow {
            id: target.id,
            name: set.name.clone(),
            photo: row.photo.clone(),
            fate,
            before: format!("{label}: {now}"),
            after: before,
            why: why.map(str::to_owned),
        });
    }
    Ok(Calls { entry, target, permit, former, shown, changes })
}

impl Calls {
    /// What undoing would do.
    pub fn plan(self, call: &Call) -> BulkPlan {
        let what = if matches!(self.former, Former::Greetings { .. }) { "greetings" } else { "forwarding" };
        plan_of(call, &self.target.name, self.shown, format!("the change of {}’s {what}", self.target.name))
    }

    /// Does it, and writes the entry that says so.
    pub async fn apply(self, call: &mut Call) -> AppResult<BulkOutcome> {
        let (account, country) = (call.account(), call.settings().country);
        if self.changes.is_empty() {
            let why = self.shown.into_iter().find_map(|row| row.why).unwrap_or_else(|| CONFLICT.to_owned());
            return Err(AppError::Refused(format!("Nothing is left to undo: {why}")));
        }
        match &self.former {
            Former::Greetings { greeting, voicemail } => {
                rows::set_greetings(&mut call.tx, account, &self.permit, greeting, voicemail).await?;
            }
            Former::Forwarding { on, numbers } => {
                let mut form = settings(call, &self.target).await?;
                form.numbers.clone_from(numbers);
                // A number may have become the company's own since (M12).
                refuse_loops(call, &form.form(country), numbers).await.map_err(as_sentence)?;
                forwarding::save(&mut call.tx, account, &self.permit, *on, numbers).await?;
            }
        }
        let place = audit::place(&mut call.tx, account).await?;
        let (author, subject) = (Author::of(call.actor(), &call.address), Subject::member(self.target.id, &self.target.name));
        let (action, changes) = (self.entry.action.as_str(), &self.changes);
        let new = New { author: &author, action, subject: &subject, changes, reversible: true, now: call.now };
        let more = More { undoes: Some(self.entry.id), ..More::default() };
        let entry = audit::append_at(&mut call.tx, account, place, &new, &more).await.map_err(refusal)?;
        let refused = self.shown.iter().filter(|row| row.fate == Fate::Refused).count() as u64;
        Ok(BulkOutcome {
            kind: BulkKind::ChangeRole,
            to: self.target.name,
            changed: 1,
            already: 0,
            refused,
            entry,
            reversible: true,
            undo: true,
        })
    }
}
