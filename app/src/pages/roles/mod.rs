//! The Roles page (R1, R2, R9, R13): /roles, one role at /roles/ID, a new one at /roles/new?from=ID, /roles/ID/delete
//! and /roles/safeguards. One form around matrix and side, so it works without script; script marks changes and counts
//! them.

mod aside;
mod delete;
mod editing;
mod foot;
mod matrix;
mod safeguards;

use crate::api::flash::typed::typed;
use crate::api::roles::roles_page;
use crate::pages::frame::PageRefused;
use crate::pages::profile::sent_back;
use crate::pages::use_me;
use crate::ui::page_data::{Reading, reading};
use crate::ui::words::grouped;
use crate::ui::{Activation, Button, ButtonKind, IconName, Loaded};
use editing::Editing;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use model::error::AppError;
use model::roles::{MayAssign, OpenRole, RoleForm, RolesPage as Data};
use model::{NumberScope, PeopleScope, Permission, RoleId};
use policy::{Action, Page, RoleDraft, RoleSheet, Target, check};

/// What the address opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    List,
    Role(RoleId),
    /// A hand-made address: there is no such role.
    NoRole,
    New,
}

/// The page's data with what a refused browser without script had typed.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Shown {
    page: Data,
    typed: Option<RoleForm>,
}

type Shownable = Reading<Result<Shown, AppError>>;

async fn load(at: At, from: String, refused: bool) -> Result<Shown, AppError> {
    let no_role = |_| RoleId::missing();
    let (open, id) = match at {
        At::List => (OpenRole::First, None),
        At::Role(id) => (OpenRole::Role(id), Some(id)),
        At::NoRole => return Err(RoleId::missing()),
        At::New if from.is_empty() => (OpenRole::New, None),
        At::New => (OpenRole::Role(from.parse().map_err(no_role)?), None),
    };
    let before = if refused && at != At::List {
        typed(format!("role-{}", id.map(|id| id.to_string()).unwrap_or_default())).await?
    } else {
        Default::default()
    };
    let words = |key: &str| before.get(key).into_iter().flat_map(|words| words.split(','));
    let text = |key: &str| before.get(key).cloned().unwrap_or_default();
    let typed = (!before.is_empty()).then(|| RoleForm {
        id,
        version: text("version").parse().unwrap_or_default(),
        name: text("name"),
        description: text("description"),
        permissions: words("permissions").filter_map(Permission::from_slug).collect(),
        may_assign: words("may_assign").filter_map(MayAssign::parse).collect(),
        people: PeopleScope::from_slug(&text("people")).unwrap_or(PeopleScope::OwnGroups),
        numbers: NumberScope::from_slug(&text("numbers")).unwrap_or(NumberScope::Held),
    });
    Ok(Shown { page: roles_page(open).await?, typed })
}

/// The page at /roles, or why this role doesn't open it (R12).
#[component]
pub fn RolesPage() -> impl IntoView {
    let closed = use_me().with_untracked(|me| Page::Roles.opens(&me.actor).err());
    view! {
        <Title text="Roles" />
        {match closed {
            Some(why) => view! { <PageRefused title="Roles" why /> }.into_any(),
            None => view! { <Roles /> }.into_any(),
        }}
    }
}

#[component]
fn Roles() -> impl IntoView {
    let path = use_location().pathname;
    let part = move |n: usize| path.with(|p| p.split('/').nth(n).map(str::to_owned)).filter(|part| !part.is_empty());
    let at = Memo::new(move |_| match part(2).as_deref() {
        None | Some("safeguards") => At::List,
        Some("new") => At::New,
        Some(id) => id.parse().map_or(At::NoRole, At::Role),
    });
    let query = use_query_map();
    let from = Memo::new(move |_| query.with(|q| q.get("from")).unwrap_or_default());
    let refused = sent_back();
    let shown: Shownable = reading(move || (at.get(), from.get()), move |(at, from)| load(at, from, refused));
    provide_context(shown);
    let retry = Signal::derive(|| "/roles".to_owned());
    let dialog = Memo::new(move |_| match (part(2).as_deref(), part(3).as_deref()) {
        (Some("safeguards"), None) => Some(Over::Safeguards),
        (Some(id), Some("delete")) => id.parse().ok().map(Over::Delete),
        _ => None,
    });
    view! {
        <main class="panel roles-page" id="main" tabindex="-1">
            <Loaded
                resource=shown
                retry=retry
                children=move |shown| {
                    let is_new = at.get_untracked() == At::New;
                    let page = shown.page.clone();
                    view! {
                        <Content shown is_new />
                        {move || dialog.get().map(|over| over.view(&page))}
                    }
                        .into_any()
                }
            />
        </main>
    }
}

/// What is open over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    Safeguards,
    Delete(RoleId),
}

impl Over {
    fn view(self, page: &Data) -> AnyView {
        match self {
            Over::Safeguards => view! { <safeguards::SafeguardsDialog page=page.clone() /> }.into_any(),
            Over::Delete(id) => view! { <delete::DeleteDialog id page=page.clone() /> }.into_any(),
        }
    }
}

#[component]
fn Content(shown: Shown, is_new: bool) -> impl IntoView {
    let Shown { page, typed } = shown;
    let editing = Editing::new(&page, is_new, typed);
    view! {
        <Head page=page.clone() is_new />
        {match editing {
            Some(editing) => view! { <foot::RoleFormFrame page editing /> }.into_any(),
            None => {
                view! {
                    <div class="roles">
                        {matrix::matrix(&page, None)}<aside class="role-aside">{aside::legend()}</aside>
                    </div>
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn Head(page: Data, is_new: bool) -> impl IntoView {
    let open = page.open.filter(|_| !is_new).and_then(|id| page.find(id)).map(|r| r.role.clone());
    let (creates, safeguards) = use_me().with_untracked(|me| {
        let all = page.all();
        let empty =
            RoleSheet { actor: &me.actor, saved: &editing::empty_role(page.unsaved), is_new: true, all: &all }.locked();
        let safeguards = check(&me.actor, Action::ChangeSafeguards, Target::Account).err();
        (empty.map(|why| why.to_string()), safeguards.map(|why| why.to_string()))
    });
    let duplicate = open.map(|role| {
        // A copy of what the maker lacks could not be saved.
        let like = RoleDraft { name: String::new(), assigned_by: vec![], ..RoleDraft::of(&role, &page.all()) };
        let like = RoleDraft { may_assign: vec![], ..like };
        let refused = use_me()
            .with_untracked(|me| check(&me.actor, Action::CreateRole(like), Target::Account).err())
            .map(|why| why.to_string());
        let activation = Activation::Link(format!("/roles/new?from={}", role.id));
        view! {
            <Button icon=IconName::Copy activation disabled_reason=refused id="duplicate-role">
                {format!("Duplicate {}", role.name)}
            </Button>
        }
    });
    view! {
        <header class="page-head">
            <h1>"Roles "<span class="count">{grouped(page.roles.len() as u64)}</span></h1>
            <div class="page-head__actions">
                <Button
                    activation=Activation::Link("/roles/safeguards".into())
                    icon=IconName::Lock
                    disabled_reason=safeguards
                    id="safeguards"
                >
                    "Safeguards"
                </Button>
                {duplicate}
                <Button
                    kind=ButtonKind::Primary
                    icon=IconName::Plus
                    activation=Activation::Link("/roles/new".into())
                    disabled_reason=creates
                    id="new-role"
                >
                    "New role"
                </Button>
            </div>
        </header>
    }
}
