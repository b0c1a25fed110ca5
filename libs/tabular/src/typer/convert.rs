// SPDX-License-Identifier: AGPL-3.0-or-later

//! The value of a cell under a reading, or why it has none.

use std::borrow::Cow;

use jiff::tz::{AmbiguousOffset, TimeZone};
use serde::{Deserialize, Serialize};

use super::moment::{self, Date, Moment, Zone};
use super::number;
use super::shape::{self, Dirt};
use super::words;
use crate::geometry::Geometry;
use crate::import::Fate;
use crate::project::Crs;
use crate::recipe::{Epoch, Reading, Type};

/// What a cell becomes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Missing,
    Bool(bool),
    Int(i64),
    /// In units of the column's scale.
    Decimal(i128),
    /// Days since 1970-01-01.
    Day(i32),
    /// Microseconds since 1970-01-01 0 h, in UTC where the column has a zone.
    Moment(i64),
    Text(Cow<'a, str>),
    Wkb(Vec<u8>),
}

/// What else is to be told of a cell that was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is counted on its own")]
pub(crate) struct Told {
    pub dirt: Dirt,
    /// The unit was cut off.
    pub unit: bool,
    /// Hour 24 became 0 h of the next day.
    pub hour_24: bool,
    /// A local time that the clock showed twice: the first was taken.
    pub twice: bool,
    /// A shape came from another reference system.
    pub projected: bool,
}

/// Why a cell does not fit its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is no number with the column's marks.
    NoNumber,
    /// It is no whole number.
    NotWhole,
    /// It has more digits than the column holds.
    TooLarge,
    /// It has another unit.
    OtherUnit,
    /// It is no date in the column's order.
    NoDate,
    /// There is no such day.
    NoSuchDay,
    /// It is no time of day.
    NoTime,
    /// The clock skipped this hour.
    SkippedHour,
    /// It is neither of the column's yes and no.
    NeitherYesNorNo,
    /// It is no geometry.
    NoGeometry,
    /// Its reference system is not known here.
    UnknownSystem,
    /// It lies off the globe.
    OffTheGlobe,
    /// It is no range with the step's unit and marks.
    NotARange,
}

impl Why {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::NoNumber => "is not a number with this column's marks",
            Self::NotWhole => "is not a whole number",
            Self::TooLarge => "has more digits than this column holds",
            Self::OtherUnit => "has another unit",
            Self::NoDate => "is not a date in this column's order",
            Self::NoSuchDay => "is a day that does not exist",
            Self::NoTime => "is not a time of day",
            Self::SkippedHour => "is an hour that the clock skipped that day",
            Self::NeitherYesNorNo => "is neither of this column's yes and no",
            Self::NoGeometry => "is not a geometry",
            Self::UnknownSystem => "is in a reference system that is not known here",
            Self::OffTheGlobe => "lies off the globe",
            Self::NotARange => "is not a range with this unit and these marks",
        }
    }
}

/// Reads the cells of one column.
#[derive(Debug, Clone)]
pub(crate) struct Converter {
    pub reading: Reading,
    zone: Option<TimeZone>,
    crs: Option<Crs>,
    missing_empty: bool,
    /// Which bytes a missing text may begin with.
    missing_first: [bool; 256],
    precision: u8,
    scale: u8,
    yes: Vec<String>,
    no: Vec<String>,
}

impl Converter {
    /// Fails when the reading names a zone that there is not.
    pub(crate) fn new(reading: &Reading) -> Result<Self, String> {
        let zone = match &reading.zone {
            Some(name) if reading.kind == Type::Timestamp => {
                Some(TimeZone::get(name).map_err(|_| {
                    format!("there is no time zone {name:?}; write one like Europe/Madrid")
                })?)
            }
            _ => None,
        };
        let crs = match reading.epsg {
            Some(code) => Some(Crs::from_epsg(code).ok_or_else(|| {
                format!("EPSG:{code} is not known here; 4326, 4258, 258xx and 326xx are")
            })?),
            None => None,
        };
        for mark in [reading.decimal, reading.thousands].into_iter().flatten() {
            if number::Mark::of(mark).is_none() {
                return Err(format!(
                    "{mark:?} cannot stand in a number; use one of . , ' or a space"
                ));
            }
        }
        if reading.decimal.is_some() && reading.decimal == reading.thousands {
            return Err("the marks for the fraction and for thousands are the same".to_owned());
        }
        let [precision, scale] = reading.digits.unwrap_or([38, 0]);
        if precision == 0 || precision > 38 || scale > precision {
            return Err(format!(
                "digits = [{precision}, {scale}] cannot be: at most 38, and not more behind the mark than in all"
            ));
        }
        let mut missing_first = [false; 256];
        for text in &reading.missing {
            if let Some(&byte) = text.as_bytes().first() {
                missing_first[usize::from(byte)] = true;
            }
        }
        let lower = |list: &[String]| list.iter().map(|word| word.to_lowercase()).collect();
        Ok(Self {
            zone,
            crs,
            missing_empty: reading.missing.iter().any(String::is_empty),
            missing_first,
            precision,
            scale,
            yes: lower(&reading.yes),
            no: lower(&reading.no),
            reading: reading.clone(),
        })
    }

