//! Bytes from and to people: member files (CSV) read and written, photos. No SQL, no rules.

pub mod audit_csv;
pub mod imports;
pub mod photo;
