// SPDX-License-Identifier: AGPL-3.0-or-later

//! `datastore_search`: what is asked of the rows of a version, and how they are written.

use arrow_schema::{DataType, Schema};
use ckan::filters::Comparison;
use ckan::wire::{Field, FieldInfo};
use ckan::{Filters, Words};
use panot_core::Language;
use panot_lake::{Ask, Condition, Direction, Filter, Operator, Sort};
use serde_json::Value;

use super::params::Params;
use super::refused::{Refused, Why};
use crate::cells::Cell;
use crate::dataset::Column;
use crate::kind::Kind;
use crate::show::columns::Columns;

/// Rows of an answer when nobody says.
const LIMIT_DEFAULT: u64 = 100;
/// The most rows of an answer.
pub const LIMIT_MAX: u64 = 32_000;
/// The most cells of an answer: of wide tables there are fewer rows.
const CELLS_MAX: u64 = 2_000_000;
/// The most columns of an order.
const SORTS_MAX: usize = 10;
/// The column that CKAN numbers rows by.
pub const NUMBER: &str = "_id";

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Records {
    /// Each an object by column.
    Objects,
    /// Each a list.
    Lists,
    /// One text, with commas.
    Csv,
    /// One text, with tabs.
    Tsv,
}

impl Records {
    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "objects" => Self::Objects,
            "lists" => Self::Lists,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            _ => return None,
        })
    }
}

/// What is asked of the rows.
#[derive(Debug)]
pub struct Rows {
    /// As the lake is asked.
    pub ask: Ask,
    /// The most rows.
    pub limit: u64,
    /// Whether the number of each row is shown.
    pub shows_number: bool,
    /// How rows are written.
    pub records: Records,
    /// Whether to say how many there are in all.
    pub counted: bool,
}

impl Rows {
    /// Reads what is asked of rows with these columns.
    pub fn of(params: &Params, schema: &Schema) -> Result<Self, Refused> {
        let columns = Known::of(schema);
        let format = params
            .text("records_format")
            .unwrap_or_else(|| "objects".to_owned());
        let records = Records::named(&format).ok_or_else(|| {
            let these = "objects, lists, csv, tsv";
            Refused::field("records_format", Why::NotOneOf(format.clone(), these))
        })?;
        let mut ask = columns.ask(params)?;
        let width = match &ask.columns {
            Some(columns) => columns.len() + usize::from(ask.number_as.is_some()),
            None => schema.fields().len() + 1,
        };
        let width = u64::try_from(width).unwrap_or(u64::MAX).max(1);
        let most = LIMIT_MAX.min(CELLS_MAX / width).max(1);
        let limit = params.number("limit", LIMIT_DEFAULT)?.min(most);
        ask.limit = Some(limit);
        ask.offset = params.number("offset", 0)?;
        Ok(Self {
            ask,
            limit,
            shows_number: shows_number(params)?,
            records,
            counted: params.truth("include_total", true)?,
        })
    }

    /// Reads what is asked for a whole file: without a bound, unless one is said.
    pub fn of_file(params: &Params, schema: &Schema) -> Result<Self, Refused> {
        let mut ask = Known::of(schema).ask(params)?;
        let limit = params.number("limit", u64::MAX)?;
        ask.limit = (limit < u64::MAX).then_some(limit);
        ask.offset = params.number("offset", 0)?;
        Ok(Self {
            ask,
            limit,
            shows_number: shows_number(params)?,
            records: Records::Lists,
            counted: false,
        })
    }

    /// The columns of an answer that are shown.
    pub fn shown(&self, schema: &Schema) -> Schema {
        let fields = schema.fields().iter().skip(self.hidden());
        Schema::new(fields.cloned().collect::<Vec<_>>())
    }

    /// How many columns at the beginning of an answer are not shown.
    pub fn hidden(&self) -> usize {
        usize::from(self.ask.number_as.is_some() && !self.shows_number)
    }
}

/// Whether the number of each row is among what is asked for.
fn shows_number(params: &Params) -> Result<bool, Refused> {
    let named = params.list("fields")?;
    Ok(named.is_empty() || named.iter().any(|name| name == NUMBER))
}

/// The columns that may be named.
struct Known<'a> {
    schema: &'a Schema,
    /// Whether rows are numbered: not where a column has that name.
    is_numbered: bool,
}

impl<'a> Known<'a> {
    fn of(schema: &'a Schema) -> Self {
        Self {
            schema,
            is_numbered: schema.field_with_name(NUMBER).is_err(),
        }
    }

