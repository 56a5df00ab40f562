//! The two style sheets (P7): `teamline.css` is what the list of the team needs to be painted, `more.css` the rest. A
//! page that the server draws with anything else has both before it is painted. The list loads the second for printing,
//! which delays nothing; what opens later, in the browser, waits until it counts for the screen too, so nothing is seen
//! without its style.

use crate::ui::browser;
#[cfg(feature = "ssr")]
use leptos::prelude::*;

/// The second sheet's element.
const MORE: &str = "style-more";

/// The sheets of a page. The same hash is in both names (xtask).
#[cfg(feature = "ssr")]
#[component]
pub fn Styles(options: LeptosOptions) -> impl IntoView {
    static HASH: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    let hash = HASH.get_or_init(|| options.hash_files.then(|| hash(&options)).flatten());
    let href = |name: &str| match hash {
        Some(hash) => format!("/{}/{name}.{hash}.css", options.site_pkg_dir),
        None => format!("/{}/{name}.css", options.site_pkg_dir),
    };
    let list = use_context::<http::request::Parts>().is_some_and(|parts| parts.uri.path() == "/team");
    view! {
        <link id="style" rel="stylesheet" href=href(&options.output_name) />
        <link id=MORE rel="stylesheet" href=href("more") media=list.then_some("print") />
    }
}

/// The hash in the sheets' names, from the list that the build left beside the program.
#[cfg(feature = "ssr")]
fn hash(options: &LeptosOptions) -> Option<String> {
    let file = std::env::current_exe().ok()?.with_file_name(options.hash_file.as_ref());
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix("css:")).map(|hash| hash.trim().to_owned())
}

/// Puts the second sheet to use; there when this is over.
pub async fn more() {
    browser::use_sheet(MORE).await;
}
