// SPDX-License-Identifier: AGPL-3.0-or-later

//! The shape of a cell: what of it decides between readings, and nothing more.

use super::moment::{self, Date, Moment, Zone};
use super::number::{self, Marks, Seen};
use super::words::{self, Truth};
use crate::recipe::Order;

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    Empty,
    /// A text that stands for "no value".
    Missing,
    Truth(Truth),
    /// A number; `unit` is an index into the column's units, 0 for none.
    Number {
        marks: Marks,
        negative: bool,
        led: bool,
        unit: u8,
    },
    Moment(MomentShape),
    /// Two numbers with a dash between.
    Range {
        unit: u8,
    },
    Wkt,
    /// One word with a digit in it: `2010S003688`.
    Coded,
    Text,
}

/// What of a date decides between readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct MomentShape {
    pub date: DateShape,
    pub time: TimeShape,
    /// Whether a zone or an offset is written.
    pub zoned: bool,
}

/// The date part of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum DateShape {
    None,
    /// A day beyond doubt.
    Sure,
    /// Looks like a day beyond doubt, and there is none: 2023-02-29.
    Never,
    /// Fields and a year: which orders give a day that exists.
    Fields {
        dmy: bool,
        mdy: bool,
    },
    /// Three fields of two digits: which orders give a day in the century after 1970.
    Short {
        dmy: bool,
        mdy: bool,
        ymd: bool,
    },
    Month,
}

/// The time part of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TimeShape {
    None,
    Midnight,
    /// `10h`.
    Hour,
    /// Some other time; `end` for 24:00.
    Some {
        end: bool,
    },
}

impl MomentShape {
    fn of(moment: &Moment) -> Self {
        let fits = |order| moment.ymd(Some(order), Some(1970)).is_some();
        let date = match moment.date {
            Date::None => DateShape::None,
            Date::Sure(..) if fits(Order::Ymd) => DateShape::Sure,
            Date::Sure(..) => DateShape::Never,
            Date::Fields(..) => DateShape::Fields {
                dmy: fits(Order::Dmy),
                mdy: fits(Order::Mdy),
            },
            Date::Short(..) => DateShape::Short {
                dmy: fits(Order::Dmy),
                mdy: fits(Order::Mdy),
                ymd: fits(Order::Ymd),
            },
            Date::Month(..) => DateShape::Month,
        };
        let time = match moment.time {
            None => TimeShape::None,
            Some(time) if time.hour_only => TimeShape::Hour,
            Some(time) if time.micros_of_day() == 0 => TimeShape::Midnight,
            Some(time) => TimeShape::Some {
                end: time.hour == 24,
            },
        };
        Self {
            date,
            time,
            zoned: moment.zone != Zone::None,
        }
    }
}

/// What was found when a cell was looked at.
pub(crate) struct Look {
    pub shape: Shape,
    /// The number, where it is one.
    pub number: Option<Seen>,
}

impl Look {
    fn plain(shape: Shape) -> Self {
        Self {
            shape,
            number: None,
        }
    }
}

/// The units of a column, in the order in which they appeared. Bounded: a column with more is not
/// one of numbers with a unit.
#[derive(Debug, Default, Clone)]
pub(crate) struct Units(pub Vec<String>);

impl Units {
    const MOST: usize = 24;

    fn index(&mut self, unit: &str) -> Option<u8> {
        let at = if let Some(at) = self.0.iter().position(|known| known == unit) {
            at
        } else {
            if self.0.len() == Self::MOST {
                return None;
            }
            self.0.push(unit.to_owned());
            self.0.len() - 1
        };
        u8::try_from(at + 1).ok()
    }

    pub(crate) fn name(&self, index: u8) -> Option<&str> {
        self.0
            .get(usize::from(index).checked_sub(1)?)
            .map(String::as_str)
    }
}

