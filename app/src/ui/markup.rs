//! Parts that never change once drawn are written as markup, by formatting: a table of a hundred rows costs microseconds on the
//! server and hardly any code in the browser (P1, P7). What reacts is a component around them, or one listener for all of them.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use maud::Markup;

/// Markup of one element as a view: sent as it is, taken over without a look inside.
pub fn inert(markup: Markup) -> AnyView {
    InertElement::new(markup.into_string()).into_any()
}
