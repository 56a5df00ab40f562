//! The first start: one link makes the account and its first Administrator; a sample team fills it (A1).

use crate::call::Call;
use crate::request::Request;
use crate::secrets::{self, Owner};
use crate::sessions::open_session;
use crate::time_zone;
use model::audit::{AuditAction, Subject};
use model::error::AppError;
use model::error::{AppResult, FieldError};
use model::instant::DAY;
use model::setup::NewAccount;
use model::setup::SetupState;
use model::{AccountId, AccountSettings, EmailAddress, PersonName, Plan};
use policy::{Action, NewMember, RoleRef, Target, check};
use sample;
use store::audit::Author;
use store::tokens::Purpose;
use store::{accounts, audit, members, roles, tokens};

/// Whether this link may set the deployment up.
pub async fn setup_state(request: &Request, token: String) -> AppResult<SetupState> {
    let state = request.state.clone();
    let mut tx = state.db.read().await?;
    if accounts::any(&mut tx).await? {
        return Ok(SetupState::Done);
    }
    let found = tokens::peek(&mut tx, &secrets::token_hash(&token), Purpose::Setup, state.now()).await?;
    Ok(if found.is_some() { SetupState::Open { time_zones: time_zone::names() } } else { SetupState::WrongLink })
}

/// Whether nobody has set this deployment up yet: the sign-in page then says where the setup link is (A1).
pub async fn setup_needed(request: &Request) -> AppResult<bool> {
    let mut tx = request.state.db.read().await?;
    Ok(!accounts::any(&mut tx).await?)
}

/// Makes the account and its first Administrator, who is signed in then.
pub async fn create_account(request: &Request, form: NewAccount) -> AppResult<()> {
    let kept = [
        ("company", form.company.clone()),
        ("time_zone", form.time_zone.clone()),
        ("country", form.country.code().to_owned()),
        ("first_name", form.first_name.clone()),
        ("last_name", form.last_name.clone()),
        ("email", form.email.clone()),
    ];
    let result = create(request, form).await;
    if result.is_err() {
        crate::flash::typed::remember(request, "setup", &kept.each_ref().map(|(name, value)| (*name, value.as_str())))?;
    }
    result
}

async fn create(request: &Request, form: NewAccount) -> AppResult<()> {
    let (name, email, zone) = check_form(&form)?;
    let state = request.state.clone();
    let now = state.now();
    let token = secrets::token_hash(&form.token);
    let old_link = || {
        let words = "This setup link was used already or is old. Restart the server to get a new one, or sign in.";
        AppError::Refused(words.to_owned())
    };
    // Looked at before the hash, so that nobody without a link has the server work.
    let mut tx = state.db.read().await?;
    if accounts::any(&mut tx).await? || tokens::peek(&mut tx, &token, Purpose::Setup, now).await?.is_none() {
        return Err(old_link());
    }
    drop(tx);
    let hash = secrets::hash_password(form.password.clone()).await?;
    let mut tx = state.db.write().await?;
    if accounts::any(&mut tx).await? || tokens::take(&mut tx, &token, Purpose::Setup, now).await?.is_none() {
        return Err(old_link());
    }
    let account = new_settings(&form, zone);
    accounts::create(&mut tx, &account, [50, 0, 0], now).await?;
    let builtin = roles::create_builtin(&mut tx, account.id, now).await?;
    let member = members::insert_first(
        &mut tx,
        account.id,
        builtin,
        &name,
        email.as_str(),
        &hash,
        account.extension_digits,
        now,
    )
    .await?;
    let author = Author { id: Some(member), name: name.full(), behalf: None, address: request.address() };
    audit::append(
        &mut tx,
        account.id,
        &author,
        AuditAction::AccountCreate,
        &Subject::account(account.id, &account.name),
        &[],
        false,
        now,
    )
    .await?;
    open_session(request, &mut tx, (account.id, member), false, now).await?;
    tx.commit().await?;
    request.redirect("/welcome");
    Ok(())
}

fn new_settings(form: &NewAccount, zone: String) -> AccountSettings {
    AccountSettings {
        id: AccountId::new(),
        name: model::text::line(&form.company),
        country: form.country,
        time_zone: zone,
        extension_digits: 3,
        wrap_up_seconds: 60,
        only_administrators_add: false,
        meeting_base: "https://meet.example.com".to_owned(),
        default_plan: Plan::Basic,
        prices: model::PriceBook::default(),
    }
}

/// All fields are checked at once, so that one round shows every problem.
fn check_form(form: &NewAccount) -> AppResult<(PersonName, EmailAddress, String)> {
    let mut errors = Vec::new();
    let mut refuse = |field: &str, message: String| errors.push(FieldError { field: field.to_owned(), message });
    match model::text::line(&form.company).chars().count() {
        0 => refuse("company", "Enter the company’s name.".into()),
        1..=120 => {}
        _ => refuse("company", "A company name has at most 120 characters. Shorten it.".into()),
    }
    let name =
        PersonName::parse(&form.first_name, &form.last_name).map_err(|e| refuse("first_name", e.to_string())).ok();
    let email = EmailAddress::parse(&form.email).map_err(|e| refuse("email", e.to_string())).ok();
    // Left empty it is nobody's: an account has one, so that its days begin somewhere.
    let zone = time_zone::parse(&form.time_zone).map_err(|e| refuse("time_zone", e)).ok();
    let zone = zone.map(|zone| if zone.is_empty() { "UTC".to_owned() } else { zone });
    let typed = format!("{} {}", form.first_name, form.last_name);
    let owner = Owner { sign_in: &form.email, name: &typed, company: &form.company };
    if let Err(e) = secrets::check_password(&form.password, owner) {
        refuse("password", e.to_string());
    }
    match (name, email, zone, errors.is_empty()) {
        (Some(name), Some(email), Some(zone), true) => Ok((name, email, zone)),
        _ => Err(AppError::Fields(errors)),
    }
}

/// Fills one's own new account with a sample team of about 1,300 people, to try everything (A1).
pub async fn load_sample(request: &Request) -> AppResult<()> {
    let mut call = Call::read(request).await?;
    let role = call.actor().role.clone();
    let _permit = check(call.actor(), Action::Invite(NewMember::with_role(RoleRef::from(&role))), Target::Account)?;
    let account = call.account();
    if store::team::head_count(&mut call.tx, account).await?.0 > 1 {
        return Err(AppError::Refused(
            "The team has people already. A sample team goes into an empty account only.".into(),
        ));
    }
    let (state, now) = (call.request.state.clone(), call.now);
    drop(call);
    sample::load_into(&state.db, account, sample::Sample::new(sample::SEED, 1_300), now, &|_, _| {}).await?;
    request.redirect("/team");
    Ok(())
}

/// Days a setup link lives; a new one is printed at each start without an account.
pub const SETUP_LINK_LIFE: i64 = 7 * DAY;

/// Makes a new setup link's token, for the start of the server and `teamline setup-link`; none once there is an account.
pub async fn new_setup_token(
    db: &store::Db,
    now: model::instant::Instant,
) -> Result<Option<String>, store::StoreError> {
    let mut tx = db.write().await?;
    if accounts::any(&mut tx).await? {
        return Ok(None);
    }
    let (token, hash) = secrets::new_token();
    tokens::issue(&mut tx, &hash, Purpose::Setup, None, now, SETUP_LINK_LIFE).await?;
    tx.commit().await?;
    Ok(Some(token))
}