    pub(crate) fn precision(&self) -> (u8, u8) {
        (self.precision, self.scale)
    }

    /// Whether the cells become moments in UTC rather than what a clock showed.
    pub(crate) fn is_utc(&self) -> bool {
        self.reading.zone.is_some() || self.reading.epoch.is_some()
    }

    #[inline]
    fn is_missing(&self, text: &str) -> bool {
        match text.as_bytes().first() {
            None => self.missing_empty || !self.reading.kind.is_text(),
            Some(&byte) => {
                self.missing_first[usize::from(byte)]
                    && self.reading.missing.iter().any(|missing| missing == text)
            }
        }
    }

    /// The value of a cell as it was written.
    #[inline]
    pub(crate) fn read<'a>(&self, raw: &'a str, told: &mut Told) -> Result<Value<'a>, Why> {
        let (text, dirt) = shape::clean(raw);
        if self.is_missing(text) {
            return Ok(Value::Missing);
        }
        told.dirt = dirt;
        match self.reading.kind {
            Type::Text | Type::Code => {
                // The apostrophe is only a spreadsheet's when a number was meant.
                let text = if dirt.apostrophe && self.reading.kind == Type::Text {
                    raw.trim()
                } else {
                    text
                };
                Ok(Value::Text(Cow::Borrowed(text)))
            }
            Type::Integer | Type::Year => self.integer(text, told).map(Value::Int),
            Type::Decimal | Type::Longitude | Type::Latitude => {
                self.decimal(text, told).map(Value::Decimal)
            }
            Type::Boolean => self.boolean(text).map(Value::Bool),
            Type::Date => self.date(text).map(Value::Day),
            Type::Timestamp => self.moment(text, told).map(Value::Moment),
            Type::Time => time(text).map(|text| Value::Text(Cow::Owned(text))),
            Type::YearMonth => year_month(text).map(|text| Value::Text(Cow::Owned(text))),
            Type::Geometry => self.geometry(text, told).map(Value::Wkb),
        }
    }

    /// The exact number at the beginning of the cell, its unit cut off.
    fn exact(&self, text: &str, told: &mut Told) -> Result<number::Exact, Why> {
        if let Some(exact) = number::exact(text, self.reading.decimal, self.reading.thousands) {
            return Ok(exact);
        }
        let (sign, rest) = words::currency(text).unwrap_or(("", text));
        let seen = number::see(rest).ok_or(Why::NoNumber)?;
        let behind = &rest[seen.end..];
        let unit = behind.trim();
        if !unit.is_empty() || !sign.is_empty() {
            let unit = if sign.is_empty() { unit } else { sign };
            match &self.reading.unit {
                Some(wanted) if wanted == unit => told.unit = true,
                Some(_) if words::is_unit(unit, behind.len() > unit.len()) => {
                    return Err(Why::OtherUnit);
                }
                _ => return Err(Why::NoNumber),
            }
        }
        number::exact_of(&seen, rest, self.reading.decimal, self.reading.thousands)
            .ok_or(Why::NoNumber)
    }

    #[inline]
    fn integer(&self, text: &str, told: &mut Told) -> Result<i64, Why> {
        if let Some(whole) = number::whole(text) {
            return Ok(whole);
        }
        let exact = self.exact(text, told)?;
        let value = number::rescale(exact, 38, 0).ok_or(Why::NotWhole)?;
        i64::try_from(value).map_err(|_| Why::TooLarge)
    }

    #[inline]
    fn decimal(&self, text: &str, told: &mut Told) -> Result<i128, Why> {
        let exact = self.exact(text, told)?;
        let value = number::rescale(exact, self.precision, self.scale).ok_or(Why::TooLarge)?;
        let degrees_max = match self.reading.kind {
            Type::Longitude => 180,
            Type::Latitude => 90,
            _ => return Ok(value),
        };
        let most = number::POWERS[usize::from(self.scale)]
            .checked_mul(degrees_max)
            .unwrap_or(i128::MAX);
        if value.abs() > most {
            return Err(Why::OffTheGlobe);
        }
        Ok(value)
    }

    fn boolean(&self, text: &str) -> Result<bool, Why> {
        if self.yes.is_empty() && self.no.is_empty() {
            return words::truth(text)
                .map(|truth| truth.yes)
                .ok_or(Why::NeitherYesNorNo);
        }
        let lower = text.to_lowercase();
        if self.yes.contains(&lower) {
            Ok(true)
        } else if self.no.contains(&lower) {
            Ok(false)
        } else {
            Err(Why::NeitherYesNorNo)
        }
    }

    fn day_of(&self, moment: &Moment) -> Result<i32, Why> {
        match moment.ymd(self.reading.order, self.reading.first_year) {
            Some((year, month, day)) => Ok(moment::days(year, month, day)),
            None => Err(match moment.date {
                Date::None | Date::Month(..) => Why::NoDate,
                Date::Sure(..) => Why::NoSuchDay,
                _ if self.reading.order.is_none() => Why::NoDate,
                _ => Why::NoSuchDay,
            }),
        }
    }

    fn date(&self, text: &str) -> Result<i32, Why> {
        if let Some(epoch) = self.reading.epoch {
            return day_of_number(text, epoch);
        }
        let moment = moment::see(text).ok_or(Why::NoDate)?;
        if moment.time.is_some_and(|time| time.micros_of_day() != 0) {
            // Nothing of a cell is dropped in silence, not even its hour.
            return Err(Why::NoDate);
        }
        self.day_of(&moment)
    }

    fn moment(&self, text: &str, told: &mut Told) -> Result<i64, Why> {
        if let Some(epoch) = self.reading.epoch {
            return micros_of_number(text, epoch);
        }
        let moment = moment::see(text).ok_or(Why::NoDate)?;
        let day = self.day_of(&moment)?;
        let time = moment.time.map_or(0, moment::Time::micros_of_day);
        told.hour_24 = moment.time.is_some_and(|time| time.hour == 24);
        let local = i64::from(day) * DAY_MICROS + time;
        if let Zone::Offset(minutes) = moment.zone {
            return Ok(local - i64::from(minutes) * 60_000_000);
        }
        match &self.zone {
            None => Ok(local),
            Some(zone) => to_utc(zone, local, told),
        }
    }

    fn geometry(&self, text: &str, told: &mut Told) -> Result<Vec<u8>, Why> {
        let (mut geometry, srid) = Geometry::from_wkt(text).map_err(|_| Why::NoGeometry)?;
        let crs = match srid {
            Some(code) => Some(Crs::from_epsg(code).ok_or(Why::UnknownSystem)?),
            None => self.crs,
        };
        if let Some(crs @ Crs::Utm(_)) = crs {
            told.projected = true;
            geometry.map(&mut |mut at| {
                (at.x, at.y) = crs.to_degrees(at.x, at.y);
                at
            });
        }
        if let Some([west, south, east, north]) = geometry.bounds()
            && !(west >= -180.0 && east <= 180.0 && south >= -90.0 && north <= 90.0)
        {
            return Err(Why::OffTheGlobe);
        }
        Ok(geometry.to_wkb())
    }

    /// What becomes of a cell.
    pub(crate) fn fate(&self, raw: &str) -> Fate {
        match self.read(raw, &mut Told::default()) {
            Ok(Value::Missing) => Fate::Missing,
            Ok(_) => Fate::Value,
            Err(why) => Fate::Misfit(why),
        }
    }

    /// The value as a person would read it, for showing what a reading makes of an example.
    pub(crate) fn show(&self, raw: &str) -> String {
        let mut told = Told::default();
        match self.read(raw, &mut told) {
            Err(why) => Fate::Misfit(why).to_string(),
            Ok(Value::Missing) => Fate::Missing.to_string(),
            Ok(Value::Bool(is)) => is.to_string(),
            Ok(Value::Int(value)) => value.to_string(),
            Ok(Value::Decimal(value)) => {
                let text = number::display(value, self.scale);
                match text.split_once('.') {
                    Some((whole, part)) => {
                        let part = part.trim_end_matches('0');
                        if part.is_empty() {
                            whole.to_owned()
                        } else {
                            format!("{whole}.{part}")
                        }
                    }
                    None => text,
                }
            }
            Ok(Value::Day(days)) => show_day(days),
            Ok(Value::Moment(micros)) => {
                let zone = if self.is_utc() { "Z" } else { "" };
                format!("{}{zone}", show_moment(micros))
            }
            Ok(Value::Text(text)) => super::column::cut(&text),
            Ok(Value::Wkb(wkb)) => Geometry::from_wkb(&wkb)
                .map_or_else(|_| String::new(), |g| super::column::cut(&g.to_wkt())),
        }
    }
}

