// SPDX-License-Identifier: AGPL-3.0-or-later

//! What was found about a table before its cells were read.

use serde::{Deserialize, Serialize};

/// How sure we are of something found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A guess from the letters that occur; worth showing an example and asking.
    Likely,
    /// Follows from the bytes.
    Certain,
    /// Somebody said so.
    Told,
}

/// The encoding of a text file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncodingFound {
    /// Its name in the WHATWG Encoding Standard, such as `UTF-8` or `windows-1252`.
    pub name: String,
    /// How sure that is.
    pub confidence: Confidence,
}

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineEnds {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
    /// `\r`
    Cr,
    /// More than one of them.
    Mixed,
}

/// How a quotation mark is written inside a quoted cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Escape {
    /// Twice.
    Doubled,
    /// With a backslash before it.
    Backslash,
}

/// How cells are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteFound {
    /// The quotation mark.
    pub mark: char,
    /// How it is written inside a cell.
    pub escape: Escape,
}

/// Lines where something occurs: all are counted, the first thousand are named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// How many lines.
    pub count: u64,
    /// The first of them, counted from 1.
    pub first: Vec<u64>,
}

impl Lines {
    const NAMED: usize = 1_000;

    pub(crate) fn add(&mut self, line: u64) {
        self.count += 1;
        if self.first.len() < Self::NAMED {
            self.first.push(line);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// A text at a line of the file, shortened to some hundred characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Counted from 1.
    pub line: u64,
    /// What stands there.
    pub text: String,
}

/// Something else worth telling, as data, so that a page can say it in its language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "note")]
pub enum Note {
    /// A member of the archive was not read.
    Skipped {
        /// Its name.
        member: String,
        /// Why, in English.
        why: String,
    },
    /// The reference system of the geometries is not one we know by number.
    UnknownReferenceSystem {
        /// What the file calls it.
        name: String,
    },
    /// Values outside the records were not read.
    Outside {
        /// Where they stand, as a path of keys.
        path: String,
    },
    /// Measures (the M of a geometry) were not read.
    MeasuresLeft,
    /// A dBASE table without a code page.
    NoCodePage,
    /// Rows that the table marks as deleted were not read.
    DeletedRows {
        /// How many.
        count: u64,
    },
    /// A layer that is not a plain table was not read.
    NotATable {
        /// Its name.
        layer: String,
    },
    /// A sheet without cells was not read.
    EmptySheet {
        /// Its name.
        sheet: String,
    },
}

/// What was found about a table before its cells were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Of text files.
    pub encoding: Option<EncodingFound>,
    /// The file begins with a byte order mark.
    pub bom: bool,
    /// Of CSV: what separates cells.
    pub delimiter: Option<char>,
    /// Of CSV: how cells are quoted, if any is.
    pub quote: Option<QuoteFound>,
    /// Of CSV: what ends a line.
    pub line_ends: Option<LineEnds>,
    /// The line (of a sheet: row) with the names of the columns, if there is one.
    pub header: Option<u64>,
    /// What stands above the header (or the data), line by line, the first hundred.
    pub above: Vec<Placed>,
    /// Every row ends with a delimiter that begins no column.
    pub trailing_delimiter: bool,
    /// The last row looks like a sum of the others. It is read like the others.
    pub totals: Option<Placed>,
    /// Lines with U+FFFD: letters that were lost before the file came to us.
    pub replacement: Lines,
    /// Lines of a UTF-8 file that are not UTF-8; their odd bytes were read as windows-1252.
    pub mixed: Lines,
    /// Columns with geometries: the EPSG number of their reference system.
    pub epsg: Option<u32>,
    /// Anything else.
    pub notes: Vec<Note>,
}
