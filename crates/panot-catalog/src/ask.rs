// SPDX-License-Identifier: AGPL-3.0-or-later

//! How a visitor asks for rows: the fields of a form, read into a question for the lake.
//!
//! One field a column, `f.{column}`, written the way people write conditions:
//!
//! ```text
//! Gràcia        text: contains it; anything else: equals it
//! =Gràcia       exactly            !=Gràcia      anything but
//! >40  >=40     more, at least     <40  <=40     less, at most
//! 10..20        from ten to twenty, both included
//! =             empty              !=            not empty
//! ```
//!
//! Numbers are read by the marks of who asks ([`Marks`]), and refused where these read two ways.
//! Days written `31/12/2026` are understood. On a column of moments a day is all of it, by the city's
//! clock. Also `q` (any text column contains it), `sort` (`column` or `-column`, up to three times),
//! `page` from 1 and `size` up to 500.

mod condition;
mod number;

use arrow_schema::{Field, Schema};
use jiff::tz::TimeZone;
use panot_lake::{Ask, Direction, Filter, Sort};

pub use number::Marks;

/// The most rows on one page.
pub const ROWS_MAX: u64 = 500;
/// The rows on a page when nobody says.
pub const ROWS_DEFAULT: u64 = 50;
/// The most conditions in one question.
const FILTERS_MAX: usize = 32;
/// The most keys of an order.
const SORTS_MAX: usize = 3;
/// The longest value of a condition.
const VALUE_BYTES_MAX: usize = 500;

/// A question of rows as the visitor wrote it, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowsAsk {
    /// What each column's field says, in the order they came, as written.
    pub written: Vec<(String, String)>,
    /// The same with numbers as programs write them.
    pub plain: Vec<(String, String)>,
    /// The same as conditions.
    pub filters: Vec<Filter>,
    /// Any text column contains this.
    pub search: Option<String>,
    /// The order.
    pub sort: Vec<Sort>,
    /// The page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub size: u64,
}

/// Why a question was not understood. Each can be mended by the visitor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// The version has no such column.
    #[error("there is no column {0:?}")]
    NoSuchColumn(String),
    /// More conditions, or longer ones, than are answered.
    #[error("at most {FILTERS_MAX} conditions of {VALUE_BYTES_MAX} bytes are answered")]
    TooMuch,
    /// `page` or `size` is not a number.
    #[error("{0:?} is not a number")]
    NotANumber(String),
    /// A number reads two ways.
    #[error("{written:?} may be {whole} or {decimal}")]
    TwoReadings {
        /// As it was written.
        written: String,
        /// With its mark as one of thousands, which are not written here.
        whole: String,
        /// With its mark as one of decimals, as whoever asks writes it.
        decimal: String,
    },
}

impl RowsAsk {
    /// Reads the fields of the form. Fields without a value are left out, unknown ones are ignored
    /// so that addresses may grow. Days and times are those of `zone`, the city's; numbers are
    /// read by `marks`.
    pub fn parse(
        fields: &[(String, String)],
        schema: &Schema,
        zone: &TimeZone,
        marks: Marks,
    ) -> Result<Self, AskError> {
        let mut ask = Self {
            page: 1,
            size: ROWS_DEFAULT,
            ..Self::default()
        };
        for (name, value) in fields {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            if value.len() > VALUE_BYTES_MAX || ask.filters.len() >= FILTERS_MAX {
                return Err(AskError::TooMuch);
            }
            match name.as_str() {
                "q" => ask.search = Some(value.to_owned()),
                "sort" if ask.sort.len() < SORTS_MAX => ask.sort.push(sort_key(value, schema)?),
                "page" => ask.page = number(value)?.max(1),
                "size" => ask.size = number(value)?.clamp(1, ROWS_MAX),
                name => {
                    if let Some(column) = name.strip_prefix("f.") {
                        let field = column_named(column, schema)?;
                        let plain = marks.plain(field, value)?;
                        let filters = condition::conditions(field, &plain, zone);
                        ask.filters.extend(filters);
                        ask.written.push((column.to_owned(), value.to_owned()));
                        ask.plain.push((column.to_owned(), plain));
                    }
                }
            }
        }
        Ok(ask)
    }

    /// What this page asks of the lake.
    pub fn of_page(&self) -> Ask {
        Ask {
            offset: self.offset(),
            limit: Some(self.size),
            ..self.of_all()
        }
    }

    /// What a download of everything that fits asks of the lake.
    pub fn of_all(&self) -> Ask {
        Ask {
            filters: self.filters.clone(),
            search: self.search.clone(),
            sort: self.sort.clone(),
            ..Ask::default()
        }
    }

    /// How many rows stand before this page.
    pub fn offset(&self) -> u64 {
        (self.page - 1).saturating_mul(self.size)
    }

    /// Whether everything is asked for, in the order of the file.
    pub fn is_plain(&self) -> bool {
        self.filters.is_empty() && self.search.is_none() && self.sort.is_empty()
    }

