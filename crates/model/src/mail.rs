//! A mail that is ready to be sent: its words, without how it travels (M3).

/// A finished mail. The subject holds no line breaks, and the HTML nothing unescaped, whatever names hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub text: String,
    pub html: String,
}
