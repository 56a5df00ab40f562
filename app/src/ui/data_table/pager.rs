//! The foot of a list: which rows of how many, and links to the pages beside (T6).

use crate::ui::activation::Activation;
use crate::ui::button::{Button, ButtonGroup};
use crate::ui::icon::{Icon, IconName};
use crate::ui::words::grouped;
use leptos::prelude::*;

/// `first` and `last` count from 1. Links are real addresses, so paging works without script.
#[component]
pub fn Pager(
    first: u64,
    last: u64,
    total: u64,
    #[prop(optional_no_strip)] previous: Option<String>,
    #[prop(optional_no_strip)] next: Option<String>,
    /// Before the buttons: density, page size.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let no_previous = previous.is_none().then(|| "This is the first page".to_owned());
    let no_next = next.is_none().then(|| "This is the last page".to_owned());
    view! {
        <footer class="pager">
            <span class="pager__range" role="status">
                <b>{range(first, last)}</b>
                " of "
                <b>{grouped(total)}</b>
            </span>
            <div class="pager__end">
                {children.map(|children| children())} <ButtonGroup label="Pages">
                    <Button
                        small=true
                        id="previous-page"
                        icon=IconName::Left
                        activation=link(previous)
                        disabled_reason=no_previous
                    >
                        "Previous"
                    </Button>
                    <Button
                        small=true
                        id="next-page"
                        icon_end=IconName::Right
                        activation=link(next)
                        disabled_reason=no_next
                    >
                        "Next"
                    </Button>
                </ButtonGroup>
            </div>
        </footer>
    }
    .into_any()
}

/// How many rows a page has: quiet links, the current one marked.
#[component]
pub fn PageSizes(
    sizes: &'static [u16],
    current: u16,
    /// The address of the list with so many rows a page.
    href: impl Fn(u16) -> String,
) -> impl IntoView {
    let links: Vec<AnyView> = sizes
        .iter()
        .map(|n| {
            let is_current = (*n == current).then_some("true");
            view! {
                <a href=href(*n) aria-current=is_current aria-label=format!("{n} rows a page")>
                    {*n}
                </a>
            }
            .into_any()
        })
        .collect();
    view! {
        <nav class="pager__sizes" aria-label="Rows a page">
            {links}
        </nav>
    }
}

/// One of a card's two steps through the list it was opened from; at its end it stays, without effect.
#[component]
pub fn StepLink(#[prop(into)] href: Option<String>, icon: IconName, label: &'static str) -> impl IntoView {
    match href {
        Some(href) => view! {
            <a class="iconbtn" href=href aria-label=label title=label>
                <Icon name=icon />
            </a>
        }
        .into_any(),
        None => view! {
            <span class="iconbtn is-off" aria-hidden="true">
                <Icon name=icon />
            </span>
        }
        .into_any(),
    }
}

fn link(href: Option<String>) -> Activation {
    href.map_or(Activation::Nothing, Activation::Link)
}

/// "1–50", "7", "0".
fn range(first: u64, last: u64) -> String {
    if first >= last { grouped(last) } else { format!("{}–{}", grouped(first), grouped(last)) }
}

#[cfg(test)]
mod tests {
    use crate::ui::data_table::pager::range;

    #[test]
    fn t6_the_range_says_which_rows_are_shown() {
        assert_eq!(range(1, 50), "1–50");
        assert_eq!(range(1001, 1050), "1,001–1,050");
        assert_eq!(range(7, 7), "7");
        assert_eq!(range(0, 0), "0");
    }
}
