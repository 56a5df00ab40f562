//! The two servers that are compared, each a program of its own; they end with this one.

use crate::data::Data;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub struct Running {
    child: Child,
    pub address: SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Memory of the program in 1,000,000 bytes: "VmRSS" as it is, "VmHWM" its most. None where there is no /proc.
    pub fn memory(&self, of: &str) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(of)?.strip_prefix(':'))?;
        let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kib * 1.024 / 1_000.0)
    }
}

pub fn start_teamline(data: &Data, site: &Path) -> Result<Running> {
    let mut command = Command::new(crate::sibling("teamline")?);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(&data.folder).arg("--site-dir").arg(site);
    start(command)
}

pub fn start_floor(data: &Data, site: &Path, page: &Path) -> Result<Running> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--floor").args([&data.database, site, page]);
    start(command)
}

/// The environment without what would change a server's settings.
pub fn without_settings(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("TEAMLINE_") || name.to_string_lossy().starts_with("LEPTOS_") {
            command.env_remove(name);
        }
    }
}

fn start(mut command: Command) -> Result<Running> {
    without_settings(&mut command);
    let program = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut child = command.spawn().with_context(|| format!("{program} can’t be started"))?;
    let output = child.stdout.take().context("no output to read")?;
    let mut lines = BufReader::new(output).lines();
    let address = loop {
        let Some(line) = lines.next().transpose()? else {
            let _ = child.wait();
            bail!("{program} ended before it listened.");
        };
        if let Some(address) = line.strip_prefix("listening on http://") {
            break address.trim().parse()?;
        }
    };
    // Read on, so that the pipe never fills.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(Running { child, address })
}