/// Looks at a cell that is trimmed already.
pub(crate) fn look(text: &str, units: &mut Units) -> Look {
    let Some(&first) = text.as_bytes().first() else {
        return Look::plain(Shape::Empty);
    };
    if (first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.' | b',' | 0xe2))
        && let Some(look) = look_number(text, units)
    {
        return look;
    }
    if matches!(first, b'$' | 0xc2 | 0xe2)
        && let Some((sign, rest)) = words::currency(text)
        && let Some(seen) = number::see(rest).filter(|seen| seen.end == rest.len())
        && let Some(unit) = units.index(sign)
    {
        return number_look(seen, unit);
    }
    if text.len() <= 16 {
        if words::is_missing(text) {
            return Look::plain(Shape::Missing);
        }
        if let Some(truth) = words::truth(text) {
            return Look::plain(Shape::Truth(truth));
        }
    }
    if first.is_ascii_alphabetic() {
        if text.len() <= 40
            && let Some(moment) = moment::see(text)
        {
            return Look::plain(Shape::Moment(MomentShape::of(&moment)));
        }
        if is_wkt(text) {
            return Look::plain(Shape::Wkt);
        }
    }
    Look::plain(text_shape(text))
}

fn number_look(seen: Seen, unit: u8) -> Look {
    Look {
        shape: Shape::Number {
            marks: seen.marks,
            negative: seen.negative,
            led: seen.led,
            unit,
        },
        number: Some(seen),
    }
}

/// A cell that begins like a number: a number, with or without unit, a range, or a date.
fn look_number(text: &str, units: &mut Units) -> Option<Look> {
    let seen = number::see(text);
    let whole = seen.is_some_and(|seen| seen.end == text.len());
    let may_be_date = match seen {
        Some(seen) if whole => matches!(
            seen.marks,
            Marks::Many {
                mark: number::Mark::Point,
                ok: false
            }
        ),
        _ => true,
    };
    if may_be_date && let Some(moment) = moment::see(text) {
        return Some(Look::plain(Shape::Moment(MomentShape::of(&moment))));
    }
    let seen = seen?;
    if spaced_out(seen.marks) {
        return None;
    }
    if whole {
        return Some(number_look(seen, 0));
    }
    let behind = &text[seen.end..];
    let unit = behind.trim_start();
    if words::is_unit(unit, unit.len() < behind.len()) {
        let unit = units.index(unit)?;
        return Some(number_look(seen, unit));
    }
    range(text).and_then(|(_, _, unit)| {
        let unit = if unit.is_empty() {
            0
        } else {
            units.index(unit)?
        };
        Some(Look::plain(Shape::Range { unit }))
    })
}

/// Groups of digits with spaces between that are no thousands: `0001 0001`, a telephone number.
fn spaced_out(marks: Marks) -> bool {
    let loose = |mark| matches!(mark, number::Mark::Space | number::Mark::Apostrophe);
    match marks {
        Marks::One { mark, three } => loose(mark) && !three,
        Marks::Many { mark, ok } => loose(mark) && !ok,
        Marks::Both { group, ok, .. } => loose(group) && !ok,
        Marks::None | Marks::Exponent { .. } => false,
    }
}

/// The two ends and the unit of a range: `30 - 40 µg/m³`.
pub(crate) fn range(text: &str) -> Option<(&str, &str, &str)> {
    let first = number::see(text)?;
    if first.negative {
        return None;
    }
    let low = &text[..first.end];
    let rest = text[first.end..].trim_start();
    let rest = ["-", "\u{2013}", "a ", "to ", "fins a "]
        .iter()
        .find_map(|dash| rest.strip_prefix(dash))?
        .trim_start();
    let second = number::see(rest)?;
    if second.negative {
        return None;
    }
    let high = &rest[..second.end];
    let behind = &rest[second.end..];
    let unit = behind.trim_start();
    let fits = unit.is_empty() || words::is_unit(unit, unit.len() < behind.len());
    fits.then_some((low, high, unit))
}

fn is_wkt(text: &str) -> bool {
    let body = match text.get(..5) {
        Some(srid) if srid.eq_ignore_ascii_case("srid=") => {
            text.split_once(';').map_or("", |x| x.1)
        }
        _ => text,
    };
    [
        "POINT",
        "LINESTRING",
        "POLYGON",
        "MULTIPOINT",
        "MULTILINESTRING",
        "MULTIPOLYGON",
        "GEOMETRYCOLLECTION",
    ]
    .iter()
    .any(|kind| {
        body.get(..kind.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(kind))
            && {
                let rest = body[kind.len()..].trim_start();
                let rest = rest.trim_start_matches(['Z', 'M', 'z', 'm']).trim_start();
                rest.starts_with('(') || rest.eq_ignore_ascii_case("empty")
            }
    })
}

fn text_shape(text: &str) -> Shape {
    if text.len() > 40 {
        return Shape::Text;
    }
    let mut digit = false;
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            digit = true;
        } else if byte == b' ' || byte >= 0x80 {
            return Shape::Text;
        }
    }
    if digit { Shape::Coded } else { Shape::Text }
}

