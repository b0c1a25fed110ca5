// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbers as people write them, read by who asks.
//!
//! ```text
//! asked by            1,234          1.234          3,5   1,234.5   1.234,5   1,234,567
//! a page in English   two readings   1.234          3.5   1234.5    refused   1234567
//! a page in Catalan
//!   or Spanish        1.234          two readings   3.5   refused   1234.5    refused
//! a program           two readings   1.234          3.5   refused   refused   refused
//! ```
//!
//! In a column of whole numbers a page's two readings are one: only 1234 fits. What is refused goes
//! through unchanged, and the lake says that it is no number. Degrees have no thousands: either mark
//! is a decimal one.

use arrow_schema::Field;
use panot_core::Language;

use super::AskError;
use super::condition::parts;
use crate::kind::Kind;

/// By whose marks numbers are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// Those of files and JSON: a decimal point, no thousands.
    Programs,
    /// Those of pages in this language, with thousands as they show them.
    Pages(Language),
}

impl Marks {
    /// The marks of decimals and of thousands.
    fn both(self) -> (char, char) {
        match self {
            Self::Programs | Self::Pages(Language::En) => ('.', ','),
            Self::Pages(Language::Ca | Language::Es) => (',', '.'),
        }
    }

    /// The condition `written` for the cells of `field` as programs write it: numbers with a decimal
    /// point.
    pub(super) fn plain(self, field: &Field, written: &str) -> Result<String, AskError> {
        let kind = Kind::of(field);
        if !kind.is_number() {
            return Ok(written.to_owned());
        }
        let (sign, first, second) = parts(written);
        let first = self.number(kind, first)?;
        Ok(match second {
            Some(second) => format!("{sign}{first}..{}", self.number(kind, second)?),
            None => format!("{sign}{first}"),
        })
    }

    fn number(self, kind: Kind, text: &str) -> Result<String, AskError> {
        let (decimal, thousands) = self.both();
        let pointed = |mark: char| text.replace(mark, ".");
        let count = |mark: char| text.matches(mark).count();
        if !kind.is_quantity() {
            let comma = count(',') == 1 && count('.') == 0;
            return Ok(if comma { pointed(',') } else { text.to_owned() });
        }
        let without = || text.replace(thousands, "").replace(decimal, ".");
        let grouped = is_grouped(text, decimal, thousands);
        match (count(thousands), count(decimal)) {
            (0, 1) => Ok(pointed(decimal)),
            (1, 0) if !grouped => Ok(pointed(thousands)),
            (1, 0) if self == Self::Programs || kind != Kind::Integer => {
                Err(AskError::TwoReadings {
                    written: text.to_owned(),
                    whole: without(),
                    decimal: text.replace(thousands, &decimal.to_string()),
                })
            }
            (1.., 0 | 1) if grouped && self != Self::Programs => Ok(without()),
            _ => Ok(text.to_owned()),
        }
    }
}

/// Whether thousands stand where they belong: three digits after each, one to three before the
/// first, no nought in front, and none among the decimals.
fn is_grouped(text: &str, decimal: char, thousands: char) -> bool {
    let (whole, decimals) = text.split_once(decimal).unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches(['-', '+']).split(thousands);
    let first = groups.next().unwrap_or_default();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&first.len())
        && digits(first)
        && !first.starts_with('0')
        && digits(decimals)
        && groups.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use arrow_schema::DataType;

    use super::*;

    const EN: Marks = Marks::Pages(Language::En);
    const CA: Marks = Marks::Pages(Language::Ca);
    const ES: Marks = Marks::Pages(Language::Es);

    fn field(kind: &str) -> Field {
        match kind {
            "whole" => Field::new(kind, DataType::Int64, true),
            "latitude" => {
                Field::new(kind, DataType::Float64, true).with_metadata(HashMap::from([(
                    "tabular.type".to_owned(),
                    "latitude".to_owned(),
                )]))
            }
            "text" => Field::new(kind, DataType::Utf8, true),
            _ => Field::new(kind, DataType::Decimal128(9, 3), true),
        }
    }

    fn plain(marks: Marks, written: &str) -> Result<String, AskError> {
        marks.plain(&field("decimal"), written)
    }

    fn two(written: &str, whole: &str, decimal: &str) -> Result<String, AskError> {
        Err(AskError::TwoReadings {
            written: written.to_owned(),
            whole: whole.to_owned(),
            decimal: decimal.to_owned(),
        })
    }

    #[test]
    fn a_number_that_reads_two_ways_is_never_guessed() {
        assert_eq!(plain(EN, "1,234"), two("1,234", "1234", "1.234"));
        assert_eq!(plain(EN, ">= -12,345"), two("-12,345", "-12345", "-12.345"));
        assert_eq!(plain(EN, "1..1,234"), two("1,234", "1234", "1.234"));
        assert_eq!(plain(CA, "1.234"), two("1.234", "1234", "1,234"));
        assert_eq!(plain(ES, "<1.234"), two("1.234", "1234", "1,234"));
        assert_eq!(
            plain(Marks::Programs, "1,234"),
            two("1,234", "1234", "1.234")
        );
    }

    #[test]
    fn marks_are_those_of_the_page_where_they_leave_no_doubt() {
        for (marks, written, meant) in [
            (EN, "1.234", "1.234"),
            (EN, ">1,234.5", ">1234.5"),
            (EN, "1,234,567", "1234567"),
            (CA, "1,234", "1.234"),
            (ES, "10..20,5", "10..20.5"),
            (CA, "1.234.567,25", "1234567.25"),
            (Marks::Programs, "1.234", "1.234"),
            // No thousands are written like this.
            (EN, "3,5", "3.5"),
            (EN, "0,125", "0.125"),
            (CA, "!=3.5", "!=3.5"),
            (Marks::Programs, "3,5", "3.5"),
            (EN, "=", "="),
            (EN, "..1234", "..1234"),
        ] {
            assert_eq!(plain(marks, written), Ok(meant.to_owned()), "{written}");
        }
    }

    #[test]
    fn what_is_no_number_goes_through_for_the_lake_to_say_so() {
        for (marks, written) in [
            (EN, "1.234,5"),
            (CA, "1,234.5"),
            (EN, "12,34,567"),
            (Marks::Programs, "1,234.5"),
            (Marks::Programs, "1,234,567"),
            (EN, "alt"),
        ] {
            assert_eq!(plain(marks, written), Ok(written.to_owned()), "{written}");
        }
    }

    #[test]
    fn whole_numbers_degrees_and_text_leave_no_doubt() {
        let whole = field("whole");
        assert_eq!(EN.plain(&whole, "1,234"), Ok("1234".to_owned()));
        assert_eq!(CA.plain(&whole, ">1.234"), Ok(">1234".to_owned()));
        assert!(Marks::Programs.plain(&whole, "1,234").is_err());
        let latitude = field("latitude");
        assert_eq!(CA.plain(&latitude, "41.387"), Ok("41.387".to_owned()));
        assert_eq!(EN.plain(&latitude, "41,387"), Ok("41.387".to_owned()));
        assert_eq!(EN.plain(&field("text"), "1,234"), Ok("1,234".to_owned()));
    }
}
