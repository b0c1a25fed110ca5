// SPDX-License-Identifier: AGPL-3.0-or-later

//! Cells of a sheet as text.

use calamine::{Data, DataRef, ExcelDateTime};

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    Text,
    Number,
    Boolean,
    Moment,
}

/// A cell that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetCell {
    /// Counted from 0.
    pub(super) column: usize,
    pub(super) text: String,
    pub(super) kind: CellKind,
}

/// A row with at least one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Walked {
    /// Counted from 1.
    pub(super) line: u64,
    /// From left to right.
    pub(super) cells: Vec<SheetCell>,
}

/// The cell, if it is not blank.
pub(super) fn from_ref(column: usize, value: &DataRef<'_>) -> Option<SheetCell> {
    let (text, kind) = match value {
        DataRef::Empty => return None,
        DataRef::String(text) => (text.clone(), CellKind::Text),
        DataRef::SharedString(text) => ((*text).to_owned(), CellKind::Text),
        DataRef::Int(n) => (n.to_string(), CellKind::Number),
        DataRef::Float(n) => (number(*n), CellKind::Number),
        DataRef::Bool(b) => (b.to_string(), CellKind::Boolean),
        DataRef::DateTime(moment) => (date_time(moment), CellKind::Moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.clone(), CellKind::Moment),
        DataRef::Error(error) => (error.to_string(), CellKind::Text),
    };
    not_blank(column, text, kind)
}

/// The cell, if it is not blank.
pub(super) fn from_data(column: usize, value: &Data) -> Option<SheetCell> {
    let (text, kind) = match value {
        Data::Empty => return None,
        Data::String(text) => (text.clone(), CellKind::Text),
        Data::Int(n) => (n.to_string(), CellKind::Number),
        Data::Float(n) => (number(*n), CellKind::Number),
        Data::Bool(b) => (b.to_string(), CellKind::Boolean),
        Data::DateTime(moment) => (date_time(moment), CellKind::Moment),
        Data::DateTimeIso(text) | Data::DurationIso(text) => (text.clone(), CellKind::Moment),
        Data::Error(error) => (error.to_string(), CellKind::Text),
    };
    not_blank(column, text, kind)
}

fn not_blank(column: usize, text: String, kind: CellKind) -> Option<SheetCell> {
    (!text.is_empty()).then_some(SheetCell { column, text, kind })
}

/// A number without a fraction that nobody wrote: sheets store 10822 as 10822.0.
pub(super) fn number(n: f64) -> String {
    if n == 0.0 {
        return "0".to_owned();
    }
    n.to_string()
}

/// ISO 8601: a date, a time, both, or a duration in hours.
fn date_time(moment: &ExcelDateTime) -> String {
    let value = moment.as_f64();
    if moment.is_duration() {
        return hours(value);
    }
    let (year, month, day, h, min, s, ms) = moment.to_ymd_hms_milli();
    let fraction = if ms == 0 {
        String::new()
    } else {
        format!(".{ms:03}")
    };
    let time = format!("{h:02}:{min:02}:{s:02}{fraction}");
    if (0.0..1.0).contains(&value) {
        return time;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (h, min, s, ms) == (0, 0, 0, 0) {
        date
    } else {
        format!("{date}T{time}")
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::as_conversions,
    reason = "days of a sheet are far below 2^53 milliseconds, and `as` saturates"
)]
fn hours(days: f64) -> String {
    let ms = (days * 86_400_000.0).round() as i64;
    let sign = if ms < 0 { "-" } else { "" };
    let ms = ms.unsigned_abs();
    let (h, min, s, ms) = (
        ms / 3_600_000,
        ms / 60_000 % 60,
        ms / 1_000 % 60,
        ms % 1_000,
    );
    let fraction = if ms == 0 {
        String::new()
    } else {
        format!(".{ms:03}")
    };
    format!("{sign}{h:02}:{min:02}:{s:02}{fraction}")
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    use super::*;

    #[test]
    fn whole_numbers_have_no_point_and_others_keep_their_digits() {
        assert_eq!(number(10822.0), "10822");
        assert_eq!(number(1_023_515.04), "1023515.04");
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(8_019_050_000_000.0), "8019050000000");
    }

    #[test]
    fn dates_and_times_are_iso_texts() {
        let iso = |value, kind| date_time(&ExcelDateTime::new(value, kind, false));
        assert_eq!(iso(45292.0, DateTime), "2024-01-01");
        assert_eq!(iso(45292.5, DateTime), "2024-01-01T12:00:00");
        assert_eq!(iso(0.75, DateTime), "18:00:00");
        assert_eq!(iso(1.25, TimeDelta), "30:00:00");
    }
}
