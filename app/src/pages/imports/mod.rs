//! Importing members.
