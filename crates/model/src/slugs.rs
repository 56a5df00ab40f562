//! Closed enums whose values have a word in addresses and the database, and words that people read.

/// Makes an enum with `ALL`, `slug`, `label` and `from_slug`: `slugs! { Name { Variant = "slug", "Label"; } }`.
#[macro_export]
macro_rules! slugs {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $slug:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),+];
            /// The word in URLs and in the database.
            pub fn slug(self) -> &'static str { match self { $($name::$variant => $slug),+ } }
            /// The words people read.
            pub fn label(self) -> &'static str { match self { $($name::$variant => $label),+ } }
            pub fn from_slug(slug: &str) -> Option<Self> { Self::ALL.iter().copied().find(|v| v.slug() == slug) }
        }
    };
}
pub use slugs;
