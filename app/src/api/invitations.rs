//! Inviting members, one or several, and sending invitations again (M1 to M4, S1, S2).

use crate::error::AppError;
use crate::model::invite::{ExtensionSay, InviteForm, InviteOffers, Invited, PastedLine, Pending};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::{
    api::call::{Call, answer, is_plain_form},
    api::invite_check::{self, Checked},
    error::AppResult,
    mail::Mail,
    model::audit::Change,
    model::instant::{DAY, Instant},
    model::invite::{GroupOffer, NumberOffer, RoleOffer, read_pasted},
    model::{AccountId, EmailAddress, MemberId, MemberState, PhoneNumber, Plan, SignInName},
    policy::{Action, NewMember, RoleRef, SupervisorAccess, Target, check},
    secrets,
    state::AppState,
    store::audit::Subject,
    store::invitations::{self, NewInvitation, PendingRow},
    store::members::NewMemberRow,
    store::tokens::{self, Purpose},
    store::{StoreError, Tx, members, outbox, roles},
};

/// An invitation's life (M3).
#[cfg(feature = "ssr")]
pub const INVITED_FOR: i64 = 7 * DAY;

/// Most people invited by one paste; more are imported.
#[cfg(feature = "ssr")]
const MOST_PASTED: usize = 200;

/// What the form offers this actor. Refused when they may invite nobody.
#[server(name = ReadInviteOffers, endpoint = "invitations/offers", input = GetUrl)]
pub async fn invite_offers() -> Result<InviteOffers, AppError> {
    answer(offers().await)
}

#[cfg(feature = "ssr")]
async fn offers() -> AppResult<InviteOffers> {
    let mut call = Call::read().await?;
    let account = call.account();
    let (country, digits, plan) = (call.settings().country, call.settings().extension_digits, call.settings().default_plan);
    let all: Vec<_> = roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect();
    let numbers = invitations::numbers(&mut call.tx, account, None, &|n: PhoneNumber| n.shown(country)).await?;
    let groups = invitations::groups(&mut call.tx, account).await?;
    let (extension, seats) =
        (members::free_extension(&mut call.tx, account, digits).await?, crate::store::billing::seats(&mut call.tx, account).await?);
    let actor = call.actor();
    let invite = |new: NewMember| check(actor, Action::Invite(new), Target::Account);
    // Whoever reaches only own groups chooses one in the form, so its lack refuses nothing yet.
    let why = |new: NewMember| match invite(new) {
        Ok(_) | Err(crate::policy::Denial::NewMemberNeedsYourGroup) => None,
        Err(denial) => Some(denial.to_string()),
    };
    let offered: Vec<RoleOffer> = all
        .iter()
        .rev()
        .map(|role| RoleOffer {
            id: role.id,
            name: role.name.clone(),
            about: role.description.clone(),
            refused: why(NewMember::with_role(RoleRef::from(role))),
        })
        .collect();
    let Some(given) = all.iter().rev().find(|r| why(NewMember::with_role(RoleRef::from(*r))).is_none()) else {
        let refused = offered.into_iter().find_map(|r| r.refused).unwrap_or_default();
        return Err(AppError::Denied(refused));
    };
    let with = |change: &dyn Fn(&mut NewMember)| {
        let mut new = NewMember::with_role(RoleRef::from(given));
        change(&mut new);
        why(new)
    };
    let reach: Vec<bool> = numbers.iter().map(|n| with(&|new| new.numbers = vec![n.target.clone()]).is_none()).collect();
    let numbers_refused =
        numbers.first().and_then(|n| with(&|new| new.numbers = vec![n.target.clone()])).filter(|_| !reach.contains(&true));
    let hidden = reach.iter().filter(|r| !**r).count();
    let as_target = |g: &GroupOffer| crate::policy::GroupTarget { id: g.id, name: g.name.clone() };
    let open: Vec<GroupOffer> = groups.iter().filter(|g| with(&|new| new.groups = vec![as_target(g)]).is_none()).cloned().collect();
    let groups_refused = groups.first().filter(|_| open.is_empty()).and_then(|g| with(&|new| new.groups = vec![as_target(g)]));
    let everyone_refused = with(&|new| new.supervises = SupervisorAccess::Everyone);
    let some = open.first().map(as_target);
    let supervises_refused = match some {
        Some(group) => with(&|new| new.supervises = SupervisorAccess::Groups(vec![group.clone()])),
        None => everyone_refused.clone(),
    };
    let offers = InviteOffers {
        roles: offered,
        numbers: numbers
            .into_iter()
            .zip(&reach)
            .filter(|(_, r)| **r)
            .map(|(n, _)| NumberOffer { id: n.target.id, shown: n.target.shown, label: n.label })
            .collect(),
        numbers_hidden: u64::try_from(hidden).unwrap_or_default(),
        numbers_refused,
        groups: open,
        groups_refused,
        supervises_refused,
        everyone_refused,
        extension,
        seats,
        may_buy: check(actor, Action::BuySeats, Target::Account).is_ok(),
        plan,
        made: None,
    };
    Ok(InviteOffers { made: crate::api::shown_once::take()?, ..offers })
}

