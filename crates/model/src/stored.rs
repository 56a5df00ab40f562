//! Closed enums as columns: their word as text. A word that names nothing is an error of the column, so a fault (never a
//! silent default). So is a number that is no rank.

use crate::audit::{AuditAction, SubjectKind};
use crate::billing::prices::Currency;
use crate::bulk::BulkKind;
use crate::callflow::Key;
use crate::groups::{FallbackOccasion, HoldMusic, RingStrategy};
use crate::history::HistoryKind;
use crate::imports::ImportState;
use crate::members::StatusRank;
use crate::numbers::reservation::ReservationState;
use crate::numbers::{DestinationKind, NumberKind};
use crate::slugs::UnknownWord;
use crate::{
    Availability, Country, MemberState, NumberScope, PeopleScope, Permission, Plan, RoleKind, SupervisorScope,
};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

macro_rules! stored_as_text {
    ($($name:ident: $word:ident, $parse:ident;)+) => {$(
        impl<DB: Database> Type<DB> for $name where String: Type<DB> {
            fn type_info() -> DB::TypeInfo { String::type_info() }
            fn compatible(ty: &DB::TypeInfo) -> bool { String::compatible(ty) }
        }
        impl<'q, DB: Database> Encode<'q, DB> for $name where String: Encode<'q, DB> {
            fn encode_by_ref(&self, buf: &mut <DB as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                self.$word().to_owned().encode(buf)
            }
        }
        impl<'r, DB: Database> Decode<'r, DB> for $name where &'r str: Decode<'r, DB> {
            fn decode(value: <DB as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                let word = <&str>::decode(value)?;
                $name::$parse(word)
                    .ok_or_else(|| UnknownWord { word: word.to_owned(), of: stringify!($name) }.into())
            }
        }
    )+};
}

stored_as_text! {
    AuditAction: slug, from_slug;
    Availability: slug, from_slug;
    BulkKind: slug, from_slug;
    Country: code, from_code;
    Currency: code, from_code;
    DestinationKind: slug, from_slug;
    FallbackOccasion: slug, from_slug;
    HistoryKind: slug, from_slug;
    HoldMusic: slug, from_slug;
    ImportState: slug, from_slug;
    Key: slug, from_slug;
    MemberState: slug, from_slug;
    NumberKind: slug, from_slug;
    NumberScope: slug, from_slug;
    PeopleScope: slug, from_slug;
    Permission: slug, from_slug;
    Plan: slug, from_slug;
    ReservationState: slug, from_slug;
    RingStrategy: slug, from_slug;
    RoleKind: slug, from_slug;
    SubjectKind: slug, from_slug;
    SupervisorScope: slug, from_slug;
}

/// What is stored as a number: its functions out of it and into it.
macro_rules! stored_as_number {
    ($($name:ident: $number:ident, $parse:ident;)+) => {$(
        impl<DB: Database> Type<DB> for $name where i64: Type<DB> {
            fn type_info() -> DB::TypeInfo { i64::type_info() }
            fn compatible(ty: &DB::TypeInfo) -> bool { i64::compatible(ty) }
        }
        impl<'q, DB: Database> Encode<'q, DB> for $name where i64: Encode<'q, DB> {
            fn encode_by_ref(&self, buf: &mut <DB as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                self.$number().encode(buf)
            }
        }
        impl<'r, DB: Database> Decode<'r, DB> for $name where i64: Decode<'r, DB> {
            fn decode(value: <DB as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                let number = i64::decode(value)?;
                $name::$parse(number)
                    .ok_or_else(|| UnknownWord { word: number.to_string(), of: stringify!($name) }.into())
            }
        }
    )+};
}

stored_as_number! {
    StatusRank: number, from_number;
}
