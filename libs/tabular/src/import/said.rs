// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is said about a file, as types: whoever shows it chooses the words and the language.
//!
//! Each of them has a plain English sentence too (`Display`). It stands beside the type in what is
//! serialized, as `says` and `why`.

mod english;

use serde::{Deserialize, Serialize};

use super::study::{Example, What};
use crate::recipe::{Epoch, Order, Reading, Type};
use crate::typer::convert::Why as Misfit;

/// What was noticed about a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noticed {
    /// The column holds nothing.
    Empty,
    /// It holds nothing but this word for "no value".
    OnlyWord {
        /// The word.
        text: String,
    },
    /// Spaces around cells were cut off.
    Padded {
        /// Cells.
        count: u64,
        /// The first of them.
        line: u64,
    },
    /// A byte order mark or another invisible character was cut off.
    Invisible {
        /// Cells.
        count: u64,
        /// The first of them.
        line: u64,
    },
    /// An apostrophe before numbers was cut off.
    Apostrophe {
        /// Cells.
        count: u64,
        /// The first of them.
        line: u64,
    },
    /// U+FFFD stands in cells.
    Replaced {
        /// Cells.
        count: u64,
        /// The first of them.
        line: u64,
    },
    /// The table calls it otherwise than the file.
    NameCleaned {
        /// In the file.
        from: String,
        /// In the table.
        name: String,
    },
    /// Another column of the file has the same name.
    NameRepeated {
        /// The name.
        name: String,
        /// How the recipe calls this one.
        from: String,
    },
    /// Words for "no value".
    Missing {
        /// Cells.
        count: u64,
        /// The words.
        texts: Vec<String>,
    },
    /// A value that cannot be one of the column is taken for missing.
    Sentinel {
        /// Cells.
        count: u64,
        /// How it is written.
        texts: Vec<String>,
    },
    /// Cells that do not fit the type.
    Misfits {
        /// Cells.
        count: u64,
        /// The type.
        kind: Type,
    },
    /// The unit stands in the cells.
    Unit {
        /// Cells.
        count: u64,
        /// The unit.
        unit: String,
    },
    /// Cells have different units.
    MixedUnits {
        /// The units.
        units: Vec<String>,
    },
    /// Degrees with marks between thousands.
    RuinedCoordinates {
        /// Cells.
        count: u64,
        /// Cells with something in them.
        filled: u64,
    },
    /// More digits than any number type holds.
    TooManyDigits {
        /// Digits of the longest.
        digits: u8,
    },
    /// Codes begin with zero.
    LeadingZeros {
        /// Cells.
        count: u64,
    },
    /// Some codes have lost the zero that others have.
    LostZeros {
        /// Digits that codes have.
        digits: u8,
        /// A shorter one.
        first: Option<Example>,
    },
    /// Hour 24 is 0 h of the next day.
    Hour24 {
        /// Cells.
        count: u64,
    },
    /// Codes that a spreadsheet turned into dates.
    MangledCodes {
        /// Cells with something in them.
        filled: u64,
        /// Cells that look like dates.
        dates: u64,
        /// Cells that look like days that do not exist.
        broken: u64,
    },
    /// Two numbers and a dash.
    Ranges {
        /// Cells.
        count: u64,
        /// Their unit.
        unit: Option<String>,
    },
    /// Most cells are numbers, some are not.
    NumbersAmongText {
        /// Cells that are numbers.
        numbers: u64,
        /// Cells that are not.
        others: u64,
        /// Some of those.
        texts: Vec<String>,
    },
    /// Longitude and latitude stand in each other's column.
    SwappedDegrees {
        /// The column of latitudes, as the file calls it.
        latitudes: String,
        /// The column of longitudes.
        longitudes: String,
        /// Rows in which it was so.
        turned: u64,
        /// Rows that were compared.
        compared: u64,
    },
    /// Easting and northing stand in each other's column in some rows.
    SwappedMetres {
        /// The column of eastings.
        x: String,
        /// The column of northings.
        y: String,
        /// Rows in which it was so.
        turned: u64,
        /// Rows that were compared.
        compared: u64,
    },
}

impl Noticed {
    /// Whether somebody should hear of it who asked for nothing: cells may not say what their author
    /// wrote, or stand where they do not belong. Everything else was mended or is plain to see.
    pub fn is_serious(&self) -> bool {
        matches!(
            self,
            Self::MangledCodes { .. }
                | Self::RuinedCoordinates { .. }
                | Self::SwappedDegrees { .. }
                | Self::SwappedMetres { .. }
                | Self::Replaced { .. }
                | Self::LostZeros { .. }
        )
    }

