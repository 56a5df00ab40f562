//! What is wrong with an uploaded photo (M18); also a word in the address, for browsers without script.

/// 5 MB.
pub const LARGEST_FILE: usize = 5 * 1000 * 1000;

macro_rules! problems {
    ($($name:ident $slug:literal $words:literal;)+) => {
        /// Why a file is not taken as photo. Each sentence says what happened, then the fix.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum PhotoProblem { $(#[error($words)] $name),+ }

        impl PhotoProblem {
            pub const ALL: &[PhotoProblem] = &[$(PhotoProblem::$name),+];
            pub fn slug(self) -> &'static str { match self { $(PhotoProblem::$name => $slug),+ } }
            pub fn from_slug(slug: &str) -> Option<Self> { Self::ALL.iter().copied().find(|p| p.slug() == slug) }
        }

        crate::serde_by_word!(PhotoProblem, slug, from_slug);
    };
}

problems! {
    Missing "missing" "No file was chosen. Choose a PNG, JPEG or WebP picture.";
    TooLarge "too-large" "The file is larger than 5 MB. Choose a smaller picture.";
    TooManyPixels "too-many-pixels" "The picture is more than 12,000 pixels wide or 50 megapixels large. Make it smaller first.";
    Svg "svg" "SVG files can hold programs, so they are not taken. Save the picture as PNG, then choose that.";
    OtherKind "other-kind" "The file is not a PNG, JPEG or WebP picture, whatever its name says. Choose another.";
    Broken "broken" "The picture is broken or only half there. Open it, save it anew, then choose that.";
}
