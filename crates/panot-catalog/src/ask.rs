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
//! Decimal commas and days written `31/12/2026` are understood where the column's type leaves no
//! doubt. Also `q` (any text column contains it), `sort` (`column` or `-column`, up to three times),
//! `page` from 1 and `size` up to 500.

use arrow_schema::{Field, Schema};
use jiff::civil::Date;
use panot_lake::{Ask, Direction, Filter, Operator, Sort};

use crate::kind::Kind;

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
}

impl RowsAsk {
    /// Reads the fields of the form. Fields without a value are left out, unknown ones are ignored
    /// so that addresses may grow.
    pub fn parse(fields: &[(String, String)], schema: &Schema) -> Result<Self, AskError> {
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
                        ask.filters.extend(condition(field, value));
                        ask.written.push((column.to_owned(), value.to_owned()));
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

    /// The question as fields of an address, without page and size: what a download repeats.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        if let Some(search) = &self.search {
            fields.push(("q".to_owned(), search.clone()));
        }
        for (column, value) in &self.written {
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

/// The conditions that one field of the form means.
fn condition(field: &Field, written: &str) -> Vec<Filter> {
    let kind = Kind::of(field);
    if kind == Kind::Moment
        && let Some(filters) = whole_days(field.name(), written)
    {
        return filters;
    }
    let filter = |operator, value: &str| Filter {
        column: field.name().clone(),
        operator,
        value: canonical(kind, value.trim()),
    };
    // Longer signs first, so that `>=` is not read as `>` of `=…`.
    for (sign, operator) in [
        ("!=", Operator::Ne),
        (">=", Operator::Ge),
        ("<=", Operator::Le),
        (">", Operator::Gt),
        ("<", Operator::Lt),
        ("=", Operator::Eq),
    ] {
        let Some(value) = written.strip_prefix(sign) else {
            continue;
        };
        return vec![match (operator, value.trim().is_empty()) {
            (Operator::Eq, true) => filter(Operator::Empty, ""),
            (Operator::Ne, true) => filter(Operator::Present, ""),
            _ => filter(operator, value),
        }];
    }
    if kind.is_ordered()
        && let Some((from, to)) = written.split_once("..")
    {
        let mut both = Vec::new();
        if !from.trim().is_empty() {
            both.push(filter(Operator::Ge, from));
        }
        if !to.trim().is_empty() {
            both.push(filter(Operator::Le, to));
        }
        return both;
    }
    let operator = if kind == Kind::Text || kind == Kind::Other {
        Operator::Contains
    } else {
        Operator::Eq
    };
    vec![filter(operator, written)]
}

/// Conditions on moments that name days: a day is all of it, from its first moment to before the
/// first of the next. `None` where anything else than days is named.
fn whole_days(column: &str, written: &str) -> Option<Vec<Filter>> {
    let day = |text: &str| -> Option<Date> {
        let iso = canonical(Kind::Date, text.trim());
        // Of a day with a time, the time is meant too.
        (iso.len() == "2026-12-31".len())
            .then(|| iso.parse().ok())
            .flatten()
    };
    let filter = |operator, day: Date| Filter {
        column: column.to_owned(),
        operator,
        value: format!("{day}T00:00:00"),
    };
    let from = |text: &str| Some(filter(Operator::Ge, day(text)?));
    let until = |text: &str| Some(filter(Operator::Lt, day(text)?.tomorrow().ok()?));
    if let Some((first, last)) = written.split_once("..") {
        let mut both = Vec::new();
        for (text, end) in [(first, true), (last, false)] {
            if !text.trim().is_empty() {
                both.push(if end { from(text)? } else { until(text)? });
            }
        }
        return Some(both);
    }
    Some(if let Some(text) = written.strip_prefix(">=") {
        vec![from(text)?]
    } else if let Some(text) = written.strip_prefix("<=") {
        vec![until(text)?]
    } else if let Some(text) = written.strip_prefix('>') {
        vec![filter(Operator::Ge, day(text)?.tomorrow().ok()?)]
    } else if let Some(text) = written.strip_prefix('<') {
        vec![filter(Operator::Lt, day(text)?)]
    } else {
        let text = written.strip_prefix('=').unwrap_or(written);
        vec![from(text)?, until(text)?]
    })
}

/// A value as the lake reads it, from what people write. What is not understood goes through
/// unchanged: the lake then says what is wrong with it.
fn canonical(kind: Kind, value: &str) -> String {
    if kind.is_number() {
        return decimal_point(value);
    }
    if kind.is_time() {
        return iso_day(value).unwrap_or_else(|| value.to_owned());
    }
    if kind == Kind::Boolean {
        return match value.to_lowercase().as_str() {
            "sí" | "si" | "yes" | "cert" | "verdadero" | "1" => "true".to_owned(),
            "no" | "fals" | "falso" | "0" => "false".to_owned(),
            other => other.to_owned(),
        };
    }
    value.to_owned()
}

/// `3,5` → `3.5`. With a point as well it is a thousands mark of one kind or the other: unchanged.
fn decimal_point(value: &str) -> String {
    if value.matches(',').count() == 1 && !value.contains('.') {
        value.replace(',', ".")
    } else {
        value.to_owned()
    }
}

/// `31/12/2026` → `2026-12-31`. Day first, as everywhere in these pages.
fn iso_day(value: &str) -> Option<String> {
    let mut parts = value.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let whole = parts.next().is_none()
        && digits(day, 2)
        && digits(month, 2)
        && year.len() == 4
        && digits(year, 4);
    whole.then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use arrow_schema::{DataType, TimeUnit};

    use super::*;

    fn schema() -> Schema {
        let code = HashMap::from([("tabular.type".to_owned(), "code".to_owned())]);
        Schema::new(vec![
            Field::new("barri", DataType::Utf8, true),
            Field::new("codi", DataType::Utf8, true).with_metadata(code),
            Field::new("no2", DataType::Decimal128(6, 2), true),
            Field::new("dia", DataType::Date32, true),
            Field::new("valid", DataType::Boolean, true),
            Field::new(
                "moment",
                DataType::Timestamp(TimeUnit::Microsecond, None),
                true,
            ),
        ])
    }

    fn read(fields: &[(&str, &str)]) -> Result<RowsAsk, AskError> {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        RowsAsk::parse(&fields, &schema())
    }

    fn conditions(column: &str, value: &str) -> Vec<(Operator, String)> {
        read(&[(&format!("f.{column}"), value)])
            .expect("the column exists")
            .filters
            .into_iter()
            .map(|filter| (filter.operator, filter.value))
            .collect()
    }

    #[test]
    fn plain_words_are_contained_in_text_and_equal_to_everything_else() {
        assert_eq!(
            conditions("barri", "Gràcia"),
            [(Operator::Contains, "Gràcia".into())]
        );
        assert_eq!(conditions("codi", "079"), [(Operator::Eq, "079".into())]);
        assert_eq!(conditions("no2", "40"), [(Operator::Eq, "40".into())]);
    }

    #[test]
    fn signs_compare_and_a_sign_alone_asks_for_emptiness() {
        assert_eq!(conditions("no2", ">= 40"), [(Operator::Ge, "40".into())]);
        assert_eq!(conditions("no2", "<40"), [(Operator::Lt, "40".into())]);
        assert_eq!(conditions("barri", "=x"), [(Operator::Eq, "x".into())]);
        assert_eq!(conditions("barri", "=>x"), [(Operator::Eq, ">x".into())]);
        assert_eq!(
            conditions("barri", "!=el Raval"),
            [(Operator::Ne, "el Raval".into())]
        );
        assert_eq!(conditions("no2", "="), [(Operator::Empty, String::new())]);
        assert_eq!(
            conditions("no2", "!="),
            [(Operator::Present, String::new())]
        );
    }

    #[test]
    fn a_range_is_two_conditions_and_two_points_in_a_text_are_text() {
        assert_eq!(
            conditions("no2", "10..20,5"),
            [(Operator::Ge, "10".into()), (Operator::Le, "20.5".into())]
        );
        assert_eq!(
            conditions("dia", "1/2/2026.."),
            [(Operator::Ge, "2026-02-01".into())]
        );
        assert_eq!(
            conditions("barri", "a..b"),
            [(Operator::Contains, "a..b".into())]
        );
    }

    #[test]
    fn numbers_days_and_truth_are_read_as_people_write_them() {
        assert_eq!(conditions("no2", "3,5"), [(Operator::Eq, "3.5".into())]);
        // Both marks: we do not guess, the lake refuses it with a reason.
        assert_eq!(
            conditions("no2", "1.234,5"),
            [(Operator::Eq, "1.234,5".into())]
        );
        assert_eq!(
            conditions("dia", "31/12/2026"),
            [(Operator::Eq, "2026-12-31".into())]
        );
        assert_eq!(conditions("dia", "ahir"), [(Operator::Eq, "ahir".into())]);
        assert_eq!(conditions("valid", "Sí"), [(Operator::Eq, "true".into())]);
    }

    #[test]
    fn a_day_of_moments_is_all_of_it() {
        let (ge, lt) = (Operator::Ge, Operator::Lt);
        let day = |n: u32| format!("2026-12-{n}T00:00:00");
        for (written, meant) in [
            (
                "31/12/2026",
                vec![(ge, day(31)), (lt, "2027-01-01T00:00:00".to_owned())],
            ),
            ("=2026-12-30", vec![(ge, day(30)), (lt, day(31))]),
            (">2026-12-30", vec![(ge, day(31))]),
            ("<=2026-12-30", vec![(lt, day(31))]),
            ("< 2026-12-30", vec![(lt, day(30))]),
            ("2026-12-10..2026-12-11", vec![(ge, day(10)), (lt, day(12))]),
            ("..2026-12-11", vec![(lt, day(12))]),
        ] {
            assert_eq!(conditions("moment", written), meant, "{written}");
        }
        assert_eq!(
            conditions("moment", ">=2026-12-30T10:00:00"),
            [(ge, "2026-12-30T10:00:00".into())]
        );
        assert_eq!(
            conditions("moment", "="),
            [(Operator::Empty, String::new())]
        );
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
        let again = RowsAsk::parse(&ask.fields(), &schema()).expect("what was read is read again");
        assert_eq!(again, ask);
    }
}
