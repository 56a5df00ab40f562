//! Tabs above the table: four views everyone has, then one's own saved ones (T5).

use super::Team;
use crate::api::team::{DeleteView, SaveView};
use crate::pages::team::empty::is_first;
use crate::ui::{Activation, Button, ButtonKind, IconName, MenuHead, MenuPlace, Popover, Tab, Tabs, TextField};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::team::{
    FilterValue, InvitationFilter, NumberFilter, SavedView, StatusFilter, TeamCounts, TeamFilter, TeamQuery,
};
use policy::sees_whole_team;

fn filtered(values: impl IntoIterator<Item = FilterValue>) -> TeamQuery {
    TeamQuery { filter: TeamFilter::of(values), ..TeamQuery::default() }
}

/// Not above an empty team, where there is nothing to choose from yet.
#[component]
pub fn ViewTabs() -> impl IntoView {
    let list = expect_context::<Team>().list;
    let shown = list.part(|it| {
        let here = TeamQuery { cursor: None, per_page: 50, ..it.query.clone() }.to_query();
        (!is_first(it)).then(|| (here, it.page.counts.clone(), it.page.views.clone()))
    });
    move || shown.get().flatten().map(|(here, counts, views)| tabs(here, &counts, views))
}

fn tabs(here: String, counts: &TeamCounts, views: Vec<SavedView>) -> AnyView {
    let whole = crate::pages::use_me().with_untracked(|me| sees_whole_team(&me.actor.role));
    let mut tabs = vec![
        ("All", TeamQuery::default(), counts.all),
        ("Online now", filtered([FilterValue::Status(StatusFilter::Online)]), counts.online),
    ];
    if whole {
        tabs.push((
            "Invited",
            filtered([InvitationFilter::Pending, InvitationFilter::Expired].map(FilterValue::Invitation)),
            counts.invited,
        ));
        tabs.push(("No direct number", filtered([FilterValue::Number(NumberFilter::NoDirect)]), counts.no_direct));
        tabs.push(("Suspended", filtered([FilterValue::Status(StatusFilter::Suspended)]), counts.suspended));
    }
    let saved = views.iter().any(|v| v.query == here);
    let known = saved || tabs.iter().any(|(_, q, _)| q.to_query() == here);
    let tabs: Vec<AnyView> = tabs
        .into_iter()
        .map(|(text, query, n)| {
            let current = query.to_query() == here;
            view! { <Tab href=query.href("/team") text=text count=Some(n) current /> }.into_any()
        })
        .collect();
    let deletes = crate::pages::use_me().with_untracked(|me| me.actor.role.has(model::Permission::DeleteMembers));
    let deleted = deletes.then(|| view! { <Tab href="/team/deleted" text="Deleted" /> }.into_any());
    let views: Vec<AnyView> = views.into_iter().map(|v| saved_tab(v, &here)).collect();
    let end = (!known).then(|| view! { <SaveViewForm query=here /> }.into_any());
    match end {
        Some(end) => view! {
            <Tabs label="Views" end=end>
                {tabs}
                {deleted}
                {views}
            </Tabs>
        }
        .into_any(),
        None => view! { <Tabs label="Views">{tabs}{deleted}{views}</Tabs> }.into_any(),
    }
}

fn saved_tab(view: SavedView, here: &str) -> AnyView {
    let current = view.query == here;
    let href = if view.query.is_empty() { "/team".to_owned() } else { format!("/team?{}", view.query) };
    let delete = current.then(|| {
        let action = ServerAction::<DeleteView>::new();
        reread(action.version());
        let label = format!("Delete the view {}", view.name);
        view! {
            <ActionForm action attr:class="tabs__delete">
                <input type="hidden" name="id" value=view.id.to_string() />
                <button class="iconbtn" type="submit" aria-label=label.clone() title=label>
                    <crate::ui::Icon name=IconName::X />
                </button>
            </ActionForm>
        }
    });
    view! {
        <Tab href text=view.name current />
        {delete}
    }
    .into_any()
}

/// Reads the page again after each answer.
fn reread(answers: RwSignal<usize>) {
    let team = expect_context::<Team>();
    Effect::new(move |before: Option<usize>| {
        let now = answers.get();
        if before.is_some_and(|before| before != now) {
            team.list.refetch();
        }
        now
    });
}

/// Keeps what is shown under a name.
#[component]
fn SaveViewForm(query: String) -> impl IntoView {
    let action = ServerAction::<SaveView>::new();
    // The address stays when the view is kept, so the tabs have to be read again.
    reread(action.version());
    let error = Signal::derive(move || {
        action.value().with(|v| v.as_ref().and_then(|r| r.as_ref().err()).map(ToString::to_string))
    });
    view! {
        <Button
            kind=ButtonKind::Ghost
            small=true
            icon=IconName::Bookmark
            activation=Activation::Popover("save-view".into())
        >
            "Save view"
        </Button>
        <Popover id="save-view" label="Save this view" place=MenuPlace::End>
            <MenuHead text="Keep search, filters and order as a tab" />
            <ActionForm action attr:class="menu__form">
                <input type="hidden" name="query" value=query />
                <TextField id="view-name" name="name" label="Name" maxlength=40 required=true error=error />
                <Button kind=ButtonKind::Primary small=true activation=Activation::Submit>
                    "Save view"
                </Button>
            </ActionForm>
        </Popover>
    }
}
