//! The payment provider (S7). Cards are entered at the provider, which gives a token for one; Teamline hands the token on and
//! keeps what comes back: the provider's reference, brand, last four digits and expiry. A card number never reaches this program.
//!
//! A real provider is one more implementation of [`PaymentProvider`]; [`provider`] says which one is used.

use model::billing::PaymentMethod;
use std::future::Future;
use std::pin::Pin;

/// What a provider answers, once it has.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, PaymentProblem>> + Send + 'a>>;

/// Why a payment method isn't kept. The words never repeat what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaymentProblem {
    #[error("That looks like a card number. Teamline takes none: choose a card that the payment provider keeps.")]
    CardNumber,
    #[error("The payment provider doesn’t know this card. Choose one of the list.")]
    Unknown,
    #[error("The card was declined. Choose another one, or ask the bank that issued it.")]
    Declined,
    #[error("The card has expired. Choose one that is still good.")]
    Expired,
}

/// Keeps payment methods, so that Teamline doesn't have to.
pub trait PaymentProvider: Send + Sync {
    /// Turns a token of the provider's own form into a method that can be charged.
    fn keep<'a>(&'a self, token: &'a str) -> Answer<'a, PaymentMethod>;
    /// Cards for trying it out: token and words. Empty with a real provider, whose own form is shown then.
    fn test_cards(&self) -> Vec<(String, String)>;
}

/// The provider of this deployment.
pub fn provider() -> &'static dyn PaymentProvider {
    &SampleProvider
}

/// Built in, for trying everything: knows test cards and no others, and charges nobody.
pub struct SampleProvider;

/// Token, brand, last four, expiry.
const TEST_CARDS: &[(&str, &str, &str, &str)] = &[
    ("tok_visa", "Visa", "4242", "08/2031"),
    ("tok_mastercard", "Mastercard", "4444", "11/2030"),
    ("tok_amex", "American Express", "0005", "03/2032"),
];

impl SampleProvider {
    fn find(token: &str) -> Result<PaymentMethod, PaymentProblem> {
        let digits = token.chars().filter(char::is_ascii_digit).count();
        if digits >= 8 {
            return Err(PaymentProblem::CardNumber);
        }
        match token {
            "tok_declined" => return Err(PaymentProblem::Declined),
            "tok_expired" => return Err(PaymentProblem::Expired),
            _ => {}
        }
        let (token, brand, last_four, expires) =
            TEST_CARDS.iter().find(|card| card.0 == token).ok_or(PaymentProblem::Unknown)?;
        Ok(PaymentMethod {
            reference: format!("sample_{}", token.trim_start_matches("tok_")),
            brand: (*brand).to_owned(),
            last_four: (*last_four).to_owned(),
            expires: (*expires).to_owned(),
        })
    }
}

impl PaymentProvider for SampleProvider {
    fn keep<'a>(&'a self, token: &'a str) -> Answer<'a, PaymentMethod> {
        Box::pin(std::future::ready(Self::find(token)))
    }

    fn test_cards(&self) -> Vec<(String, String)> {
        let good = TEST_CARDS
            .iter()
            .map(|(token, brand, last, expires)| ((*token).to_owned(), format!("{brand} ending in {last}, {expires}")));
        let bad = [("tok_declined", "A card that is declined"), ("tok_expired", "A card that has expired")];
        good.chain(bad.map(|(token, words)| (token.to_owned(), words.to_owned()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s7_the_sample_provider_keeps_test_cards_and_tells_why_it_refuses_others() {
        let kept = SampleProvider::find("tok_visa").expect("a test card");
        assert_eq!((kept.brand.as_str(), kept.last_four.as_str(), kept.expires.as_str()), ("Visa", "4242", "08/2031"));
        let refused = ["tok_declined", "tok_expired", "tok_nobody", "4242424242424242", "4242 4242 4242 4242"]
            .map(|t| SampleProvider::find(t).unwrap_err());
        use PaymentProblem::{CardNumber, Declined, Expired, Unknown};
        assert_eq!(refused, [Declined, Expired, Unknown, CardNumber, CardNumber]);
        assert!(!CardNumber.to_string().contains("4242"), "what was sent is never repeated");
    }
}
