//! Teamline: one crate, compiled twice. Natively with `ssr` it is the server's library, as Wasm with `hydrate`
//! it is the browser's. Layers point one way: `pages → api → {policy, store} → model`; `ui → model` at most.

// Views are types inside of types.
#![recursion_limit = "512"]

pub mod api;
#[cfg(feature = "ssr")]
pub mod channels;
#[cfg(feature = "ssr")]
pub mod imports;
#[cfg(feature = "ssr")]
pub mod mail;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod payments;
#[cfg(feature = "ssr")]
pub mod photo;
pub mod policy;
#[cfg(feature = "ssr")]
pub mod sample;
#[cfg(feature = "ssr")]
pub mod secrets;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod supplier;
pub mod ui;
