//! The menu that chooses columns, remembered per member (T7).

use crate::api::sessions::SetPreferences;
use crate::pages::team::columns::columns;
use crate::pages::use_me;
use crate::ui::{Activation, Button, ButtonKind, IconName, MenuHead, MenuPlace, Popover, SubmitWith};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::sessions::ColumnsShown;
use model::team::Column;

/// The menu of columns (T7).
#[component]
pub fn ColumnChooser() -> impl IntoView {
    let me = use_me();
    let shown = columns(me);
    let action = ServerAction::<SetPreferences>::new();
    let allowed = me.with_untracked(|me| policy::columns(&me.actor.role));
    let send = move |columns: Option<Vec<Column>>| {
        let wanted = columns.clone().map_or(ColumnsShown::Default, ColumnsShown::These);
        me.update(|me| me.preferences.columns = columns);
        action.dispatch(SetPreferences {
            theme: None,
            density: None,
            columns: Some(wanted),
            column: vec![],
            per_page: None,
            single_keys: None,
        });
    };
    let boxes: Vec<AnyView> = allowed
        .iter()
        .map(|column| {
            let column = *column;
            let checked = move || shown.with(|shown| shown.contains(&column));
            let flip = move |_| {
                let mut columns = shown.get_untracked();
                match columns.iter().position(|c| *c == column) {
                    Some(i) => drop(columns.remove(i)),
                    None => columns.push(column),
                }
                send(Some(columns));
            };
            view! {
                <label class="menu__item">
                    <input
                        class="check"
                        type="checkbox"
                        name="column[]"
                        value=column.slug()
                        checked=untrack(checked)
                        prop:checked=checked
                        on:change=flip
                    />
                    {column.label()}
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <Button
            kind=ButtonKind::Ghost
            small=true
            icon=IconName::Columns
            activation=Activation::Popover("columns".into())
        >
            "Columns"
        </Button>
        <Popover id="columns" label="Columns shown" place=MenuPlace::End>
            <ActionForm action>
                <MenuHead text="Columns shown" />
                <fieldset>
                    <legend class="sr-only">"Columns shown"</legend>
                    <label class="menu__item">
                        <input class="check" type="checkbox" checked disabled />
                        "Name"
                    </label>
                    {boxes}
                </fieldset>
                <div class="menu__foot">
                    <Button
                        kind=ButtonKind::Ghost
                        small=true
                        activation=Activation::Submit
                        send=SubmitWith {
                            name: Some("columns".into()),
                            value: Some("default".into()),
                            ..Default::default()
                        }
                        on_click=Callback::new(move |ev: leptos::ev::MouseEvent| {
                            ev.prevent_default();
                            send(None)
                        })
                    >
                        "Reset to default"
                    </Button>
                    <noscript>
                        <button class="btn btn--primary btn--sm" type="submit" name="columns" value="chosen">
                            "Show these"
                        </button>
                    </noscript>
                </div>
            </ActionForm>
        </Popover>
    }
}
