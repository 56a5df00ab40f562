//! Everything of the `teamline` program but its `main`: a library, so that tests over HTTP call the router that is served.

// Views are types inside of types.
#![recursion_limit = "512"]

mod bodies;
pub mod commands;
pub mod config;
mod form_errors;
mod jobs;
mod layers;
pub mod listen;
mod mail;
mod page_task;
pub mod private;
mod routes;
pub mod serve;
pub mod site;
