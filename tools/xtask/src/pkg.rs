//! Puts the finished code into `target/site/pkg/`, with hashed names in a release.

use crate::paths::{OUTPUT_NAME, Paths, Profile};
use crate::stamp::Done;
use crate::{compress, files, names};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Publishes every file of `folder`.
///
/// In a release all code files carry one hash over all of them: the parts of split code share one memory and one table
/// of functions, so parts of two builds never work together. Release and dev files have different names and can lie
/// side by side.
pub fn publish(paths: &Paths, profile: Profile, folder: &Path, split: bool) -> Result<Done> {
    let mut found = BTreeMap::new();
    for path in files::list(folder)? {
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        found.insert(name, files::read(&path)?);
    }
    let hash = profile.has_hashes().then(|| names::hash_of(found.values().map(Vec::as_slice)));
    let renamed: BTreeMap<String, String> =
        found.keys().map(|name| (name.clone(), new_name(name, hash.as_deref()))).collect();
    let mut outputs = Vec::new();
    for (name, mut bytes) in found {
        if let Some(hash) = &hash {
            bytes = refer(&name, bytes, &renamed, hash);
        }
        let target = paths.pkg().join(&renamed[&name]);
        files::write(&target, &bytes)?;
        outputs.push(target);
    }
    if profile.is_precompressed() {
        let packed: Vec<PathBuf> = compress::beside(&outputs)?;
        outputs.extend(packed);
    }
    Ok(Done { outputs, hash, split, ..Done::default() })
}

/// Files in `snippets/` stay as they are: wasm-bindgen has put a hash into their folder's name.
fn new_name(name: &str, hash: Option<&str>) -> String {
    if name.contains('/') { name.to_owned() } else { names::with_hash(name, hash) }
}

/// Makes a file refer to the others by their new names.
fn refer(name: &str, bytes: Vec<u8>, renamed: &BTreeMap<String, String>, hash: &str) -> Vec<u8> {
    if name.ends_with(".wasm") {
        // Only the loader is imported from Wasm, and its new name has the same length.
        return replace_same_length(bytes, names::LOADER, &names::with_hash(names::LOADER, Some(hash)));
    }
    let Ok(mut text) = String::from_utf8(bytes.clone()) else {
        return bytes;
    };
    for (old, new) in renamed {
        if name == names::MANIFEST {
            // The manifest lists Wasm files without their extension.
            if let (Some(old), Some(new)) = (old.strip_suffix(".wasm"), new.strip_suffix(".wasm")) {
                text = text.replace(&format!("\"{old}\""), &format!("\"{new}\""));
            }
        } else {
            text = text.replace(&format!("./{old}"), &format!("./{new}"));
        }
    }
    // The address wasm-bindgen falls back to when none is given.
    text.replace(&format!("{OUTPUT_NAME}_bg.wasm"), &renamed[&format!("{OUTPUT_NAME}.wasm")]).into_bytes()
}

/// Replaces each occurrence of `old` by `new`, which must be as long.
fn replace_same_length(mut bytes: Vec<u8>, old: &str, new: &str) -> Vec<u8> {
    debug_assert_eq!(old.len(), new.len());
    let mut at = 0;
    while at + old.len() <= bytes.len() {
        if bytes[at..].starts_with(old.as_bytes()) {
            bytes[at..at + old.len()].copy_from_slice(new.as_bytes());
            at += old.len();
        } else {
            at += 1;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use crate::names::{LOADER, MANIFEST};
    use crate::pkg::{new_name, refer};
    use std::collections::BTreeMap;

    const HASH: &str = "abcdefghijklmnopqrstuv";

    fn renamed() -> BTreeMap<String, String> {
        [LOADER, MANIFEST, "teamline.js", "teamline.wasm", "chunk_0.wasm", "chunk_0_team.wasm", "snippets/a/b.js"]
            .into_iter()
            .map(|name| (name.to_owned(), new_name(name, Some(HASH))))
            .collect()
    }

    fn referring(name: &str, text: &str) -> String {
        String::from_utf8_lossy(&refer(name, text.into(), &renamed(), HASH)).into_owned()
    }

    #[test]
    fn the_loader_fetches_parts_by_their_new_names() {
        assert_eq!(
            referring(LOADER, r#"import "./teamline.js"; new URL("./chunk_0_team.wasm"); new URL("./chunk_0.wasm")"#),
            format!(
                r#"import "./teamline.{HASH}.js"; new URL("./chunk_0_team.{HASH}.wasm"); new URL("./chunk_0.{HASH}.wasm")"#
            )
        );
    }

    #[test]
    fn the_main_code_loads_the_renamed_loader_and_snippets_keep_their_names() {
        let text = format!(r#"import "./{LOADER}"; import "./snippets/a/b.js"; "teamline_bg.wasm""#);
        let wanted =
            format!(r#"import "./__wasm_split.{HASH}.js"; import "./snippets/a/b.js"; "teamline.{HASH}.wasm""#);
        assert_eq!(referring("teamline.js", &text), wanted);
    }

    #[test]
    fn wasm_names_the_loader_in_as_many_bytes_as_before() {
        let text = format!("\0asm./{LOADER}\0");
        assert_eq!(referring("chunk_0.wasm", &text), format!("\0asm./__wasm_split.{HASH}.js\0"));
    }

    #[test]
    fn the_manifest_lists_whole_names_only() {
        assert_eq!(
            referring(MANIFEST, r#"{"team": ["chunk_0", "chunk_0_team"]}"#),
            format!(r#"{{"team": ["chunk_0.{HASH}", "chunk_0_team.{HASH}"]}}"#)
        );
    }
}
