//! The invite drawer at /team/invite: one person by email or with a username, or several at once (M1, M2, S1, S2).

mod calls;
mod groups;
mod made;
mod numbers;
mod one;
mod person;
mod phone;
mod photo;
mod role;
mod seats;
mod several;
mod tabs;
mod typed;

use self::made::Made;
use self::numbers::chosen_numbers;
use self::one::One;
use self::several::Several;
use self::typed::Typed;
use super::Team;
use crate::api::flash::typed::typed;
use crate::api::invitations::invite_offers;
use crate::api::members::template::member_template;
use crate::ui::page_data::reading;
use crate::ui::{Dialog, DialogKind, Loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::invitations::{InviteOffers, Invited};
use model::members::template::MemberTemplate;
use model::{Availability, MemberId, NotAnId};

/// Whom the new member is to be like; the address may hold what is no id.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Like(Result<MemberId, NotAnId>);

async fn load(form: &'static str, refused: bool, like: Option<Like>) -> Result<(InviteOffers, Typed), AppError> {
    let before = match like {
        _ if refused => typed(form.to_owned()).await?,
        Some(Like(id)) => like_them(member_template(id.map_err(|NotAnId| MemberId::missing())?).await?),
        None => Typed::new(),
    };
    let find = before.get("find").cloned().unwrap_or_default();
    Ok((invite_offers(find, chosen_numbers(&before)).await?, before))
}

/// The form as a duplicate starts: what may be copied of the original, and nothing that is theirs alone (M8).
fn like_them(it: MemberTemplate) -> Typed {
    let on = |yes: bool| if yes { "on".to_owned() } else { String::new() };
    let numbers: Vec<String> = it.numbers.iter().map(|n| n.id.to_string()).collect();
    let groups: Vec<String> = it.groups.iter().map(|g| g.id.to_string()).collect();
    [
        ("role", it.role.to_string()),
        ("plan", it.plan.slug().to_owned()),
        ("numbers", numbers.join(" ")),
        ("groups", groups.join(" ")),
        ("available", on(it.availability == Availability::Available)),
        ("screening", on(it.screening)),
        ("dial_by_name", on(it.dial_by_name)),
        ("supervises", it.supervises.slug().to_owned()),
        ("time_zone", it.time_zone),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), value))
    .collect()
}

/// The drawer: the form, or the temporary password of whoever was just invited.
#[component]
pub fn InviteDrawer() -> impl IntoView {
    let team = expect_context::<Team>();
    let query = use_query_map();
    let refused = query.with_untracked(|query| query.get("__err").is_some() || query.get("typed").is_some());
    let like = Memo::new(move |_| query.with(|query| query.get("like").map(|id| Like(id.parse()))));
    let several = Memo::new(move |_| query.with(|query| query.get("several").is_some()));
    // Counts the people invited from this drawer: each gets an empty form with a fresh extension.
    let round = RwSignal::new(0_u32);
    let made = RwSignal::new(None::<Invited>);
    let offers = reading(
        move || (round.get(), several.get(), like.get()),
        move |(round, several, like)| {
            let form = if several { "invite-many" } else { "invite" };
            load(form, refused && round == 0, like.filter(|_| round == 0))
        },
    );
    let retry = Signal::derive(|| "/team/invite".to_owned());
    view! {
        <Dialog
            id="invite"
            kind=DialogKind::Drawer
            open=true
            close_label="Close without inviting"
            close_href=team.list_href()
            title="Invite member"
            about="They get an email with a link to set a password.".to_owned()
        >
            {move || match made.get() {
                Some(it) => view! { <Made it made round /> }.into_any(),
                None => {
                    view! {
                        <Loaded
                            resource=offers
                            retry=retry
                            children=move |(offers, before)| match (offers.made.clone(), several.get_untracked()) {
                                (Some(it), _) => view! { <Made it made round /> }.into_any(),
                                (None, true) => view! { <Several offers before /> }.into_any(),
                                (None, false) => view! { <One offers before made round /> }.into_any(),
                            }
                        />
                    }
                        .into_any()
                }
            }}
        </Dialog>
    }
}
