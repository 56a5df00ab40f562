//! Signing in and out, and what a signed-in person sets for themselves (A2, M20, T7).

pub mod forgot_password;
pub mod list;
pub mod password_links;

use crate::call::{Call, client_address, cookie_name, session_token};
use crate::cookies;
use crate::request::Request;
use crate::secrets;
use crate::time_zone;
use cookie::{CookieBuilder, SameSite};
use model::audit::{AuditAction, Change, Field, Subject, Value};
use model::error::{AppError, AppResult};
use model::instant::{DAY, HOUR, SECOND};
use model::live::Touched;
use model::sessions::Me;
use model::sessions::{ColumnsShown, Density, Holders, PreferenceChange, Preferences, SingleKeys};
use model::team::Column;
use model::team::url::PAGE_SIZES;
use model::{Availability, NextPage, SignInName};
use policy::{Action, Target, check};
use store::sessions::{NewSession, attempts};
use store::{fault, members, sessions};

/// One's own page frame: account, role, preferences. None when nobody is signed in.
pub async fn me(request: &Request) -> AppResult<Option<Me>> {
    match Call::read(request).await {
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
    let told = crate::flash::take(&call.request)?;
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
        told,
    })
}

/// Signs in and leads to the Team page. A wrong password and an unknown name get the same sentence in the same time
/// (QUALITY, invariant 16); failures are limited by name and by address.
pub async fn sign_in(request: &Request, name: String, password: String, keep: bool, next: NextPage) -> AppResult<()> {
    let result = sign_in_now(request, &name, password, keep, &next).await;
    if result.is_err() {
        crate::flash::typed::remember(request, "sign-in", &[("name", &name)])?;
    }
    result
}

async fn sign_in_now(request: &Request, name: &str, password: String, keep: bool, next: &NextPage) -> AppResult<()> {
    let (state, parts) = (request.state.clone(), request.parts.clone());
    let now = state.now();
    let key = SignInName::key(&name.chars().take(300).collect::<String>());
    if key.is_empty() {
        return Err(AppError::field("name", "Enter your email or username."));
    }
    let address = client_address(&parts, state.behind_proxy);
    let buckets = [(format!("name:{key}"), 5), (format!("address:{address}"), 50)];
    let mut tx = state.db.read().await?;
    for (bucket, limit) in &buckets {
        if let Some(minutes) = attempts::pause(&mut tx, bucket, *limit, now).await? {
            return Err(AppError::TooMany(minutes));
        }
    }
    let found = members::credentials(&mut tx, &key).await?;
    drop(tx);
    let right = secrets::verify_password(password, found.as_ref().and_then(|m| m.password_hash.clone())).await;
    let mut tx = state.db.write().await?;
    let Some(member) = found.filter(|m| right && m.state == "active") else {
        let failures = attempts::failed(&mut tx, &buckets[0].0, now).await?;
        attempts::failed(&mut tx, &buckets[1].0, now).await?;
        tx.commit().await?;
        return Err(AppError::field("password", refusal(buckets[0].1 - failures)));
    };
    attempts::forget(&mut tx, &buckets[0].0).await?;
    // Rotated: a session that was there before, perhaps planted, ends here.
    if let Some(old) = session_token(&parts, state.https)
        && let Some(old) = sessions::find(&mut tx, &secrets::token_hash(&old), now).await?
    {
        sessions::end(&mut tx, old.session).await?;
    }
    open_session(request, &mut tx, &state, &parts, (member.account_id, member.id), keep, now).await?;
    tx.commit().await?;
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

/// Makes a session and sets its cookie: idle limit 12 hours and absolute limit 7 days, or 30 and 90 days when kept.
pub async fn open_session(
    request: &Request,
    tx: &mut store::Tx,
    state: &crate::state::AppState,
    parts: &http::request::Parts,
    member: (model::AccountId, model::MemberId),
    keep: bool,
    now: model::instant::Instant,
) -> AppResult<()> {
    let (token, token_hash) = secrets::new_token();
    let (idle, life) = if keep { (30 * DAY, 90 * DAY) } else { (12 * HOUR, 7 * DAY) };
    let agent =
        parts.headers.get(http::header::USER_AGENT).and_then(|v| v.to_str().ok()).map(browser).unwrap_or_default();
    let address = client_address(parts, state.behind_proxy);
    let new = NewSession {
        account: member.0,
        member: member.1,
        token_hash,
        idle,
        expires: now.plus(life),
        agent: &agent,
        address: &address,
    };
    sessions::create(tx, &new, now).await?;
    let cookie = session_cookie(token, state.https);
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
    match Call::begin(request).await {
        Ok(mut call) => {
            sessions::end(&mut call.tx, call.me.session).await?;
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
        members::set_availability(&mut call.tx, account, &permit, wanted).await?;
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
