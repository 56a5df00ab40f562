//! Remembers what a step was built from and what it wrote, so that an unchanged step is skipped.

use crate::files;
use crate::paths::{Paths, Profile};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What a step left behind.
#[derive(Serialize, Deserialize, Default, Clone, Debug)]
pub struct Done {
    /// Path, size and time of each input, one a line; filled in by [`Step::finish`].
    pub inputs: String,
    /// The files it wrote, all of which must still be there.
    pub outputs: Vec<PathBuf>,
    /// The hash in the names of the files it wrote; none in a dev build.
    pub hash: Option<String>,
    /// Whether the code was split into a main part and lazily loaded ones.
    pub split: bool,
}

/// A step of the build, e.g. `css`, and where its stamp is kept.
pub struct Step {
    name: &'static str,
    file: PathBuf,
    inputs: String,
    before: Done,
}

impl Step {
    /// Looks up what this step did last time. `inputs` are the files it is built from; this tool itself counts too.
    pub fn new(paths: &Paths, profile: Profile, name: &'static str, inputs: &[PathBuf]) -> Result<Self> {
        let file = paths.scratch().join(format!("{name}-{}.json", profile.folder()));
        let before = fs::read(&file).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        let mut lines = describe(&std::env::current_exe()?)?;
        for input in inputs {
            lines.push_str(&describe(input)?);
        }
        Ok(Self { name, file, inputs: lines, before })
    }

    /// What was done last time, when the inputs are the same and every output is still there.
    pub fn unchanged(&self) -> Option<Done> {
        let same = self.before.inputs == self.inputs && self.before.outputs.iter().all(|path| path.exists());
        same.then(|| self.before.clone())
    }

    /// Ends the step: removes files it wrote last time and not now, and keeps the stamp.
    pub fn finish(self, mut done: Done) -> Result<Done> {
        for old in &self.before.outputs {
            if !done.outputs.contains(old) {
                files::remove(old)?;
            }
        }
        done.inputs = self.inputs;
        files::write(&self.file, &serde_json::to_vec_pretty(&done)?)?;
        println!("xtask: {} built, {} files", self.name, done.outputs.len());
        Ok(done)
    }
}

/// One line for a file: path, size in bytes, nanoseconds of its last change.
fn describe(path: &Path) -> Result<String> {
    let data = fs::metadata(path)?;
    let changed = data.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    Ok(format!("{} {} {changed}\n", path.display(), data.len()))
}
