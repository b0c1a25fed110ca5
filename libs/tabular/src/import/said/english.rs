// SPDX-License-Identifier: AGPL-3.0-or-later

//! The same as English sentences.

use std::fmt::{Display, Formatter, Result};

use super::{Alike, Change, Described, Evidence, Fate, Meaning, Noticed, Reason};
use crate::recipe::{Epoch, Order};

impl Display for Noticed {
    #[expect(clippy::too_many_lines, reason = "one arm for each kind")]
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let cut = |f: &mut Formatter<'_>, count: &u64, line: &u64, says: &str| {
            write!(f, "{count} cells {says}, first in line {line}.")
        };
        match self {
            Self::Empty => f.write_str("The column is empty."),
            Self::OnlyWord { text } => write!(f, "Nothing stands in the column but {text:?}."),
            Self::Padded { count, line } => {
                cut(f, count, line, "have spaces around them, which are cut off")
            }
            Self::Invisible { count, line } => cut(
                f,
                count,
                line,
                "have an invisible character (a byte order mark) around them, which is cut off",
            ),
            Self::Apostrophe { count, line } => cut(
                f,
                count,
                line,
                "have a spreadsheet's apostrophe before the number",
            ),
            Self::Replaced { count, line } => cut(
                f,
                count,
                line,
                "hold \u{fffd}: letters that were lost before the file was published and cannot be brought back",
            ),
            Self::NameCleaned { from, name } => {
                write!(
                    f,
                    "The column is called {from:?} in the file and {name} in the table."
                )
            }
            Self::NameRepeated { name, from } => write!(
                f,
                "Another column is called {name:?} in the file too; this one is {from:?} in the recipe."
            ),
            Self::Missing { count, texts } => {
                write!(
                    f,
                    "{count} cells say that there is no value ({}).",
                    texts.join(", ")
                )
            }
            Self::Sentinel { count, texts } => write!(
                f,
                "{} stands in {count} cells and cannot be a value of this column; it is taken for missing.",
                texts.join(", ")
            ),
            Self::Misfits { count, kind } => {
                write!(
                    f,
                    "{count} cells do not fit the type {kind}; they will be reported."
                )
            }
            Self::Unit { count, unit } => {
                write!(
                    f,
                    "{count} cells end in {unit}, which becomes the column's unit."
                )
            }
            Self::MixedUnits { units } => write!(
                f,
                "Cells have different units ({}), so the column stays text.",
                units.join(", ")
            ),
            Self::RuinedCoordinates { count, filled } => write!(
                f,
                "{count} of {filled} cells are no degrees: a spreadsheet has put marks between thousands into them. \
                 They stay text; they can be computed again where projected coordinates stand beside them."
            ),
            Self::TooManyDigits { digits } => write!(
                f,
                "Numbers have up to {digits} digits, more than can be counted with; they stay text."
            ),
            Self::LeadingZeros { count } => {
                write!(f, "{count} cells begin with zero: codes, kept as text.")
            }
            Self::LostZeros { digits, first } => {
                write!(f, "Codes have {digits} digits, but some are shorter")?;
                if let Some(first) = first {
                    write!(f, ", as {:?} in line {}", first.text, first.line)?;
                }
                f.write_str(": they have probably lost their zero.")
            }
            Self::Hour24 { count } => {
                write!(f, "{count} cells say 24:00, which is 0:00 of the next day.")
            }
            Self::MangledCodes {
                filled,
                dates,
                broken,
            } => write!(
                f,
                "{} of {filled} cells look like dates ({dates}) or broken dates ({broken}): a spreadsheet has \
                 probably changed codes into them. They stay the text they are.",
                dates + broken
            ),
            Self::Ranges { count, unit } => {
                write!(f, "{count} cells are ranges")?;
                if let Some(unit) = unit {
                    write!(f, " in {unit}")?;
                }
                f.write_str("; they stay text unless the recipe splits them.")
            }
            Self::NumbersAmongText {
                numbers,
                others,
                texts,
            } => write!(
                f,
                "{numbers} cells are numbers and {others} are not ({}), so the column stays text.",
                texts.join(", ")
            ),
            Self::SwappedDegrees {
                latitudes,
                longitudes,
                turned,
                compared,
            } => write!(
                f,
                "{latitudes:?} holds latitudes and {longitudes:?} longitudes: so it was in {turned} of \
                 {compared} rows that were compared."
            ),
            Self::SwappedMetres {
                x,
                y,
                turned,
                compared,
            } => write!(
                f,
                "{x:?} and {y:?} stand in each other's place in {turned} of {compared} rows that were compared."
            ),
        }
    }
}