    fn has(&self, name: &str) -> bool {
        (self.is_numbered && name == NUMBER) || self.schema.field_with_name(name).is_ok()
    }

    fn needed(&self, in_field: &'static str, name: &str) -> Result<String, Refused> {
        if self.has(name) {
            return Ok(name.to_owned());
        }
        Err(Refused::field(in_field, Why::NoSuchField(name.to_owned())))
    }

    fn ask(&self, params: &Params) -> Result<Ask, Refused> {
        let named = params.list("fields")?;
        for name in &named {
            self.needed("fields", name)?;
        }
        let distinct = params.truth("distinct", false)?;
        let numbered = self.is_numbered && !distinct;
        let number = |name: &String| self.is_numbered && name == NUMBER;
        let columns: Vec<String> = named.iter().filter(|name| !number(name)).cloned().collect();
        if !named.is_empty() && columns.is_empty() {
            // Numbers alone are of no use to anybody, and of rows that are alike there are none.
            return Err(Refused::field("fields", Why::CannotBe(NUMBER.to_owned())));
        }
        let mut conditions = Vec::new();
        if let Some(value) = params.json_or_text("filters") {
            let filters = Filters::parse(&value)
                .map_err(|error| Refused::field("filters", Why::Filters(error)))?;
            conditions.push(self.filters(&filters)?);
        }
        if let Some(value) = params.json_or_text("q") {
            conditions.push(self.words(&value, params.truth("plain", true)?)?);
        }
        Ok(Ask {
            columns: (!columns.is_empty()).then_some(columns),
            condition: (!conditions.is_empty()).then_some(Condition::All(conditions)),
            number_as: numbered.then(|| NUMBER.to_owned()),
            distinct,
            sort: self.sort(params, distinct)?,
            ..Ask::default()
        })
    }

    fn filters(&self, filters: &Filters) -> Result<Condition, Refused> {
        let is = |column: String, operator, value: &str| {
            Condition::Is(Filter {
                column,
                operator,
                value: value.to_owned(),
            })
        };
        Ok(match filters {
            Filters::All(all) => Condition::All(self.each(all)?),
            Filters::Any(any) => Condition::Any(self.each(any)?),
            Filters::Is {
                field,
                comparison,
                value,
            } => {
                let column = self.needed("filters", field)?;
                let operator = match comparison {
                    Comparison::Eq => Operator::Eq,
                    Comparison::Gt => Operator::Gt,
                    Comparison::Gte => Operator::Ge,
                    Comparison::Lt => Operator::Lt,
                    Comparison::Lte => Operator::Le,
                };
                match (value, comparison) {
                    (Some(value), _) if self.is_whole(&column) => match whole(operator, value) {
                        Some((operator, value)) => is(column, operator, &value),
                        // No whole number is one with decimals.
                        None => Condition::Any(Vec::new()),
                    },
                    (Some(value), _) => is(column, operator, value),
                    (None, Comparison::Eq) => is(column, Operator::Empty, ""),
                    // Nothing is greater or less than nothing.
                    (None, _) => Condition::Any(Vec::new()),
                }
            }
            Filters::In { field, values } => {
                let column = self.needed("filters", field)?;
                let has_empty = values.iter().any(Option::is_none);
                let said = values.iter().flatten().cloned();
                let said: Vec<String> = if self.is_whole(&column) {
                    let each = said.filter_map(|value| whole(Operator::Eq, &value));
                    each.map(|(_, value)| value).collect()
                } else {
                    said.collect()
                };
                let one_of = Condition::OneOf {
                    column: column.clone(),
                    values: said,
                };
                if has_empty {
                    Condition::Any(vec![one_of, is(column, Operator::Empty, "")])
                } else {
                    one_of
                }
            }
        })
    }

    /// Whether a column holds whole numbers.
    fn is_whole(&self, column: &str) -> bool {
        let field = self.schema.field_with_name(column);
        field.map_or(self.is_numbered && column == NUMBER, |field| {
            field.data_type().is_integer()
        })
    }

    fn each(&self, all: &[Filters]) -> Result<Vec<Condition>, Refused> {
        all.iter().map(|one| self.filters(one)).collect()
    }

