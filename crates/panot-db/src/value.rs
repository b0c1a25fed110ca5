// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is bound to a statement, the same on both engines.

use std::borrow::Cow;

use panot_core::{Cents, Id, Language, Name, Timestamp};
use sqlx::encode::{Encode, IsNull};
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueFormat, PgValueRef};
use sqlx::{Decode, Postgres, Type};
use uuid::Uuid;

/// A value to bind. Every variant knows its type also when it is NULL, because PostgreSQL asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// A whole number.
    Int(Option<i64>),
    /// A floating number.
    Real(Option<f64>),
    /// A truth value: `INTEGER` on SQLite, `BOOLEAN` on PostgreSQL.
    Bool(Option<bool>),
    /// A text.
    Text(Option<Cow<'a, str>>),
    /// Bytes.
    Blob(Option<Cow<'a, [u8]>>),
    /// A UUID: `BLOB` on SQLite, `UUID` on PostgreSQL.
    Uuid(Option<Uuid>),
    /// A document: `TEXT` on SQLite, `JSONB` on PostgreSQL.
    Json(Option<Cow<'a, str>>),
}

impl Value<'_> {
    fn null(self) -> Self {
        match self {
            Self::Int(_) => Self::Int(None),
            Self::Real(_) => Self::Real(None),
            Self::Bool(_) => Self::Bool(None),
            Self::Text(_) => Self::Text(None),
            Self::Blob(_) => Self::Blob(None),
            Self::Uuid(_) => Self::Uuid(None),
            Self::Json(_) => Self::Json(None),
        }
    }
}

/// What can be bound to a statement.
pub trait ToValue {
    /// The value.
    fn to_value(&self) -> Value<'_>;

    /// NULL of the type that this type is stored as.
    fn null() -> Value<'static>
    where
        Self: Sized;
}

impl<T: ToValue> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        T::to_value(self)
    }

    fn null() -> Value<'static> {
        T::null()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        match self {
            Some(value) => value.to_value(),
            None => T::null(),
        }
    }

    fn null() -> Value<'static> {
        T::null()
    }
}

macro_rules! to_value {
    ($($type:ty, $null:expr, |$value:ident| $make:expr;)*) => {$(
        impl ToValue for $type {
            fn to_value(&self) -> Value<'_> {
                let $value = self;
                $make
            }

            fn null() -> Value<'static> {
                $null.null()
            }
        }
    )*};
}

to_value! {
    i64, Value::Int(None), |value| Value::Int(Some(*value));
    i32, Value::Int(None), |value| Value::Int(Some((*value).into()));
    u32, Value::Int(None), |value| Value::Int(Some((*value).into()));
    u16, Value::Int(None), |value| Value::Int(Some((*value).into()));
    u8, Value::Int(None), |value| Value::Int(Some((*value).into()));
    f64, Value::Real(None), |value| Value::Real(Some(*value));
    bool, Value::Bool(None), |value| Value::Bool(Some(*value));
    &str, Value::Text(None), |value| Value::Text(Some(Cow::Borrowed(value)));
    String, Value::Text(None), |value| Value::Text(Some(Cow::Borrowed(value)));
    &[u8], Value::Blob(None), |value| Value::Blob(Some(Cow::Borrowed(value)));
    Vec<u8>, Value::Blob(None), |value| Value::Blob(Some(Cow::Borrowed(value)));
    Uuid, Value::Uuid(None), |value| Value::Uuid(Some(*value));
    Timestamp, Value::Int(None), |value| Value::Int(Some(value.as_micros()));
    Cents, Value::Int(None), |value| Value::Int(Some(value.0));
    Name, Value::Text(None), |value| Value::Text(Some(Cow::Borrowed(value.as_str())));
    Language, Value::Text(None), |value| Value::Text(Some(Cow::Borrowed(value.tag())));
}

/// Sizes and counts that can pass 64 signed bits do not exist on a disk of this world; one that
/// does is stored as the largest number and found by whoever reads it.
impl ToValue for u64 {
    fn to_value(&self) -> Value<'_> {
        Value::Int(Some(i64::try_from(*self).unwrap_or(i64::MAX)))
    }

    fn null() -> Value<'static> {
        Value::Int(None)
    }
}

impl<T> ToValue for Id<T> {
    fn to_value(&self) -> Value<'_> {
        Value::Uuid(Some(self.uuid()))
    }

    fn null() -> Value<'static> {
        Value::Uuid(None)
    }
}

/// A document: bound and read as JSON text, opaque to SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: serde::Serialize> ToValue for Json<T> {
    fn to_value(&self) -> Value<'_> {
        let text = serde_json::to_string(&self.0)
            .expect("documents are made of structs and maps with text keys");
        Value::Json(Some(Cow::Owned(text)))
    }

    fn null() -> Value<'static> {
        Value::Json(None)
    }
}

/// JSON text as PostgreSQL's `JSONB`.
pub(crate) struct Jsonb<'a>(pub Cow<'a, str>);

impl Type<Postgres> for Jsonb<'_> {
    fn type_info() -> PgTypeInfo {
        // The type's number in every PostgreSQL since 9.4.
        PgTypeInfo::with_oid(sqlx::postgres::types::Oid(3802))
    }

    fn compatible(_: &PgTypeInfo) -> bool {
        true
    }
}

impl Encode<'_, Postgres> for Jsonb<'_> {
    fn encode_by_ref(
        &self,
        buffer: &mut PgArgumentBuffer,
    ) -> Result<IsNull, sqlx::error::BoxDynError> {
        // The version of the binary form, then the text.
        buffer.push(1);
        buffer.extend_from_slice(self.0.as_bytes());
        Ok(IsNull::No)
    }
}

impl Decode<'_, Postgres> for Jsonb<'static> {
    fn decode(value: PgValueRef<'_>) -> Result<Self, sqlx::error::BoxDynError> {
        let mut bytes = value.as_bytes()?;
        if value.format() == PgValueFormat::Binary && bytes.first() == Some(&1) {
            bytes = &bytes[1..];
        }
        Ok(Self(Cow::Owned(std::str::from_utf8(bytes)?.to_owned())))
    }
}
