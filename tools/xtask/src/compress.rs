//! Brotli beside the files, so that the server need not compress on the way.

use crate::files;
use anyhow::Result;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Brotli's best quality; slow, so for release builds only.
const QUALITY: u32 = 11;
/// The window as a power of two: 4 MiB, larger than any file here needs.
const WINDOW: u32 = 22;

/// Writes `name.ext.br` beside each JS, Wasm, CSS and SVG file of `paths`, two at a time. Returns what was written.
pub fn beside(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut wanted: Vec<&Path> = paths.iter().map(PathBuf::as_path).filter(|path| is_text_like(path)).collect();
    // The largest first, so that the two halves end at about the same time.
    wanted.sort_by_key(|path| std::cmp::Reverse(std::fs::metadata(path).map_or(0, |data| data.len())));
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (index, path) in wanted.into_iter().enumerate() {
        // The largest has a side of its own for as long as it lasts.
        if index % 4 == 0 { left.push(path) } else { right.push(path) }
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(|| compress_each(&right));
        let mut written = compress_each(&left)?;
        match other.join() {
            Ok(more) => written.extend(more?),
            Err(_) => anyhow::bail!("compressing stopped early"),
        }
        Ok(written)
    })
}

/// The path of a file's compressed twin.
pub fn twin(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

fn is_text_like(path: &Path) -> bool {
    path.extension().is_some_and(|ext| ["js", "wasm", "css", "svg"].iter().any(|wanted| ext == *wanted))
}

fn compress_each(paths: &[&Path]) -> Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for path in paths {
        let mut packed = Vec::new();
        let mut writer = brotli::CompressorWriter::new(&mut packed, 1 << 16, QUALITY, WINDOW);
        writer.write_all(&files::read(path)?)?;
        writer.flush()?;
        drop(writer);
        let target = twin(path);
        files::write(&target, &packed)?;
        written.push(target);
    }
    Ok(written)
}
