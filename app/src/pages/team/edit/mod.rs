//! The edit drawer at /team/ID/edit (M6, M7): photo and PIN save by themselves, everything else together.

mod conflict;
mod fields;

use self::conflict::Conflict;
use self::fields::Fields;
use crate::api::flash::typed::typed;
use crate::api::members::edit::{UpdateMember, member_edit};
use crate::pages::bulk::show_flash;
use crate::pages::profile::photo::PhotoForm;
use crate::pages::profile::pin::PinForm;
use crate::pages::profile::sent_back;
use crate::pages::team::Team;
use crate::pages::use_me;
use crate::ui::form_errors::{Answer, form_error};
use crate::ui::page_data::{Reading, reading};
use crate::ui::{Dialog, DialogBody, DialogKind, Notice, NoticeKind, SubmitFoot, render_once, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::MemberId;
use model::error::AppError;
use model::members::edit::{EditField, MemberEdit, MemberForm};
use model::team::card::CardPage;

/// The id of the form that the buttons at the foot send.
const FORM: &str = "edit-form";

/// What is saved, and what a refused browser without script had typed.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Shown {
    saved: Result<MemberEdit, AppError>,
    typed: Option<MemberForm>,
}

async fn load(id: MemberId, refused: bool) -> Result<Shown, AppError> {
    let before = if refused { typed(format!("edit-{id}")).await? } else { Default::default() };
    let typed = (!before.is_empty()).then(|| {
        let mut form = MemberForm {
            version: before.get("version").and_then(|v| v.parse().ok()).unwrap_or_default(),
            ..Default::default()
        };
        for (field, text) in EditField::ALL.iter().filter_map(|f| Some((*f, before.get(f.slug())?))) {
            if form.set(field, text).is_some() {
                form.has.insert(field);
            }
        }
        form
    });
    Ok(Shown { saved: member_edit(id).await, typed })
}

/// Reads the page and the open card again after a change.
pub fn refresher(team: Team) -> impl Fn() + Copy + Send + Sync + 'static {
    let card = use_context::<Reading<Result<Option<CardPage>, AppError>>>();
    move || {
        team.list.refetch();
        if let Some(card) = card {
            card.refetch();
        }
    }
}

/// The drawer.
#[component]
pub fn EditDrawer(id: MemberId) -> impl IntoView {
    let refused = sent_back();
    let shown = reading(|| (), move |()| load(id, refused));
    view! {
        <Transition>
            {render_once(move || Suspend::new(async move {
                match shown.await {
                    Ok(Shown { saved: Ok(saved), typed }) => view! { <Drawer saved typed /> }.into_any(),
                    Ok(Shown { saved: Err(error), typed }) => cannot(&error, typed),
                    Err(error) => cannot(&error, None),
                }
            }))}
        </Transition>
    }
}

