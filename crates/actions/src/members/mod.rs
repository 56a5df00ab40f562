//! Members.

pub mod direct_number;
pub mod edit;
pub mod forwarding;
pub mod photos;
pub mod profile;
pub mod status;
pub mod template;
