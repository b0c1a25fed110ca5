// SPDX-License-Identifier: AGPL-3.0-or-later

//! Text with a delimiter.

mod read;
mod rows;
mod sample;

use std::sync::OnceLock;

use read::CsvReader;
pub(in crate::source) use read::IRREGULAR;
pub(in crate::source) use rows::Dialect;
pub(super) use sample::{Sample, SampleCell, SampleRow};

use super::backing::Backing;
use super::encoding::Coding;
use super::facts::{Escape, Facts, LineEnds, Placed, QuoteFound};
use super::format::Format;
use super::header::{self, Found};
use super::options::Quoting;
use super::{Kind, Limits, ReadOptions, TableInfo, dialect};
use crate::{ReadCells, ReadError};

/// Bytes of text from which dialect and header are found.
const SAMPLE_BYTES: usize = 512 << 10;
/// Bytes at the end of the file in which a row of totals is looked for.
const TAIL_BYTES: u64 = 64 << 10;

/// A CSV file.
#[derive(Debug)]
pub(super) struct Csv {
    file: Backing,
    limits: Limits,
    tables: [TableInfo; 1],
    coding: OnceLock<Coding>,
}

/// All that must be known before the first row is read.
#[derive(Debug, Clone)]
struct Plan {
    coding: Coding,
    dialect: Dialect,
    line_ends: LineEnds,
    found: Found,
}

impl Csv {
    pub(super) fn new(file: Backing, limits: &Limits) -> Self {
        Self {
            file,
            limits: limits.clone(),
            tables: [TableInfo {
                name: String::new(),
                kind: Kind::Csv,
                rows: None,
            }],
            coding: OnceLock::new(),
        }
    }

    /// How many columns there are: one means that this may be a text and no table.
    pub(super) fn width(&self) -> Result<usize, ReadError> {
        Ok(self.plan(&ReadOptions::default())?.found.names.len())
    }

    fn coding(&self, how: &ReadOptions) -> Result<Coding, ReadError> {
        if let Some(told) = &how.encoding {
            return Coding::of(&self.file, Some(told));
        }
        if let Some(known) = self.coding.get() {
            return Ok(known.clone());
        }
        let coding = Coding::of(&self.file, None)?;
        Ok(self.coding.get_or_init(|| coding).clone())
    }

    fn plan(&self, how: &ReadOptions) -> Result<Plan, ReadError> {
        let coding = self.coding(how)?;
        let sample = Sample::take(&coding, &self.file, SAMPLE_BYTES)?;
        let told = told_dialect(how)?;
        let dialect = dialect::find(&sample, told);
        let rows = sample.rows(dialect);
        let found = header::find(&rows, how.header, &self.limits)?;
        Ok(Plan {
            coding,
            dialect,
            line_ends: sample.line_ends(),
            found,
        })
    }

    /// The last row of the file, when it is short enough to be in the last bytes, and its line.
    fn totals(&self, plan: &Plan, how: &ReadOptions) -> Result<Option<Placed>, ReadError> {
        let tail = Sample::take_tail(&plan.coding, &self.file, TAIL_BYTES)?;
        let Some(cells) = tail.last_row(plan.dialect) else {
            return Ok(None);
        };
        if !header::looks_like_totals(&cells) {
            return Ok(None);
        }
        Ok(Some(Placed {
            line: self.line_of_last_row(how)?,
            text: header::shorten(&cells.join(" ")),
        }))
    }

    fn line_of_last_row(&self, how: &ReadOptions) -> Result<u64, ReadError> {
        let mut reader = self.read(0, how)?;
        let mut line = 1;
        while let Some(block) = reader.next_block()? {
            if block.rows() > 0 {
                line = block.line(block.rows() - 1);
            }
        }
        Ok(line)
    }
}

/// What somebody said about the dialect: the delimiter; the mark (or none) and its escape.
fn told_dialect(how: &ReadOptions) -> Result<dialect::Told, ReadError> {
    let delimiter = match how.delimiter {
        None => None,
        Some(c) if c.is_ascii() && !matches!(c, '\n' | '\r' | '"' | '\0') => {
            Some(u8::try_from(c).expect("just found ASCII"))
        }
        Some(c) => {
            return Err(ReadError::damaged(
                1,
                format!("{c:?} cannot be a delimiter: give one ASCII character"),
            ));
        }
    };
    let quoting = how.quoting.map(|quoting| match quoting {
        Quoting::Never => (None, false),
        Quoting::Double => (Some(b'"'), false),
        Quoting::DoubleBackslash => (Some(b'"'), true),
        Quoting::Single => (Some(b'\''), false),
        Quoting::SingleBackslash => (Some(b'\''), true),
    });
    Ok(dialect::Told { delimiter, quoting })
}

impl Format for Csv {
    fn tables(&self) -> &[TableInfo] {
        &self.tables
    }

    fn length(&self) -> u64 {
        self.file.len()
    }

    fn read(&self, _table: usize, how: &ReadOptions) -> Result<Box<dyn ReadCells>, ReadError> {
        let plan = self.plan(how)?;
        let text = plan.coding.text(&self.file)?;
        Ok(Box::new(CsvReader::new(
            text,
            plan.dialect,
            plan.found,
            self.limits.clone(),
        )))
    }

    fn facts(&self, _table: usize, how: &ReadOptions) -> Result<Facts, ReadError> {
        let plan = self.plan(how)?;
        let totals = self.totals(&plan, how)?;
        Ok(Facts {
            encoding: Some(plan.coding.found()),
            bom: plan.coding.bom(),
            delimiter: Some(char::from(plan.dialect.delimiter)),
            quote: plan.dialect.quote.map(|mark| QuoteFound {
                mark: char::from(mark),
                escape: if plan.dialect.backslash {
                    Escape::Backslash
                } else {
                    Escape::Doubled
                },
            }),
            line_ends: Some(plan.line_ends),
            header: plan.found.header,
            above: plan.found.above,
            trailing_delimiter: plan.found.trailing,
            totals,
            replacement: plan.coding.replacement,
            mixed: plan.coding.mixed,
            epsg: None,
            notes: Vec::new(),
        })
    }
}
