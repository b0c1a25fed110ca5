// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows as text: what every reader produces and what the typer reads.

/// A block of rows, each cell as text, in one allocation.
///
/// Invariant: `ends` holds `rows × columns` offsets into `text`, never falling; `lines` and, where
/// there is one, `absent` fit them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    columns: usize,
    text: String,
    ends: Vec<u32>,
    absent: Vec<bool>,
    lines: Vec<u64>,
}

impl Cells {
    /// An empty block of this many columns.
    pub fn new(columns: usize) -> Self {
        Self {
            columns,
            text: String::new(),
            ends: Vec::new(),
            absent: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// An empty block of this many columns, with room for about this many rows.
    pub fn with_capacity(columns: usize, rows: usize) -> Self {
        let cells = columns.saturating_mul(rows).min(1 << 18);
        Self {
            text: String::with_capacity(cells.saturating_mul(8)),
            ends: Vec::with_capacity(cells),
            lines: Vec::with_capacity(rows.min(1 << 13)),
            ..Self::new(columns)
        }
    }

    /// Begins a row that stands at `line` of its file (the row number in a sheet), counted from 1.
    /// The caller then pushes exactly one cell per column.
    pub fn begin_row(&mut self, line: u64) {
        debug_assert_eq!(
            self.ends.len(),
            self.lines.len() * self.columns,
            "the last row is whole"
        );
        self.lines.push(line);
    }

    /// Adds a cell as it was written.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.end_cell(false);
    }

    /// Adds a cell that the source says is not there (JSON `null`, a blank cell of a sheet).
    pub fn push_absent(&mut self) {
        self.end_cell(true);
    }

    fn end_cell(&mut self, absent: bool) {
        let end = u32::try_from(self.text.len()).expect("readers end a block below 64 MiB");
        self.ends.push(end);
        if absent || !self.absent.is_empty() {
            self.absent.resize(self.ends.len() - 1, false);
            self.absent.push(absent);
        }
    }

    /// How many columns every row has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// Bytes of text held: readers end a block at a few megabytes.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Where the row stands in its file, counted from 1.
    pub fn line(&self, row: usize) -> u64 {
        self.lines[row]
    }

    /// The cell as it was written, or `None` where the source says that there is none. An empty
    /// text is not the same as no cell.
    pub fn cell(&self, row: usize, column: usize) -> Option<&str> {
        debug_assert!(column < self.columns);
        let at = row * self.columns + column;
        if self.absent.get(at).copied().unwrap_or(false) {
            return None;
        }
        let begin = if at == 0 { 0 } else { self.ends[at - 1] };
        let range = usize::try_from(begin).ok()?..usize::try_from(self.ends[at]).ok()?;
        Some(&self.text[range])
    }
}

/// What a source knows about a column before anybody has read its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hint {
    /// Nothing: the text decides.
    #[default]
    None,
    /// The source stores text (a string in JSON or Parquet, a text cell): digits stay what they are
    /// only if they also look like numbers everywhere.
    Text,
    /// The source stores numbers.
    Number,
    /// The source stores truth values, written `true` and `false`.
    Boolean,
    /// The source stores dates or times, written as ISO 8601.
    Moment,
    /// The cells are WKT in this EPSG reference system, where the source names one.
    Geometry(Option<u32>),
}

/// A table of a file, read from its beginning in blocks.
///
/// Every block has [`columns`](Self::columns) cells a row: short rows are filled with absent cells
/// and long ones are cut, and both are told through [`irregular`](Self::irregular).
pub trait ReadCells: Send {
    /// The names of the columns as the file writes them, trimmed of nothing.
    fn columns(&self) -> &[String];

    /// What the source knows about each column.
    fn hints(&self) -> &[Hint];

    /// The next block, or `None` at the end.
    fn next_block(&mut self) -> Result<Option<Cells>, crate::ReadError>;

    /// Bytes of the file read so far, for a progress bar; compare with the file's size.
    fn position(&self) -> u64;

    /// Rows so far whose number of cells was not that of the header: line, number of cells.
    fn irregular(&self) -> &[(u64, usize)];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_cell_is_not_an_empty_one() {
        let mut cells = Cells::new(3);
        cells.begin_row(2);
        cells.push("à");
        cells.push("");
        cells.push_absent();
        cells.begin_row(3);
        cells.push_absent();
        cells.push("x");
        cells.push("y");
        let row = |r| (0..3).map(|c| cells.cell(r, c)).collect::<Vec<_>>();
        assert_eq!(row(0), [Some("à"), Some(""), None]);
        assert_eq!(row(1), [None, Some("x"), Some("y")]);
        assert_eq!((cells.line(0), cells.line(1)), (2, 3));
    }
}