impl Display for Evidence {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::NoSuchValue { texts, count } => {
                return write!(
                    f,
                    "{} stands in {count} cells and cannot be a value of this column",
                    texts.join(", ")
                );
            }
            Self::OnlyNegative { texts, count } => {
                return write!(
                    f,
                    "{} stands in {count} cells and no other cell is negative",
                    texts.join(", ")
                );
            }
            Self::FarFromOthers { texts, count, low, high } => {
                return write!(
                    f,
                    "{} stands in {count} cells, and all others lie between {low} and {high}",
                    texts.join(", ")
                );
            }
            Self::OthersAreNumbers { text, count } => {
                return write!(f, "all other cells are numbers; {text:?} stands in {count} cells");
            }
            Self::SomeNameZone { zoned, naive } => {
                return write!(f, "{zoned} times name their zone and {naive} do not");
            }
            Self::DatesLikeThoseOf { column } => {
                return write!(
                    f,
                    "no day in this column is above 12; the column {column:?} of the same file writes its dates this way"
                );
            }
            Self::NamesCoordinates => "the name says that these are coordinates",
            Self::LongWithoutMark => {
                "other cells have four digits and more without a mark, so the mark is not for thousands"
            }
            Self::NamesCount => {
                "the name says that something is counted, and counts have no fraction"
            }
            Self::ShortWithoutMark => {
                "smaller numbers have no mark, larger ones have exactly three digits behind it, as thousands have"
            }
            Self::ThreeDigits => {
                "every cell has exactly three digits behind the mark; nothing else speaks for either"
            }
            Self::NamesCode => "the name says that it is a code, and nobody adds codes up",
            Self::StoredAsText => "the file stores it as text",
            Self::Plausible { epoch: Epoch::UnixSeconds } => {
                "the name says that it is a time, and as seconds since 1970 all cells lie between 1990 and 2050"
            }
            Self::Plausible { epoch: Epoch::UnixMilliseconds } => {
                "the name says that it is a time, and as milliseconds since 1970 all cells lie between 1990 and 2050"
            }
            Self::Plausible { epoch: Epoch::Compact } => {
                "the name says that it is a date, and all cells are year, month and day without marks"
            }
            Self::Plausible { epoch: Epoch::ExcelDays } => {
                "the name says that it is a date, and as a spreadsheet's days all cells lie between 1954 and 2064"
            }
            Self::NameAsks => "the name asks a question, and the only answers are 0 and 1",
            Self::NameDoesNotAsk => {
                "the only values are 0 and 1, and the name does not ask a question"
            }
            Self::MetresOfCity => {
                "the shapes are in metres and do not name their zone; the city lies in this one"
            }
            Self::Metres => "the shapes are in metres and do not name their zone",
            Self::AllMidnight => "every time is midnight, so it says nothing",
            Self::NoDayAbove12 => {
                "no day in the column is above 12, so that both orders are possible; \
                 Spanish administrations write the day first"
            }
            Self::TwoDigitYears => "two digits do not say which century a year is in",
        })
    }
}