/// Why there is nothing to edit; what was typed without script is still there to be read (M7).
fn cannot(error: &AppError, typed: Option<MemberForm>) -> AnyView {
    let team = expect_context::<Team>();
    let lines: Vec<AnyView> = typed
        .into_iter()
        .flat_map(|form| EditField::ALL.iter().map(|f| (*f, form.text(*f))).collect::<Vec<_>>())
        // Without the member there are no names for the ids of the others.
        .filter(|(f, text)| {
            !text.is_empty()
                && !matches!(f, EditField::Role | EditField::Features | EditField::Supervises | EditField::Groups)
        })
        .map(|(f, text)| {
            view! {
                <dt>{f.label()}</dt>
                <dd>{text}</dd>
            }
            .into_any()
        })
        .collect();
    let entered = (!lines.is_empty()).then(|| {
        view! {
            <h3 class="group-title">"What you typed"</h3>
            <dl class="facts">{lines}</dl>
        }
    });
    let words = error.to_string();
    view! {
        <Dialog
            id="edit"
            title="Edit member"
            kind=DialogKind::Drawer
            open=Signal::stored(true)
            close_href=team.list_href()
        >
            <DialogBody>
                <div role="alert">
                    <Notice kind=NoticeKind::Bad title=words />
                </div>
                {entered}
            </DialogBody>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Drawer(saved: MemberEdit, typed: Option<MemberForm>) -> impl IntoView {
    let team = expect_context::<Team>();
    let back = team.href(&team.query());
    let action = ServerAction::<UpdateMember>::new();
    let answer: Answer = Signal::derive(move || action.value().get().map(|result| result.map(drop)));
    let (id, name) = (saved.id, saved.name.full());
    let base = RwSignal::new(saved);
    let sent = RwSignal::new(typed.clone());
    let conflict = RwSignal::new(typed.clone().filter(|_| answer.with_untracked(is_conflict)));
    let again = RwSignal::new(0_u32);
    Effect::new(move |_| {
        // The arguments are there only until the answer is.
        if let Some(input) = action.input().get() {
            sent.set(Some(input.form));
        }
    });
    let (toasts, navigate, leave) = (use_toasts(), use_navigate(), back.clone());
    let refresh = refresher(team);
    Effect::new(move |_| match action.value().get() {
        Some(Ok(flash)) => {
            refresh();
            show_flash(toasts, flash, refresh);
            navigate(&leave, Default::default());
        }
        Some(Err(AppError::Conflict(_))) => leptos::task::spawn_local(async move {
            if let (Ok(now), Some(typed)) = (member_edit(id).await, sent.get_untracked()) {
                base.try_set(now);
                conflict.try_set(Some(typed));
                again.try_update(|n| *n += 1);
            }
        }),
        _ => {}
    });
    let pending = action.pending();
    let field_errors = move || answer.with(|a| matches!(a, Some(Err(AppError::Fields(_)))));
    let form_back = back.clone();
    let form = move || {
        again.track();
        let saved = base.get_untracked();
        let (id, back) = (saved.id.to_string(), form_back.clone());
        let fields = match conflict.get() {
            Some(typed) => view! { <Conflict saved typed answer /> }.into_any(),
            None => view! { <Fields saved typed=typed.clone() answer /> }.into_any(),
        };
        view! {
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="back" value=back />
            {fields}
        }
    };
    let here = format!("/team/{id}/edit");
    let (photo, pin) = (here.clone(), here);
    let me = use_me();
    let on_photo = Callback::new(move |hash: Option<String>| {
        if me.with_untracked(|me| me.actor.member == id) {
            me.update(|me| me.photo = hash);
        }
        refresh();
    });
    let first = base.get_untracked();
    let save = move || match (pending.get(), conflict.with(Option::is_some)) {
        (true, _) => "Saving…",
        (false, true) => "Save my choices",
        (false, false) => "Save changes",
    };
    view! {
        <Dialog
            id="edit"
            title=format!("Edit {name}")
            kind=DialogKind::Drawer
            open=Signal::stored(true)
            close_href=back.clone()
        >
            <DialogBody>
                {form_error(answer)}
                {move || {
                    field_errors()
                        .then(|| {
                            view! {
                                <div role="alert">
                                    <Notice
                                        kind=NoticeKind::Bad
                                        title="Nothing is saved yet. Fix the marked fields.".to_owned()
                                    />
                                </div>
                            }
                        })
                }}
                <PhotoForm
                    id
                    name=first.name.clone()
                    photo=first.photo.clone()
                    refused=first.photo_refused.clone()
                    back=photo
                    on_saved=on_photo
                /> <ActionForm action attr:id=FORM attr:class="edit-form">
                    {form}
                </ActionForm> <crate::pages::numbers::NumbersSection id />
                <section class="form-section" aria-labelledby="edit-pin">
                    <h3 class="form-section__title" id="edit-pin">
                        "Voicemail PIN"
                    </h3>
                    <PinForm id has_pin=first.has_pin refused=first.pin_refused.clone() back=pin />
                </section>
            </DialogBody>
            <SubmitFoot cancel=back busy=pending form=FORM>
                {save}
            </SubmitFoot>
        </Dialog>
    }
    .into_any()
}

fn is_conflict(answer: &Option<Result<(), AppError>>) -> bool {
    matches!(answer, Some(Err(AppError::Conflict(_))))
}
