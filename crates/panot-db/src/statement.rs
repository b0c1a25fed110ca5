// SPDX-License-Identifier: AGPL-3.0-or-later

//! Statements that have a name.

/// One SQL text with a name and `N` parameters. Made by [`statements!`](crate::statements), which
/// counts the parameters in the text, so that a forgotten argument does not compile.
#[derive(Debug, Clone, Copy)]
pub struct Statement<const N: usize> {
    name: &'static str,
    sql: &'static str,
}

/// A statement for those who look at all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedStatement {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub sql: &'static str,
    /// How many parameters it has.
    pub parameters: usize,
}

impl<const N: usize> Statement<N> {
    /// A statement; use [`statements!`](crate::statements).
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its text.
    pub const fn sql(&self) -> &'static str {
        self.sql
    }

    /// The same without its type.
    pub const fn named(&self) -> NamedStatement {
        NamedStatement {
            name: self.name,
            sql: self.sql,
            parameters: N,
        }
    }
}

/// How many parameters a SQL text has: the largest `n` of a `$n` that stands neither in quotes nor
/// in a comment.
pub const fn parameters(sql: &str) -> usize {
    let bytes = sql.as_bytes();
    let (mut at, mut most) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'\'' | b'"') => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote {
                    at += 1;
                }
            }
            b'-' if at + 1 < bytes.len() && bytes[at + 1] == b'-' => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
            }
            b'$' => {
                let mut number = 0;
                while at + 1 < bytes.len() && bytes[at + 1].is_ascii_digit() {
                    at += 1;
                    #[expect(clippy::as_conversions, reason = "u8 to usize, in a const fn")]
                    let digit = (bytes[at] - b'0') as usize;
                    number = number * 10 + digit;
                }
                if number > most {
                    most = number;
                }
            }
            _ => {}
        }
        at += 1;
    }
    most
}

/// Declares the statements of a store, each with a name and a reason, and `STATEMENTS`, the list of
/// them that a test prepares on both engines.
///
/// ```
/// panot_db::statements! {
///     /// Finds a dataset by the name in its address.
///     DATASET_BY_NAME = "SELECT id, title FROM catalog_datasets WHERE name = $1";
/// }
/// assert_eq!(STATEMENTS[0].parameters, 1);
/// # let _ = DATASET_BY_NAME;
/// ```
#[macro_export]
macro_rules! statements {
    ($($(#[$meta:meta])* $vis:vis $name:ident = $sql:expr;)*) => {
        $(
            $(#[$meta])*
            $vis const $name: $crate::Statement<{ $crate::parameters($sql) }> =
                $crate::Statement::new(stringify!($name), $sql);
        )*

        /// Every statement of this file, for the test that prepares them on both engines.
        pub const STATEMENTS: &[$crate::NamedStatement] = &[$($name.named()),*];
    };
}

/// The arguments of a statement, in the order of its parameters.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { [$($crate::ToValue::to_value(&$value)),*] };
}

/// Says how a struct is made of a row: each field of the column with its name.
///
/// ```
/// struct Dataset { name: panot_core::Name, title: String }
/// panot_db::from_row!(Dataset { name, title });
/// ```
#[macro_export]
macro_rules! from_row {
    ($type:ty { $($field:ident),* $(,)? }) => {
        impl $crate::FromRow for $type {
            fn from_row(mut row: $crate::Row) -> ::std::result::Result<Self, $crate::Error> {
                ::std::result::Result::Ok(Self { $($field: row.take(stringify!($field))?),* })
            }
        }
    };
}

/// Says that a type is stored as text: written by its `Display`, read by its `FromStr`.
#[macro_export]
macro_rules! text_column {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::ToValue for $type {
            fn to_value(&self) -> $crate::Value<'_> {
                $crate::Value::Text(Some(::std::borrow::Cow::Owned(self.to_string())))
            }

            fn null() -> $crate::Value<'static> {
                $crate::Value::Text(None)
            }
        }

        impl $crate::FromCell for $type {
            fn from_cell(cell: $crate::Cell) -> ::std::result::Result<Self, String> {
                <String as $crate::FromCell>::from_cell(cell)?
                    .parse()
                    .map_err(|error| format!("{error}"))
            }
        }
    )*};
}

#[cfg(test)]
mod tests {
    use super::parameters;

    #[test]
    fn parameters_are_counted_outside_of_quotes_and_comments() {
        assert_eq!(parameters("SELECT 1"), 0);
        assert_eq!(parameters("SELECT $2, $1, $2"), 2);
        assert_eq!(parameters("SELECT '$9', \"$8\" -- $7\n, $1"), 1);
        assert_eq!(parameters("VALUES ($1, $10, 'it''s $99', $3)"), 10);
    }
}