impl Display for Fate {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Value => f.write_str("a value"),
            Self::Missing => f.write_str("(missing)"),
            Self::Misfit(why) => write!(f, "does not fit: {}", why.text()),
        }
    }
}

impl Display for Meaning {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Fraction { mark } => return write!(f, "{mark} stands before a fraction"),
            Self::Thousands { mark } => return write!(f, "{mark} stands between thousands"),
            Self::NumbersBut { text } => {
                return write!(f, "numbers, {text:?} means that there is none");
            }
            Self::NoValue { texts } => {
                return write!(f, "{} means that there is no value", texts.join(", "));
            }
            Self::Value { texts } => {
                return write!(f, "{} is a value like any other", texts.join(", "));
            }
            Self::Local { zone } => {
                return write!(
                    f,
                    "times without a zone are what the clock showed in {zone}"
                );
            }
            Self::Century { order, first, last } => {
                return write!(f, "{}, years are {first} to {last}", first_field(*order));
            }
            Self::Utm { zone: 31 } => "ETRS89 / UTM zone 31N (Catalonia, the Balearic Islands)",
            Self::Utm { zone: 30 } => "ETRS89 / UTM zone 30N (most of the Peninsula)",
            Self::Utm { zone } => return write!(f, "ETRS89 / UTM zone {zone}N"),
            Self::First { order } => first_field(*order),
            Self::Code => "a code, kept as text",
            Self::WholeNumber => "a whole number",
            Self::Number => "a number",
            Self::Text => "text",
            Self::NoAndYes => "no and yes",
            Self::Day => "a day",
            Self::Moment => "a day and a time",
            Self::DayAndMidnight => "a day and 0:00",
            Self::Utc => "times without a zone are UTC",
        })
    }
}

fn first_field(order: Order) -> &'static str {
    match order {
        Order::Dmy => "the day stands first",
        Order::Mdy => "the month stands first",
        Order::Ymd => "the year stands first",
    }
}

/// `lines 3, 4, 9 …`
fn listed(lines: &[u64], count: u64) -> String {
    let all: Vec<String> = lines.iter().map(u64::to_string).collect();
    let more = if u64::try_from(lines.len()).is_ok_and(|n| n < count) {
        " …"
    } else {
        ""
    };
    let word = if count == 1 { "line" } else { "lines" };
    format!("{word} {}{more}", all.join(", "))
}

fn named(names: &[String], more: bool) -> String {
    format!("{}{}", names.join(", "), if more { ", …" } else { "" })
}

impl Display for Change {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::LeaveOutNotes { lines, count } => {
                write!(
                    f,
                    "Leave out the notes below the table ({}).",
                    listed(lines, *count)
                )
            }
            Self::LeaveOutTotals { lines, count } => {
                write!(
                    f,
                    "Leave out the row of totals ({}).",
                    listed(lines, *count)
                )
            }
            Self::ListsToRows {
                column,
                names,
                more,
            } => write!(
                f,
                "Write each element of the lists in {column:?} as a row of its own, with the columns {}.",
                named(names, *more)
            ),
            Self::ObjectsToColumns {
                column,
                names,
                more,
            } => write!(
                f,
                "Write the parts of {column:?} in columns of their own: {}.",
                named(names, *more)
            ),
            Self::SplitRanges { column } => {
                write!(
                    f,
                    "Beside {column:?}, write the two ends of its ranges as numbers."
                )
            }
            Self::TakeForMissing { column, words } => {
                let listed: Vec<String> = words
                    .iter()
                    .map(|(text, count)| format!("{text:?} ({count})"))
                    .collect();
                write!(f, "Take {} in {column:?} for missing.", listed.join(", "))
            }
            Self::Swap { x, y } => write!(
                f,
                "Put {x:?} and {y:?} into their own columns where they are swapped."
            ),
            Self::Rebuild {
                longitude,
                latitude,
            } => {
                write!(f, "Compute {longitude:?} and {latitude:?} again.")
            }
            Self::Point { x, y } => write!(f, "Make a point of {x:?} and {y:?}, for the map."),
            Self::Unpivot { columns } => {
                write!(
                    f,
                    "Write the columns {columns} below each other: one row for each."
                )
            }
            Self::JoinDate { parts, into } => match &parts[..] {
                [rest @ .., last] if !rest.is_empty() => {
                    write!(f, "Join {} and {last} into {into}.", rest.join(", "))
                }
                all => write!(f, "Join {} into {into}.", all.join(", ")),
            },
            Self::Observations => {
                f.write_str("One row per observation, with the moment at which its hour begins.")
            }
        }
    }
}

