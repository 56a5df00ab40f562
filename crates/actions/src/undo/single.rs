//! Taking back a change of one thing by itself (K6, G2), by what the audit log kept of it: what such a change left must still be the
//! case, and what it was is set through the very function that makes such a change, with its rules.

use crate::call::Call;
use crate::undo::fields::{CHANGED_AGAIN, CONFLICT, plan_of};
use crate::undo::thing::{Stand, Thing};
use model::PersonName;
use model::audit::kept::{Kept, Piece};
use model::bulk::{BulkKind, BulkOutcome, BulkPlan, Fate, PlanRow, StaysFor};
use model::error::{AppError, AppResult};
use store::bulk::Entry;
use store::fault;
use store::members;

const ALREADY: &str = "Is as before already.";

/// One such change turned around.
pub struct Single {
    entry: Entry,
    kept: Kept,
    thing: Thing,
    /// What is set back.
    pieces: Vec<Piece>,
    rows: Vec<PlanRow>,
    /// Why nothing may be set back.
    refused: Option<AppError>,
}

impl Single {
    pub async fn read(call: &mut Call, entry: Entry) -> AppResult<Single> {
        let kept: Kept = serde_json::from_str(&entry.kept).map_err(|e| fault(&e))?;
        let thing = Thing::load(call, &entry, &kept).await?;
        let mut single = Single { entry, kept, thing, pieces: Vec::new(), rows: Vec::new(), refused: None };
        let face = single.face(call).await?;
        for piece in single.kept.pieces.clone() {
            let row = single.row(call, &piece, face.clone()).await?;
            if row.fate == Fate::Changes {
                single.pieces.push(piece);
            }
            single.rows.push(row);
        }
        if !single.pieces.is_empty()
            && let Err(error) = single.thing.may(call, &single.pieces).await
        {
            for row in single.rows.iter_mut().filter(|row| row.fate == Fate::Changes) {
                (row.fate, row.why) = (Fate::Refused, Some(error.to_string()));
            }
            single.pieces.clear();
            single.refused = Some(error);
        }
        Ok(single)
    }

    /// Whose row it is: a member with name and photo, or the thing itself.
    async fn face(&self, call: &mut Call) -> AppResult<PlanRow> {
        let mut face = PlanRow {
            id: None,
            name: PersonName { first: self.entry.target_name.clone(), last: String::new() },
            photo: None,
            fate: Fate::Refused,
            before: String::new(),
            after: String::new(),
            why: None,
        };
        let account = call.account();
        if let Some(id) = self.thing.member()
            && let Some(row) = members::edit::read(&mut call.tx, account, id).await?
        {
            (face.id, face.photo) = (Some(id), row.photo);
            face.name = PersonName { first: row.first_name, last: row.last_name };
        }
        Ok(face)
    }

    async fn row(&self, call: &mut Call, piece: &Piece, face: PlanRow) -> AppResult<PlanRow> {
        let (now, fate, why) = match self.thing.stands(call, piece).await? {
            Stand::Is(now) if now == piece.was => (now, Fate::Stays, Some(ALREADY.to_owned())),
            Stand::Is(now) if now == piece.left => (now, Fate::Changes, None),
            Stand::Is(now) => (now, Fate::Refused, Some(CONFLICT.to_owned())),
            Stand::Away(why) => (piece.left.clone(), Fate::Refused, Some(why)),
        };
        let (label, before) = self.thing.words(call, piece, &now).await?;
        let (_, after) = self.thing.words(call, piece, &piece.was).await?;
        let before = if matches!(&why, Some(why) if why != ALREADY && why != CONFLICT) {
            label
        } else {
            format!("{label}: {before}")
        };
        Ok(PlanRow { fate, before, after, why, ..face })
    }

    fn conflict(&self) -> Option<&str> {
        self.rows.iter().filter(|row| row.fate == Fate::Refused).find_map(|row| row.why.as_deref())
    }

    /// What undoing would do.
    pub fn plan(self, call: &Call) -> BulkPlan {
        let of = self.entry.target_name;
        let undoes = format!("the change of {of}");
        let denied = match &self.refused {
            Some(AppError::Denied(why)) => Some(why.clone()),
            _ => None,
        };
        let stays = |why: &str| match denied.as_deref() {
            Some(denied) if denied == why => StaysFor::NotYours,
            _ if why.starts_with(CHANGED_AGAIN) => StaysFor::ChangedAgain,
            _ => StaysFor::Gone,
        };
        plan_of(call, of, undoes, self.rows, true, stays)
    }

    /// Does it; the function that does writes the entry that says so.
    pub async fn apply(self, call: &mut Call) -> AppResult<BulkOutcome> {
        let stays = match self.conflict() {
            Some(why) => AppError::Conflict(format!("Nothing is undone. {why}")),
            None => AppError::Refused("Nothing is left to undo: it is as before already.".to_owned()),
        };
        if let Some(error) = self.refused {
            return Err(error);
        }
        if self.pieces.is_empty() {
            return Err(stays);
        }
        let refused = self.rows.iter().filter(|row| row.fate == Fate::Refused).count() as u64;
        let already = self.rows.iter().filter(|row| row.fate == Fate::Stays).count() as u64;
        call.undoing = Some(self.entry.id);
        let written = self.thing.set_back(call, &self.pieces, &self.kept.uses).await?;
        call.undoing = None;
        let entry = written.ok_or(stays)?;
        let (kind, to) = (BulkKind::ChangeRole, self.entry.target_name);
        Ok(BulkOutcome {
            kind,
            to,
            changed: 1,
            already,
            refused,
            entry,
            reversible: true,
            undo: true,
            single: true,
            new: 0,
        })
    }
}