    /// Which kind of thing it is.
    pub fn what(&self) -> What {
        match self {
            Self::Empty | Self::OnlyWord { .. } => What::Empty,
            Self::Padded { .. } => What::Padded,
            Self::Invisible { .. } => What::Invisible,
            Self::Apostrophe { .. } => What::Apostrophe,
            Self::Replaced { .. } => What::Replaced,
            Self::NameCleaned { .. } => What::NameCleaned,
            Self::NameRepeated { .. } => What::NameRepeated,
            Self::Missing { .. } | Self::Sentinel { .. } => What::Missing,
            Self::Misfits { .. } => What::Misfits,
            Self::Unit { .. } => What::Unit,
            Self::MixedUnits { .. } => What::MixedUnits,
            Self::RuinedCoordinates { .. } => What::RuinedCoordinates,
            Self::TooManyDigits { .. } => What::TooManyDigits,
            Self::LeadingZeros { .. } => What::LeadingZeros,
            Self::LostZeros { .. } => What::LostZeros,
            Self::Hour24 { .. } => What::Hour24,
            Self::MangledCodes { .. } => What::MangledCodes,
            Self::Ranges { .. } => What::Ranges,
            Self::NumbersAmongText { .. } => What::NumbersAmongText,
            Self::SwappedDegrees { .. } | Self::SwappedMetres { .. } => What::SwappedAxes,
        }
    }
}

/// What speaks for the recommended answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// The name says that these are coordinates.
    NamesCoordinates,
    /// Numbers of four digits and more have no mark.
    LongWithoutMark,
    /// The name says that something is counted.
    NamesCount,
    /// Smaller numbers have no mark, larger ones have three digits behind it.
    ShortWithoutMark,
    /// Three digits behind every mark, and nothing else.
    ThreeDigits,
    /// The name says that it is a code.
    NamesCode,
    /// The file stores it as text.
    StoredAsText,
    /// A value that cannot be one of this column.
    NoSuchValue {
        /// How it is written.
        texts: Vec<String>,
        /// Cells.
        count: u64,
    },
    /// No other cell is negative.
    OnlyNegative {
        /// How it is written.
        texts: Vec<String>,
        /// Cells.
        count: u64,
    },
    /// All others lie far from it.
    FarFromOthers {
        /// How it is written.
        texts: Vec<String>,
        /// Cells.
        count: u64,
        /// The smallest of the others, a number or an ISO 8601 day.
        low: String,
        /// The largest of the others.
        high: String,
    },
    /// All other cells are numbers.
    OthersAreNumbers {
        /// The one that is not.
        text: String,
        /// Cells.
        count: u64,
    },
    /// The name says that it is a date or a time, and so read all cells are plausible.
    Plausible {
        /// What the number counts.
        epoch: Epoch,
    },
    /// The name asks a question.
    NameAsks,
    /// The name asks none.
    NameDoesNotAsk,
    /// Shapes in metres that do not name their zone; the city lies in this one.
    MetresOfCity,
    /// Shapes in metres that do not name their zone.
    Metres,
    /// Every time is midnight.
    AllMidnight,
    /// Some times name their zone.
    SomeNameZone {
        /// Cells that do.
        zoned: u64,
        /// Cells that do not.
        naive: u64,
    },
    /// No day is above 12.
    NoDayAbove12,
    /// No day is above 12; another column of the file is sure.
    DatesLikeThoseOf {
        /// The other column.
        column: String,
    },
    /// Two digits do not say the century.
    TwoDigitYears,
}

/// What becomes of a cell under a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It has a value.
    Value,
    /// It says that there is none.
    Missing,
    /// It does not fit.
    Misfit(Misfit),
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// The mark stands before a fraction.
    Fraction {
        /// The mark.
        mark: char,
    },
    /// The mark stands between thousands.
    Thousands {
        /// The mark.
        mark: char,
    },
    /// A code.
    Code,
    /// A whole number.
    WholeNumber,
    /// A number.
    Number,
    /// Numbers, and this word where there is none.
    NumbersBut {
        /// The word.
        text: String,
    },
    /// Text.
    Text,
    /// It means that there is no value.
    NoValue {
        /// How it is written.
        texts: Vec<String>,
    },
    /// It is a value like any other.
    Value {
        /// How it is written.
        texts: Vec<String>,
    },
    /// No and yes.
    NoAndYes,
    /// Metres of a zone of ETRS89 / UTM.
    Utm {
        /// 30 or 31.
        zone: u8,
    },
    /// A day.
    Day,
    /// A day and a time.
    Moment,
    /// A day and 0:00.
    DayAndMidnight,
    /// Times without a zone are what the clock showed there.
    Local {
        /// The zone: `Europe/Madrid`.
        zone: String,
    },
    /// Times without a zone are UTC.
    Utc,
    /// Which field of a date stands first.
    First {
        /// The order.
        order: Order,
    },
    /// Which field stands first, and the hundred years that two digits mean.
    Century {
        /// The order.
        order: Order,
        /// The first of the hundred years.
        first: i16,
        /// The last of them.
        last: i16,
    },
}