/// Whether an extension is free, and the lowest that is (M11). Empty: only the latter.
#[server(endpoint = "members/free-extension", input = GetUrl)]
pub async fn free_extension(typed: String) -> Result<ExtensionSay, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            let (account, digits) = (call.account(), call.settings().extension_digits);
            let _may = check(call.actor(), Action::SeeTeam, Target::Account)?;
            let free = members::free_extension(&mut call.tx, account, digits).await?;
            let problem = match typed.trim() {
                "" => None,
                typed => invite_check::extension(&mut call.tx, account, digits, typed).await?.err(),
            };
            Ok(ExtensionSay { free, problem })
        }
        .await,
    )
}

/// Invites one member by email, or creates one with a username. Leads to their card, or back to an empty form.
#[server(endpoint = "members/invite")]
pub async fn invite(form: InviteForm) -> Result<Invited, AppError> {
    let kept = form.clone();
    let result = invite_one(form).await;
    if result.is_err() {
        remember(&kept)?;
    }
    answer(result)
}

/// For browsers without script: what was typed comes back with the page (T13).
#[cfg(feature = "ssr")]
fn remember(form: &InviteForm) -> AppResult<()> {
    let (numbers, groups) = (form.numbers.join(" "), form.groups.join(" "));
    let switch = |s: &Option<String>| if s.is_some() { "on" } else { "" };
    let fields = [
        ("first_name", form.first_name.as_str()),
        ("last_name", &form.last_name),
        ("how", &form.how),
        ("email", &form.email),
        ("username", &form.username),
        ("role", &form.role),
        ("plan", &form.plan),
        ("extension", &form.extension),
        ("forward_1", &form.forward_1),
        ("forward_2", &form.forward_2),
        ("forward_3", &form.forward_3),
        ("numbers", &numbers),
        ("groups", &groups),
        ("available", switch(&form.available)),
        ("screening", switch(&form.screening)),
        ("dial_by_name", switch(&form.dial_by_name)),
        ("supervises", &form.supervises),
        ("mobile", &form.mobile),
        ("time_zone", &form.time_zone),
    ];
    crate::api::typed::remember("invite", &fields)
}

#[cfg(feature = "ssr")]
async fn invite_one(form: InviteForm) -> AppResult<Invited> {
    // Hashing takes a while, so it is done before the account is locked.
    let temporary = (form.how == "username").then(secrets::temporary_password);
    let hash = match &temporary {
        Some(password) => Some(secrets::hash_password(password.clone()).await.ok_or(AppError::Busy)?),
        None => None,
    };
    let mut call = Call::begin().await?;
    may_invite(&mut call).await?;
    let (account, now) = (call.account(), call.now);
    let settings = call.settings().clone();
    let actor = call.actor().clone();
    let checked = invite_check::check_form(&mut call.tx, &settings, &actor, &form).await?;
    let state = if temporary.is_some() { MemberState::Active } else { MemberState::Invited };
    let id = add(&mut call.tx, account, &checked, state, hash.as_deref(), now).await.map_err(|e| taken(e, &checked))?;
    let changes = added(&checked);
    call.audit("members.invite", Subject::member(id, &checked.name.full()), &changes, false).await?;
    if let SignInName::Email(_) = &checked.sign_in {
        let row = invitations::find(&mut call.tx, account, id).await?.ok_or(AppError::Busy)?;
        let by = (Some(actor.member), actor.name.full());
        letter(&mut call.tx, &call.state, &row, (by.0, &by.1), now).await?;
    }
    call.commit().await?;
    let made = Invited { id, name: checked.name.full(), sign_in: checked.sign_in.as_str().to_owned(), temporary_password: temporary };
    lead_on(&form, &made)?;
    Ok(made)
}

