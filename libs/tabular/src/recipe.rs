// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is to be done with a file, written so that a person can read and change it.
//!
//! A [`Recipe`] is a small TOML document, `recipe.toml`, that stands beside the file and is kept
//! with each version of a dataset. It says for every column what its cells are, and in which order
//! the table is then changed:
//!
//! ```toml
//! refuse_above = 0.01              # share of a column's cells that may not fit, before the file is refused
//! key = ["estacio", "moment"]
//! sort = ["estacio", "moment"]
//!
//! [[column]]
//! from = "Codi_districte"          # as the file writes it
//! name = "codi_districte"          # as the table calls it
//! type = "code"
//! missing = ["", "-1"]
//!
//! [[column]]
//! from = "Coordenada_UTM_X"
//! type = "decimal"
//! decimal = ","
//! digits = [18, 2]
//!
//! [[step]]
//! [step.point]
//! x = "coordenada_utm_x"
//! y = "coordenada_utm_y"
//! epsg = 25831
//! ```
//!
//! # What this module promises
//!
//! - A key that is not known is refused with its line: a misspelt `mising` would otherwise leave
//!   its column as it was.
//! - What [`Recipe::to_toml`] writes, [`Recipe::parse`] reads back the same.

mod reading;
mod step;

pub use reading::{Coarsen, Epoch, Mask, Order, Reading, Type};
use serde::{Deserialize, Serialize};
pub use step::{
    Below, Flatten, HourMeans, Join, LeaveOut, Point, Rebuild, Split, Step, Swap, Unpivot, Where,
};

/// The share of a column's cells that may not fit its type before the file is refused.
pub const REFUSE_ABOVE: f64 = 0.01;

/// What is to be done with a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// The share of a column's filled cells that may not fit before the file is refused;
    /// [`REFUSE_ABOVE`] where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refuse_above: Option<f64>,
    /// The sheet, layer or member of the file, by name, where it has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Columns that together name a row, by their names in the finished table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// The order of the rows, by names in the finished table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sort: Vec<String>,
    /// The columns of the file. One that is not listed is read as the study found it.
    #[serde(rename = "column", skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
    /// What happens to the typed table, from the first to the last.
    #[serde(rename = "step", skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// One column of the file: where it comes from, what it becomes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Column {
    /// The column's name as the file writes it; padding does not count. The second column of one
    /// name is `name (2)`.
    pub from: String,
    /// Its name in the table; from the file's name when empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What a page writes above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What its cells are.
    #[serde(rename = "type")]
    pub kind: Type,
    /// The mark before the fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// The mark between thousands; a space stands for every kind of space.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thousands: Option<char>,
    /// Digits in all and after the mark, for decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digits: Option<[u8; 2]>,
    /// The unit, which cells may repeat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The order of day, month and year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// The first of the hundred years that two digits can mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_year: Option<i16>,
    /// What a number counts from, where numbers are dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Epoch>,
    /// The zone of times that do not name one: `Europe/Madrid`. The table then holds UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What means yes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub yes: Vec<String>,
    /// What means no.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub no: Vec<String>,
    /// The reference system of a geometry; WGS 84 longitude and latitude when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epsg: Option<u32>,
    /// Texts that mean that there is no value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Answers between which somebody must still choose; the file is not taken while there are
    /// any. Remove this line once `type` and its companions say what is right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ask: Vec<String>,
    /// Whether the column is left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub drop: bool,
    /// What replaces its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mask: Option<Mask>,
    /// How its values are made coarser.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coarsen: Option<Coarsen>,
}

/// A recipe that cannot be used, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("recipe, line {line}: {why}")]
pub struct RecipeError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub why: String,
}

