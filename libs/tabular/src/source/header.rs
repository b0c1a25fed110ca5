// SPDX-License-Identifier: AGPL-3.0-or-later

//! Finds the row with the names of the columns, and tells what stands above it.

pub(super) mod shape;

use std::collections::{BTreeMap, BTreeSet};

use shape::{Shape, shape};

use super::Limits;
use super::csv::SampleRow;
use super::facts::Placed;
use super::options::Header;
use crate::ReadError;
use crate::typer::words;

/// Rows in which a header is looked for.
const SEARCHED: usize = 60;
/// Rows below it that are compared with it.
const COMPARED: usize = 200;
/// Lines above the header that are told.
const TOLD: usize = 100;

/// Where the columns get their names from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// One for each column.
    pub(super) names: Vec<String>,
    /// The line of the header.
    pub(super) header: Option<u64>,
    /// Rows that begin up to this line are not data.
    pub(super) skip_to: u64,
    /// What stands above.
    pub(super) above: Vec<Placed>,
    /// Rows end with a delimiter that begins no column.
    pub(super) trailing: bool,
}

/// Finds the header among the first rows of a table, or obeys what somebody said.
pub(super) fn find(
    rows: &[SampleRow],
    told: Option<Header>,
    limits: &Limits,
) -> Result<Found, ReadError> {
    if rows.is_empty() {
        return Err(ReadError::damaged(
            1,
            "there is no row of cells in this file",
        ));
    }
    let width = usual_width(rows);
    let (at, has_names) = match told {
        Some(Header::None) => (first_wide(rows, width), false),
        Some(Header::Line(line)) => {
            let at = rows.iter().position(|row| row.line == line);
            let at = at.ok_or_else(|| {
                ReadError::damaged(
                    line,
                    "no row begins at the line that was said to be the header",
                )
            })?;
            (at, true)
        }
        None => {
            let at = with_names_of_values(rows, first_full(rows, width));
            if are_names(&rows[at], &rows[at + 1..]) {
                (at, true)
            } else {
                (first_wide(rows, width), false)
            }
        }
    };
    let begin = at + usize::from(has_names);
    let data = &rows[begin..];
    let mut columns = rows[at].cells.len().max(usual_width(data));
    let trailing = has_trailing(&rows[at], data, columns, has_names);
    if trailing {
        columns -= 1;
    }
    if columns > limits.columns {
        return Err(ReadError::too_much(
            format!("the number of columns, {columns},"),
            format!("{} columns", limits.columns),
        ));
    }
    let names = if has_names {
        let cells = &rows[at].cells;
        (0..columns)
            .map(|n| {
                cells
                    .get(n)
                    .map_or_else(String::new, |cell| cell.text.clone())
            })
            .collect()
    } else {
        (1..=columns).map(|n| format!("column_{n}")).collect()
    };
    Ok(Found {
        names,
        header: has_names.then(|| rows[at].line),
        skip_to: match (has_names, at) {
            (true, _) => rows[at].line,
            (false, 0) => 0,
            (false, _) => rows[at - 1].line,
        },
        above: above(&rows[..at]),
        trailing,
    })
}

/// How many cells most rows have; the larger of two that are equally frequent.
fn usual_width(rows: &[SampleRow]) -> usize {
    let mut widths = BTreeMap::<usize, usize>::new();
    for row in rows {
        *widths.entry(row.cells.len()).or_default() += 1;
    }
    widths
        .into_iter()
        .max_by_key(|(width, rows)| (*rows, *width))
        .map_or(0, |(width, _)| width)
}

/// The first row that is as full as rows of this table are: titles and notes fill a cell or two.
fn first_full(rows: &[SampleRow], width: usize) -> usize {
    let mut filled: Vec<usize> = rows.iter().map(filled).collect();
    let usual = {
        let mut sorted = filled.clone();
        sorted.sort_unstable();
        sorted[sorted.len() / 2]
    };
    let enough = match usual {
        0..=2 => usual.max(1),
        _ => (usual * 3).div_ceil(4).max(2),
    };
    filled.truncate(SEARCHED);
    let narrow = width.saturating_sub(1).max(1);
    let full = |at: &usize| filled[*at] >= enough && rows[*at].cells.len() >= narrow;
    (0..filled.len())
        .find(full)
        .or_else(|| (0..filled.len()).find(|at| rows[*at].cells.len() >= narrow))
        .unwrap_or(0)
}

