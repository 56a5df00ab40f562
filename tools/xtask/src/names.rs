//! Content hashes in file names, as leptos looks them up: `hash.txt` beside the server's binary.

use crate::files;
use crate::paths::{Paths, Profile};
use crate::stamp::Done;
use anyhow::Result;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What leptos calls the loader of lazily loaded code before the underscores become a hash of the same length: 22
/// characters. Code refers to it by name, so the length can't change.
pub const LOADER: &str = "__wasm_split.______________________.js";
const PLACEHOLDER: &str = "______________________";

/// The list of what each lazily loaded page needs, read by leptos on the server.
pub const MANIFEST: &str = "__wasm_split_manifest.json";

/// 22 characters for a file name, from the first 16 bytes of SHA-256 over all parts.
pub fn hash_of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    BASE64_URL_SAFE_NO_PAD.encode(digest.iter().take(16).copied().collect::<Vec<u8>>())
}

/// `teamline.css` with hash `h` becomes `teamline.h.css`; the loader's underscores become the hash. Without a hash the
/// name stays.
pub fn with_hash(name: &str, hash: Option<&str>) -> String {
    match (hash, name.rsplit_once('.')) {
        (Some(hash), _) if name == LOADER => name.replace(PLACEHOLDER, hash),
        (Some(hash), Some((stem, ext))) => format!("{stem}.{hash}.{ext}"),
        _ => name.to_owned(),
    }
}

/// Writes `hash.txt` beside the server. A dev build has no hashes and no such file.
pub fn write_hash_file(paths: &Paths, profile: Profile, code: &Done, css: &Done) -> Result<()> {
    let (Some(code_hash), Some(css_hash)) = (&code.hash, &css.hash) else {
        return Ok(());
    };
    let mut text = format!("js: {code_hash}\nwasm: {code_hash}\ncss: {css_hash}\n");
    if code.split {
        text.push_str(&format!("manifest: {code_hash}\nsplit: {code_hash}\n"));
    }
    files::write(&paths.target.join(profile.folder()).join("hash.txt"), text.as_bytes())
}

#[cfg(test)]
mod tests {
    use crate::names::{LOADER, hash_of, with_hash};

    #[test]
    fn a_hash_has_the_length_of_the_loaders_placeholder() {
        let hash = hash_of([b"code".as_slice()]);
        assert_eq!(with_hash(LOADER, Some(&hash)).len(), LOADER.len());
        assert_ne!(hash, hash_of([b"cod".as_slice(), b"e".as_slice()]), "parts are told apart");
    }

    #[test]
    fn names_carry_the_hash_before_the_extension_and_stay_without_one() {
        assert_eq!(with_hash("teamline.css", Some("abc")), "teamline.abc.css");
        assert_eq!(with_hash("teamline.css", None), "teamline.css");
    }
}
