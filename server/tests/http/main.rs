//! What the server answers over HTTP, asked through the very router that is served, on both engines. One program for all of
//! it, because linking the server takes longer than running these.

mod arguments;
mod audit;
mod bodies;
mod cost;
mod downloads;
mod dump;
mod form_errors;
mod guesses;
mod members;
mod notices;
mod numbers;
mod one_entry;
mod pages;
mod plain_routes;
mod refusals;
mod roles;
mod seats;
mod security;
mod sessions;
mod sign_in;
mod slow_bodies;
mod support;
mod temporary_password;
mod undo;
mod uploads;
mod walk;
mod walk_ids;
