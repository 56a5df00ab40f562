//! Teamline: one crate, compiled twice. Natively with `ssr` it is the server's library, as Wasm with `hydrate`
//! it is the browser's. What both know is in the crates `model` and `policy`.

// Views are types inside of types.
#![recursion_limit = "512"]

pub mod api;
pub mod pages;
pub mod ui;