/// The first row as wide as rows of this table are. Without names, an emptier row is not a title.
fn first_wide(rows: &[SampleRow], width: usize) -> usize {
    let narrow = width.saturating_sub(1).max(1);
    rows.iter()
        .position(|row| row.cells.len() >= narrow)
        .unwrap_or(0)
}

/// Where the row at `at` has nothing above a column of numbers, it is a title, and the names stand
/// in a row that follows it.
fn with_names_of_values(rows: &[SampleRow], at: usize) -> usize {
    const REACH: usize = 10;
    let shape_at = |row: &SampleRow, column: usize| {
        row.cells
            .get(column)
            .map_or(Shape::Empty, |cell| shape(&cell.text))
    };
    for column in 0..rows[at].cells.len() {
        if shape_at(&rows[at], column) != Shape::Empty {
            continue;
        }
        let below = &rows[at + 1..];
        let full = below
            .iter()
            .filter(|row| shape_at(row, column) != Shape::Empty)
            .count();
        let values = below
            .iter()
            .filter(|row| matches!(shape_at(row, column), Shape::Number | Shape::Moment))
            .count();
        if values < 3 || values * 10 < full * 7 {
            continue;
        }
        let first = below
            .iter()
            .take(REACH)
            .position(|row| shape_at(row, column) != Shape::Empty);
        if let Some(first) = first
            && shape_at(&below[first], column) == Shape::Text
        {
            return at + 1 + first;
        }
    }
    at
}

fn filled(row: &SampleRow) -> usize {
    row.cells
        .iter()
        .filter(|cell| !cell.text.trim().is_empty())
        .count()
}

/// Whether a row holds names and not values, by comparing it with those below.
fn are_names(first: &SampleRow, below: &[SampleRow]) -> bool {
    let below = &below[..below.len().min(COMPARED)];
    let texts: Vec<&str> = first.cells.iter().map(|cell| cell.text.trim()).collect();
    let full: Vec<&str> = texts.iter().copied().filter(|t| !t.is_empty()).collect();
    let values = full
        .iter()
        .filter(|text| matches!(shape(text), Shape::Number | Shape::Moment))
        .count();
    if below.is_empty() {
        return values == 0;
    }
    if values == full.len() && !are_years(&full) {
        return false;
    }
    let (mut for_names, mut against) = (0_usize, 0_usize);
    for (column, text) in texts.iter().enumerate() {
        if text.is_empty() {
            continue;
        }
        let here = shape(text);
        let mut alike = 0;
        let mut seen = 0;
        let mut repeated = false;
        for row in below {
            let Some(cell) = row.cells.get(column) else {
                continue;
            };
            let cell = cell.text.trim();
            if cell.is_empty() {
                continue;
            }
            seen += 1;
            alike += usize::from(shape(cell) == here);
            repeated |= cell == *text;
        }
        match here {
            _ if seen == 0 => {}
            Shape::Text if repeated => against += 2,
            // A name above numbers.
            Shape::Text if alike * 5 <= seen => for_names += 2,
            Shape::Number | Shape::Moment if alike * 5 >= seen * 4 => against += 1,
            _ => {}
        }
    }
    let distinct = full.iter().collect::<BTreeSet<_>>().len();
    against += 2 * (full.len() - distinct);
    if are_years(&full) {
        return true;
    }
    for_names >= against
}

/// Years (or hours, or ages) as names: two numbers or more that rise or fall one by one.
fn are_years(texts: &[&str]) -> bool {
    let numbers: Vec<i64> = texts.iter().filter_map(|t| t.parse().ok()).collect();
    if numbers.len() < 3 || numbers.len() + 4 < texts.len() || numbers.len() == texts.len() {
        return false;
    }
    let rising = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let falling = numbers.windows(2).all(|pair| pair[1] == pair[0] - 1);
    let years = numbers.iter().all(|n| (1800..2200).contains(n));
    (rising || falling) && years
}

/// Whether the last column is none: it has no name, and nothing in it.
fn has_trailing(first: &SampleRow, data: &[SampleRow], columns: usize, named: bool) -> bool {
    if columns < 2 {
        return false;
    }
    let empty = |row: &SampleRow| {
        row.cells
            .get(columns - 1)
            .is_none_or(|cell| cell.text.trim().is_empty() && !cell.quoted)
    };
    let all_empty = data.iter().all(empty) && empty(first);
    // Without names nothing tells an empty column from none, except that nothing is in it.
    all_empty && (named || !data.is_empty())
}

