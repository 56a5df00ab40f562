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
                    let unknown = $crate::slugs::UnknownWord { word: word.into_owned(), of: stringify!($name) };
                    <D::Error as $crate::slugs::serde::de::Error>::custom(unknown)
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
