//! Where things are, and how cargo is called.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The name of the Wasm, JS and CSS files. The same as LEPTOS_OUTPUT_NAME in `.cargo/config.toml`.
pub const OUTPUT_NAME: &str = "teamline";

/// What a build is for. The same words are cargo's profiles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Profile {
    /// For working on it: compiles quickest
    Dev,
    /// For trying it: compiles quickly and is not slow
    Quick,
    /// For deployment: small and fast, compressed beforehand
    Release,
}

impl Profile {
    /// The cargo profile of the browser's half.
    pub fn of_wasm(self) -> &'static str {
        match self {
            Self::Dev => "wasm-dev",
            // One profile for both halves, so that procedural macros and build scripts are compiled once.
            Self::Quick => "quick",
            Self::Release => "wasm-release",
        }
    }

    /// The folder in `target/` that holds the server.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Quick => "quick",
            Self::Release => "release",
        }
    }

    /// The cargo profile of the server.
    pub fn of_server(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Quick => "quick",
            Self::Release => "release",
        }
    }

    /// Whether names carry hashes, so that browsers keep the files.
    pub fn has_hashes(self) -> bool {
        self != Self::Dev
    }

    /// Whether files are compressed by the build. It takes longer than compiling some of them, so only where many will
    /// load them.
    pub fn is_precompressed(self) -> bool {
        self == Self::Release
    }
}

/// The folders of the workspace.
pub struct Paths {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Paths {
    /// The workspace this tool was compiled in. Fails when its manifest has no parent folder.
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .context("xtask is not inside the workspace")?
            .to_path_buf();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// What the server serves.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// Code and styles, served under `/pkg/`.
    pub fn pkg(&self) -> PathBuf {
        self.site().join("pkg")
    }

    /// Scratch files and stamps of this tool.
    pub fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The server's binary.
    pub fn server(&self, profile: Profile) -> PathBuf {
        self.target.join(profile.folder()).join("teamline")
    }

    /// A cargo call at the workspace's root, by the cargo that runs this tool.
    ///
    /// `cargo run` describes the package xtask in CARGO_PKG_* and CARGO_MANIFEST_*. They are taken out, lest a build
    /// script that watches them runs again.
    pub fn cargo(&self) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(&self.root);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command
    }
}

/// Runs a cargo call to its end. Fails with the call's words when it can't be started or answers another code
/// than 0.
pub fn run(mut command: Command) -> Result<()> {
    let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
    let line = words.join(" ");
    let status = command.status().with_context(|| format!("cargo {line} could not be started"))?;
    anyhow::ensure!(status.success(), "cargo {line} ended with {status}");
    Ok(())
}