    fn words(&self, value: &Value, plain: bool) -> Result<Condition, Refused> {
        let read = |text: &str| {
            let words = if plain {
                Words::plain(text)
            } else {
                Words::search(text)
            };
            words.map_err(|error| Refused::field("q", Why::Words(error)))
        };
        match value {
            Value::Object(by_column) => {
                let each = by_column.iter().map(|(name, text)| {
                    let column = self.needed("q", name)?;
                    let text = match text {
                        Value::String(text) => text.clone(),
                        other => other.to_string(),
                    };
                    Ok(sought(&read(&text)?, Some(&column)))
                });
                Ok(Condition::All(each.collect::<Result<_, Refused>>()?))
            }
            Value::String(text) => Ok(sought(&read(text)?, None)),
            other => Ok(sought(&read(&other.to_string())?, None)),
        }
    }

    fn sort(&self, params: &Params, distinct: bool) -> Result<Vec<Sort>, Refused> {
        let keys = match params.json_or_text("sort") {
            Some(Value::String(text)) => split(&text),
            Some(_) => params.list("sort")?,
            None => Vec::new(),
        };
        if keys.len() > SORTS_MAX {
            return Err(Refused::field("sort", Why::TooMuch));
        }
        let mut sort = Vec::new();
        for key in keys {
            let (name, direction) = directed(key.trim());
            let column = self.needed("sort", name.trim().trim_matches('"'))?;
            if distinct && self.is_numbered && column == NUMBER {
                continue;
            }
            sort.push(Sort { column, direction });
        }
        // The order of the file is that of its numbers, and costs nothing.
        let plain = |sort: &Sort| sort.column == NUMBER && sort.direction == Direction::Asc;
        if self.is_numbered && sort.first().is_some_and(plain) {
            sort.clear();
        }
        Ok(sort)
    }
}

/// A condition on whole numbers, which programs often write with decimals: `17.0`. Nothing where no
/// whole number can fit. What is no number stays as it is, for the lake to refuse.
fn whole(operator: Operator, value: &str) -> Option<(Operator, String)> {
    let value = value.trim();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((integer, part)) = value.split_once('.') else {
        return Some((operator, value.to_owned()));
    };
    let Ok(number) = integer.parse::<i64>() else {
        return Some((operator, value.to_owned()));
    };
    if !digits(part) {
        return Some((operator, value.to_owned()));
    }
    if part.bytes().all(|byte| byte == b'0') {
        return Some((operator, number.to_string()));
    }
    let below = if integer.starts_with('-') {
        number.saturating_sub(1)
    } else {
        number
    };
    match operator {
        Operator::Gt | Operator::Ge => Some((Operator::Gt, below.to_string())),
        Operator::Lt | Operator::Le => Some((Operator::Le, below.to_string())),
        _ => None,
    }
}

fn sought(words: &Words, column: Option<&str>) -> Condition {
    let each = |all: &[Words]| all.iter().map(|one| sought(one, column)).collect();
    match words {
        Words::All(all) => Condition::All(each(all)),
        Words::Any(any) => Condition::Any(each(any)),
        Words::Not(inner) => Condition::Not(Box::new(sought(inner, column))),
        Words::Has(word) => match column {
            None => Condition::Anywhere(word.clone()),
            Some(column) => Condition::Is(Filter {
                column: column.to_owned(),
                operator: Operator::Contains,
                value: word.clone(),
            }),
        },
    }
}

/// Keys with commas between them, but for those within quotes.
fn split(text: &str) -> Vec<String> {
    let mut keys = vec![String::new()];
    let mut is_quoted = false;
    for letter in text.chars() {
        is_quoted ^= letter == '"';
        match keys.last_mut() {
            Some(last) if letter != ',' || is_quoted => last.push(letter),
            _ => keys.push(String::new()),
        }
    }
    keys.retain(|key| !key.trim().is_empty());
    keys
}

/// A column, and the direction behind it.
fn directed(key: &str) -> (&str, Direction) {
    match key.rsplit_once(char::is_whitespace) {
        Some((name, word)) if word.eq_ignore_ascii_case("desc") => (name, Direction::Desc),
        Some((name, word)) if word.eq_ignore_ascii_case("asc") => (name, Direction::Asc),
        _ => (key, Direction::Asc),
    }
}

