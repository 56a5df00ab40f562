//! Where a list in the order of its ids goes on: after an id, or at its start.

use crate::sql::Bind;
use model::{MemberId, NumberId};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};
use uuid::Uuid;

/// An id or none, in a column or a comparison that takes no NULL: a key, or `id > $1`, where `$1 IS NULL OR id > $1` would
/// keep both engines from seeking in the index. None is stored as the nil UUID (RFC 9562, section 5.9), which sorts before
/// every id and is nobody's. Here alone is it written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrNil<I>(pub Option<I>);

/// The ids that may be none in a key.
pub trait Keyed: Copy {
    fn uuid(self) -> Uuid;
    fn of(uuid: Uuid) -> Self;
}

macro_rules! keyed {
    ($($id:ident),+) => {$(
        impl Keyed for $id {
            fn uuid(self) -> Uuid { Uuid::from_u128(self.0) }
            fn of(uuid: Uuid) -> Self { $id(uuid.as_u128()) }
        }
    )+};
}
keyed!(MemberId, NumberId);

impl<I: Keyed> OrNil<I> {
    fn uuid(self) -> Uuid {
        self.0.map_or(Uuid::nil(), I::uuid)
    }
}

impl<DB: Database, I> Type<DB> for OrNil<I>
where
    Uuid: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        Uuid::type_info()
    }
    fn compatible(ty: &DB::TypeInfo) -> bool {
        Uuid::compatible(ty)
    }
}

impl<'q, DB: Database, I: Keyed> Encode<'q, DB> for OrNil<I>
where
    Uuid: Encode<'q, DB>,
{
    fn encode_by_ref(&self, buf: &mut <DB as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        self.uuid().encode(buf)
    }
}

impl<'r, DB: Database, I: Keyed> Decode<'r, DB> for OrNil<I>
where
    Uuid: Decode<'r, DB>,
{
    fn decode(value: <DB as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        Uuid::decode(value).map(|uuid| OrNil((!uuid.is_nil()).then(|| I::of(uuid))))
    }
}

impl<I: Keyed> From<OrNil<I>> for Bind {
    fn from(id: OrNil<I>) -> Self {
        Bind::Id(id.uuid().as_u128())
    }
}