/// What an offer would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Leave out notes below the table.
    LeaveOutNotes {
        /// The first of their lines.
        lines: Vec<u64>,
        /// How many there are.
        count: u64,
    },
    /// Leave out rows of totals.
    LeaveOutTotals {
        /// The first of their lines.
        lines: Vec<u64>,
        /// How many there are.
        count: u64,
    },
    /// Write each element of lists as a row.
    ListsToRows {
        /// The column of lists.
        column: String,
        /// The first of the columns that it becomes.
        names: Vec<String>,
        /// Whether there are more.
        more: bool,
    },
    /// Write the members of objects as columns.
    ObjectsToColumns {
        /// The column of objects.
        column: String,
        /// The first of the columns that it becomes.
        names: Vec<String>,
        /// Whether there are more.
        more: bool,
    },
    /// Write the two ends of ranges as numbers.
    SplitRanges {
        /// The column.
        column: String,
    },
    /// Take words for missing.
    TakeForMissing {
        /// The column.
        column: String,
        /// The words, with how many cells hold each.
        words: Vec<(String, u64)>,
    },
    /// Put swapped coordinates into their own columns.
    Swap {
        /// The column of eastings.
        x: String,
        /// The column of northings.
        y: String,
    },
    /// Compute degrees again.
    Rebuild {
        /// The column of longitudes.
        longitude: String,
        /// The column of latitudes.
        latitude: String,
    },
    /// Make a point of two columns.
    Point {
        /// The first.
        x: String,
        /// The second.
        y: String,
    },
    /// Write columns that stand side by side below each other.
    Unpivot {
        /// What their names have in common: `h*`.
        columns: String,
    },
    /// Join the parts of a date.
    JoinDate {
        /// Year, month, day and perhaps hour.
        parts: Vec<String>,
        /// The column that they become.
        into: String,
    },
    /// One row per observation, with its moment.
    Observations,
}

/// What speaks for an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// They fill fewer cells than any row.
    FewerCells {
        /// The first of them, shortened.
        first: String,
    },
    /// A word says that it is a total, and its numbers are the sums of the others.
    Sums {
        /// The column of the word.
        column: String,
        /// The first row, shortened.
        first: String,
        /// The columns of numbers.
        columns: Vec<String>,
    },
    /// A word says so, and some of the numbers are sums.
    SomeSums {
        /// The column of the word.
        column: String,
        /// The first row, shortened.
        first: String,
        /// Numbers that are sums.
        equal: u64,
        /// Numbers that were compared.
        compared: u64,
    },
    /// A word says so, and no column of numbers can be held against it.
    NoSums {
        /// The column of the word.
        column: String,
        /// The first row, shortened.
        first: String,
    },
    /// Cells hold lists.
    Lists {
        /// Cells.
        cells: u64,
        /// Objects in them.
        objects: u64,
    },
    /// Cells hold objects.
    Objects {
        /// Cells.
        cells: u64,
    },
    /// What was noticed about the column.
    Noticed(Noticed),
    /// The words usually say that there is no value.
    UsualWords,
    /// Longitude and latitude stand in two columns.
    Degrees,
    /// Easting and northing stand in two columns.
    Metres {
        /// Their reference system.
        epsg: u32,
    },
    /// The same, and nothing names their zone.
    MetresOfSomeZone {
        /// The reference system that this takes.
        epsg: u32,
    },
    /// Two other columns hold the same places.
    SamePlaces {
        /// The column of eastings.
        x: String,
        /// The column of northings.
        y: String,
        /// Their reference system.
        epsg: u32,
    },
    /// Columns that differ only in a number are one variable.
    OneVariable,
    /// Year, month and day stand in columns of their own.
    DateInParts,
    /// So they do, and hours stand side by side.
    HoursSideBySide,
}

/// Why a column seems to be one that was called otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alike {
    /// It stands beside the same column.
    Neighbours,
    /// Its frequent values are the same.
    Values {
        /// How many of a hundred.
        percent: u8,
    },
    /// The names are alike.
    Names,
}

/// How a column is read, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Described {
    /// As this reading says.
    Reading(Box<Reading>),
    /// Codes, of which some have lost their zero.
    CodesWithoutZero,
}
