// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbers as people write them: what marks they carry, and their exact value.

/// The character that stands between digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mark {
    Point,
    Comma,
    Space,
    Apostrophe,
}

impl Mark {
    pub(crate) fn char(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
            Self::Space => ' ',
            Self::Apostrophe => '\'',
        }
    }

    pub(crate) fn of(c: char) -> Option<Self> {
        Some(match c {
            '.' => Self::Point,
            ',' => Self::Comma,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => Self::Space,
            '\'' | '\u{2019}' => Self::Apostrophe,
            _ => return None,
        })
    }
}

/// Which marks a number carries, as far as that decides between readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Marks {
    /// Digits only.
    None,
    /// One mark. `three`: one to three digits without a leading zero before it and exactly three
    /// behind, so that it could stand between thousands.
    One { mark: Mark, three: bool },
    /// The same mark several times. `ok`: in groups of three, as thousands are.
    Many { mark: Mark, ok: bool },
    /// Groups and then a fraction.
    Both {
        group: Mark,
        decimal: Mark,
        ok: bool,
    },
    /// With an exponent.
    Exponent { decimal: Option<Mark> },
}

/// A number seen in a cell, before anybody has decided what its marks mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Seen {
    pub negative: bool,
    /// A zero before other digits: `079`.
    pub led: bool,
    pub marks: Marks,
    /// Digits before the last mark (all, where there is none).
    pub before: u8,
    /// Digits behind the last mark.
    pub after: u8,
    /// All digits as a number, as far as they fit.
    pub digits: u64,
    /// Whether `digits` is whole.
    pub exact: bool,
    /// The power of ten of an exponent.
    pub exponent: i16,
    /// Bytes read: what stands behind is a unit.
    pub end: usize,
}

/// The mark at the beginning of these bytes and how many bytes it takes.
#[inline]
fn mark_at(bytes: &[u8]) -> Option<(Mark, usize)> {
    match bytes {
        [b'.', ..] => Some((Mark::Point, 1)),
        [b',', ..] => Some((Mark::Comma, 1)),
        [b'\'', ..] => Some((Mark::Apostrophe, 1)),
        [b' ', ..] => Some((Mark::Space, 1)),
        [0xc2, 0xa0, ..] => Some((Mark::Space, 2)),
        [0xe2, 0x80, 0xaf | 0x89, ..] => Some((Mark::Space, 3)),
        [0xe2, 0x80, 0x99, ..] => Some((Mark::Apostrophe, 3)),
        _ => None,
    }
}

/// The sign at the beginning: negative, and its bytes.
#[inline]
pub(crate) fn sign_at(bytes: &[u8]) -> (bool, usize) {
    match bytes {
        [b'-', ..] => (true, 1),
        [b'+', ..] => (false, 1),
        [0xe2, 0x88, 0x92, ..] => (true, 3),
        _ => (false, 0),
    }
}

/// What the marks between groups of digits are, as far as that decides between readings.
fn marks_seen(kinds: [Option<Mark>; 2], groups: u32, in_threes: bool, after: u32) -> Marks {
    let ok = in_threes && after == 3;
    match kinds {
        [None, _] => Marks::None,
        [Some(mark), None] if groups == 1 => Marks::One { mark, three: ok },
        [Some(mark), None] => Marks::Many { mark, ok },
        [Some(group), Some(decimal)] => Marks::Both {
            group,
            decimal,
            ok: in_threes && matches!(decimal, Mark::Point | Mark::Comma),
        },
    }
}