fn above(rows: &[SampleRow]) -> Vec<Placed> {
    rows.iter()
        .filter(|row| filled(row) > 0)
        .take(TOLD)
        .map(|row| {
            let texts: Vec<&str> = row
                .cells
                .iter()
                .map(|cell| cell.text.trim())
                .filter(|text| !text.is_empty())
                .collect();
            Placed {
                line: row.line,
                text: shorten(&texts.join(" ")),
            }
        })
        .collect()
}

/// A text of at most some hundred letters.
pub(super) fn shorten(text: &str) -> String {
    const LETTERS: usize = 300;
    match text.char_indices().nth(LETTERS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// Whether a last row says that it is a sum of the others.
pub(super) fn looks_like_totals<T: AsRef<str>>(cells: &[T]) -> bool {
    let mut full = cells
        .iter()
        .map(|cell| cell.as_ref().trim())
        .filter(|text| !text.is_empty());
    let Some(first) = full.next() else {
        return false;
    };
    words::is_total(first) && full.any(|text| shape(text) == Shape::Number)
}

#[cfg(test)]
mod tests {
    use super::super::csv::SampleCell;
    use super::*;

    fn rows(text: &str) -> Vec<SampleRow> {
        let row = |(n, line): (usize, &str)| SampleRow {
            line: u64::try_from(n).expect("small") + 1,
            cells: line
                .split(';')
                .map(|text| SampleCell {
                    text: text.to_owned(),
                    quoted: false,
                })
                .collect(),
        };
        text.lines().enumerate().map(row).collect()
    }

    fn found(text: &str) -> Found {
        find(&rows(text), None, &Limits::default()).expect("has rows")
    }

    #[test]
    fn trap_17_notes_above_the_header_are_told_and_not_data() {
        let found = found(
            "Informe de població\nFont: Padró; 2024\n\nbarri;dones;homes\nRaval;1;2\nGòtic;3;4\nClot;5;6\n",
        );
        assert_eq!(found.header, Some(4));
        assert_eq!(found.names, ["barri", "dones", "homes"]);
        assert_eq!(found.above.len(), 2);
        assert_eq!(found.above[1].line, 2);
    }

    #[test]
    fn trap_17_notes_padded_to_the_width_of_the_table() {
        let found = found("Títol;;;\n;;;\na;b;c;d\nx;1;2;3\ny;4;5;6\nz;4;5;6\n");
        assert_eq!(found.header, Some(3));
    }

    #[test]
    fn a_title_above_a_blank_corner_is_not_the_header() {
        let found = found("Dades positius;\n;\n;Acumulat\nAbril;10\n;11\n;12\n;13\nMaig;14\n");
        assert_eq!(found.header, Some(3));
        assert_eq!(found.names, ["", "Acumulat"]);
    }

    #[test]
    fn a_file_without_names_keeps_its_first_row() {
        let found = found("1;Raval;2,5\n2;Gòtic;3,5\n3;Raval;4,5\n");
        assert_eq!(found.header, None);
        assert_eq!(found.skip_to, 0);
        assert_eq!(found.names, ["column_1", "column_2", "column_3"]);
    }

    #[test]
    fn a_first_row_that_repeats_below_is_data() {
        assert_eq!(found("Raval;dona\nGòtic;home\nRaval;dona\n").header, None);
    }

    #[test]
    fn years_may_be_names() {
        let found = found("barri;2019;2020;2021\nRaval;1;2;3\nGòtic;4;5;6\n");
        assert_eq!(found.header, Some(1));
    }

    #[test]
    fn trap_12_a_trailing_delimiter_begins_no_column() {
        let found = found("a;b;\n1;2;\n3;4;\n");
        assert!(found.trailing);
        assert_eq!(found.names, ["a", "b"]);
    }

    #[test]
    fn an_empty_column_with_a_name_is_a_column() {
        assert_eq!(found("a;b;c\n1;2;\n3;4;\n").names, ["a", "b", "c"]);
    }

    #[test]
    fn trap_17_a_row_of_totals_is_known_by_its_word() {
        assert!(looks_like_totals(&["TOTAL", "", "12"]));
        assert!(looks_like_totals(&["", "Total general:", "1.234"]));
        assert!(!looks_like_totals(&["Totana", "12"]));
        assert!(!looks_like_totals(&["Total", "text"]));
    }
}
