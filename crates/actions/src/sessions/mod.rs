//! Signing in and out, and what a signed-in person sets for themselves (A2, M20, T7).

mod devices;
pub mod forgot_password;
pub mod list;
pub mod password_links;

use crate::call::{Call, cookie_name, session_token};
use crate::cookies;
use crate::limits::Guess;
use crate::live;
use crate::request::Request;
use crate::secrets;
use crate::time_zone;
use cookie::{CookieBuilder, SameSite};
use model::audit::{AuditAction, Change, Field, Subject, Value};
use model::error::{AppError, AppResult};
use model::instant::{DAY, HOUR, Instant, SECOND};
use model::live::Touched;
use model::sessions::Me;
use model::sessions::{ColumnsShown, Density, Holders, PreferenceChange, Preferences, SingleKeys};
use model::team::Column;
use model::team::url::PAGE_SIZES;
use model::{AccountId, Availability, MemberId, MemberState, NextPage, SignInName};
use policy::{Action, Target, check};
use store::audit::Author;
use store::sessions::NewSession;
use store::{Tx, audit, dialect, fault, members, sessions};

/// One's own page frame: account, role, preferences. None when nobody is signed in.
pub async fn me(request: &Request) -> AppResult<Option<Me>> {
    match Call::read_on_entry(request).await {
        Ok(call) => frame(call).await.map(Some),
        Err(AppError::SignedOut) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn frame(mut call: Call) -> AppResult<Me> {
    let account = call.account();
    let all = if call.actor().role.is_administrator() {
        Vec::new()
    } else {
        store::roles::list(&mut call.tx, account).await?
    };
    let lacks = model::Permission::ALL.iter().copied().filter(|p| !call.actor().role.has(*p));
    let named = |permission| all.iter().filter(|r| r.role.has(permission)).map(|r| r.role.name.clone()).collect();
    let holders = lacks.map(|permission| Holders { permission, roles: named(permission) }).collect();
    let flash = crate::flash::take(&call.request)?;
    let me = call.me;
    let zone = if me.time_zone.is_empty() { me.account.time_zone.as_str() } else { me.time_zone.as_str() };
    Ok(Me {
        now: call.now,
        zone: time_zone::offsets(zone, call.now),
        actor: me.actor,
        account: me.account,
        photo: me.photo,
        sign_in: me.sign_in,
        availability: me.availability,
        preferences: serde_json::from_str(&me.preferences).unwrap_or_default(),
        must_change_password: me.must_change_password,
        holders,
        flash,
    })
}

/// Whether somebody is signed in, before anything large is read of them.
pub async fn is_signed_in(request: &Request) -> bool {
    Call::read_on_entry(request).await.is_ok()
}

/// Signs in and leads to the Team page. A wrong password and an unknown name get the same sentence in the same time
/// (QUALITY, invariant 16); tries are limited by name and address, see [`Guess`].
pub async fn sign_in(request: &Request, name: String, password: String, keep: bool, next: NextPage) -> AppResult<()> {
    let result = sign_in_now(request, &name, password, keep, &next).await;
    if result.is_err() {
        crate::flash::typed::remember(request, "sign-in", &[("name", &name)])?;
    }
    result
}

async fn sign_in_now(request: &Request, name: &str, password: String, keep: bool, next: &NextPage) -> AppResult<()> {
    let state = request.state.clone();
    let now = state.now();
    let key = SignInName::key(&name.chars().take(300).collect::<String>());
    if key.is_empty() {
        return Err(AppError::field("name", "Enter your email or username."));
    }
    let device = devices::of(request);
    let mut tx = state.db.write().await?;
    let known = match &device {
        Some(device) => store::sessions::devices::knows(&mut tx, &secrets::token_hash(device), &key, now).await?,
        None => false,
    };
    let guess = Guess::at_sign_in(&mut tx, &key, &request.address(), device.as_deref().filter(|_| known), now).await?;
    let found = members::credentials(&mut tx, &key).await?;
    tx.commit().await?;
    let verified = secrets::verify_password(password, found.as_ref().and_then(|m| m.password_hash.clone())).await;
    let mut tx = state.db.write().await?;
    let right = match verified {
        Ok(right) => right,
        Err(error) => {
            guess.not_made(&mut tx).await?;
            tx.commit().await?;
            return Err(error);
        }
    };
    let Some(member) = found.filter(|m| right && m.state == MemberState::Active) else {
        return Err(AppError::field("password", refusal(guess.left)));
    };
    // While it was looked at, the password may have been replaced, or its owner shut out: then what was right is not.
    dialect::lock_account_and_that_of(&mut tx, member.account_id, present(request).as_deref()).await?;
    let still = members::credentials(&mut tx, &key).await?;
    if still.is_none_or(|m| (m.id, &m.password_hash, &m.state) != (member.id, &member.password_hash, &member.state)) {
        return Err(AppError::field("password", refusal(guess.left)));
    }
    guess.right(&mut tx).await?;
    // Rotated: a session that was there before, perhaps planted, ends here.
    let before = end_present(request, &mut tx, now).await?;
    let whose = (member.account_id, member.id);
    open_session(request, &mut tx, whose, keep, now).await?;
    let author = author_of(request, &mut tx, whose).await?;
    let subject = Subject::member(member.id, &author.name);
    audit::append(&mut tx, member.account_id, &author, AuditAction::SignIn, &subject, &[], false, now).await?;
    commit_changed_hands(request, tx, whose, before).await?;
    request.redirect(next.or("/team"));
    Ok(())
}

/// The same for an unknown name and a wrong password; says how many tries are left.
fn refusal(left: i64) -> String {
    let tries = match left {
        i64::MIN..=0 => "Wait 15 minutes before the next try.".to_owned(),
        1 => "1 try left before a 15-minute pause.".to_owned(),
        n => format!("{n} tries left before a 15-minute pause."),
    };
    format!("That name and password don’t match. {tries}")
}

/// Who did what is about their own sign-in, for the audit log.
async fn author_of(request: &Request, tx: &mut Tx, (account, member): (AccountId, MemberId)) -> AppResult<Author> {
    let target = members::target(tx, account, member, member).await?.ok_or_else(MemberId::missing)?;
    Ok(Author { id: Some(member), name: target.name, behalf: None, address: request.address() })
}

/// Who was signed in before in the same browser.
pub(crate) struct Ended {
    pub name: String,
    pub account: AccountId,
    pub member: MemberId,
}

/// The session that this browser has until now, as the database knows it.
pub(crate) fn present(request: &Request) -> Option<Vec<u8>> {
    session_token(&request.parts, request.state.https).map(|token| secrets::token_hash(&token))
}

/// Ends the session that this browser has, with its entry in its account's log. Says whose it was. Its account is
/// locked before, see [`dialect::lock_account_and_that_of`].
pub(crate) async fn end_present(request: &Request, tx: &mut Tx, now: Instant) -> AppResult<Option<Ended>> {
    let Some(session) = present(request) else { return Ok(None) };
    let Some(me) = sessions::find(tx, &session, now).await? else { return Ok(None) };
    let Some((account, member)) = sessions::end(tx, me.session, now).await? else { return Ok(None) };
    let author = author_of(request, tx, (account, member)).await?;
    let subject = Subject::member(member, &author.name);
    audit::append(tx, account, &author, AuditAction::SignOut, &subject, &[], false, now).await?;
    Ok(Some(Ended { name: author.name, account, member }))
}

/// Makes a sign-in durable and tells the pages of both accounts who came and who went.
pub(crate) async fn commit_changed_hands(
    request: &Request,
    tx: Tx,
    (account, member): (AccountId, MemberId),
    before: Option<Ended>,
) -> AppResult<()> {
    let (here, elsewhere): (Vec<Ended>, Vec<Ended>) = before.into_iter().partition(|it| it.account == account);
    let members = std::iter::once(member).chain(here.into_iter().map(|it| it.member)).collect();
    live::commit(&request.state, tx, account, live::touched(members)).await?;
    for ended in elsewhere {
        live::announce(&request.state, ended.account, live::touched(vec![ended.member])).await?;
    }
    Ok(())
}

/// Makes a session and sets its cookie: idle limit 12 hours and absolute limit 7 days, or 30 and 90 days when kept.
pub(crate) async fn open_session(
    request: &Request,
    tx: &mut Tx,
    (account, member): (AccountId, MemberId),
    keep: bool,
    now: Instant,
) -> AppResult<()> {
    let (token, token_hash) = secrets::new_token();
    let (idle, life) = if keep { (30 * DAY, 90 * DAY) } else { (12 * HOUR, 7 * DAY) };
    let agent = request.parts.headers.get(http::header::USER_AGENT).and_then(|v| v.to_str().ok());
    let agent = agent.map(browser).unwrap_or_default();
    let address = request.address();
    let new =
        NewSession { account, member, token_hash, idle, expires: now.plus(life), agent: &agent, address: &address };
    sessions::create(tx, &new, now).await?;
    devices::remember(request, tx, (account, member), now).await?;
    let cookie = session_cookie(token, request.state.https);
    request.set_cookie(&if keep { cookie.max_age(cookies::seconds(life / SECOND)) } else { cookie }.build())
}

fn session_cookie(token: String, https: bool) -> CookieBuilder<'static> {
    cookies::closed(cookie_name(https), token, "/", SameSite::Lax, https)
}

/// "Firefox on Linux": enough to recognise a session, no more.
pub fn browser(agent: &str) -> String {
    let find = |known: &[(&str, &str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| (*name).to_owned())
    };
    let browser = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(b), Some(s)) => format!("{b} on {s}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "Unknown browser".to_owned(),
    }
}

