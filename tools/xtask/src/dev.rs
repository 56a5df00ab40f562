//! `xtask dev`: build and run, and again after each change.

use crate::paths::{Paths, Profile};
use crate::{build_site, server};
use anyhow::{Context, Result};
use notify::event::EventKind;
use notify::{Event, RecursiveMode, Watcher};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};

/// The folders and files a build is made from.
const WATCHED: [&str; 7] = ["app", "crates", "server", "frontend", "style", "public", "Cargo.toml"];
/// An editor writes several files at once; a build starts when it has been quiet this long.
const QUIET: Duration = Duration::from_millis(150);

/// Runs until it is interrupted. A build that fails leaves the server of before running.
pub fn run(paths: &Paths, serve: &[String]) -> Result<()> {
    let (send, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // The receiver lives as long as this function; when it is gone, so is the need.
        if let Ok(event) = event {
            let _ = send.send(event);
        }
    })?;
    for name in WATCHED {
        let path = paths.root.join(name);
        if path.exists() {
            watcher.watch(&path, RecursiveMode::Recursive)?;
        }
    }
    let mut running = Running { child: None, built: None };
    loop {
        match build_site(paths, Profile::Dev).and_then(|()| server::build(paths, Profile::Dev)) {
            Ok(()) => running.restart_if_new(paths, serve)?,
            Err(error) => eprintln!("xtask: {error:#}"),
        }
        let changed = wait(&changes)?;
        println!("xtask: {} changed", changed.display());
    }
}

/// Waits for a change of content and then for quiet. Returns the first path that changed.
fn wait(changes: &Receiver<Event>) -> Result<PathBuf> {
    let first = loop {
        let event = changes.recv().context("the watcher stopped")?;
        if !matches!(event.kind, EventKind::Access(_)) {
            break event.paths.into_iter().next().unwrap_or_default();
        }
    };
    while changes.recv_timeout(QUIET).is_ok() {}
    Ok(first)
}

/// The server that runs now, and when its binary was made.
struct Running {
    child: Option<Child>,
    built: Option<SystemTime>,
}

impl Running {
    /// Starts the server again when its binary is another than before, or when it has ended by itself. A change of
    /// styles alone leaves it running.
    fn restart_if_new(&mut self, paths: &Paths, serve: &[String]) -> Result<()> {
        let binary = paths.server(Profile::Dev);
        let built = std::fs::metadata(&binary)?.modified().ok();
        let alive = match &mut self.child {
            Some(child) => child.try_wait()?.is_none(),
            None => false,
        };
        if alive && built == self.built {
            return Ok(());
        }
        self.stop()?;
        let mut command = Command::new(&binary);
        command.current_dir(&paths.root).arg("serve").args(serve);
        self.child = Some(command.spawn().with_context(|| format!("{} could not be started", binary.display()))?);
        self.built = built;
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            if child.try_wait()?.is_none() {
                child.kill()?;
            }
            child.wait()?;
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("xtask: the server could not be stopped: {error:#}");
        }
    }
}
