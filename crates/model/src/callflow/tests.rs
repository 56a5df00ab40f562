//! Every branch of `decide` by its name, and the checks of menus.

mod groups;
mod hours;
mod members;
mod menus;