/// Ends this session and leads to the sign-in page.
pub async fn sign_out(request: &Request) -> AppResult<()> {
    let ended = match Call::begin_on_entry(request).await {
        // Supervising was over; that is told to whoever wants to change something, and not to whoever goes.
        Err(AppError::Conflict(_)) => Call::begin_on_entry(request).await,
        other => other,
    };
    match ended {
        Ok(mut call) => {
            let ended = end_present(request, &mut call.tx, call.now).await?;
            call.touches(live::touched(ended.into_iter().map(|it| it.member).collect()));
            call.commit().await?;
        }
        Err(AppError::SignedOut) => {}
        Err(error) => return Err(error),
    }
    request.set_cookie(&session_cookie(String::new(), request.state.https).max_age(cookies::seconds(0)).build())?;
    request.redirect("/sign-in");
    Ok(())
}

/// Sets one's own availability (M20).
///
/// # Errors
/// Denied while looking through somebody's eyes.
pub async fn set_availability(request: &Request, wanted: Availability) -> AppResult<()> {
    let mut call = Call::begin(request).await?;
    let (account, actor) = (call.account(), call.actor().member);
    let before = call.me.availability;
    call.touches(Touched::NOBODY);
    if before != wanted {
        let target = members::target(&mut call.tx, account, actor, actor).await?.ok_or(AppError::SignedOut)?;
        let permit = check(call.actor(), Action::SetAvailability, &target)?;
        members::set_availability(&mut call.tx, account, &permit, wanted, call.now).await?;
        let (had, has) = (Value::Availability(before), Value::Availability(wanted));
        let change = Change::new(Field::Availability, had, has);
        let name = call.actor().name.full();
        call.audit(AuditAction::SetAvailability, Subject::member(actor, &name), &[change]).await?;
    }
    call.commit().await
}

