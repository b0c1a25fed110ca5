// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a text looks like at a glance: enough to tell names from values, not to type a column.

/// What a text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum Shape {
    Empty,
    Number,
    Moment,
    Text,
}

/// What `text` looks like.
pub(in crate::source) fn shape(text: &str) -> Shape {
    let text = text.trim();
    if text.is_empty() {
        return Shape::Empty;
    }
    let bytes = text.as_bytes();
    if !bytes.iter().any(u8::is_ascii_digit) {
        return Shape::Text;
    }
    let body = text
        .trim_start_matches(['+', '-'])
        .trim_end_matches(['%', '€', '°'])
        .trim_end();
    let numeric = !body.is_empty()
        && body
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'' | '\u{a0}'));
    if numeric && !body.contains(", ") {
        return Shape::Number;
    }
    if let Some((mantissa, exponent)) = body.split_once(['e', 'E'])
        && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && exponent.parse::<i32>().is_ok()
        && !mantissa.is_empty()
    {
        return Shape::Number;
    }
    if is_moment(bytes) {
        return Shape::Moment;
    }
    Shape::Text
}

/// Digits in two or three groups divided by `-`, `/`, `.` or `:`, and what follows a date.
fn is_moment(bytes: &[u8]) -> bool {
    let date = bytes
        .split(|b| matches!(b, b' ' | b'T'))
        .next()
        .unwrap_or(bytes);
    let groups: Vec<&[u8]> = date.split(|b| matches!(b, b'-' | b'/' | b':')).collect();
    let short = groups
        .iter()
        .all(|group| (1..=4).contains(&group.len()) && group.iter().all(u8::is_ascii_digit));
    let rest = &bytes[date.len()..];
    let rest_fits = rest
        .iter()
        .all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'T' | b':' | b'.' | b'+' | b'-' | b'Z'));
    short && rest_fits && (2..=3).contains(&groups.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_from_names() {
        for number in [
            "1",
            "-1,5",
            "2.155.235",
            "1 000",
            "12 %",
            "1e5",
            "4584941,35 ",
        ] {
            assert_eq!(shape(number), Shape::Number, "{number}");
        }
        for moment in [
            "11/06/2018 9:00",
            "2025-10-25 00:00:00.0",
            "10:30",
            "2024-01-01T00:00Z",
        ] {
            assert_eq!(shape(moment), Shape::Moment, "{moment}");
        }
        for text in [
            "H01",
            "Mes_ any",
            "0181 0181B",
            "101-10-64-3",
            "POLYGON ((1 2))",
            "8h",
        ] {
            assert_eq!(shape(text), Shape::Text, "{text}");
        }
        assert_eq!(shape("  "), Shape::Empty);
    }
}
