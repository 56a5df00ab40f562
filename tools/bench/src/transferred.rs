//! P7: bytes transferred as a browser gets them, heads included, until the page can be used: HTML and styles.

use crate::child::Running;
use crate::http::{Connection, get};
use crate::rounds::Figures;
use crate::table::{Row, Target, Unit};
use anyhow::{Result, ensure};

pub async fn measure(ours: &Running, session: &str) -> Result<Vec<Row>> {
    let mut connection = Connection::open(ours.address).await?;
    connection.fetch(&get(ours.address, "/team", session, false)).await?;
    let page = String::from_utf8_lossy(&connection.body()?).into_owned();
    let html = compressed(&mut connection, ours, "/team", session, "zstd").await?;
    let mut css = 0;
    for path in stylesheets(&page) {
        css += compressed(&mut connection, ours, &path, session, "br").await?;
    }
    let rows = page.rfind("</tbody>").map_or(0, |end| page.len() - end);
    let task = format!(
        "until usable: HTML {:.1} kB and CSS {:.1} kB (HTML uncompressed {} kB, {} kB of it after the rows)",
        kb(html),
        kb(css),
        page.len() / 1000,
        rows / 1000
    );
    let figures = Figures(vec![kb(html + css)]);
    Ok(vec![Row { id: "P7", task, unit: Unit::Kb, ours: Some(figures), floor: None, target: Target::AtMost(30.0) }])
}

fn kb(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}

/// Bytes of an answer, which must come in this encoding: `br` is what the build compressed, `zstd` what the server
/// does.
async fn compressed(
    connection: &mut Connection,
    ours: &Running,
    path: &str,
    session: &str,
    encoding: &str,
) -> Result<usize> {
    let bytes = connection.fetch(&get(ours.address, path, session, true)).await?;
    // A development build has no compressed files, and its figures are not for this table.
    let found = connection.header("content-encoding").unwrap_or_default();
    ensure!(found == encoding, "{path} came in {found:?}, not in {encoding}");
    Ok(bytes)
}

/// Addresses of the page's own stylesheets that it waits for; not those for printing.
fn stylesheets(page: &str) -> Vec<String> {
    let tags = page.split("<link ").skip(1).filter_map(|rest| rest.split('>').next());
    let sheets = tags.filter(|tag| tag.contains("rel=\"stylesheet\"") && !tag.contains("media=\"print\""));
    sheets.filter_map(|tag| tag.split("href=\"").nth(1)?.split('"').next().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stylesheets_are_found_and_icons_are_not() {
        let page = "<link rel=\"icon\" href=\"/favicon.svg\"><link id=\"style\" rel=\"stylesheet\" href=\"/pkg/teamline.css\"><link rel=\"stylesheet\" href=\"/pkg/more.css\" media=\"print\">";
        assert_eq!(stylesheets(page), ["/pkg/teamline.css"]);
    }
}
