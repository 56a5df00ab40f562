//! Inviting several at once by pasted lines: all of them or nobody (S1).

use crate::invitations::*;
use crate::request::Request;
use model::error::AppError;
use model::error::AppResult;
use model::{RoleId, Ticked};

/// Most people invited by one paste; more are imported.
pub(crate) const MOST_PASTED: usize = 200;

/// The lines, and whether all of them are fine.
pub(crate) async fn pasted(
    tx: &mut Tx,
    account: AccountId,
    text: &str,
    found: &ForeignNames,
) -> AppResult<(Vec<PastedLine>, bool)> {
    let mut lines = read_pasted(text);
    if lines.len() > MOST_PASTED {
        return Err(AppError::field(
            "text",
            format!("These are {} people. Paste at most {MOST_PASTED}, or import them from a CSV file.", lines.len()),
        ));
    }
    let mut seen: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for line in &mut lines {
        line.problem = match EmailAddress::parse(&line.email) {
            Err(e) => Some(e.to_string()),
            Ok(email) => {
                let key = SignInName::key(email.as_str());
                match seen.insert(key.clone(), line.line) {
                    Some(first) => Some(format!("This address is also on line {first}. Keep one of the two.")),
                    None => invite_check::sign_in_problem(tx, account, email.as_str(), &key, found).await?,
                }
            }
        };
        if line.problem.is_none()
            && let Err(e) = model::PersonName::parse(&line.name.first, &line.name.last)
        {
            line.problem = Some(e.to_string());
        }
    }
    let fine = lines.iter().all(|l| l.problem.is_none());
    Ok((lines, fine))
}

pub(crate) async fn invite_all(
    request: &Request,
    text: &str,
    role: Option<RoleId>,
    plan: Option<Plan>,
) -> AppResult<usize> {
    let found = &request.foreign_names;
    let mut call = Call::begin(request).await?;
    may_invite(&mut call).await?;
    let (account, now) = (call.account(), call.now);
    let settings = call.settings().clone();
    let actor = call.actor().clone();
    let (lines, fine) = pasted(&mut call.tx, account, text, found).await?;
    if lines.is_empty() {
        return Err(AppError::field("text", "Paste at least one email address."));
    }
    if !fine {
        let wrong: Vec<String> = lines
            .iter()
            .filter_map(|l| l.problem.as_ref().map(|p| format!("Line {}, {}: {p}", l.line, l.text)))
            .collect();
        return Err(AppError::field("text", wrong.join("\n")));
    }
    let forms = lines.iter().map(|line| InviteForm {
        first_name: line.name.first.clone(),
        last_name: line.name.last.clone(),
        email: line.email.clone(),
        role,
        plan,
        available: Some(Ticked),
        dial_by_name: Some(Ticked),
        ..InviteForm::default()
    });
    let invited = lines.len();
    for form in forms {
        let checked = invite_check::check_form(&mut call.tx, &settings, &actor, &form, found).await?;
        let added_now = add(&mut call.tx, account, &checked, MemberState::Invited, None, now).await;
        let id = added_now.map_err(|e| match e.is("seats_not_oversold") {
            true => AppError::field(
                "plan",
                format!(
                    "There are fewer free seats than the {invited} people pasted. Nobody was invited: add seats or choose another plan."
                ),
            ),
            false => taken(e, &checked, found),
        })?;
        let changes = added(&checked);
        call.audit(AuditAction::Invite, Subject::member(id, &checked.name.full()), &changes).await?;
        let row = store::invitations::find(&mut call.tx, account, id).await?.ok_or(AppError::Busy)?;
        let name = actor.name.full();
        if let SignInName::Email(to) = &checked.sign_in {
            limits::mail(&mut call.tx, to, now).await?;
        }
        letter(&mut call.tx, &call.request.state, &row, (Some(actor.member), &name), now).await?;
    }
    call.commit().await?;
    request.redirect("/team?invite=pending");
    Ok(invited)
}