/// Where the browser goes next. A temporary password has to be seen first.
#[cfg(feature = "ssr")]
fn lead_on(form: &InviteForm, made: &Invited) -> AppResult<()> {
    if made.temporary_password.is_some() {
        if is_plain_form() {
            crate::api::shown_once::keep(made)?;
            leptos_axum::redirect("/team/invite");
        }
    } else if form.again.is_some() {
        if is_plain_form() {
            leptos_axum::redirect("/team/invite");
        }
    } else {
        leptos_axum::redirect(&format!("/team/{}", made.id));
    }
    Ok(())
}

/// Writes a checked member.
#[cfg(feature = "ssr")]
async fn add(
    tx: &mut Tx,
    account: AccountId,
    c: &Checked,
    state: MemberState,
    hash: Option<&str>,
    now: Instant,
) -> Result<MemberId, StoreError> {
    let Action::Invite(given) = c.permit.action() else { return Err(StoreError::Busy) };
    let row = NewMemberRow {
        id: MemberId::new(),
        name: &c.name,
        sign_in: c.sign_in.as_str(),
        has_email: matches!(c.sign_in, SignInName::Email(_)),
        password_hash: hash,
        role: given.role.id,
        role_kind: given.role.kind,
        role_rank: roles::rank(tx, account, given.role.id).await?,
        state,
        plan: given.plan,
        mobile: c.mobile.as_ref().map(PhoneNumber::e164),
        time_zone: &c.time_zone,
    };
    let new = NewInvitation {
        row,
        extension: c.extension,
        forwarding: &c.forwarding,
        availability: c.availability,
        screening: c.screening,
        dial_by_name: c.dial_by_name,
        must_change_password: hash.is_some(),
    };
    invitations::create(tx, account, &c.permit, &new, now).await
}

/// What the database refused, as the field that is to be changed (S1, M5, M11).
#[cfg(feature = "ssr")]
fn taken(error: StoreError, c: &Checked) -> AppError {
    let plan = match c.permit.action() {
        Action::Invite(given) => given.plan,
        _ => Plan::default(),
    };
    if error.is("seats_not_oversold") {
        AppError::field("plan", invite_check::no_seat(plan))
    } else if error.is("members_sign_in_taken") {
        let field = if c.sign_in.as_str().contains('@') { "email" } else { "username" };
        AppError::field(field, invite_check::name_taken(c.sign_in.as_str()))
    } else if error.is("extensions_taken") {
        AppError::field("extension", "Somebody has just got this extension. Take another.")
    } else {
        error.into()
    }
}

/// The audit row's fields of a new member (G1).
#[cfg(feature = "ssr")]
fn added(c: &Checked) -> Vec<Change> {
    let Action::Invite(given) = c.permit.action() else { return Vec::new() };
    let new = |field: &str, after: String| Change { field: field.to_owned(), before: None, after: Some(after) };
    let mut changes = vec![
        new("sign-in", c.sign_in.as_str().to_owned()),
        new("role", given.role.name.clone()),
        new("plan", given.plan.label().to_owned()),
    ];
    changes.extend(c.extension.map(|e| new("extension", e.to_string())));
    changes.extend(given.groups.iter().map(|g| new("group", g.name.clone())));
    changes.extend(given.numbers.iter().map(|n| new("number", n.shown.clone())));
    changes.extend(c.forwarding.iter().map(|n| new("forwarding number", n.e164().to_owned())));
    changes
}

/// A new link for an invited member, and the mail that carries it; the old link dies (M3, M4).
#[cfg(feature = "ssr")]
pub async fn letter(tx: &mut Tx, state: &AppState, row: &PendingRow, by: (Option<MemberId>, &str), now: Instant) -> AppResult<()> {
    let to = EmailAddress::parse(&row.sign_in).map_err(|e| AppError::field("email", e))?;
    let (token, hash) = secrets::new_token();
    tokens::issue(tx, &hash, Purpose::Invitation, Some((row.account_id, row.member_id)), now, INVITED_FOR).await?;
    outbox::withdraw(tx, row.account_id, row.member_id).await?;
    let link = format!("{}/accept?token={token}", state.public_url);
    let inviter = if by.1.is_empty() { row.company.as_str() } else { by.1 };
    let mail = Mail::invitation(&row.name(), inviter, &row.company, &link);
    outbox::queue(tx, row.account_id, Some(row.member_id), &to, &mail, now).await?;
    invitations::written(tx, row.account_id, row.member_id, by, now.plus(INVITED_FOR), now).await?;
    Ok(())
}

