//! The fields a column can go to: the closed list behind the "Goes to" menu, the export's header and the template.

/// Where a column of the file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    FirstName,
    LastName,
    /// First and last name in one cell; split before anything is imported.
    FullName,
    Email,
    Username,
    Role,
    Extension,
    Forwarding1,
    Forwarding2,
    Forwarding3,
    DirectNumber,
    Plan,
    Groups,
    Mobile,
    TimeZone,
    /// Whether they arrive invited or suspended.
    Status,
    DontImport,
}

impl Field {
    /// In the order of the menu.
    pub const ALL: [Self; 17] = [
        Self::FirstName,
        Self::LastName,
        Self::FullName,
        Self::Email,
        Self::Username,
        Self::Role,
        Self::Extension,
        Self::Forwarding1,
        Self::Forwarding2,
        Self::Forwarding3,
        Self::DirectNumber,
        Self::Plan,
        Self::Groups,
        Self::Mobile,
        Self::TimeZone,
        Self::Status,
        Self::DontImport,
    ];

    /// The columns of our own file, in its order (I2). Everything but the two that are no single value of a member, and
    /// the status, which is how somebody arrives and not what is changed by a file.
    pub const EXPORTED: [Self; 14] = [
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Username,
        Self::Role,
        Self::Extension,
        Self::Forwarding1,
        Self::Forwarding2,
        Self::Forwarding3,
        Self::DirectNumber,
        Self::Plan,
        Self::Groups,
        Self::Mobile,
        Self::TimeZone,
    ];

    pub const FORWARDING: [Self; 3] = [Self::Forwarding1, Self::Forwarding2, Self::Forwarding3];

    /// The words in the menu, and in our own file's header.
    pub fn label(self) -> &'static str {
        match self {
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::FullName => "First and last name",
            Self::Email => "Email",
            Self::Username => "Username",
            Self::Role => "Role",
            Self::Extension => "Extension",
            Self::Forwarding1 => "Forwarding number 1",
            Self::Forwarding2 => "Forwarding number 2",
            Self::Forwarding3 => "Forwarding number 3",
            Self::DirectNumber => "Direct number",
            Self::Plan => "Plan",
            Self::Groups => "Groups",
            Self::Mobile => "Mobile number",
            Self::TimeZone => "Time zone",
            Self::Status => "Status",
            Self::DontImport => "Don’t import",
        }
    }

    /// Stable word for form values and URLs.
    pub fn key(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::FullName => "full_name",
            Self::Email => "email",
            Self::Username => "username",
            Self::Role => "role",
            Self::Extension => "extension",
            Self::Forwarding1 => "forwarding1",
            Self::Forwarding2 => "forwarding2",
            Self::Forwarding3 => "forwarding3",
            Self::DirectNumber => "direct_number",
            Self::Plan => "plan",
            Self::Groups => "groups",
            Self::Mobile => "mobile",
            Self::TimeZone => "time_zone",
            Self::Status => "status",
            Self::DontImport => "dont_import",
        }
    }

    /// Back from `key`; `None` for a word that is no field, as in a form edited by hand.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.key() == key)
    }
}

crate::serde_by_word!(Field, key, from_key);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i1_every_field_comes_back_from_its_key_and_an_unknown_word_does_not() {
        for field in Field::ALL {
            assert_eq!(Field::from_key(field.key()), Some(field));
        }
        assert_eq!(Field::from_key("password"), None);
    }

    #[test]
    fn i2_the_export_has_every_field_that_holds_one_value() {
        let left: Vec<_> = Field::ALL.into_iter().filter(|f| !Field::EXPORTED.contains(f)).collect();
        assert_eq!(left, [Field::FullName, Field::Status, Field::DontImport]);
    }
}
