//! The `teamline` program: settings, commands, and the server. Thin: everything it serves is in `app`.

use clap::Parser;
use server::{commands, config, private};
use std::process::ExitCode;

/// A page is some ten thousand small allocations, a third of its time with the system's allocator (P1, P5).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    private::from_now_on();
    let cli = config::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("teamline: the program could not be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("teamline: {sentence}");
            ExitCode::FAILURE
        }
    }
}