pub(crate) const DAY_MICROS: i64 = 86_400_000_000;

/// The moment at which a clock in `zone` shows `local`.
pub(crate) fn to_utc(zone: &TimeZone, local: i64, told: &mut Told) -> Result<i64, Why> {
    let (day, of_day) = (local.div_euclid(DAY_MICROS), local.rem_euclid(DAY_MICROS));
    let (year, month, date) = moment::civil(i32::try_from(day).map_err(|_| Why::NoDate)?);
    let civil = jiff::civil::Date::new(
        i16::try_from(year).map_err(|_| Why::NoDate)?,
        i8::try_from(month).expect("1 to 12"),
        i8::try_from(date).expect("1 to 31"),
    )
    .map_err(|_| Why::NoDate)?;
    let seconds = of_day / 1_000_000;
    let part = |value: i64| i8::try_from(value).expect("a part of a time of day");
    let time = jiff::civil::Time::new(
        part(seconds / 3_600),
        part(seconds / 60 % 60),
        part(seconds % 60),
        0,
    )
    .expect("a time of day");
    let offset = match zone
        .to_ambiguous_timestamp(civil.to_datetime(time))
        .offset()
    {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Fold { before, .. } => {
            told.twice = true;
            before
        }
        AmbiguousOffset::Gap { .. } => return Err(Why::SkippedHour),
    };
    Ok(local - i64::from(offset.seconds()) * 1_000_000)
}

