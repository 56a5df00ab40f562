//! `docs/server-functions.md` lists every server function with the types of its parameters, as the code has them.
//!
//! `UPDATE=1 cargo test -p xtask --test server_functions` writes the list anew.

use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const HEAD: &str = "# Server functions

What a person chooses is typed from the form on; `String` is what somebody types freely, and is parsed at once. A name
with `?` may be left out. Made from `app/src/api` by `UPDATE=1 cargo test -p xtask --test server_functions`.

| Call | Parameters | Answer |
|---|---|---|
";

#[test]
fn the_list_of_server_functions_is_that_of_the_code() -> Result<()> {
    let root = root()?;
    let mut lines = BTreeMap::new();
    for file in sources(&root.join("app/src/api"))? {
        let text = fs::read_to_string(&file)?;
        for function in text.split("\n#[server(").skip(1) {
            let (path, line) = described(function).with_context(|| file.display().to_string())?;
            ensure!(lines.insert(path.clone(), line).is_none(), "two functions at {path}");
        }
    }
    ensure!(lines.len() > 50, "only {} server functions", lines.len());
    let list: String = std::iter::once(HEAD.to_owned()).chain(lines.into_values()).collect();
    let document = root.join("docs/server-functions.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&document, &list)?;
    }
    ensure!(fs::read_to_string(&document)? == list, "docs/server-functions.md is not up to date: run it with UPDATE=1");
    Ok(())
}

/// The path of a function, and its line of the list, from the text behind `#[server(`.
fn described(text: &str) -> Result<(String, String)> {
    let (attributes, rest) = text.split_once(")]").context("no end of #[server(…)]")?;
    let path = attributes.split_once("endpoint = \"").and_then(|(_, path)| path.split_once('"'));
    let path = path.with_context(|| format!("no endpoint in {attributes}"))?.0.to_owned();
    let method = if attributes.contains("GetUrl") { "GET" } else { "POST" };
    let (_, rest) = rest.split_once("pub async fn ").context("no function")?;
    let (_, rest) = rest.split_once('(').context("no parameters")?;
    let (parameters, rest) = rest.split_once(") -> Result<").context("no answer")?;
    let answer = rest.split_once(" {").context("no body")?.0;
    let answer = answer.rsplit_once(',').context("no error")?.0;
    let parameters: Vec<String> = split(parameters).iter().map(|one| parameter(one)).collect();
    let parameters = if parameters.is_empty() { String::new() } else { format!("`{}`", parameters.join(", ")) };
    Ok((path.clone(), format!("| {method} `/api/{path}` | {parameters} | `{answer}` |\n")))
}

/// Parameters, split where a comma stands in no brackets.
fn split(parameters: &str) -> Vec<String> {
    let (mut all, mut depth) = (vec![String::new()], 0_i32);
    for c in parameters.chars() {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                all.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = all.last_mut() {
            last.push(c);
        }
    }
    all.into_iter()
        .map(|one| one.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|one| !one.is_empty())
        .collect()
}

/// `id: MemberId`; `back?: NextPage` for one that may be left out.
fn parameter(text: &str) -> String {
    if let Some(rest) = text.strip_prefix("#[server(default)] ") {
        return rest.replacen(':', "?:", 1);
    }
    text.strip_prefix("#[server(flatten)] ").unwrap_or(text).to_owned()
}

/// The workspace's folder, wherever in it this package is.
fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().find(|folder| folder.join("Cargo.lock").exists());
    Ok(root.context("no Cargo.lock above this package")?.to_path_buf())
}

/// All Rust files below a folder.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}
