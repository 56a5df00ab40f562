//! The frame of a mail: a title, sentences, at most a button. Styles are inline, since mail programs drop the rest.

use model::mail::Mail;

/// One piece of a mail, in its order.
enum Part {
    Says(String),
    Button { words: String, link: String },
    Small(String),
}

pub(super) struct Letter {
    subject: String,
    company: String,
    title: String,
    parts: Vec<Part>,
}

impl Letter {
    pub(super) fn new(subject: impl Into<String>, company: &str) -> Self {
        Letter {
            subject: set_apart(&subject.into()),
            company: set_apart(company),
            title: String::new(),
            parts: Vec::new(),
        }
    }

    pub(super) fn title(self, title: String) -> Self {
        Letter { title: set_apart(&title), ..self }
    }

    pub(super) fn says(mut self, sentence: impl Into<String>) -> Self {
        self.parts.push(Part::Says(set_apart(&sentence.into())));
        self
    }

    pub(super) fn button(mut self, words: &str, link: &str) -> Self {
        self.parts.push(Part::Button { words: words.to_owned(), link: link.to_owned() });
        self
    }

    pub(super) fn small(mut self, sentence: &str) -> Self {
        self.parts.push(Part::Small(sentence.to_owned()));
        self
    }

    pub(super) fn mail(self) -> Mail {
        Mail { text: self.text(), html: self.html(), subject: self.subject }
    }

    fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for part in &self.parts {
            match part {
                Part::Says(words) | Part::Small(words) => text.push_str(&format!("\n{words}\n")),
                Part::Button { words, link } => text.push_str(&format!("\n{words}:\n{link}\n")),
            }
        }
        text.push_str(&format!("\n-- \nTeamline for {}\n", self.company));
        text
    }

    fn html(&self) -> String {
        const FONT: &str = "font-family:Inter,system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
        let mut body = format!(
            "<h1 style=\"margin:0 0 16px;font-size:22px;line-height:1.3;color:#14171a\">{}</h1>",
            escaped(&self.title)
        );
        for part in &self.parts {
            body.push_str(&match part {
                Part::Says(words) => {
                    format!("<p style=\"margin:0 0 16px;font-size:15px;line-height:1.55;color:#2c3238\">{}</p>", escaped(words))
                }
                Part::Small(words) => format!("<p style=\"margin:0;font-size:13px;line-height:1.5;color:#5d666f\">{}</p>", escaped(words)),
                Part::Button { words, link } => {
                    let (words, link) = (escaped(words), escaped(link));
                    format!(
                        "<p style=\"margin:24px 0\"><a href=\"{link}\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;\
                         background:#14171a;color:#ffffff;font-size:15px;font-weight:600;text-decoration:none\">{words}</a></p>\
                         <p style=\"margin:0 0 16px;font-size:13px;line-height:1.5;color:#5d666f\">Or open this address:<br>\
                         <a href=\"{link}\" style=\"color:#2c3238;word-break:break-all\">{link}</a></p>"
                    )
                }
            });
        }
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <title>{}</title></head><body style=\"margin:0;padding:32px 16px;background:#f4f5f6;{FONT}\">\
             <div style=\"max-width:520px;margin:0 auto;padding:32px;border:1px solid #e1e4e7;border-radius:12px;background:#ffffff\">{body}</div>\
             <p style=\"max-width:520px;margin:16px auto 0;font-size:12px;color:#5d666f\">Teamline for {}</p></body></html>",
            escaped(&self.subject),
            escaped(&self.company)
        )
    }
}

/// One line, with right-to-left names in it set apart.
fn set_apart(text: &str) -> String {
    model::bidi::isolated(&one_line(text)).into_owned()
}

/// Line breaks and other control characters become blanks, so no name can start a header or a new paragraph (QUALITY).
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Text as HTML, also inside a quoted attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
