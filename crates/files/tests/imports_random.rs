//! Made-up files and values by the thousand (SPEC I1, I2): reading never panics, and what is written comes back as it was.
//! The generator is seeded, so a failure repeats.

use files::imports::{apply_mapping, export, read};
use model::imports::ExportRow;

/// Numerical Recipes' linear congruential generator: enough to mix pieces, and no dependency.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }

    fn text(&mut self, pieces: &[&str], most: usize) -> String {
        (0..self.below(most + 1)).map(|_| pieces[self.below(pieces.len())]).collect()
    }
}

#[test]
fn i1_no_file_whatever_it_holds_makes_the_reader_panic() {
    const PIECES: [&str; 24] = [
        ",",
        ";",
        "\t",
        "|",
        "\"",
        "\"\"",
        "\r",
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "'",
        "=",
        "=\"",
        "a",
        "Ñ",
        "\u{feff}",
        "Name",
        "Email",
        "d@example.com",
        "Password",
        "118",
        "山",
        "sep=;\n",
    ];
    let mut dice = Dice(2026);
    let (mut taken, mut refused) = (0, 0);
    for round in 0..4_000 {
        let start = if round % 2 == 0 { "Name,Email,Groups\n" } else { "" };
        let text = format!("{start}{}", dice.text(&PIECES, 40));
        let mut bytes = text.clone().into_bytes();
        match dice.below(6) {
            0 => bytes = text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            1 => bytes.truncate(dice.below(bytes.len() + 1)),
            2 if !bytes.is_empty() => {
                let at = dice.below(bytes.len());
                bytes[at] = u8::try_from(dice.below(256)).unwrap_or(0);
            }
            _ => {}
        }
        match read(&bytes) {
            Ok(file) => {
                taken += 1;
                let people = apply_mapping(&file.rows, &file.mapping());
                assert_eq!(people.len(), file.info.rows);
                assert!(people.windows(2).all(|w| w[0].line < w[1].line), "{text:?}");
            }
            Err(refusal) => {
                refused += 1;
                assert!(refusal.to_string().ends_with('.'));
            }
        }
    }
    assert!(taken > 500 && refused > 500, "{taken} taken, {refused} refused");
}

#[test]
fn i2_thousands_of_nasty_members_come_back_as_they_were() {
    const PIECES: [&str; 22] = [
        "=", "+", "-", "@", "'", "\"", ",", ";", "|", "\\", " ", "a", "Ñ", "1", "＝", "(", ")", "=\"1\"", "\"\"",
        "x y", "美", "\u{200c}",
    ];
    let mut dice = Dice(7);
    // What no member can be named: blanks at the ends, and a lone dash, which stands for nothing.
    let mut value = |most| {
        let text = dice.text(&PIECES, most).trim().to_owned();
        if matches!(text.as_str(), "-" | "–" | "—") { String::new() } else { text }
    };
    let rows: Vec<ExportRow> = (0..3_000)
        .map(|i| ExportRow {
            first_name: value(6),
            last_name: value(6),
            email: format!("kofi{i}@example.com"),
            role: value(4),
            forwarding: vec!["+15035550131".into(), "+15035550132".into()],
            groups: (0..3).map(|_| value(5)).filter(|g| !g.is_empty()).collect(),
            ..ExportRow::default()
        })
        .collect();
    let mut bytes = Vec::new();
    export::write_members(&mut bytes, rows.clone()).expect("written");
    let file = read(&bytes).expect("our own file");
    assert!(file.issues.is_empty());
    let people = apply_mapping(&file.rows, &file.mapping());
    assert_eq!(people.len(), rows.len());
    for (want, got) in rows.iter().zip(people) {
        assert_eq!(got.first_name.unwrap_or_default(), want.first_name);
        assert_eq!(got.last_name.unwrap_or_default(), want.last_name);
        assert_eq!(got.role.unwrap_or_default(), want.role);
        assert_eq!(got.groups, want.groups);
        assert_eq!(got.forwarding.into_iter().map(|n| n.value).collect::<Vec<_>>(), want.forwarding);
    }
}
