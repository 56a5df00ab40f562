//! What can go wrong in the database, with constraint names kept so that callers can name the field.

use model::error::AppError;

/// A failed query. `Constraint` carries the constraint's name as the migrations spell it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique key, check or trigger said no; the name is the migration's.
    #[error("constraint {0}")]
    Constraint(String),
    /// Two transactions met; trying again is safe.
    #[error("the database was busy")]
    Busy,
    /// The disk is full: reads go on (QUALITY, invariant 11).
    #[error("the database's disk is full")]
    Full,
    /// A write was given a permit for something else: a fault of this program.
    #[error("a permit for something else than this write")]
    WrongPermit,
    #[error("database: {0}")]
    Other(sqlx::Error),
}

pub type StoreResult<T> = Result<T, StoreError>;

/// SQLite names the columns of a unique key, not the constraint; this maps them to the names of the migrations.
const SQLITE_KEYS: &[(&str, &str)] = &[
    ("members.sign_in_key", "members_sign_in_taken"),
    ("members.account_id, members.id", "members_id"),
    ("extensions.account_id, extensions.number", "extensions_taken"),
    ("extensions.account_id, extensions.member_id", "extensions_of_member"),
    ("extensions.account_id, extensions.group_id", "extensions_of_group"),
    ("roles.account_id, roles.name_fold", "roles_name_taken"),
    ("groups.account_id, groups.name_fold", "groups_name_taken"),
    ("numbers.e164", "numbers_taken"),
    ("numbers.account_id", "numbers_one_main"),
    ("forwarding_numbers.account_id, forwarding_numbers.member_id, forwarding_numbers.e164", "forwarding_twice"),
    (
        "forwarding_numbers.account_id, forwarding_numbers.member_id, forwarding_numbers.position",
        "forwarding_at_most_three",
    ),
    ("audit.account_id, audit.undoes", "audit_undone"),
    ("bulk_jobs.account_id, bulk_jobs.id", "bulk_jobs_pkey"),
    ("saved_views.account_id, saved_views.member_id, saved_views.name", "saved_views_name_taken"),
];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(db) = error.as_database_error() else {
            return match error {
                sqlx::Error::PoolTimedOut => StoreError::Busy,
                other => StoreError::Other(other),
            };
        };
        let message = db.message();
        // RAISE in a trigger, in both dialects, carries the rule's name as its message.
        for rule in
            ["last_administrator", "audit_is_append_only", "private_bridge_needs_plus", "main_number_rings_menu"]
        {
            if message.contains(rule) {
                return StoreError::Constraint(rule.to_owned());
            }
        }
        if let Some(name) = db.constraint() {
            return StoreError::Constraint(name.to_owned());
        }
        if let Some(name) = message.strip_prefix("CHECK constraint failed: ") {
            return StoreError::Constraint(name.to_owned());
        }
        if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
            let known = SQLITE_KEYS.iter().find(|(key, _)| *key == columns);
            return StoreError::Constraint(known.map_or(columns, |(_, name)| name).to_owned());
        }
        match db.code().as_deref() {
            Some("5" | "6" | "517" | "40001" | "40P01") => StoreError::Busy,
            Some("13" | "53100") => StoreError::Full,
            _ => StoreError::Other(error),
        }
    }
}

impl StoreError {
    /// Whether this is the named constraint.
    pub fn is(&self, constraint: &str) -> bool {
        matches!(self, StoreError::Constraint(name) if name == constraint)
    }
}

/// A value that the database holds and that says nothing: a fault.
pub(crate) fn unreadable(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Other(sqlx::Error::Decode(why.into()))
}

impl From<StoreError> for AppError {
    /// Faults get a reference and a log line; what people see has no internals.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => AppError::Busy,
            StoreError::Full => AppError::Full,
            other => fault(&other),
        }
    }
}

/// Logs an unexpected fault under a reference that the person can pass on.
pub fn fault(error: &dyn std::fmt::Display) -> AppError {
    let reference = format!("{:08x}", rand::random::<u32>());
    tracing::error!(reference, error = %error.to_string().escape_debug(), "fault");
    AppError::Fault(reference)
}
