//! Ids in the database: 16 bytes in SQLite, uuid in PostgreSQL; and how new ones are made.

use crate::{
    AccountId, AuditId, BulkKey, GroupId, ImportId, MemberId, MenuId, NumberId, ReservationId, RoleId, SessionId,
    ViewId,
};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};
use uuid::Uuid;

macro_rules! stored {
    ($($id:ident),+) => {$(
        impl<DB: Database> Type<DB> for $id where Uuid: Type<DB> {
            fn type_info() -> DB::TypeInfo { Uuid::type_info() }
            fn compatible(ty: &DB::TypeInfo) -> bool { Uuid::compatible(ty) }
        }
        impl<'q, DB: Database> Encode<'q, DB> for $id where Uuid: Encode<'q, DB> {
            fn encode_by_ref(&self, buf: &mut <DB as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                Uuid::from_u128(self.0).encode(buf)
            }
        }
        impl<'r, DB: Database> Decode<'r, DB> for $id where Uuid: Decode<'r, DB> {
            fn decode(value: <DB as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                Uuid::decode(value).map(|u| $id(u.as_u128()))
            }
        }
        impl $id {
            /// A new id, later than all made before (UUIDv7, RFC 9562).
            pub fn new() -> Self { $id(Uuid::now_v7().as_u128()) }
        }
        impl Default for $id {
            fn default() -> Self { Self::new() }
        }
    )+};
}

stored!(
    AccountId,
    AuditId,
    BulkKey,
    GroupId,
    ImportId,
    MemberId,
    MenuId,
    NumberId,
    ReservationId,
    RoleId,
    SessionId,
    ViewId
);
