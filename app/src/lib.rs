pub mod model;

#[cfg(feature = "ssr")]
pub mod imports;
