// SPDX-License-Identifier: AGPL-3.0-or-later

//! Everything that is remembered of one column while its cells go by: bounded, whatever the file.

use super::ends::{self, Ends};
use super::number::{self, Marks};
use super::shape::{self, Dirt, Look, Shape, Units};
use crate::Cells;

/// Shapes told apart in one column; there are fewer in any that anybody could type.
const SHAPES_MAX: usize = 96;
/// Different values remembered. A column with more has "many".
const VALUES_MAX: usize = 512;
/// Cells kept as examples of a shape.
const EXAMPLES_MAX: usize = 4;
/// Rows kept whole, evenly spread, so that columns can be compared row by row.
const SAMPLE_MAX: usize = 512;
/// Days that stand for none, in different notations, remembered at most.
const NO_DAYS_MAX: usize = 8;
/// An example is cut here: it is for looking at.
const EXAMPLE_BYTES: usize = 120;

/// How often a shape was seen, and what of its cells matters.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    pub shape: Shape,
    pub count: u64,
    pub examples: Vec<(u64, String)>,
    /// Digits before the last mark, most and least.
    pub before: u8,
    pub before_min: u8,
    /// Digits behind the last mark, at most.
    pub after: u8,
    /// Smallest and largest of the digits with the last mark read as a decimal mark.
    pub min: f64,
    pub max: f64,
    /// The two smallest and the two largest of them.
    pub low: Ends,
    pub high: Ends,
    /// Digits beyond what fits 64 bits were seen.
    pub huge: bool,
}

impl Tally {
    fn new(shape: Shape) -> Self {
        Self {
            shape,
            count: 0,
            examples: Vec::new(),
            before: 0,
            before_min: u8::MAX,
            after: 0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            low: Ends::low(),
            high: Ends::high(),
            huge: false,
        }
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "only a sketch for evidence"
    )]
    fn note(&mut self, seen: &number::Seen, text: &str, line: &impl Fn() -> u64) -> f64 {
        let (mut before, mut after) = (seen.before, seen.after);
        let mut value = seen.digits as f64 / 10_f64.powi(i32::from(seen.after));
        if matches!(seen.marks, Marks::Exponent { .. }) {
            value *= 10_f64.powi(i32::from(seen.exponent));
            match number::exact_of(seen, text, Some('.'), None)
                .or_else(|| number::exact_of(seen, text, Some(','), None))
            {
                Some(exact) => {
                    after = exact.scale;
                    let digits = exact
                        .value
                        .unsigned_abs()
                        .checked_ilog10()
                        .map_or(1, |d| d + 1);
                    before = u8::try_from(digits)
                        .unwrap_or(u8::MAX)
                        .saturating_sub(after)
                        .max(1);
                }
                None => self.huge = true,
            }
        }
        self.before = self.before.max(before);
        self.before_min = self.before_min.min(before);
        self.after = self.after.max(after);
        self.huge |= !seen.exact;
        if seen.negative {
            value = -value;
        }
        self.min = self.min.min(value);
        self.max = self.max.max(value);
        self.low.note(value, text, line);
        self.high.note(value, text, line);
        value
    }
}

/// A value, how often it was seen, and its shape.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub text: String,
    pub count: u64,
    pub line: u64,
    tally: u16,
    replaced: bool,
}

/// The first [`VALUES_MAX`] different values, in a table that is also the memory of what shape they
/// have: most cells of most columns repeat.
#[derive(Debug)]
struct Values {
    slots: Vec<u16>,
    known: Vec<Value>,
    /// More values than fit were seen.
    many: bool,
}

const SLOTS: usize = VALUES_MAX * 4;

