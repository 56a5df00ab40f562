//! The mails Teamline writes (M3, M4, M6, M10): their words, as text and as HTML.
//!
//! What belongs here: sentences and the frame around them. What does not: where mails wait (`store::outbox`) and how
//! they travel (the server's mail job).

mod letter;

use letter::Letter;
use model::mail::Mail;
use model::{EmailAddress, PersonName};

/// How people are addressed: by first name, or the one name there is.
fn called(name: &PersonName) -> &str {
    if name.first.is_empty() { &name.last } else { &name.first }
}

/// M3: what a new member gets. `link` is whole and single-use, valid 7 days.
pub fn invitation(name: &PersonName, inviter: &str, company: &str, link: &str) -> Mail {
    Letter::new(format!("{inviter} invited you to {company} on Teamline"), company)
        .title(format!("Welcome to {company}, {}", called(name)))
        .says(format!(
            "{inviter} added you to the phone system of {company}. Choose a password, and your extension is ready."
        ))
        .button("Accept invitation", link)
        .says("The link works once and for 7 days. After that, ask whoever invited you to send a new one.")
        .small("If you don’t know the sender, ignore this mail. Nothing happens without you.")
        .mail()
}

/// Who has a link to a new password sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetBy<'a> {
    /// Somebody wrote the address into “Forgot password?”.
    Somebody,
    /// A colleague, by name. `blocked`: the old password has ended already.
    Colleague { name: &'a str, blocked: bool },
}

/// M10 and A2: a link to a new password, single-use, valid 1 hour.
pub fn reset(name: &PersonName, by: ResetBy<'_>, company: &str, link: &str) -> Mail {
    let (why, ends, otherwise) = match by {
        ResetBy::Somebody => (
            format!("Somebody, perhaps you, asked for a new password for your sign-in at {company}."),
            "Your old password and all sessions end when the new one is set.",
            "If it wasn’t you, ignore this mail. Your password stays as it is.",
        ),
        ResetBy::Colleague { name, blocked: false } => (
            format!("{name} started a password reset for your sign-in at {company}."),
            "Your old password and all sessions end when the new one is set.",
            "If you didn’t expect this, tell your Administrator.",
        ),
        ResetBy::Colleague { name, blocked: true } => (
            format!("{name} reset the password of your sign-in at {company}."),
            "Your old password and all sessions have ended already.",
            "If you didn’t expect this, tell your Administrator.",
        ),
    };
    Letter::new("Set a new Teamline password", company)
        .title(format!("A new password, {}", called(name)))
        .says(why)
        .button("Set a new password", link)
        .says(format!("The link works once and for 1 hour. {ends}"))
        .small(otherwise)
        .mail()
}

/// A2, M10: told after a password was changed; `at` as people read it.
pub fn password_changed(name: &PersonName, company: &str, at: &str) -> Mail {
    Letter::new("Your Teamline password was changed", company)
        .title(format!("Your password was changed, {}", called(name)))
        .says(format!("The password of your sign-in at {company} was changed on {at}. Every other session has ended."))
        .says("If it wasn’t you, tell your Administrator at once and use “Forgot password?” on the sign-in page.")
        .mail()
}

/// K3: told when a role was changed and whoever changed it wanted it told.
pub fn role_changed(name: &PersonName, company: &str, by: &str, role: &str) -> Mail {
    Letter::new("Your Teamline role was changed", company)
        .title(format!("Your role was changed, {}", called(name)))
        .says(format!("{by} made you {role} at {company}. It holds from now on; you need not sign in again."))
        .says("If you didn’t expect this, tell your Administrator.")
        .mail()
}

/// M6: both addresses are told. Made twice, once for each; the text is the same.
pub fn address_changed(name: &PersonName, company: &str, by: &str, old: &EmailAddress, new: &EmailAddress) -> Mail {
    Letter::new("Your Teamline sign-in email was changed", company)
        .title(format!("You now sign in with another email, {}", called(name)))
        .says(format!("{by} changed your sign-in at {company} from {old} to {new}. Your password stays the same."))
        .says("If you didn’t expect this, tell your Administrator.")
        .mail()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dana() -> PersonName {
        PersonName { first: "Dana".into(), last: "Whitfield".into() }
    }

    #[test]
    fn m3_an_invitation_greets_by_name_and_has_its_link_in_both_forms() {
        let mail =
            invitation(&dana(), "Marisol Vega", "Larkspur Logistics", "https://team.example.com/accept?token=abc");
        assert_eq!(mail.subject, "Marisol Vega invited you to Larkspur Logistics on Teamline");
        assert!(mail.text.contains("Welcome to Larkspur Logistics, Dana"));
        assert!(mail.text.contains("https://team.example.com/accept?token=abc"));
        assert!(mail.html.contains("href=\"https://team.example.com/accept?token=abc\""));
        assert!(mail.text.contains("7 days") && mail.html.contains("7 days"));
    }

    #[test]
    fn a_name_can_be_neither_a_header_nor_markup() {
        let mail = invitation(
            &dana(),
            "Eve\r\nBcc: all@example.com",
            "<script>alert(1)</script> & \"Co\"",
            "https://x.example/?a=1&b=2",
        );
        assert!(!mail.subject.contains(['\r', '\n']));
        assert!(!mail.html.contains("<script>"));
        assert!(mail.html.contains("&lt;script&gt;") && mail.html.contains("?a=1&amp;b=2"));
    }

    #[test]
    fn m10_a_reset_says_who_started_it_and_what_has_ended() {
        let said = |by| reset(&dana(), by, "Larkspur", "https://x").text;
        let colleague = |blocked| said(ResetBy::Colleague { name: "Marisol Vega", blocked });
        assert!(
            said(ResetBy::Somebody).contains("perhaps you") && said(ResetBy::Somebody).contains("ignore this mail")
        );
        assert!(colleague(false).contains("Marisol Vega started") && colleague(false).contains("end when the new one"));
        assert!(colleague(true).contains("Marisol Vega reset") && colleague(true).contains("have ended already"));
        for by_colleague in [colleague(false), colleague(true)] {
            assert!(by_colleague.contains("tell your Administrator"));
            // They did not ask for it, and their password does not stay as it is.
            assert!(!by_colleague.contains("ignore") && !by_colleague.contains("stays as it is"), "{by_colleague}");
        }
    }

    #[test]
    fn m6_a_changed_address_names_both() {
        let (old, new) = (EmailAddress::parse("dana@old.example"), EmailAddress::parse("dana@new.example"));
        let (Ok(old), Ok(new)) = (old, new) else { panic!("addresses") };
        let mail = address_changed(&dana(), "Larkspur", "Marisol Vega", &old, &new);
        assert!(mail.text.contains("dana@old.example") && mail.text.contains("dana@new.example"));
    }
}
