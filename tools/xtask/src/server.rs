//! Compiles the server.

use crate::paths::{Paths, Profile, run};
use anyhow::Result;

/// Builds `target/debug/teamline`, `target/quick/teamline` or `target/release/teamline`.
pub fn build(paths: &Paths, profile: Profile) -> Result<()> {
    let mut cargo = paths.cargo();
    cargo.args(["build", "--package", "server", "--bin", "teamline", "--profile", profile.of_server()]);
    run(cargo)
}
