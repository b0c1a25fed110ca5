// SPDX-License-Identifier: AGPL-3.0-or-later

//! What became of every cell.

use serde::{Deserialize, Serialize};

use crate::typer::column::cut;
use crate::typer::convert::{self, Why as Misfit};

/// Cells that are shown of what did not fit, per column.
pub(super) const SHOWN_MAX: usize = 100;

/// What became of a file's cells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Rows of the file, with those that are left out.
    pub rows: u64,
    /// Rows of the table; more or fewer where the recipe turns columns into rows.
    pub rows_out: u64,
    /// The columns of the file that the table keeps, and those that steps compute.
    pub columns: Vec<ColumnReport>,
    /// Rows whose number of cells was not the header's: line and number of cells.
    pub irregular: Vec<(u64, usize)>,
    /// Rows that the recipe leaves out.
    #[serde(default)]
    pub left_out: LeftOut,
    /// Set when more cells of a column did not fit than the recipe allows: the table must not be
    /// published.
    pub refused: Option<Refused>,
}

/// Rows that are none of the table: all are counted, the first hundred told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// How many.
    pub count: u64,
    /// How many of them are empty.
    #[serde(default)]
    pub empty: u64,
    /// The first of those that say something.
    pub rows: Vec<LeftOutRow>,
}

/// A row that is none of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutRow {
    /// Where it stands, counted from 1.
    pub line: u64,
    /// What stands there, cut at 120 bytes; `***` for a cell of a column that the recipe drops,
    /// masks or coarsens.
    pub text: String,
    /// What of the recipe leaves it out.
    pub why: WhyLeftOut,
}

/// What of a recipe leaves a row out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyLeftOut {
    /// This column says so, as the file calls it.
    Says(String),
    /// It is a note below the table.
    Below,
}

impl std::fmt::Display for WhyLeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Says(column) => write!(f, "the column {column:?} says that it is no row"),
            Self::Below => f.write_str("a note below the table"),
        }
    }
}

/// Where more rows are none of the table than the recipe allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    /// In too many rows a column says so.
    Says {
        /// The first row that is too many.
        line: u64,
        /// The column, as the file calls it.
        column: String,
        /// What it says there.
        text: String,
        /// Which of them it is.
        count: u64,
    },
    /// Too many rows below the table look like notes.
    Below {
        /// The first of them.
        line: u64,
        /// How many there are.
        count: u64,
    },
}

impl std::fmt::Display for Over {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Says {
                line,
                column,
                text,
                count,
            } => write!(
                f,
                "line {line}: row {count} in which {column:?} says {text:?}, and the recipe leaves out \
                 fewer; where none of them is a row of the table, write rows = {count}, or more, in its step"
            ),
            Self::Below { line, count } => write!(
                f,
                "line {line}: from here on {count} rows look like notes, and the recipe leaves out fewer; \
                 where all of them are notes, write rows = {count} in its step"
            ),
        }
    }
}

impl LeftOut {
    pub(super) fn add(&mut self, line: u64, text: &str, why: WhyLeftOut) {
        self.count += 1;
        if text.is_empty() {
            self.empty += 1;
        } else if self.rows.len() < SHOWN_MAX {
            self.rows.push(LeftOutRow {
                line,
                text: cut(text),
                why,
            });
        }
    }
}

/// What became of a column's cells. `kept + nulls + rejected` is the number of rows that are not
/// left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnReport {
    /// The name in the file; that of the table where a step computes the column.
    pub column: String,
    /// The name in the table.
    pub name: String,
    /// Cells with a value.
    pub kept: u64,
    /// Cells without one.
    pub nulls: u64,
    /// Cells that did not fit.
    pub rejected: u64,
    /// The first of them.
    pub examples: Vec<Rejected>,
    /// What was changed about kept cells.
    pub told: Told,
    /// Whether its cells are told as `***`: the column is made coarser, or rows are protected, so that
    /// nobody can be told apart, and a cell that does not fit would tell.
    #[serde(skip)]
    pub discreet: bool,
}