/// Writes letters to those whom an import invited; run by the mail job. Says how many it wrote.
#[cfg(feature = "ssr")]
pub async fn write_letters(state: &AppState) -> AppResult<usize> {
    let mut tx = state.db.read().await?;
    let rows = invitations::unwritten(&mut tx, 100).await?;
    drop(tx);
    if rows.is_empty() {
        return Ok(0);
    }
    let now = state.now();
    let mut tx = state.db.write().await?;
    for row in &rows {
        if invitations::claim(&mut tx, row.account_id, row.member_id).await? {
            letter(&mut tx, state, row, (row.invited_by, &row.invited_by_name), now).await?;
        }
    }
    tx.commit().await?;
    Ok(rows.len())
}

/// Checks pasted addresses without inviting anybody: each line with its own sentence.
#[server(endpoint = "members/check-pasted")]
pub async fn check_pasted(text: String) -> Result<Vec<PastedLine>, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            let account = call.account();
            may_invite(&mut call).await?;
            Ok(pasted(&mut call.tx, account, &text).await?.0)
        }
        .await,
    )
}

/// Whether the actor could invite anybody at all: only then they learn which names are taken.
#[cfg(feature = "ssr")]
async fn may_invite(call: &mut Call) -> AppResult<()> {
    let account = call.account();
    let all = roles::list(&mut call.tx, account).await?;
    let mut refused = crate::policy::Denial::NotThere;
    for role in &all {
        match check(call.actor(), Action::Invite(NewMember::with_role(RoleRef::from(&role.role))), Target::Account) {
            Ok(_) | Err(crate::policy::Denial::NewMemberNeedsYourGroup) => return Ok(()),
            Err(denial) => refused = denial,
        }
    }
    Err(refused.into())
}

/// The lines, and whether all of them are fine.
#[cfg(feature = "ssr")]
async fn pasted(tx: &mut Tx, account: AccountId, text: &str) -> AppResult<(Vec<PastedLine>, bool)> {
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
                    None => invite_check::sign_in_problem(tx, account, email.as_str(), &key).await?,
                }
            }
        };
        if line.problem.is_none()
            && let Err(e) = crate::model::PersonName::parse(&line.name.first, &line.name.last)
        {
            line.problem = Some(e.to_string());
        }
    }
    let fine = lines.iter().all(|l| l.problem.is_none());
    Ok((lines, fine))
}

/// Invites everybody pasted, with one role and plan: all of them or, when a line is wrong or seats are short, nobody.
/// Says how many were invited.
#[server(endpoint = "members/invite-many")]
pub async fn invite_many(text: String, role: String, plan: String) -> Result<usize, AppError> {
    let result = invite_all(&text, &role, &plan).await;
    if result.is_err() {
        crate::api::typed::remember("invite-many", &[("text", &text), ("role", &role), ("plan", &plan)])?;
    }
    answer(result)
}

#[cfg(feature = "ssr")]
async fn invite_all(text: &str, role: &str, plan: &str) -> AppResult<usize> {
    let mut call = Call::begin().await?;
    may_invite(&mut call).await?;
    let (account, now) = (call.account(), call.now);
    let settings = call.settings().clone();
    let actor = call.actor().clone();
    let (lines, fine) = pasted(&mut call.tx, account, text).await?;
    if lines.is_empty() {
        return Err(AppError::field("text", "Paste at least one email address."));
    }
    if !fine {
        let wrong: Vec<String> =
            lines.iter().filter_map(|l| l.problem.as_ref().map(|p| format!("Line {}, {}: {p}", l.line, l.text))).collect();
        return Err(AppError::field("text", wrong.join("\n")));
    }
    let forms = lines.iter().map(|line| InviteForm {
        first_name: line.name.first.clone(),
        last_name: line.name.last.clone(),
        how: "email".to_owned(),
        email: line.email.clone(),
        role: role.to_owned(),
        plan: plan.to_owned(),
        available: Some("on".to_owned()),
        dial_by_name: Some("on".to_owned()),
        ..InviteForm::default()
    });
    let invited = lines.len();
    for form in forms {
        let checked = invite_check::check_form(&mut call.tx, &settings, &actor, &form).await?;
        let added_now = add(&mut call.tx, account, &checked, MemberState::Invited, None, now).await;
        let id = added_now.map_err(|e| match e.is("seats_not_oversold") {
            true => AppError::field(
                "plan",
                format!(
                    "There are fewer free seats than the {invited} people pasted. Nobody was invited: add seats or choose another plan."
                ),
            ),
            false => taken(e, &checked),
        })?;
        let changes = added(&checked);
        call.audit("members.invite", Subject::member(id, &checked.name.full()), &changes, false).await?;
        let row = invitations::find(&mut call.tx, account, id).await?.ok_or(AppError::Busy)?;
        let name = actor.name.full();
        letter(&mut call.tx, &call.state, &row, (Some(actor.member), &name), now).await?;
    }
    call.commit().await?;
    leptos_axum::redirect("/team?invite=pending");
    Ok(invited)
}

