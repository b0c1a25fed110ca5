// SPDX-License-Identifier: AGPL-3.0-or-later

//! The values at the ends of a column, where what stands for "no value" is written.

/// A value at an end, and how often it was looked at.
#[derive(Debug, Clone, Default)]
pub(crate) struct End {
    pub value: f64,
    pub count: u64,
    /// Where it stands first.
    pub line: u64,
    pub text: String,
}

/// The two values nearest to one end, the outermost first.
#[derive(Debug, Clone)]
pub(crate) struct Ends {
    sign: f64,
    two: [End; 2],
}

impl Ends {
    pub(crate) fn low() -> Self {
        Self {
            sign: -1.0,
            two: [End::default(), End::default()],
        }
    }

    pub(crate) fn high() -> Self {
        Self {
            sign: 1.0,
            ..Self::low()
        }
    }

    #[inline]
    pub(crate) fn note(&mut self, value: f64, text: &str, line: &impl Fn() -> u64) {
        let beyond = |end: &End| end.count == 0 || value * self.sign > end.value * self.sign;
        if self.two[1].count > 0 && !beyond(&self.two[1]) && !same(value, self.two[1].value) {
            return;
        }
        for end in &mut self.two {
            if end.count > 0 && same(value, end.value) {
                end.count += 1;
                return;
            }
        }
        let at = usize::from(!beyond(&self.two[0]));
        if at == 0 {
            self.two.swap(0, 1);
        }
        let end = &mut self.two[at];
        end.value = value;
        end.count = 1;
        end.line = line();
        end.text.clear();
        end.text.push_str(text);
    }

    /// The same number once more.
    pub(crate) fn again(&mut self, value: f64) {
        for end in &mut self.two {
            if end.count > 0 && same(value, end.value) {
                end.count += 1;
            }
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &End> {
        self.two.iter().filter(|end| end.count > 0)
    }
}

fn same(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq()
}

/// Days that programs write where there is none: the ends of their calendars and the day that they
/// count from.
const NO_DAYS: [(u32, u32, u32); 9] = [
    (9999, 12, 31),
    (9999, 1, 1),
    (2999, 12, 31),
    (1970, 1, 1),
    (1900, 1, 1),
    (1899, 12, 31),
    (1899, 12, 30),
    (1753, 1, 1),
    (1, 1, 1),
];

/// Whether a text is such a day, in whatever order, with a time or without.
pub(crate) fn is_no_day(text: &str) -> bool {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [a, b, c] = parts[..] else { return false };
    let (year, one, other) = if a.len() == 4 { (a, b, c) } else { (c, a, b) };
    if year.len() != 4 {
        return false;
    }
    let number = |text: &str| text.parse::<u32>();
    let (Ok(year), Ok(one), Ok(other)) = (number(year), number(one), number(other)) else {
        return false;
    };
    NO_DAYS
        .iter()
        .any(|&(y, m, d)| y == year && ((m, d) == (one, other) || (d, m) == (one, other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_outermost_values_are_counted_in_any_order() {
        for values in [
            [1.0, 9.0, 5.0, 9.0, 5.0],
            [9.0, 9.0, 5.0, 5.0, 1.0],
            [5.0, 1.0, 9.0, 5.0, 9.0],
        ] {
            let mut high = Ends::high();
            for value in values {
                high.note(value, &value.to_string(), &|| 7);
            }
            let found: Vec<(f64, u64, &str)> = high
                .iter()
                .map(|end| (end.value, end.count, end.text.as_str()))
                .collect();
            assert_eq!(found, [(9.0, 2, "9"), (5.0, 2, "5")]);
        }
    }

    #[test]
    fn trap_8_days_that_are_none_are_known_in_every_order() {
        for text in [
            "9999-12-31",
            "31/12/9999 23:59",
            "01-01-1900",
            "1/1/1900",
            "1899-12-30T00:00:00",
        ] {
            assert!(is_no_day(text), "{text}");
        }
        for text in ["2024-01-01", "1900-01-02", "1.1.2000", "31/12/99"] {
            assert!(!is_no_day(text), "{text}");
        }
    }
}