/// What was changed about cells that were kept: how many of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Spaces were cut off.
    pub padded: u64,
    /// Invisible characters were cut off.
    pub invisible: u64,
    /// The apostrophe of a spreadsheet was cut off.
    pub apostrophe: u64,
    /// The unit was cut off.
    pub unit: u64,
    /// Hour 24 became 0 h of the next day.
    pub hour_24: u64,
    /// A local time that the clock showed twice: the first was taken.
    pub twice: u64,
    /// Coordinates were turned into WGS 84.
    pub projected: u64,
    /// Coordinates changed places.
    pub swapped: u64,
    /// Values were made coarser or replaced.
    pub coarsened: u64,
    /// Values were left out because too few rows say the same.
    #[serde(default)]
    pub emptied: u64,
}

/// A cell that did not fit its column, which is null in the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Where it stands, counted from 1.
    pub line: u64,
    /// What stands there, cut at 120 bytes.
    pub text: String,
    /// Why it does not fit; not in reports that were stored before there was this.
    #[serde(default)]
    pub misfit: Option<Misfit>,
    /// The same in English.
    pub why: String,
}

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// The column with the largest share.
    pub column: String,
    /// Cells of it that did not fit.
    pub rejected: u64,
    /// Cells of it that say something.
    pub filled: u64,
    /// What the recipe allows.
    pub allowed: f64,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} of {} cells of the column {:?} do not fit its type, more than the share of {} that is \
             allowed; mend the file, the column's type, or refuse_above in the recipe",
            self.rejected, self.filled, self.column, self.allowed
        )
    }
}

/// What stands for a cell that is not told.
pub(super) const MARKER: &str = "***";

impl ColumnReport {
    /// Covers what is quoted.
    pub(super) fn hush(&mut self) {
        for cell in &mut self.examples {
            "***".clone_into(&mut cell.text);
        }
    }

    pub(super) fn of(column: &str, name: &str) -> Self {
        Self {
            column: column.to_owned(),
            name: name.to_owned(),
            ..Self::default()
        }
    }

    pub(super) fn reject(&mut self, line: u64, text: &str, misfit: Misfit) {
        self.rejected += 1;
        if self.examples.len() < SHOWN_MAX {
            self.examples.push(Rejected {
                line,
                text: if self.discreet {
                    MARKER.to_owned()
                } else {
                    cut(text)
                },
                misfit: Some(misfit),
                why: misfit.text().to_owned(),
            });
        }
    }

    #[inline]
    pub(super) fn tell(&mut self, told: convert::Told) {
        if told == convert::Told::default() {
            return;
        }
        let counts = &mut self.told;
        for (is, count) in [
            (told.dirt.padded, &mut counts.padded),
            (told.dirt.invisible, &mut counts.invisible),
            (told.dirt.apostrophe, &mut counts.apostrophe),
            (told.unit, &mut counts.unit),
            (told.hour_24, &mut counts.hour_24),
            (told.twice, &mut counts.twice),
            (told.projected, &mut counts.projected),
        ] {
            *count += u64::from(is);
        }
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "a share of a count of rows"
    )]
    fn share(&self) -> f64 {
        let filled = self.kept + self.rejected;
        if filled == 0 {
            0.0
        } else {
            self.rejected as f64 / filled as f64
        }
    }
}

impl Report {
    pub(super) fn judge(&mut self, allowed: f64) {
        let worst = self
            .columns
            .iter()
            .filter(|column| column.share() > allowed)
            .max_by(|a, b| a.share().total_cmp(&b.share()));
        self.refused = worst.map(|column| Refused {
            column: column.column.clone(),
            rejected: column.rejected,
            filled: column.kept + column.rejected,
            allowed,
        });
    }

    /// The report about this column, by its name in the file or in the table.
    pub fn column(&self, name: &str) -> Option<&ColumnReport> {
        self.columns
            .iter()
            .find(|c| c.column == name || c.name == name)
    }
}
