//! What happens now when somebody outside calls a member or a number, for their cards (N8).

use super::answer::{Moment, answer};
use crate::call::Call;
use model::callflow::diagram::{DiagramStep, First};
use model::callflow::{Call as Asked, Caller, Dialled};
use model::error::AppResult;
use model::{MemberRow, PhoneNumber};

/// The flow of a member whose card may be opened. Empty for somebody whom no number and no extension reaches.
pub(crate) async fn of_member(call: &mut Call, row: &MemberRow) -> AppResult<Vec<DiagramStep>> {
    let direct = row.direct.clone().map(Dialled::Number);
    match direct.or_else(|| row.extension.map(Dialled::Extension)) {
        Some(to) => of(call, to).await,
        None => Ok(Vec::new()),
    }
}

/// The flow of a number that may be seen.
pub(crate) async fn of_number(call: &mut Call, number: &PhoneNumber) -> AppResult<Vec<DiagramStep>> {
    of(call, Dialled::Number(number.clone())).await
}

async fn of(call: &mut Call, to: Dialled) -> AppResult<Vec<DiagramStep>> {
    let asked = Asked { from: Caller::Outside(None), to, at: call.now, pressed: Vec::new() };
    let answer = answer(call, &asked, Moment::Now).await?;
    Ok(answer.diagram_of(call, &asked, First::Card).1)
}
