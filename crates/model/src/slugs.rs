//! Closed enums with one spelling: the same word in addresses, forms, JSON and the database.

#[doc(hidden)]
pub use serde;

/// A word that names nothing of its enum: from a hand-made address or form, or from a database that was written to by hand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{word}” is no {of}")]
pub struct UnknownWord {
    pub word: String,
    /// The enum's name.
    pub of: &'static str,
}

/// What begins the error of an argument whose word names nothing of its enum. Errors of serde are texts and nothing
/// else.
const UNKNOWN_WORD: &str = "unknown word for ";

impl UnknownWord {
    /// As an error of serde; [`refused_word`] reads it.
    pub fn in_argument<E: serde::de::Error>(self) -> E {
        E::custom(format_args!("{UNKNOWN_WORD}{}: {}", self.of, self.word))
    }
}

/// The sentence for an argument whose word names nothing of its enum. None for other errors of serde.
pub(crate) fn refused_word(serde_error: &str) -> Option<String> {
    let (of, word) = serde_error.strip_prefix(UNKNOWN_WORD)?.split_once(": ")?;
    let word: String = word.chars().take(40).collect();
    Some(format!("“{word}” is not one of the choices for “{}”. Reload the page and choose again.", spaced(of)))
}

/// "RouteTo" as people read it: "route to".
fn spaced(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Reads and writes a value as one text, by its `Display` and a function `parse(&str) -> Option<Self>`. A text that is
/// none is answered like an unknown word: `serde_by_text!(RouteTo, parse);`.
#[macro_export]
macro_rules! serde_by_text {
    ($name:ident, $parse:ident) => {
        impl $crate::slugs::serde::Serialize for $name {
            fn serialize<S: $crate::slugs::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> $crate::slugs::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::slugs::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word =
                    <std::borrow::Cow<'de, str> as $crate::slugs::serde::Deserialize>::deserialize(deserializer)?;
                $name::$parse(&word).ok_or_else(|| {
                    $crate::slugs::UnknownWord { word: word.into_owned(), of: stringify!($name) }.in_argument()
                })
            }
        }
    };
}
pub use serde_by_text;

/// Reads and writes an enum as one word, by its functions `word(self) -> &'static str` and `parse(&str) -> Option<Self>`:
/// `serde_by_word!(Plan, slug, from_slug);`. An unknown word is an error, never a default.
#[macro_export]
macro_rules! serde_by_word {
    ($name:ident, $word:ident, $parse:ident) => {
        impl $crate::slugs::serde::Serialize for $name {
            fn serialize<S: $crate::slugs::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.$word())
            }
        }

        impl<'de> $crate::slugs::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::slugs::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word =
                    <std::borrow::Cow<'de, str> as $crate::slugs::serde::Deserialize>::deserialize(deserializer)?;
                $name::$parse(&word).ok_or_else(|| {
                    $crate::slugs::UnknownWord { word: word.into_owned(), of: stringify!($name) }.in_argument()
                })
            }
        }
    };
}
pub use serde_by_word;

/// Makes an enum with `ALL`, `slug`, `label` and `from_slug`: `slugs! { Name { Variant = "slug", "Label"; } }`.
#[macro_export]
macro_rules! slugs {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $slug:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),+];
            /// The word in addresses, forms, JSON and the database.
            pub const fn slug(self) -> &'static str { match self { $($name::$variant => $slug),+ } }
            /// The words people read.
            pub const fn label(self) -> &'static str { match self { $($name::$variant => $label),+ } }
            pub fn from_slug(slug: &str) -> Option<Self> { Self::ALL.iter().copied().find(|v| v.slug() == slug) }
        }

        $crate::serde_by_word!($name, slug, from_slug);
    };
}
pub use slugs;

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde::de::value::{Error, StrDeserializer};

    slugs! {
        /// For this test.
        PaperSize {
            Letter = "letter", "US letter";
        }
    }

    #[test]
    fn an_unknown_word_in_a_form_is_refused_by_a_sentence_that_names_the_choice() {
        let read = |word| PaperSize::deserialize(StrDeserializer::<Error>::new(word)).map_err(|e| e.to_string());
        assert_eq!((read("letter"), PaperSize::Letter.label()), (Ok(PaperSize::Letter), "US letter"));
        let said = refused_word(&read("folio").unwrap_err());
        assert_eq!(
            said.as_deref(),
            Some("“folio” is not one of the choices for “paper size”. Reload the page and choose again.")
        );
        assert_eq!(refused_word("missing field `size`"), None);
    }
}