#[cfg(feature = "ssr")]
fn gone() -> AppError {
    AppError::NotFound("That member isn’t there any more. Go back to the team and pick a row.".to_owned())
}

/// A pending invitation, for the dialog that sends it again.
#[server(name = ReadPending, endpoint = "invitations/pending", input = GetUrl)]
pub async fn pending(id: MemberIdText) -> Result<Pending, AppError> {
    answer(
        async {
            let member: MemberId = id.parse().map_err(|_| gone())?;
            let mut call = Call::read().await?;
            let (account, viewer, now) = (call.account(), call.actor().member, call.now);
            let target = members::target(&mut call.tx, account, viewer, member).await?.ok_or_else(gone)?;
            let _may = check(call.actor(), Action::ResendInvitation, &target)?;
            let row = invitations::find(&mut call.tx, account, member).await?.ok_or_else(gone)?;
            let bounce = match row.bounce.clone() {
                Some(why) => Some(why),
                None => outbox::problem(&mut call.tx, account, member).await?,
            };
            let address_refused = check(call.actor(), Action::CorrectInvitedEmail, &target).err().map(|d| d.to_string());
            let (sent_at, expires_at) = (Instant(row.sent_at), Instant(row.expires_at));
            Ok(Pending { id: member, name: row.name(), email: row.sign_in, sent_at, expires_at, bounce, now, address_refused })
        }
        .await,
    )
}

/// A member's id as the address has it.
pub type MemberIdText = String;

/// Sends an invitation again, to a corrected address if there is one: a new link, and the old one dies (M4).
#[server(endpoint = "invitations/resend")]
pub async fn resend(id: MemberIdText, email: Option<String>) -> Result<String, AppError> {
    answer(resend_now(&id, email.as_deref()).await)
}

#[cfg(feature = "ssr")]
async fn resend_now(id: &str, email: Option<&str>) -> AppResult<String> {
    let member: MemberId = id.parse().map_err(|_| gone())?;
    let mut call = Call::begin().await?;
    let (account, viewer, now) = (call.account(), call.actor().member, call.now);
    let target = members::target(&mut call.tx, account, viewer, member).await?.ok_or_else(gone)?;
    let _resend = check(call.actor(), Action::ResendInvitation, &target)?;
    let row = invitations::find(&mut call.tx, account, member).await?.ok_or_else(gone)?;
    let mut changes = Vec::new();
    let typed = email.map(str::trim).unwrap_or(&row.sign_in);
    if typed != row.sign_in {
        let email = EmailAddress::parse(typed).map_err(|e| AppError::field("email", e))?;
        let permit = check(call.actor(), Action::CorrectInvitedEmail, &target)?;
        let key = SignInName::key(email.as_str());
        if key != SignInName::key(&row.sign_in)
            && let Some(problem) = invite_check::sign_in_problem(&mut call.tx, account, email.as_str(), &key).await?
        {
            return Err(AppError::field("email", problem));
        }
        invitations::correct_email(&mut call.tx, account, &permit, email.as_str()).await.map_err(|e| {
            match e.is("members_sign_in_taken") {
                true => AppError::field("email", invite_check::name_taken(email.as_str())),
                false => e.into(),
            }
        })?;
        changes.push(Change { field: "email".to_owned(), before: Some(row.sign_in.clone()), after: Some(email.as_str().to_owned()) });
    }
    let row = PendingRow { sign_in: typed.to_owned(), ..row };
    let name = call.actor().name.full();
    letter(&mut call.tx, &call.state, &row, (Some(viewer), &name), now).await?;
    call.audit("members.resend-invitation", Subject::member(member, &target.name), &changes, false).await?;
    call.commit().await?;
    leptos_axum::redirect(&format!("/team/{member}"));
    Ok(row.sign_in)
}