/// The columns of an answer as CKAN describes them.
pub fn fields(schema: &Schema, explained: &[Column], language: Language) -> Vec<Field> {
    let columns = Columns::of(schema, explained, language);
    let each = schema
        .fields()
        .iter()
        .zip(columns.0)
        .map(|(field, column)| {
            let is_number = field.name() == NUMBER;
            Field {
                id: field.name().clone(),
                kind: if is_number {
                    "int"
                } else {
                    kind(field.data_type(), Kind::of(field))
                }
                .to_owned(),
                info: (!is_number).then_some(FieldInfo {
                    label: column.title,
                    notes: column.description,
                    unit: column.unit.unwrap_or_default(),
                    type_override: String::new(),
                }),
            }
        });
    each.collect()
}

/// PostgreSQL's word for what a column holds.
fn kind(data_type: &DataType, kind: Kind) -> &'static str {
    match (data_type, kind) {
        (
            DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16,
            _,
        ) => "int",
        (DataType::Decimal128(precision, 0), _) if *precision <= 9 => "int",
        (DataType::Float32 | DataType::Float64, _) => "float8",
        (DataType::Timestamp(_, Some(_)), _) => "timestamptz",
        (DataType::Timestamp(_, None), _) => "timestamp",
        (_, Kind::Boolean) => "bool",
        (_, Kind::Date) => "date",
        (DataType::Time32(_) | DataType::Time64(_), _) => "time",
        (data_type, _) if data_type.is_numeric() => "numeric",
        _ => "text",
    }
}

/// Rows as they stand in an answer: JSON.
pub fn records(format: Records, schema: &Schema, rows: &[Vec<Option<String>>]) -> String {
    let names: Vec<String> = schema
        .fields()
        .iter()
        .map(|field| Value::String(field.name().clone()).to_string())
        .collect();
    let kinds: Vec<Kind> = schema
        .fields()
        .iter()
        .map(|field| Kind::of(field))
        .collect();
    match format {
        Records::Csv | Records::Tsv => {
            let mut text = String::new();
            for row in rows {
                separated(row.iter().map(Option::as_deref), format, &mut text);
            }
            Value::String(text).to_string()
        }
        Records::Objects | Records::Lists => {
            let mut text = String::from("[");
            for (at, row) in rows.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                listed(
                    row,
                    &kinds,
                    (format == Records::Objects).then_some(&names),
                    &mut text,
                );
            }
            text.push(']');
            text
        }
    }
}

/// One row as a JSON object by `names`, or as a list.
pub fn listed(
    row: &[Option<String>],
    kinds: &[Kind],
    names: Option<&Vec<String>>,
    text: &mut String,
) {
    text.push(if names.is_some() { '{' } else { '[' });
    for (at, (cell, kind)) in row.iter().zip(kinds).enumerate() {
        if at > 0 {
            text.push(',');
        }
        if let Some(name) = names.and_then(|names| names.get(at)) {
            text.push_str(name);
            text.push(':');
        }
        text.push_str(Cell::of(*kind, cell.as_deref()).as_json());
    }
    text.push(if names.is_some() { '}' } else { ']' });
}

/// One line with commas or tabs.
pub fn separated<'a>(
    cells: impl Iterator<Item = Option<&'a str>>,
    format: Records,
    text: &mut String,
) {
    let between = if format == Records::Tsv { '\t' } else { ',' };
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(between);
        }
        let cell = cell.unwrap_or_default();
        if cell.contains([between, '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_compared_with_decimals_as_numbers_are() {
        use Operator::{Eq, Ge, Gt, Le, Lt};
        let said = |operator, value| {
            whole(operator, value).map(|(operator, value)| (operator, value.as_str().to_owned()))
        };
        for (operator, value, then) in [
            (Eq, "17.0", Some((Eq, "17"))),
            (Eq, "17.5", None),
            (Ge, "17.5", Some((Gt, "17"))),
            (Lt, "17.5", Some((Le, "17"))),
            (Gt, "-17.5", Some((Gt, "-18"))),
            (Le, "-0.5", Some((Le, "-1"))),
            (Eq, "much", Some((Eq, "much"))),
            (Eq, "1.x", Some((Eq, "1.x"))),
        ] {
            assert_eq!(
                said(operator, value),
                then.map(|(o, v)| (o, v.to_owned())),
                "{value}"
            );
        }
    }

    #[test]
    fn an_order_is_split_at_commas_outside_quotes() {
        assert_eq!(
            split("a desc, \"b, c\" asc ,d"),
            ["a desc", " \"b, c\" asc ", "d"]
        );
        assert_eq!(directed("any b DESC"), ("any b", Direction::Desc));
        assert_eq!(directed("desc"), ("desc", Direction::Asc));
    }
}
