// SPDX-License-Identifier: AGPL-3.0-or-later

//! What an import did to a file, added up for a page.

use serde::Serialize;
use tabular::import::{ColumnReport, Misfit, Report, WhyLeftOut};
use utoipa::ToSchema;

/// The most cells that are listed on the page of a dataset; all stand on a page of their own.
pub const LISTED_MAX: usize = 50;

/// What became of a file's cells.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Account {
    /// Rows of the file.
    pub rows_in: u64,
    /// Rows of the table.
    pub rows_out: u64,
    /// Rows of the file that are none of the table and say something: sums, notes.
    pub rows_left_out: u64,
    /// Cells with a value.
    pub kept: u64,
    /// Changes to cells that were kept: spaces, units, other notations. A cell may have several.
    pub changed: u64,
    /// Cells without a value.
    pub emptied: u64,
    /// Cells that did not fit their column.
    pub rejected: u64,
    /// The first of those that did not fit.
    pub left_out: Vec<LeftOut>,
}

/// A cell that did not fit its column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftOut {
    /// The column, as the table calls it.
    pub column: String,
    /// The line of the file, from 1.
    pub line: u64,
    /// What stands there.
    pub text: String,
    /// Why it does not fit.
    pub why: String,
    /// The same, to be said in a person's language.
    #[serde(skip)]
    #[schema(ignore)]
    pub misfit: Option<Misfit>,
}

/// A row of the file that is none of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftOutRow {
    /// The line of the file, from 1.
    pub line: u64,
    /// What stands there; `***` where the publisher keeps columns back.
    pub text: String,
    /// Why it is left out.
    pub why: String,
    /// The same, to be said in a person's language.
    #[serde(skip)]
    #[schema(ignore)]
    pub cause: WhyLeftOut,
}

/// All that a stored report tells of what was left out.
#[derive(Debug, Clone)]
pub struct AllLeftOut {
    /// Cells that did not fit, by line, as many as the report kept of each column.
    pub cells: Vec<LeftOut>,
    /// How many there were.
    pub rejected: u64,
    /// The first rows that are none of the table.
    pub rows: Vec<LeftOutRow>,
    /// How many there were.
    pub rows_left_out: u64,
}

/// The account of a stored report; `None` where there is none that can be read.
pub fn of(report: &serde_json::Value) -> Option<Account> {
    let report: Report = serde_json::from_value(report.clone()).ok()?;
    let total = |count: fn(&ColumnReport) -> u64| report.columns.iter().map(count).sum();
    let mut left_out = listed(&report);
    left_out.truncate(LISTED_MAX);
    Some(Account {
        rows_in: report.rows,
        rows_out: report.rows_out,
        rows_left_out: report.left_out.count - report.left_out.empty,
        kept: total(|column| column.kept),
        changed: total(changes),
        emptied: total(|column| column.nulls),
        rejected: total(|column| column.rejected),
        left_out,
    })
}

/// What was left out, of a stored report; `None` where there is none that can be read.
pub fn left_out(report: &serde_json::Value) -> Option<AllLeftOut> {
    let report: Report = serde_json::from_value(report.clone()).ok()?;
    let rows = report.left_out.rows.iter().map(|row| LeftOutRow {
        line: row.line,
        text: row.text.clone(),
        why: row.why.to_string(),
        cause: row.why.clone(),
    });
    Some(AllLeftOut {
        cells: listed(&report),
        rejected: report.columns.iter().map(|column| column.rejected).sum(),
        rows: rows.collect(),
        rows_left_out: report.left_out.count - report.left_out.empty,
    })
}

fn listed(report: &Report) -> Vec<LeftOut> {
    let cells = report.columns.iter().flat_map(|column| {
        column.examples.iter().map(|cell| LeftOut {
            column: column.name.clone(),
            line: cell.line,
            text: cell.text.clone(),
            why: cell.why.clone(),
            misfit: cell.misfit,
        })
    });
    let mut cells: Vec<_> = cells.collect();
    cells.sort_by_key(|cell| cell.line);
    cells
}

fn changes(column: &ColumnReport) -> u64 {
    let told = &column.told;
    told.padded
        + told.invisible
        + told.apostrophe
        + told.unit
        + told.hour_24
        + told.twice
        + told.projected
        + told.swapped
        + told.coarsened
}

#[cfg(test)]
mod tests {
    use tabular::import::{Rejected, Told};

    use super::*;

    #[test]
    fn cells_are_added_up_over_columns_and_listed_by_line() {
        let rejected = |line| Rejected {
            line,
            text: "n/d".into(),
            misfit: None,
            why: "not a number".into(),
        };
        let column = |name: &str, lines: &[u64]| ColumnReport {
            name: name.into(),
            kept: 10,
            nulls: 2,
            rejected: u64::try_from(lines.len()).expect("few"),
            examples: lines.iter().copied().map(rejected).collect(),
            told: Told {
                padded: 3,
                unit: 1,
                ..Told::default()
            },
            ..ColumnReport::default()
        };
        let report = Report {
            rows: 13,
            rows_out: 13,
            columns: vec![column("a", &[9, 12]), column("b", &[4])],
            ..Report::default()
        };
        let account = of(&serde_json::to_value(report).expect("plain data")).expect("readable");
        assert_eq!((account.kept, account.changed), (20, 8));
        assert_eq!((account.emptied, account.rejected), (4, 3));
        let lines: Vec<_> = account.left_out.iter().map(|cell| cell.line).collect();
        assert_eq!(lines, [4, 9, 12]);
    }

    #[test]
    fn without_a_report_there_is_no_account() {
        assert_eq!(of(&serde_json::Value::Null), None);
    }
}