fn show_day(days: i32) -> String {
    let (year, month, day) = moment::civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

pub(crate) fn show_moment(micros: i64) -> String {
    let day = i32::try_from(micros.div_euclid(DAY_MICROS)).unwrap_or(0);
    format!(
        "{}T{}",
        show_day(day),
        show_time(micros.rem_euclid(DAY_MICROS))
    )
}

fn show_time(of_day: i64) -> String {
    let seconds = of_day / 1_000_000;
    let micros = of_day % 1_000_000;
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if micros == 0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else {
        format!("{hour:02}:{minute:02}:{second:02}.{micros:06}")
    }
}

fn time(text: &str) -> Result<String, Why> {
    let moment = moment::see(text).ok_or(Why::NoTime)?;
    match (moment.date, moment.time) {
        (Date::None, Some(time)) => Ok(show_time(time.micros_of_day())),
        _ => Err(Why::NoTime),
    }
}

fn year_month(text: &str) -> Result<String, Why> {
    match moment::see(text).map(|moment| moment.date) {
        Some(Date::Month(year, month)) => Ok(format!("{year:04}-{month:02}")),
        _ => Err(Why::NoDate),
    }
}

fn micros_of_number(text: &str, epoch: Epoch) -> Result<i64, Why> {
    let exact = number::exact(text, Some('.'), None)
        .or_else(|| number::exact(text, Some(','), None))
        .ok_or(Why::NoNumber)?;
    let per_unit = match epoch {
        Epoch::UnixSeconds => 1_000_000,
        Epoch::UnixMilliseconds => 1_000,
        Epoch::ExcelDays => DAY_MICROS,
        Epoch::Compact => return day_of_number(text, epoch).map(|day| i64::from(day) * DAY_MICROS),
    };
    let scale = number::POWERS[usize::from(exact.scale.min(38))];
    let micros = exact
        .value
        .checked_mul(i128::from(per_unit))
        .ok_or(Why::TooLarge)?
        .div_euclid(scale);
    let micros = i64::try_from(micros).map_err(|_| Why::TooLarge)?;
    if epoch == Epoch::ExcelDays {
        let days = excel_days(micros.div_euclid(DAY_MICROS))?;
        // A spreadsheet's clock counts in fractions of a day: to the nearest millisecond.
        let of_day = (micros.rem_euclid(DAY_MICROS) + 500) / 1_000 * 1_000;
        return Ok(i64::from(days) * DAY_MICROS + of_day);
    }
    Ok(micros)
}

fn day_of_number(text: &str, epoch: Epoch) -> Result<i32, Why> {
    if epoch != Epoch::Compact {
        let micros = micros_of_number(text, epoch)?;
        if micros.rem_euclid(DAY_MICROS) != 0 {
            return Err(Why::NoDate);
        }
        return i32::try_from(micros.div_euclid(DAY_MICROS)).map_err(|_| Why::TooLarge);
    }
    let whole = number::whole(text)
        .filter(|_| text.len() == 8)
        .ok_or(Why::NoDate)?;
    let part = |value: i64| u8::try_from(value % 100).map_err(|_| Why::NoDate);
    let year = i16::try_from(whole / 10_000).map_err(|_| Why::NoDate)?;
    let (month, day) = (part(whole / 100)?, part(whole)?);
    if moment::is_day(year, month, day) {
        Ok(moment::days(year, month, day))
    } else {
        Err(Why::NoSuchDay)
    }
}

/// Days since 1970 of a spreadsheet's day number. Its first two months are one day off, because it
/// believes in 29 February 1900.
fn excel_days(serial: i64) -> Result<i32, Why> {
    let shift = match serial {
        60 => return Err(Why::NoSuchDay),
        ..60 => 25_568,
        _ => 25_569,
    };
    i32::try_from(serial - shift).map_err(|_| Why::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Order;

    fn show(reading: &Reading, text: &str) -> String {
        Converter::new(reading).expect("a reading").show(text)
    }

    #[test]
    fn an_hour_that_the_clock_skipped_is_not_invented() {
        let reading = Reading {
            order: Some(Order::Dmy),
            zone: Some("Europe/Madrid".to_owned()),
            ..Reading::of(Type::Timestamp)
        };
        let converter = Converter::new(&reading).expect("a zone");
        let read = |text: &'static str| {
            let mut told = Told::default();
            converter
                .read(text, &mut told)
                .map(|value| (value, told.twice, told.hour_24))
        };
        assert_eq!(read("31/03/2024 2:30"), Err(Why::SkippedHour));
        assert_eq!(converter.show("31/03/2024 3:30"), "2024-03-31T01:30:00Z");
        let (value, twice, _) = read("27/10/2024 2:30").expect("shown twice");
        assert!(twice);
        assert_eq!(
            value,
            Value::Moment(1_729_989_000_000_000),
            "the first of the two, 0:30 UTC"
        );
        assert_eq!(converter.show("30/06/2024 24:00"), "2024-06-30T22:00:00Z");
        assert!(read("30/06/2024 24:00").expect("midnight").2);
        assert_eq!(
            converter.show("2024-06-30T12:00:00+02:00"),
            "2024-06-30T10:00:00Z"
        );
    }

    #[test]
    fn numbers_that_are_dates() {
        let day = |epoch, text| {
            show(
                &Reading {
                    epoch: Some(epoch),
                    ..Reading::of(Type::Date)
                },
                text,
            )
        };
        assert_eq!(day(Epoch::ExcelDays, "45292"), "2024-01-01");
        assert_eq!(day(Epoch::ExcelDays, "1"), "1900-01-01");
        assert!(day(Epoch::ExcelDays, "60").starts_with("does not fit"));
        assert_eq!(day(Epoch::Compact, "20240229"), "2024-02-29");
        assert!(day(Epoch::Compact, "20230229").starts_with("does not fit"));
        let moment = Reading {
            epoch: Some(Epoch::UnixSeconds),
            ..Reading::of(Type::Timestamp)
        };
        assert_eq!(show(&moment, "1528700703"), "2018-06-11T07:05:03Z");
        let noon = Reading {
            epoch: Some(Epoch::ExcelDays),
            ..Reading::of(Type::Timestamp)
        };
        assert_eq!(show(&noon, "45292.5"), "2024-01-01T12:00:00Z");
    }

    #[test]
    fn a_unit_is_cut_off_only_when_it_is_the_columns() {
        let reading = Reading {
            unit: Some("µg/m³".to_owned()),
            ..Reading::of(Type::Integer)
        };
        assert_eq!(show(&reading, "62 µg/m³"), "62");
        assert_eq!(show(&reading, "62"), "62");
        assert!(show(&reading, "62 mg/m³").contains("another unit"));
        let euros = Reading {
            unit: Some("€".to_owned()),
            decimal: Some(','),
            digits: Some([18, 2]),
            ..Reading::of(Type::Decimal)
        };
        assert_eq!(show(&euros, "12,5 €"), "12.5");
        assert_eq!(show(&euros, "€ 12,50"), "12.5");
    }

    #[test]
    fn a_date_with_an_hour_is_no_date() {
        let reading = Reading {
            order: Some(Order::Dmy),
            ..Reading::of(Type::Date)
        };
        assert!(show(&reading, "1/2/2024 9:00").starts_with("does not fit"));
        assert_eq!(show(&reading, "1/2/2024 0:00"), "2024-02-01");
    }
}
