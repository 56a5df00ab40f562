//! The browser's half: compile to Wasm, split off the lazily loaded pages, make the JS that loads it.

use crate::paths::{OUTPUT_NAME, Paths, Profile, run};
use crate::stamp::{Done, Step};
use crate::{files, names, pkg};
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the code in `target/site/pkg/`: `teamline.js`, `teamline.wasm`, and, when pages are marked `#[lazy]`, one
/// Wasm file for each of them with its loader and manifest.
pub fn build(paths: &Paths, profile: Profile) -> Result<Done> {
    compile(paths, profile)?;
    let wasm = paths.target.join(TARGET).join(profile.of_wasm()).join("frontend.wasm");
    let step = Step::new(paths, profile, "code", std::slice::from_ref(&wasm))?;
    if let Some(done) = step.unchanged() {
        return Ok(done);
    }
    let folder = paths.scratch().join(format!("pkg-{}", profile.folder()));
    files::empty_folder(&folder)?;
    let main = paths.scratch().join(format!("main-{}.wasm", profile.folder()));
    let split = split(&wasm, &main, &folder)?;
    // The main part also when it is the only one: the splitter has taken the relocations out, half of a dev build.
    bindgen(&main, profile, split, &folder)?;
    step.finish(pkg::publish(paths, profile, &folder, split)?)
}

/// Compiles the crate `frontend` to Wasm. Cargo itself knows what is unchanged.
fn compile(paths: &Paths, profile: Profile) -> Result<()> {
    let mut cargo = paths.cargo();
    cargo.args(["build", "--package", "frontend", "--lib", "--target", TARGET, "--profile", profile.of_wasm()]);
    run(cargo)
}

/// Splits `wasm` into the main part, written to `main`, and one part for each lazily loaded page, written to `folder`
/// with the loader and the manifest. Answers whether there was anything to split.
fn split(wasm: &Path, main: &Path, folder: &Path) -> Result<bool> {
    let input = files::read(wasm)?;
    let module = format!("./{OUTPUT_NAME}.js");
    let loader = format!("./{}", names::LOADER);
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = main;
    options.main_module = &module;
    options.link_name = &loader;
    let parts = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{error:#}"))
        .with_context(|| format!("{} could not be split", wasm.display()))?;
    if parts.split_modules.is_empty() {
        files::remove(&folder.join(names::LOADER))?;
        return Ok(false);
    }
    // Sorted, so that the same code gives the same bytes and the same hash.
    let needs: std::collections::BTreeMap<_, _> = parts.prefetch_map.into_iter().collect();
    files::write(&folder.join(names::MANIFEST), &serde_json::to_vec_pretty(&needs)?)?;
    Ok(true)
}

/// Makes `teamline.js` and `teamline.wasm` in `folder`. The parts of split code find each other by the linker's names
/// and exports, so these stay when there are parts.
fn bindgen(wasm: &Path, profile: Profile, split: bool, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .out_name(OUTPUT_NAME)
        .web(true)?
        .typescript(false)
        .keep_lld_exports(split)
        .demangle(!split)
        .remove_name_section(profile.has_hashes())
        .remove_producers_section(profile.has_hashes())
        .generate(folder)
        .with_context(|| format!("wasm-bindgen failed on {}", wasm.display()))?;
    // leptos asks for NAME.wasm when it was compiled with LEPTOS_OUTPUT_NAME.
    let from: PathBuf = folder.join(format!("{OUTPUT_NAME}_bg.wasm"));
    fs::rename(&from, folder.join(format!("{OUTPUT_NAME}.wasm"))).with_context(|| from.display().to_string())
}
