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
mod notices;
mod numbers;
mod pages;
mod refusals;
mod roles;
mod security;
mod sign_in;
mod support;
mod temporary_password;
mod undo;
mod uploads;
mod walk;
