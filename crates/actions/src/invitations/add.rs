//! Inviting one person: the checked form becomes a member, with one audit entry and, by email, a letter (M1, M2).

use crate::invitations::*;
use crate::request::Request;
use model::error::AppError;
use model::error::AppResult;
use model::invitations::InviteBy;

pub(crate) async fn invite_one(request: &Request, form: InviteForm) -> AppResult<Invited> {
    let found = &request.foreign_names;
    // Hashing takes a while, so it is done before the account is locked, but only for those who may.
    let temporary = (form.how == InviteBy::Username).then(secrets::temporary_password);
    let hash = match &temporary {
        Some(password) => {
            let mut call = Call::read(request).await?;
            may_invite(&mut call).await?;
            let (settings, actor) = (call.settings().clone(), call.actor().clone());
            invite_check::check_form(&mut call.tx, &settings, &actor, &form, found).await?;
            drop(call);
            Some(secrets::hash_password(password.clone()).await?)
        }
        None => None,
    };
    let mut call = Call::begin(request).await?;
    may_invite(&mut call).await?;
    let (account, now) = (call.account(), call.now);
    let settings = call.settings().clone();
    let actor = call.actor().clone();
    let checked = invite_check::check_form(&mut call.tx, &settings, &actor, &form, found).await?;
    let state = if temporary.is_some() { MemberState::Active } else { MemberState::Invited };
    let id = add(&mut call.tx, account, &checked, state, hash.as_deref(), now)
        .await
        .map_err(|e| taken(e, &checked, found))?;
    let changes = added(&checked);
    call.audit(AuditAction::Invite, Subject::member(id, &checked.name.full()), &changes).await?;
    if let SignInName::Email(to) = &checked.sign_in {
        limits::mail(&mut call.tx, to, now).await?;
        let row = store::invitations::find(&mut call.tx, account, id).await?.ok_or(AppError::Busy)?;
        let by = (Some(actor.member), actor.name.full());
        letter(&mut call.tx, &call.request.state, &row, (by.0, &by.1), now).await?;
    }
    call.commit().await?;
    let made = Invited {
        id,
        name: checked.name.full(),
        sign_in: checked.sign_in.as_str().to_owned(),
        temporary_password: temporary,
    };
    lead_on(request, &form, &made)?;
    Ok(made)
}

/// Where the browser goes next. A temporary password has to be seen first.
fn lead_on(request: &Request, form: &InviteForm, made: &Invited) -> AppResult<()> {
    if made.temporary_password.is_some() {
        if request.is_plain_form() {
            crate::flash::temporary_password::keep(request, made)?;
            request.redirect("/team/invite");
        }
    } else if form.again.is_some() {
        if request.is_plain_form() {
            request.redirect("/team/invite");
        }
    } else {
        request.redirect(&format!("/team/{}", made.id));
    }
    Ok(())
}

/// Writes a checked member.
pub(crate) async fn add(
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
    store::invitations::create(tx, account, &c.permit, &new, now).await
}

/// What the database refused, as the field that is to be changed (S1, M5, M11).
pub(crate) fn taken(error: StoreError, c: &Checked, found: &ForeignNames) -> AppError {
    let Action::Invite(given) = c.permit.action() else { return error.into() };
    if error.is("seats_not_oversold") {
        AppError::field("plan", invite_check::no_seat(given.plan))
    } else if error.is("members_sign_in_taken") {
        let field = if c.sign_in.as_str().contains('@') { "email" } else { "username" };
        AppError::field(field, invite_check::name_taken(c.sign_in.as_str(), found))
    } else if error.is("extensions_taken") {
        AppError::field("extension", "Somebody has just got this extension. Take another.")
    } else {
        error.into()
    }
}

/// The audit row's fields of a new member (G1).
pub(crate) fn added(c: &Checked) -> Vec<Change> {
    let Action::Invite(given) = c.permit.action() else { return Vec::new() };
    let mut changes = vec![
        Change::to(Field::SignIn, Value::text(c.sign_in.as_str())),
        Change::to(Field::Role, Value::role(given.role.id, &given.role.name)),
        Change::to(Field::Plan, Value::Plan(given.plan)),
    ];
    changes.extend(c.extension.map(|e| Change::to(Field::Extension, Value::Extension(e))));
    let group = |g: &GroupTarget| Change::to(Field::Group(g.id), Value::Group(Named::new(g.id, &g.name)));
    changes.extend(given.groups.iter().map(group));
    let number = |n: &NumberTarget| Change::to(Field::Number, Value::Number(Named::new(n.id, &n.shown)));
    changes.extend(given.numbers.iter().map(number));
    if !c.forwarding.is_empty() {
        let phone = |number: &PhoneNumber| Forwarding { number: number.clone(), label: String::new(), seconds: 20 };
        let numbers = c.forwarding.iter().map(phone).collect();
        changes.push(Change::to(Field::Forwarding, Value::Forwarding { on: true, numbers }));
    }
    changes
}
