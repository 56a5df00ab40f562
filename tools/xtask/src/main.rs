//! The build tool of Teamline: `cargo run -p xtask -- build [--profile quick|--release]` and `cargo run -p xtask --
//! dev`.
//!
//! It compiles the browser's half to WebAssembly, cuts off the lazily loaded pages, bundles the styles, copies
//! `public/`, and compiles the server. What the browser loads lands in `target/site/`.

mod assets;
mod compress;
mod css;
mod dev;
mod files;
mod frontend;
mod names;
mod paths;
mod pkg;
mod server;
mod stamp;

use anyhow::Result;
use clap::{Parser, Subcommand};
use paths::{Paths, Profile};
use std::process::ExitCode;

#[derive(Parser)]
#[command(about = "Builds Teamline: the browser's half, the styles and the server")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything; steps whose inputs are unchanged are skipped
    Build {
        /// What for
        #[arg(long, value_enum, default_value_t = Profile::Dev)]
        profile: Profile,
        /// The same as `--profile release`
        #[arg(long, conflicts_with = "profile")]
        release: bool,
        /// Build only what the browser loads, when the server is compiled already
        #[arg(long)]
        site_only: bool,
    },
    /// Build, run the server, and do both again after every change
    Dev {
        /// Arguments for `teamline serve`
        #[arg(last = true)]
        serve: Vec<String>,
    },
}

fn main() -> ExitCode {
    match work(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn work(cli: Cli) -> Result<()> {
    let paths = Paths::find()?;
    match cli.task {
        Task::Build { profile, release, site_only } => {
            let profile = if release { Profile::Release } else { profile };
            build_site(&paths, profile)?;
            if !site_only {
                server::build(&paths, profile)?;
            }
            Ok(())
        }
        Task::Dev { serve } => dev::run(&paths, &serve),
    }
}

/// Builds what the browser loads into `target/site/`: code, styles and the files of `public/`.
fn build_site(paths: &Paths, profile: Profile) -> Result<()> {
    let code = frontend::build(paths, profile)?;
    let css = css::build(paths, profile)?;
    assets::copy(paths, profile)?;
    names::write_hash_file(paths, profile, &code, &css)
}