/// Sees a number at the beginning of `text` (already trimmed).
pub(crate) fn see(text: &str) -> Option<Seen> {
    let bytes = text.as_bytes();
    let (mut negative, mut at) = sign_at(bytes);
    if at > 0 && bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    let begin = at;
    let mut digits = 0_u64;
    let mut exact = true;
    // Digits of each group, the first and the last apart.
    let mut groups = 0_u32;
    let mut first = 0_u32;
    let mut run = 0_u32;
    let mut all = 0_u32;
    let mut threes = true;
    let mut marks: [Option<Mark>; 2] = [None, None];
    let mut end = at;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_digit() {
            match digits
                .checked_mul(10)
                .and_then(|d| d.checked_add(u64::from(byte - b'0')))
            {
                Some(more) if exact => digits = more,
                _ => exact = false,
            }
            run += 1;
            all += 1;
            at += 1;
            end = at;
            continue;
        }
        let Some((mark, length)) = mark_at(&bytes[at..]) else {
            break;
        };
        // A mark counts only between digits; `.5` and `5.` are numbers too.
        let digit_next = bytes.get(at + length).is_some_and(u8::is_ascii_digit);
        if !digit_next {
            if matches!(mark, Mark::Point | Mark::Comma)
                && run > 0
                && at + length == bytes.len()
                && groups == 0
            {
                end = at + length;
            }
            break;
        }
        if run == 0 && !matches!(mark, Mark::Point | Mark::Comma) {
            break;
        }
        match marks {
            [None, _] => marks[0] = Some(mark),
            [Some(one), None] if one != mark => marks[1] = Some(mark),
            [Some(one), None] if one == mark => {}
            // After the second kind of mark there is only the fraction.
            _ => return None,
        }
        if groups == 0 {
            first = run;
        } else if run != 3 {
            threes = false;
        }
        groups += 1;
        run = 0;
        at += length;
    }
    if all == 0 || all > 200 {
        return None;
    }
    let after = if groups == 0 { 0 } else { run };
    let before = all - after;
    let led = {
        let mut zeros = bytes[begin..end].iter().take(2);
        zeros.next() == Some(&b'0') && zeros.next().is_some_and(u8::is_ascii_digit)
    };
    let grouped_first = (1..=3).contains(&first) && bytes[begin] != b'0';
    let mut seen_marks = marks_seen(marks, groups, threes && grouped_first, after);
    let mut exponent = 0_i16;
    if let Some((power, length)) = exponent_at(&bytes[end..]) {
        let decimal = match seen_marks {
            Marks::None => None,
            Marks::One { mark, .. } if matches!(mark, Mark::Point | Mark::Comma) => Some(mark),
            _ => return None,
        };
        seen_marks = Marks::Exponent { decimal };
        exponent = power;
        end += length;
    }
    // A minus behind the number, as mainframes print it.
    if begin == 0 && bytes.get(end) == Some(&b'-') && end + 1 == bytes.len() {
        negative = true;
        end += 1;
    }
    Some(Seen {
        negative,
        led,
        marks: seen_marks,
        before: u8::try_from(before).ok()?,
        after: u8::try_from(after).ok()?,
        digits,
        exact,
        exponent,
        end,
    })
}

/// `E+03` and its length.
fn exponent_at(bytes: &[u8]) -> Option<(i16, usize)> {
    if !matches!(bytes.first(), Some(b'e' | b'E')) {
        return None;
    }
    let (negative, sign) = match bytes.get(1) {
        Some(b'-') => (true, 1),
        Some(b'+') => (false, 1),
        _ => (false, 0),
    };
    let mut power = 0_i16;
    let mut at = 1 + sign;
    while let Some(byte) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
        power = power.checked_mul(10)?.checked_add(i16::from(byte - b'0'))?;
        at += 1;
    }
    if at == 1 + sign || at > 5 + sign || bytes.len() > at {
        return None;
    }
    Some((if negative { -power } else { power }, at))
}

/// A decimal number as an integer and the digits behind its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact {
    pub value: i128,
    pub scale: u8,
}

/// The exact value of a whole text with these marks; `None` when it is not such a number.
///
/// Grouping is checked: with `.` between thousands, `1.23` is no number.
#[inline]
pub(crate) fn exact(text: &str, decimal: Option<char>, thousands: Option<char>) -> Option<Exact> {
    if let Some(whole) = whole(text) {
        return Some(Exact {
            value: i128::from(whole),
            scale: 0,
        });
    }
    let seen = see(text)?;
    if seen.end != text.len() {
        return None;
    }
    exact_of(&seen, text, decimal, thousands)
}

