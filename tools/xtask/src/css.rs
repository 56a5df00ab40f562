//! Bundles and minifies `style/main.css` and `style/more.css` and what they import.

use crate::paths::{OUTPUT_NAME, Paths, Profile};
use crate::stamp::{Done, Step};
use crate::{compress, files, names};
use anyhow::{Context, Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use std::path::Path;

/// A sheet's file and its name in `pkg/`.
const SHEETS: [(&str, &str); 2] = [("main.css", OUTPUT_NAME), ("more.css", "more")];

/// Writes `pkg/teamline.css` and `pkg/more.css`; in a release `teamline.HASH.css` and `more.HASH.css`, one hash over
/// both, with their Brotli twins.
pub fn build(paths: &Paths, profile: Profile) -> Result<Done> {
    let folder = paths.root.join("style");
    let step = Step::new(paths, profile, "css", &files::list(&folder)?)?;
    if let Some(done) = step.unchanged() {
        return Ok(done);
    }
    let mut sheets = Vec::new();
    for (file, name) in SHEETS {
        sheets.push((name, bundle(&folder.join(file))?));
    }
    let hash = profile.has_hashes().then(|| names::hash_of(sheets.iter().map(|(_, css)| css.as_bytes())));
    let mut outputs = Vec::new();
    for (name, css) in sheets {
        let target = paths.pkg().join(names::with_hash(&format!("{name}.css"), hash.as_deref()));
        files::write(&target, css.as_bytes())?;
        outputs.push(target);
    }
    if profile.is_precompressed() {
        outputs.extend(compress::beside(&outputs)?);
    }
    step.finish(Done { outputs, hash, ..Done::default() })
}

/// One minified sheet from a file and its `@import`s. The error says which file, line and column.
///
/// Without browser targets nothing is rewritten for old browsers: nesting, `light-dark()`, `@layer` and `@container`
/// reach the browser as written.
fn bundle(main: &Path) -> Result<String> {
    let provider = FileProvider::new();
    let mut sheet =
        Bundler::new(&provider, None, ParserOptions::default()).bundle(main).map_err(|error| anyhow!("{error}"))?;
    sheet.minify(MinifyOptions::default()).map_err(|error| anyhow!("{error}"))?;
    let printed = sheet
        .to_css(PrinterOptions { minify: true, ..PrinterOptions::default() })
        .with_context(|| format!("{} could not be printed", main.display()))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use crate::css::bundle;
    use std::path::Path;

    fn fixture(name: &str) -> anyhow::Result<String> {
        bundle(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name))
    }

    #[test]
    fn modern_css_reaches_the_browser_as_written() -> anyhow::Result<()> {
        let css = fixture("modern.css")?;
        for kept in [
            "url(/fonts/inter.woff2)",
            "light-dark(oklch(",
            "position-area:block-end span-inline-end",
            "position-try-fallbacks:flip-block",
            "anchor-name:--menu",
            "&:popover-open{",
            "@starting-style{",
            "@container team (inline-size>40rem){",
            "&>li{",
            "@media (prefers-reduced-motion:reduce){",
            "@position-try --above{",
            ":has(",
        ] {
            assert!(css.contains(kept), "{kept} is missing in {css}");
        }
        let place = |name: &str| css.find(&format!("@layer {name}"));
        assert!(place("parts") < place("base"), "the declared order of layers holds, not that of the files: {css}");
        assert!(place("parts").is_some(), "layers stay layers: {css}");
        assert!(!css.contains("@import"), "imports are put in place: {css}");
        assert!(!css.contains('\n'), "minified: {css}");
        Ok(())
    }

    #[test]
    fn a_missing_import_is_an_error_that_names_the_file() {
        let error = fixture("dangling.css").expect_err("nowhere.css does not exist");
        assert!(error.to_string().contains("dangling.css"), "{error}");
    }
}