impl Display for Reason {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::FewerCells { first } => {
                write!(f, "They fill fewer cells than any row: {first:?}.")
            }
            Self::Sums { column, first, columns } => write!(
                f,
                "{column:?} says so, and the numbers are the sums of the others in {}: {first:?}.",
                columns.join(", ")
            ),
            Self::SomeSums { column, first, equal, compared } => write!(
                f,
                "{column:?} says so, and {equal} of {compared} numbers are the sums of the others: {first:?}."
            ),
            Self::NoSums { column, first } => write!(
                f,
                "{column:?} says so, and no column of numbers can be held against it: {first:?}."
            ),
            Self::Lists { cells, objects } => {
                write!(f, "{cells} cells hold lists with {objects} objects in all.")
            }
            Self::Objects { cells } => write!(f, "{cells} cells hold JSON objects."),
            Self::Noticed(noticed) => noticed.fmt(f),
            Self::UsualWords => f.write_str(
                "These texts usually say that there is no value; in a column of words they may also be words.",
            ),
            Self::Degrees => f.write_str("Longitude and latitude stand in two columns."),
            Self::Metres { epsg } => {
                write!(f, "Easting and northing stand in two columns, in EPSG:{epsg}.")
            }
            Self::MetresOfSomeZone { epsg } => write!(
                f,
                "Easting and northing stand in two columns that do not name their zone; this takes EPSG:{epsg}."
            ),
            Self::SamePlaces { x, y, epsg } => write!(
                f,
                "Their marks are lost, but {x:?} and {y:?} hold the same places in EPSG:{epsg}."
            ),
            Self::OneVariable => f.write_str(
                "Columns that differ only in a number are one variable, spread over the width.",
            ),
            Self::DateInParts => f.write_str("Year, month and day stand in columns of their own."),
            Self::HoursSideBySide => f.write_str(
                "Hours stand side by side and the date stands in three columns. Hour 01 is taken as 0 h to 1 h; \
                 write hours = \"instant\" where it is the value at 1 h.",
            ),
        }
    }
}

impl Display for Alike {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Neighbours => f.write_str("it stands beside the same column"),
            Self::Values { percent } => {
                write!(f, "{percent} % of its frequent values are the same")
            }
            Self::Names => f.write_str("the names are alike"),
        }
    }
}

impl Display for Described {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self::Reading(reading) = self else {
            return f.write_str("codes, some without their zero");
        };
        f.write_str(reading.kind.name())?;
        if let Some(mark) = reading.decimal {
            write!(f, ", {mark:?} before the fraction")?;
        }
        if let Some(mark) = reading.thousands {
            write!(f, ", {mark:?} between thousands")?;
        }
        if let Some([_, scale]) = reading.digits {
            write!(f, ", {scale} digits behind the mark")?;
        }
        match reading.order {
            Some(Order::Dmy) => f.write_str(", dmy")?,
            Some(Order::Mdy) => f.write_str(", mdy")?,
            Some(Order::Ymd) => f.write_str(", ymd")?,
            None => {}
        }
        if let Some(unit) = &reading.unit {
            write!(f, ", in {unit}")?;
        }
        if reading.epoch.is_some() {
            f.write_str(", counted")?;
        }
        Ok(())
    }
}