/// Up to 18 plain digits with an ASCII sign before them.
#[inline]
pub(crate) fn whole(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let (negative, rest) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if rest.is_empty() || rest.len() > 18 {
        return None;
    }
    let mut value = 0_i64;
    for byte in rest {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(if negative { -value } else { value })
}

/// The value of what was [seen](see) at the beginning of `text`.
pub(crate) fn exact_of(
    seen: &Seen,
    text: &str,
    decimal: Option<char>,
    thousands: Option<char>,
) -> Option<Exact> {
    let decimal = decimal.and_then(Mark::of);
    let thousands = thousands.and_then(Mark::of);
    let scale = fraction(seen.marks, seen.after, decimal, thousands)?;
    let magnitude = if seen.exact {
        i128::from(seen.digits)
    } else {
        let number = &text[..seen.end];
        let number = number.split(['e', 'E']).next().unwrap_or(number);
        let mut value = 0_i128;
        for byte in number.bytes().filter(u8::is_ascii_digit) {
            value = value
                .checked_mul(10)?
                .checked_add(i128::from(byte - b'0'))?;
        }
        value
    };
    let mut exact = Exact {
        value: magnitude,
        scale,
    };
    if matches!(seen.marks, Marks::Exponent { .. }) {
        exact = shift(exact, seen.exponent)?;
    }
    if seen.negative {
        exact.value = -exact.value;
    }
    Some(exact)
}

/// Digits behind the decimal mark under these meanings; `None` when the marks do not fit them.
#[inline]
pub(crate) fn fraction(
    marks: Marks,
    after: u8,
    decimal: Option<Mark>,
    thousands: Option<Mark>,
) -> Option<u8> {
    match marks {
        Marks::None | Marks::Exponent { decimal: None } => Some(0),
        Marks::One { mark, .. } if Some(mark) == decimal => Some(after),
        Marks::One { mark, three } if three && Some(mark) == thousands => Some(0),
        Marks::Many { mark, ok } if ok && Some(mark) == thousands => Some(0),
        Marks::Both {
            group,
            decimal: point,
            ok,
        } if ok && Some(group) == thousands && Some(point) == decimal => Some(after),
        // Programs write exponents, and always with a point.
        Marks::Exponent {
            decimal: Some(mark),
        } if Some(mark) == decimal || (mark == Mark::Point && decimal.is_none()) => Some(after),
        _ => None,
    }
}

/// Moves the mark, and drops the zeros that a program printed behind it: `5.198000E+3` is 5198.
fn shift(mut exact: Exact, power: i16) -> Option<Exact> {
    if exact.value == 0 {
        return Some(Exact { value: 0, scale: 0 });
    }
    let mut scale = i32::from(exact.scale) - i32::from(power);
    while scale > 0 && exact.value % 10 == 0 {
        exact.value /= 10;
        scale -= 1;
    }
    while scale < 0 {
        exact.value = exact.value.checked_mul(10)?;
        scale += 1;
    }
    exact.scale = u8::try_from(scale).ok()?;
    Some(exact)
}

/// The value in units of `10^-scale`; `None` when digits would be lost or there are too many.
#[inline]
pub(crate) fn rescale(exact: Exact, precision: u8, scale: u8) -> Option<i128> {
    let mut value = exact.value;
    if exact.scale < scale {
        value = value.checked_mul(POWERS[usize::from(scale - exact.scale)])?;
    } else {
        for _ in 0..exact.scale - scale {
            if value % 10 != 0 {
                return None;
            }
            value /= 10;
        }
    }
    (value.unsigned_abs() < POWERS[usize::from(precision.min(38))].unsigned_abs()).then_some(value)
}

/// Powers of ten, up to the largest that fits.
pub(crate) const POWERS: [i128; 39] = {
    let mut powers = [1_i128; 39];
    let mut at = 1;
    while at < 39 {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// The number as text with a point and without marks between thousands.
pub(crate) fn display(value: i128, scale: u8) -> String {
    let digits = value.unsigned_abs().to_string();
    let scale = usize::from(scale);
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, part) = padded.split_at(padded.len() - scale);
    let sign = if value < 0 { "-" } else { "" };
    if scale == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, decimal: Option<char>, thousands: Option<char>) -> Option<String> {
        exact(text, decimal, thousands).map(|e| display(e.value, e.scale))
    }

    #[test]
    fn marks_mean_what_the_reading_says() {
        let d = |t| read(t, Some('.'), Some(','));
        let c = |t| read(t, Some(','), Some('.'));
        assert_eq!(d("145.411").as_deref(), Some("145.411"));
        assert_eq!(c("145.411").as_deref(), Some("145411"));
        assert_eq!(c("1.234.567,8").as_deref(), Some("1234567.8"));
        assert_eq!(c("1.23"), None, "thousands come in threes");
        assert_eq!(c("0.411"), None, "no thousand begins with zero");
        assert_eq!(c("1.2345.678"), None);
        assert_eq!(c("4583113,18").as_deref(), Some("4583113.18"));
        assert_eq!(
            read("1 234 567", None, Some(' ')).as_deref(),
            Some("1234567")
        );
        assert_eq!(
            read("1\u{202f}234,5", Some(','), Some(' ')).as_deref(),
            Some("1234.5")
        );
        assert_eq!(
            read("1'234.5", Some('.'), Some('\'')).as_deref(),
            Some("1234.5")
        );
        assert_eq!(c("12,50-").as_deref(), Some("-12.50"));
        assert_eq!(c("−3,5").as_deref(), Some("-3.5"));
        assert_eq!(d(".5").as_deref(), Some("0.5"));
        assert_eq!(d("5."), Some("5".to_owned()));
        assert_eq!(d("1.2.3"), None);
        assert_eq!(d("12a"), None);
    }

    #[test]
    fn exponents_are_exact() {
        let d = |t| read(t, Some('.'), None);
        assert_eq!(d("5.52164700000e+03").as_deref(), Some("5521.647"));
        assert_eq!(d("5.19800000000e+03").as_deref(), Some("5198"));
        assert_eq!(d("0E-8").as_deref(), Some("0"));
        assert_eq!(d("1.5E-7").as_deref(), Some("0.00000015"));
        assert_eq!(d("1E999"), None);
    }

    #[test]
    fn digits_are_never_rounded_away() {
        let e = exact("1.2345", Some('.'), None).expect("a number");
        assert_eq!(rescale(e, 18, 3), None);
        assert_eq!(rescale(e, 18, 4), Some(12_345));
        assert_eq!(rescale(e, 4, 4), None, "12345 has five digits");
    }

    proptest! {
        /// A decimal written with any of the marks that people use reads back exactly.
        #[test]
        fn a_decimal_in_any_convention_reads_back(value in -10_i128.pow(28)..10_i128.pow(28), scale in 0_u8..10, which in 0_usize..7) {
            let (group, point) = [('.', ','), (',', '.'), (' ', ','), ('\u{a0}', ','), ('\u{202f}', ','), ('\'', '.'), ('\0', ',')][which];
            let plain = display(value, scale);
            let (whole, part) = plain.split_once('.').map_or((plain.as_str(), None), |(w, p)| (w, Some(p)));
            let digits = whole.trim_start_matches('-');
            let mut text = String::new();
            if value < 0 { text.push('-'); }
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at).is_multiple_of(3) && group != '\0' { text.push(group); }
                text.push(digit);
            }
            if let Some(part) = part { text.push(point); text.push_str(part); }
            let group = if group == '\0' { None } else { Some(group) };
            prop_assert_eq!(exact(&text, Some(point), group), Some(Exact { value, scale }), "{}", text);
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9.,' eE+\u{2212}\u{a0}a-]{0,24}") {
            if let Some(seen) = see(&text) {
                prop_assert!(text.is_char_boundary(seen.end));
            }
        }
    }
}