    /// What the field of a column says, for showing it again.
    pub fn written_for(&self, column: &str) -> &str {
        self.written
            .iter()
            .find(|(name, _)| name == column)
            .map_or("", |(_, value)| value)
    }

    /// The question as fields of an address of the same kind, without page and size.
    pub fn fields(&self) -> Vec<(String, String)> {
        self.fields_with(&self.written)
    }

    /// The question as fields of the address of a file or of JSON, without page and size.
    pub fn fields_for_programs(&self) -> Vec<(String, String)> {
        self.fields_with(&self.plain)
    }

    fn fields_with(&self, conditions: &[(String, String)]) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        if let Some(search) = &self.search {
            fields.push(("q".to_owned(), search.clone()));
        }
        for (column, value) in conditions {
            fields.push((format!("f.{column}"), value.clone()));
        }
        for sort in &self.sort {
            fields.push(("sort".to_owned(), sort_written(sort)));
        }
        fields
    }
}

/// An order as it stands in an address.
pub fn sort_written(sort: &Sort) -> String {
    match sort.direction {
        Direction::Asc => sort.column.clone(),
        Direction::Desc => format!("-{}", sort.column),
    }
}

fn column_named<'a>(name: &str, schema: &'a Schema) -> Result<&'a Field, AskError> {
    schema
        .fields()
        .iter()
        .find(|field| field.name() == name)
        .map(AsRef::as_ref)
        .ok_or_else(|| AskError::NoSuchColumn(name.to_owned()))
}

fn sort_key(value: &str, schema: &Schema) -> Result<Sort, AskError> {
    // A column may itself begin with a hyphen: the exact name wins.
    let (column, direction) = match value.strip_prefix('-') {
        Some(rest) if column_named(value, schema).is_err() => (rest, Direction::Desc),
        _ => (value, Direction::Asc),
    };
    let column = column_named(column, schema)?.name().clone();
    Ok(Sort { column, direction })
}

fn number(text: &str) -> Result<u64, AskError> {
    text.parse()
        .map_err(|_| AskError::NotANumber(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use arrow_schema::DataType;

    use super::*;

    fn schema() -> Schema {
        Schema::new(vec![
            Field::new("barri", DataType::Utf8, true),
            Field::new("no2", DataType::Decimal128(6, 2), true),
            Field::new("dia", DataType::Date32, true),
        ])
    }

    fn read(fields: &[(&str, &str)]) -> Result<RowsAsk, AskError> {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        RowsAsk::parse(&fields, &schema(), &TimeZone::UTC, Marks::Programs)
    }

    #[test]
    fn the_order_and_the_page_are_read_and_bounded() {
        let ask = read(&[
            ("sort", "-no2"),
            ("sort", "dia"),
            ("page", "3"),
            ("size", "9999"),
        ])
        .expect("all known");
        assert_eq!(ask.offset(), 1000);
        assert_eq!(ask.of_page().limit, Some(ROWS_MAX));
        assert_eq!(ask.of_all().limit, None);
        assert_eq!(
            ask.sort.iter().map(sort_written).collect::<Vec<_>>(),
            ["-no2", "dia"]
        );
        assert_eq!(read(&[("page", "0")]).map(|ask| ask.offset()), Ok(0));
        let last = read(&[("page", &u64::MAX.to_string()), ("size", "500")]);
        assert_eq!(last.map(|ask| ask.offset()), Ok(u64::MAX));
    }

    #[test]
    fn what_cannot_be_answered_says_why() {
        assert_eq!(
            read(&[("f.nope", "1")]),
            Err(AskError::NoSuchColumn("nope".into()))
        );
        assert_eq!(
            read(&[("sort", "-nope")]),
            Err(AskError::NoSuchColumn("nope".into()))
        );
        assert_eq!(
            read(&[("page", "two")]),
            Err(AskError::NotANumber("two".into()))
        );
        let long = "x".repeat(501);
        assert_eq!(read(&[("f.barri", &long)]), Err(AskError::TooMuch));
    }

    #[test]
    fn the_fields_of_a_question_give_the_same_question() {
        let ask = read(&[
            ("f.no2", ">40"),
            ("q", "x"),
            ("sort", "-dia"),
            ("f.barri", ""),
            ("something", "new"),
        ])
        .expect("all known");
        let again = RowsAsk::parse(&ask.fields(), &schema(), &TimeZone::UTC, Marks::Programs)
            .expect("what was read is read again");
        assert_eq!(again, ask);
    }

    #[test]
    fn a_file_has_the_rows_of_the_page_that_leads_to_it() {
        let fields = [("f.no2".to_owned(), "1,234..1.234,5".to_owned())];
        let page = Marks::Pages(panot_core::Language::Ca);
        let page = RowsAsk::parse(&fields, &schema(), &TimeZone::UTC, page).expect("no doubt");
        assert_eq!(page.fields(), fields);
        let file = RowsAsk::parse(
            &page.fields_for_programs(),
            &schema(),
            &TimeZone::UTC,
            Marks::Programs,
        );
        assert_eq!(file.map(|file| file.filters), Ok(page.filters));
    }
}
