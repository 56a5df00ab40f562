//! The account and its settings (N7, M11, R13).

use crate::{AccountId, Country, Plan, PriceBook};
use serde::{Deserialize, Serialize};

/// The settings pages need on every request (N7). Never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSettings {
    pub id: AccountId,
    pub name: String,
    pub country: Country,
    /// IANA name, such as "America/Los_Angeles".
    pub time_zone: String,
    /// 3 to 6 (M11).
    pub extension_digits: u8,
    pub wrap_up_seconds: u32,
    /// R13: only Administrators may add members.
    pub only_administrators_add: bool,
    /// Base address of meeting links (M15), without a slash at its end.
    pub meeting_base: String,
    /// The plan new members get when none is chosen.
    pub default_plan: Plan,
    /// What things cost this account (S3).
    #[serde(default)]
    pub prices: PriceBook,
}
