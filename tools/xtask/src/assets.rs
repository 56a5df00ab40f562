//! Copies `public/` (fonts, icons) to `target/site/`.

use crate::paths::{Paths, Profile};
use crate::stamp::{Done, Step};
use crate::{compress, files};
use anyhow::Result;

/// Copies what changed; a release puts Brotli twins beside SVG and the like.
pub fn copy(paths: &Paths, profile: Profile) -> Result<Done> {
    let from = paths.root.join("public");
    let inputs = files::list(&from)?;
    let step = Step::new(paths, profile, "public", &inputs)?;
    if let Some(done) = step.unchanged() {
        return Ok(done);
    }
    let mut outputs = Vec::new();
    for path in &inputs {
        let target = paths.site().join(path.strip_prefix(&from)?);
        let bytes = files::read(path)?;
        if std::fs::read(&target).is_ok_and(|there| there != bytes) {
            // A twin of the older file must not be served in its place.
            files::remove(&compress::twin(&target))?;
        }
        files::write(&target, &bytes)?;
        outputs.push(target);
    }
    if profile.is_precompressed() {
        outputs.extend(compress::beside(&outputs)?);
    }
    step.finish(Done { outputs, ..Done::default() })
}