#[inline]
fn hash(text: &str) -> usize {
    let mut hash = 0x9e37_79b9_7f4a_7c15_u64 ^ u64::try_from(text.len()).unwrap_or(0);
    let mut chunks = text.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let word = u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
        hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    for &byte in chunks.remainder() {
        hash = (hash.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    usize::try_from(hash >> 40).unwrap_or(0) % SLOTS
}

impl Values {
    fn new() -> Self {
        Self {
            slots: vec![u16::MAX; SLOTS],
            known: Vec::new(),
            many: false,
        }
    }

    /// The value's number, or the slot where it would go.
    #[inline]
    fn find(&self, text: &str) -> Result<usize, usize> {
        let mut at = hash(text);
        loop {
            let slot = self.slots[at];
            if slot == u16::MAX {
                return Err(at);
            }
            if self.known[usize::from(slot)].text == text {
                return Ok(usize::from(slot));
            }
            at = (at + 1) % SLOTS;
        }
    }
}

/// What is remembered of a column.
#[derive(Debug)]
pub(crate) struct Profile {
    pub tallies: Vec<Tally>,
    pub units: Units,
    pub rows: u64,
    pub absent: u64,
    pub padded: u64,
    pub invisible: u64,
    pub apostrophes: u64,
    pub replaced: u64,
    /// Where each kind of dirt was first seen.
    pub first_padded: Option<u64>,
    pub first_invisible: Option<u64>,
    pub first_apostrophe: Option<u64>,
    pub first_replaced: Option<u64>,
    /// Shapes beyond the bound: cells whose shape was not kept.
    pub uncounted: u64,
    values: Values,
    last: Last,
    pub sample: Vec<Option<String>>,
    stride: u64,
    /// Days that databases write where there is none.
    pub no_days: Vec<ends::End>,
}

/// Where a cell was counted.
struct Placed {
    tally: usize,
    value: Option<usize>,
    replaced: bool,
    number: Option<f64>,
    no_day: Option<usize>,
}

/// The cell before, as most columns of sorted files repeat it.
#[derive(Debug, Default)]
struct Last {
    text: String,
    dirt: Dirt,
    tally: usize,
    value: Option<usize>,
    replaced: bool,
    /// Of a cell that is not among the remembered values.
    number: Option<f64>,
    no_day: Option<usize>,
    is: bool,
}

impl Profile {
    pub(crate) fn new() -> Self {
        Self {
            tallies: Vec::new(),
            units: Units::default(),
            rows: 0,
            absent: 0,
            padded: 0,
            invisible: 0,
            apostrophes: 0,
            replaced: 0,
            first_padded: None,
            first_invisible: None,
            first_apostrophe: None,
            first_replaced: None,
            uncounted: 0,
            values: Values::new(),
            last: Last::default(),
            sample: Vec::new(),
            stride: 1,
            no_days: Vec::new(),
        }
    }

    /// Looks at one column of a block.
    pub(crate) fn add(&mut self, cells: &Cells, column: usize) {
        for row in 0..cells.rows() {
            let cell = cells.cell(row, column);
            if self.rows.is_multiple_of(self.stride) {
                self.keep(cell);
            }
            self.rows += 1;
            match cell {
                None => self.absent += 1,
                Some(text) => self.add_cell(text, || cells.line(row)),
            }
        }
    }

    fn keep(&mut self, cell: Option<&str>) {
        if self.sample.len() == SAMPLE_MAX {
            let mut at = 0;
            self.sample.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.stride *= 2;
            if !self.rows.is_multiple_of(self.stride) {
                return;
            }
        }
        self.sample.push(cell.map(|text| cut(shape::clean(text).0)));
    }

    #[inline]
    fn add_cell(&mut self, raw: &str, line: impl Fn() -> u64) {
        if self.last.is && self.last.text == raw {
            let Last {
                dirt,
                tally,
                value,
                replaced,
                number,
                no_day,
                ..
            } = self.last;
            self.tallies[tally].count += 1;
            if let Some(value) = value {
                self.values.known[value].count += 1;
            } else if let Some(number) = number {
                self.tallies[tally].low.again(number);
                self.tallies[tally].high.again(number);
            } else if let Some(day) = no_day {
                self.no_days[day].count += 1;
            }
            self.count_dirt(dirt, replaced, &line);
            return;
        }
        let (text, dirt) = shape::clean(raw);
        let Placed {
            tally,
            value,
            replaced,
            number,
            no_day,
        } = self.place(text, &line);
        self.count_dirt(dirt, replaced, &line);
        self.last.is = raw.len() <= 256;
        if self.last.is {
            self.last.text.clear();
            self.last.text.push_str(raw);
            self.last.dirt = dirt;
            self.last.tally = tally;
            self.last.value = value;
            self.last.replaced = replaced;
            self.last.number = number;
            self.last.no_day = no_day;
        }
    }

    #[inline]
    fn count_dirt(&mut self, dirt: Dirt, replaced: bool, line: &impl Fn() -> u64) {
        if dirt == Dirt::default() && !replaced {
            return;
        }
        for (is, count, first) in [
            (dirt.padded, &mut self.padded, &mut self.first_padded),
            (
                dirt.invisible,
                &mut self.invisible,
                &mut self.first_invisible,
            ),
            (
                dirt.apostrophe,
                &mut self.apostrophes,
                &mut self.first_apostrophe,
            ),
            (replaced, &mut self.replaced, &mut self.first_replaced),
        ] {
            if is {
                *count += 1;
                first.get_or_insert_with(line);
            }
        }
    }

    /// Counts the cell under its shape.
    fn place(&mut self, text: &str, line: &impl Fn() -> u64) -> Placed {
        let slot = if self.values.many || text.len() > EXAMPLE_BYTES {
            None
        } else {
            match self.values.find(text) {
                Ok(found) => {
                    let value = &mut self.values.known[found];
                    value.count += 1;
                    let tally = usize::from(value.tally);
                    self.tallies[tally].count += 1;
                    return Placed {
                        tally,
                        value: Some(found),
                        replaced: value.replaced,
                        number: None,
                        no_day: None,
                    };
                }
                Err(slot) => Some(slot),
            }
        };
        let look = shape::look(text, &mut self.units);
        let (tally, number) = self.tally(&look, text, line);
        let dated = matches!(look.shape, Shape::Moment(_));
        let no_day = (dated && ends::is_no_day(text)).then(|| self.no_day(text, line));
        let replaced = !text.is_ascii() && text.contains('\u{fffd}');
        let mut value = None;
        match slot {
            Some(slot) if self.values.known.len() < VALUES_MAX => {
                let at = self.values.known.len();
                self.values.slots[slot] = u16::try_from(at).expect("a bounded number of values");
                self.values.known.push(Value {
                    text: text.to_owned(),
                    count: 1,
                    line: line(),
                    tally: u16::try_from(tally).expect("a bounded number of shapes"),
                    replaced,
                });
                value = Some(at);
            }
            _ => self.values.many = true,
        }
        Placed {
            tally,
            value,
            replaced,
            number,
            no_day: no_day.flatten(),
        }
    }

    /// Counts a day that stands for none; `None` where more are written than anybody uses.
    fn no_day(&mut self, text: &str, line: &impl Fn() -> u64) -> Option<usize> {
        let known = self.no_days.iter().position(|end| end.text == text);
        if let Some(at) = known {
            self.no_days[at].count += 1;
        } else if self.no_days.len() < NO_DAYS_MAX {
            self.no_days.push(ends::End {
                value: 0.0,
                count: 1,
                line: line(),
                text: text.to_owned(),
            });
            return Some(self.no_days.len() - 1);
        }
        known
    }

    /// The tally, and the number where it is one.
    fn tally(&mut self, look: &Look, text: &str, line: &impl Fn() -> u64) -> (usize, Option<f64>) {
        let mut shape = look.shape;
        let mut found = self.tallies.iter().position(|tally| tally.shape == shape);
        if found.is_none() && self.tallies.len() == SHAPES_MAX {
            self.uncounted += 1;
            shape = Shape::Text;
            found = self.tallies.iter().position(|tally| tally.shape == shape);
        }
        let at = found.unwrap_or_else(|| {
            self.tallies.push(Tally::new(shape));
            self.tallies.len() - 1
        });
        let tally = &mut self.tallies[at];
        tally.count += 1;
        let number = look.number.as_ref();
        let number = number.map(|seen| tally.note(seen, text, line));
        if tally.examples.len() < EXAMPLES_MAX
            && !tally.examples.iter().any(|(_, known)| known == text)
        {
            tally.examples.push((line(), cut(text)));
        }
        (at, number)
    }

    /// The row, counted from 0, that the n-th sample is of.
    pub(crate) fn row_of_sample(&self, n: usize) -> usize {
        n.saturating_mul(usize::try_from(self.stride).unwrap_or(usize::MAX))
    }

    /// The different values with their counts, most frequent first; `None` where there are many.
    pub(crate) fn distinct(&self) -> Option<Vec<&Value>> {
        if self.values.many {
            return None;
        }
        let mut values: Vec<&Value> = self.values.known.iter().collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then(a.line.cmp(&b.line)));
        Some(values)
    }

    /// Some of the values: all of them where there are few.
    pub(crate) fn some_values(&self) -> impl Iterator<Item = &Value> {
        self.values.known.iter()
    }

    /// How often this value was seen, where it is among those that are remembered.
    pub(crate) fn count_of(&self, text: &str) -> u64 {
        self.values
            .known
            .iter()
            .find(|v| v.text == text)
            .map_or(0, |v| v.count)
    }

    /// How often a value at an end was seen: it was looked at when it came first, and again
    /// whenever it was not among the remembered values.
    pub(crate) fn count_of_end(&self, end: &ends::End) -> u64 {
        end.count + self.count_of(&end.text).saturating_sub(1)
    }
}

/// The text, or its beginning.
pub(crate) fn cut(text: &str) -> String {
    if text.len() <= EXAMPLE_BYTES {
        return text.to_owned();
    }
    let mut end = EXAMPLE_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}
