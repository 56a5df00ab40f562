//! Code that comes when it is first needed (P7). Each group is one file beside the first part; what two groups share is
//! in a file of its own. Few groups, then, and what is used together in one.

/// A function whose code, with all that only it calls, is in its group's file: awaiting it loads that. `load` loads it
/// only.
///
/// On the server it is called at once, and the answer tells the browser to fetch the file early.
macro_rules! lazy_view {
    ($group:ident, $load:ident, fn $name:ident($($arg:ident: $kind:ty),*) -> AnyView $body:block) => {
        #[cfg(feature = "hydrate")]
        #[leptos::wasm_split::wasm_split($group, wasm_split_path = leptos::wasm_split, preload($load))]
        #[allow(non_snake_case)]
        fn $name($($arg: $kind),*) -> AnyView $body

        #[cfg(not(feature = "hydrate"))]
        #[allow(non_snake_case)]
        async fn $name($($arg: $kind),*) -> AnyView {
            leptos::prefetch_lazy_fn_on_server(stringify!($group));
            $body
        }
    };
}
pub(crate) use lazy_view;

/// Routes whose pages are in a group's file: `own { ProfileRoute = profile::ProfilePage; }`, then
/// `view=lazily(ProfileRoute {})`.
macro_rules! lazy_pages {
    ($($group:ident { $($route:ident = $page:path;)+ })+) => { $($(
        struct $route {}

        const _: () = {
            $crate::pages::lazy::lazy_view! { $group, load, fn $route() -> AnyView { $page().into_any() } }

            impl leptos_router::LazyRoute for $route {
                fn data() -> Self {
                    $route {}
                }

                async fn view(_page: Self) -> AnyView {
                    $route().await
                }

                async fn preload() {
                    $crate::pages::styles::more().await;
                    #[cfg(feature = "hydrate")]
                    load().await;
                }
            }
        };
    )+)+ };
}
pub(crate) use lazy_pages;

/// The `view` of a route declared with [`lazy_pages`]; the value names the type, which leptosfmt can't as a parameter.
pub fn lazily<T: leptos_router::LazyRoute>(_route: T) -> leptos_router::Lazy<T> {
    leptos_router::Lazy::new()
}
