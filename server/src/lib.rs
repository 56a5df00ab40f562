//! Everything of the `teamline` program but its `main`: a library, so that tests over HTTP call the router that is served.

// Views are types inside of types.
#![recursion_limit = "512"]

pub mod commands;
pub mod config;
mod jobs;
mod layers;
mod mail;
mod page_task;
mod routes;
pub mod serve;
pub mod site;
