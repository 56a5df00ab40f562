//! The floor's HTML: our page's frame as it came, and rows by plain formatting. The markup of a row is taken from our
//! page at the start of each run, so it follows every change; what is formatted per request is the members' data.

use crate::floor_sql::Member;
use anyhow::{Context, Result, ensure};

/// A page cut at what differs between members.
pub struct Template {
    pub head: String,
    pub foot: String,
    pieces: Vec<Piece>,
}

enum Piece {
    Text(String),
    Field(Field),
}

#[derive(Clone, Copy)]
enum Field {
    Ordinal,
    Id,
    Name,
    SignIn,
    Role,
    Extension,
    Direct,
    ForwardsTo,
}

/// A sign for each field that no page has.
const FIELDS: [(char, Field); 8] = [
    ('\u{1}', Field::Ordinal),
    ('\u{2}', Field::Id),
    ('\u{3}', Field::Name),
    ('\u{4}', Field::SignIn),
    ('\u{5}', Field::Role),
    ('\u{6}', Field::Extension),
    ('\u{7}', Field::Direct),
    ('\u{8}', Field::ForwardsTo),
];

impl Template {
    /// From our first page and the members on it. Taken is the row whose markup is nearest to the mean length, one with
    /// both numbers where there is one.
    pub fn learn(page: &str, members: &[Member]) -> Result<Template> {
        // Other tables may come before the team's.
        let row = page.find("row-check\"").context("the page has no members")?;
        let body = page[..row].rfind("<tbody").context("the page has no table")?;
        let first = body + page[body..].find("<tr").context("the table has no rows")?;
        let end = body + page[body..].find("</tbody>").context("the table has no end")?;
        let last = page[..end].rfind("</tr>").context("the table has no rows")? + "</tr>".len();
        let rows: Vec<&str> = page[first..last].split_inclusive("</tr>").collect();
        ensure!(rows.len() == members.len(), "the page has {} rows, the database gave {}", rows.len(), members.len());
        let mean = (last - first) / rows.len();
        let chosen = (0..rows.len()).min_by_key(|i| {
            let whole = members[*i].direct.is_some() && members[*i].forwards_to.is_some();
            (!whole, rows[*i].len().abs_diff(mean))
        });
        let at = chosen.context("the table has no rows")?;
        let pieces = cut(&marked(rows[at], &members[at], at + 1)?);
        Ok(Template { head: page[..first].to_owned(), foot: page[last..].to_owned(), pieces })
    }

    /// Rows from an ordinal on, counted from 1.
    pub fn rows(&self, out: &mut String, members: &[Member], first: usize) {
        use std::fmt::Write;
        for (i, member) in members.iter().enumerate() {
            for piece in &self.pieces {
                let written = match piece {
                    Piece::Text(text) => write!(out, "{text}"),
                    Piece::Field(Field::Ordinal) => write!(out, "{}", first + i),
                    Piece::Field(Field::Id) => write!(out, "{}", hyphenated(&member.id)),
                    Piece::Field(Field::Name) => write!(out, "{} {}", escaped(&member.first), escaped(&member.last)),
                    Piece::Field(Field::SignIn) => write!(out, "{}", escaped(&member.sign_in)),
                    Piece::Field(Field::Role) => write!(out, "{}", escaped(&member.role)),
                    Piece::Field(Field::Extension) => write!(out, "{}", member.extension),
                    Piece::Field(Field::Direct) => write!(out, "{}", shown(member.direct.as_deref())),
                    Piece::Field(Field::ForwardsTo) => write!(out, "{}", shown(member.forwards_to.as_deref())),
                };
                // Writing into a text never fails.
                let _ = written;
            }
        }
    }
}

/// A row with signs where its member's data was.
fn marked(row: &str, member: &Member, ordinal: usize) -> Result<String> {
    let id = hyphenated(&member.id);
    ensure!(row.contains(&id), "the page’s rows come in another order than the database’s");
    let name = format!("{} {}", escaped(&member.first), escaped(&member.last));
    let mut row = row
        .replace(&format!("aria-rowindex=\"{ordinal}\""), "aria-rowindex=\"\u{1}\"")
        .replace(&id, "\u{2}")
        .replace(&escaped(&member.sign_in), "\u{4}")
        .replace(&name, "\u{3}")
        .replace(&format!(">{}<", escaped(&member.role)), ">\u{5}<")
        .replace(&format!(">{}<", member.extension), ">\u{6}<");
    let numbers = [
        ("data-label=\"Direct\"", &member.direct, '\u{7}'),
        ("data-label=\"Forwards to\"", &member.forwards_to, '\u{8}'),
    ];
    for (label, number, sign) in numbers {
        let (Some(cell), Some(number)) = (row.find(label), number.as_deref()) else { continue };
        let number = shown(Some(number));
        let Some(from) = row[cell..].find(&number).map(|n| cell + n) else { continue };
        row.replace_range(from..from + number.len(), &sign.to_string());
    }
    Ok(row)
}

fn cut(row: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    for c in row.chars() {
        match FIELDS.iter().find(|(sign, _)| *sign == c) {
            Some((_, field)) => {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                pieces.push(Piece::Field(*field));
            }
            None => text.push(c),
        }
    }
    pieces.push(Piece::Text(text));
    pieces
}

pub fn hyphenated(id: &[u8; 16]) -> String {
    model::MemberId(u128::from_be_bytes(*id)).to_string()
}

pub fn escaped(text: &str) -> String {
    if !text.contains(['&', '<', '>', '"']) {
        return text.to_owned();
    }
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A number of the sample's country as people write it.
pub fn shown(e164: Option<&str>) -> String {
    match e164.and_then(|n| n.strip_prefix("+1")).filter(|n| n.len() == 10 && n.is_ascii()) {
        Some(n) => format!("({}) {}-{}", &n[..3], &n[3..6], &n[6..]),
        None => e164.unwrap_or("—").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(first: &str, direct: Option<&str>) -> Member {
        let direct = direct.map(str::to_owned);
        let (last, sign_in) = ("Whitfield".to_owned(), format!("{}@larkspur.test", first.to_lowercase()));
        let id = [first.len() as u8; 16];
        Member {
            id,
            first: first.into(),
            last,
            role: "Agent".into(),
            sign_in,
            extension: 118,
            direct,
            forwards_to: None,
            plan: "basic".into(),
            state: "active".into(),
            last_seen: None,
        }
    }

    #[test]
    fn a_learned_page_is_written_again_with_other_members() -> Result<()> {
        let row = |m: &Member, n: usize| {
            let tel = shown(m.direct.as_deref());
            format!(
                "<tr aria-rowindex=\"{n}\"><td><input class=\"check row-check\" value=\"{}\"></td><th>{} {}</th><td>Agent</td><td>118</td><td data-label=\"Direct\">{tel}</td></tr>",
                hyphenated(&m.id),
                m.first,
                m.last
            )
        };
        let (dana, kofi) = (member("Dana", Some("+15035550101")), member("Marisol", Some("+15035550102")));
        let page = |m: &Member| format!("<main><tbody>{}</tbody></main>", row(m, 1));
        let template = Template::learn(&page(&dana), std::slice::from_ref(&dana))?;
        let mut out = template.head.clone();
        template.rows(&mut out, std::slice::from_ref(&kofi), 1);
        out.push_str(&template.foot);
        assert_eq!(out, page(&kofi));
        Ok(())
    }
}
