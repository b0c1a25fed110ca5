// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the tests read with.

use tabular::source::{Facts, Kind, Limits, ReadOptions, Source};
use tabular::{Hint, ReadError};

/// A table, all of it.
pub struct Table {
    pub kind: Kind,
    pub columns: Vec<String>,
    pub hints: Vec<Hint>,
    pub rows: Vec<Vec<Option<String>>>,
    pub lines: Vec<u64>,
    pub irregular: Vec<(u64, usize)>,
    pub facts: Facts,
}

impl Table {
    /// The texts of a row; `∅` for a cell that is absent.
    pub fn row(&self, row: usize) -> Vec<&str> {
        self.rows[row]
            .iter()
            .map(|cell| cell.as_deref().unwrap_or("∅"))
            .collect()
    }
}

/// Opens bytes with the usual limits.
pub fn open(bytes: impl Into<Vec<u8>>) -> Result<Source, ReadError> {
    Source::from_bytes(bytes.into(), &Limits::default())
}

/// Reads the table of a source.
pub fn table(source: &Source, at: usize, how: &ReadOptions) -> Result<Table, ReadError> {
    let mut reader = source.read(at, how)?;
    let columns = reader.columns().to_vec();
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    while let Some(block) = reader.next_block()? {
        for row in 0..block.rows() {
            lines.push(block.line(row));
            let cell = |n| block.cell(row, n).map(str::to_owned);
            rows.push((0..columns.len()).map(cell).collect());
        }
    }
    Ok(Table {
        kind: source.tables()[at].kind,
        hints: reader.hints().to_vec(),
        columns,
        rows,
        lines,
        irregular: reader.irregular().to_vec(),
        facts: source.facts(at, how)?,
    })
}

/// Reads the first table of some bytes, which must be readable.
pub fn read(bytes: impl Into<Vec<u8>>) -> Table {
    let source = open(bytes).expect("opens");
    table(&source, 0, &ReadOptions::default()).expect("reads")
}

/// Why some bytes cannot be read.
pub fn refusal(bytes: impl Into<Vec<u8>>) -> String {
    let read = open(bytes).and_then(|source| table(&source, 0, &ReadOptions::default()));
    match read {
        Ok(table) => panic!("was read, {} rows", table.rows.len()),
        Err(error) => error.to_string(),
    }
}