/// What was cleaned off a cell before it was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Dirt {
    /// Spaces at either end.
    pub padded: bool,
    /// A byte order mark or another character without width at either end.
    pub invisible: bool,
    /// An apostrophe before a number, as spreadsheets keep text.
    pub apostrophe: bool,
}

/// The cell without what nobody meant to write.
#[inline]
pub(crate) fn clean(text: &str) -> (&str, Dirt) {
    let bytes = text.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
        return (text, Dirt::default());
    };
    if matches!(first, 0x21..=0x7e) && first != b'\'' && matches!(last, 0x21..=0x7e) {
        return (text, Dirt::default());
    }
    scrub(text)
}

fn scrub(text: &str) -> (&str, Dirt) {
    let invisible = |c: char| matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\0');
    let mut dirt = Dirt::default();
    let mut rest = text;
    loop {
        let trimmed = rest.trim();
        dirt.padded |= trimmed.len() != rest.len();
        let shown = trimmed.trim_matches(invisible);
        dirt.invisible |= shown.len() != trimmed.len();
        if shown.len() == rest.len() {
            break;
        }
        rest = shown;
    }
    if let Some(number) = rest.strip_prefix('\'')
        && number
            .bytes()
            .next()
            .is_some_and(|b| b.is_ascii_digit() || b == b'-' || b == b'+')
        && number::see(number).is_some_and(|seen| seen.end == number.len())
    {
        dirt.apostrophe = true;
        rest = number;
    }
    (rest, dirt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typer::number::Mark;

    fn shape(text: &str) -> Shape {
        look(clean(text).0, &mut Units::default()).shape
    }

    #[test]
    fn cells_have_the_shape_that_decides() {
        let number = |marks| Shape::Number {
            marks,
            negative: false,
            led: false,
            unit: 0,
        };
        assert_eq!(
            shape("145.411"),
            number(Marks::One {
                mark: Mark::Point,
                three: true
            })
        );
        assert_eq!(
            shape("45.3"),
            number(Marks::One {
                mark: Mark::Point,
                three: false
            })
        );
        assert_eq!(
            shape("2.155.235.500.887.900"),
            number(Marks::Many {
                mark: Mark::Point,
                ok: true
            })
        );
        assert!(matches!(shape("62 µg/m³"), Shape::Number { unit: 1, .. }));
        assert!(matches!(shape("375.71 m2"), Shape::Number { unit: 1, .. }));
        assert!(matches!(shape("€ 12,50"), Shape::Number { unit: 1, .. }));
        assert!(matches!(shape("12,5 €"), Shape::Number { unit: 1, .. }));
        assert_eq!(shape("30 - 40 µg/m³"), Shape::Range { unit: 1 });
        assert_eq!(shape("05-9"), Shape::Range { unit: 0 });
        assert_eq!(shape("101-10-64"), Shape::Coded);
        assert_eq!(shape("2010S003688"), Shape::Coded);
        assert!(matches!(shape("24/02/2007"), Shape::Moment(_)));
        assert!(matches!(shape("31.12.2024"), Shape::Moment(_)));
        assert!(matches!(
            shape("10h"),
            Shape::Moment(MomentShape {
                time: TimeShape::Hour,
                ..
            })
        ));
        assert_eq!(
            shape("0001 0001"),
            Shape::Text,
            "codes with a space between are text"
        );
        assert_eq!(shape("--"), Shape::Missing);
        assert_eq!(shape("Desconegut"), Shape::Missing);
        assert_eq!(shape("MULTILINESTRING ((1 2, 3 4))"), Shape::Wkt);
        assert_eq!(shape("Polígon industrial"), Shape::Text);
        assert_eq!(shape("12A"), Shape::Coded);
    }

    #[test]
    fn cleaning_takes_only_what_nobody_wrote() {
        assert_eq!(
            clean("\u{feff}99400621049"),
            (
                "99400621049",
                Dirt {
                    invisible: true,
                    ..Dirt::default()
                }
            )
        );
        assert_eq!(
            clean("2016S001896    "),
            (
                "2016S001896",
                Dirt {
                    padded: true,
                    ..Dirt::default()
                }
            )
        );
        assert_eq!(
            clean("'-1"),
            (
                "-1",
                Dirt {
                    apostrophe: true,
                    ..Dirt::default()
                }
            )
        );
        assert_eq!(clean("'s Gravenhage").0, "'s Gravenhage");
        assert_eq!(clean("à"), ("à", Dirt::default()));
    }
}