impl Recipe {
    /// Reads a recipe, at most 4 MiB of it.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        if text.len() > 4 << 20 {
            return Err(RecipeError {
                line: 1,
                why: "a recipe is at most 4 MiB long".to_owned(),
            });
        }
        let recipe: Self = toml::from_str(text).map_err(|error| RecipeError {
            line: error
                .span()
                .map_or(1, |span| text[..span.start].matches('\n').count() + 1),
            why: error.message().to_owned(),
        })?;
        if recipe
            .refuse_above
            .is_some_and(|share| !(0.0..=1.0).contains(&share))
        {
            return Err(RecipeError {
                line: line_of(text, "refuse_above"),
                why: "refuse_above is a share between 0 and 1".to_owned(),
            });
        }
        let mut seen = std::collections::BTreeSet::new();
        for column in &recipe.columns {
            if column.from.trim().is_empty() && column.name.is_empty() {
                return Err(RecipeError {
                    line: line_of(text, "[[column]]"),
                    why: "a column needs `from`, its name in the file".to_owned(),
                });
            }
            if !seen.insert(&column.from) {
                return Err(RecipeError {
                    line: text
                        .lines()
                        .enumerate()
                        .filter(|(_, line)| line.contains("from") && line.contains(&column.from))
                        .map(|(at, _)| at + 1)
                        .last()
                        .unwrap_or(1),
                    why: format!("the column {:?} is listed twice", column.from),
                });
            }
        }
        Ok(recipe)
    }

    /// The recipe as TOML.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("a recipe holds nothing that TOML cannot say")
    }

    /// The column that comes from this column of the file.
    pub fn column(&self, from: &str) -> Option<&Column> {
        let wanted = crate::typer::name::tidy(from);
        self.columns
            .iter()
            .find(|column| column.from == from)
            .or_else(|| {
                self.columns
                    .iter()
                    .find(|column| crate::typer::name::tidy(&column.from) == wanted)
            })
    }

    /// The column to change, by its name in the file or in the table. A name that is written
    /// exactly so comes before one that is only padded otherwise.
    pub fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        let wanted = crate::typer::name::tidy(name);
        let at = |is: &dyn Fn(&Column) -> bool| self.columns.iter().position(is);
        let at = at(&|column| column.from == name)
            .or_else(|| at(&|column| column.name == name))
            .or_else(|| at(&|column| crate::typer::name::tidy(&column.from) == wanted))?;
        Some(&mut self.columns[at])
    }
}

fn line_of(text: &str, what: &str) -> usize {
    text.lines()
        .position(|line| line.contains(what))
        .map_or(1, |at| at + 1)
}

impl Column {
    /// Whether what stands in the file is not told as it is.
    pub fn keeps_back(&self) -> bool {
        self.drop || self.mask.is_some() || self.coarsen.is_some()
    }

    /// A column as the study read it.
    pub fn of(from: &str, name: &str, reading: &Reading) -> Self {
        let mut column = Self {
            from: from.to_owned(),
            name: name.to_owned(),
            ..Self::default()
        };
        column.read_as(reading);
        column
    }

    /// Says how the cells are read, leaving everything else.
    pub fn read_as(&mut self, reading: &Reading) {
        let reading = reading.clone();
        self.kind = reading.kind;
        self.decimal = reading.decimal;
        self.thousands = reading.thousands;
        self.digits = reading.digits;
        self.unit = reading.unit;
        self.order = reading.order;
        self.first_year = reading.first_year;
        self.epoch = reading.epoch;
        self.zone = reading.zone;
        self.yes = reading.yes;
        self.no = reading.no;
        self.epsg = reading.epsg;
        self.missing = reading.missing;
    }

    /// How the cells are read.
    pub fn reading(&self) -> Reading {
        Reading {
            kind: self.kind,
            decimal: self.decimal,
            thousands: self.thousands,
            digits: self.digits,
            unit: self.unit.clone(),
            order: self.order,
            first_year: self.first_year,
            epoch: self.epoch,
            zone: self.zone.clone(),
            yes: self.yes.clone(),
            no: self.no.clone(),
            epsg: self.epsg,
            missing: self.missing.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
