//! Teamline: one crate, compiled twice. Natively with `ssr` it is the server's library, as Wasm with `hydrate`
//! it is the browser's. Layers point one way: `pages → api → {policy, store} → model`; `ui → model` at most.

pub mod model;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod sample;