/// Keeps how one likes to see things (T7): what is given replaces the kept one. A page size that is not offered is
/// none. `ticked`: the boxes of the columns' form without script.
///
/// # Errors
/// Denied while looking through somebody's eyes.
pub async fn set_preferences(request: &Request, change: PreferenceChange, ticked: Vec<Column>) -> AppResult<()> {
    let mut call = Call::begin(request).await?;
    let _permit = check(call.actor(), Action::SetPreferences, Target::Account)?;
    let mut kept: Preferences = serde_json::from_str(&call.me.preferences).unwrap_or_default();
    kept.theme = change.theme.unwrap_or(kept.theme);
    kept.compact = change.density.map_or(kept.compact, |density| density == Density::Compact);
    kept.no_single_keys = change.single_keys.map_or(kept.no_single_keys, |keys| keys == SingleKeys::Off);
    kept.per_page = change.per_page.filter(|n| PAGE_SIZES.contains(n)).or(kept.per_page);
    kept.columns = match change.columns {
        None => kept.columns,
        Some(ColumnsShown::Default) => None,
        Some(ColumnsShown::Ticked) => Some(ticked),
        Some(ColumnsShown::These(columns)) => Some(columns),
    };
    let text = serde_json::to_string(&kept).map_err(|e| fault(&e))?;
    let (account, member) = (call.account(), call.actor().member);
    members::set_preferences(&mut call.tx, account, member, &text).await?;
    call.touches(Touched::NOBODY);
    call.commit().await
}
