// SPDX-License-Identifier: AGPL-3.0-or-later

//! Values with unknown parts.

/// A value with unknown parts: `*` stands for any letters, `?` for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Letter(char),
    One,
    Any,
}

impl Pattern {
    /// The pattern of letters, each with whether it may be a sign.
    pub(super) fn of(letters: &[(char, bool)]) -> Self {
        let mut parts = Vec::with_capacity(letters.len());
        for &letter in letters {
            let part = match letter {
                ('*', true) => Part::Any,
                ('?', true) => Part::One,
                (letter, _) => Part::Letter(letter),
            };
            if part != Part::Any || parts.last() != Some(&Part::Any) {
                parts.push(part);
            }
        }
        Self(parts)
    }

    /// The same with its letters changed, as the values that it is compared with were.
    #[must_use]
    pub fn folded(&self, fold: impl Fn(&str) -> String) -> Self {
        let mut parts = Vec::with_capacity(self.0.len());
        for part in &self.0 {
            match part {
                Part::Letter(letter) => {
                    parts.extend(fold(&letter.to_string()).chars().map(Part::Letter));
                }
                sign => parts.push(*sign),
            }
        }
        Self(parts)
    }

    /// What stands before the first unknown part, where nothing but one `*` at the end is unknown.
    pub fn beginning(&self) -> Option<String> {
        let (last, before) = self.0.split_last()?;
        let letters = before.iter().map(|part| match part {
            Part::Letter(letter) => Some(*letter),
            Part::One | Part::Any => None,
        });
        (*last == Part::Any).then(|| letters.collect()).flatten()
    }

    /// Whether a text is of this shape. Takes at most the product of both lengths: what stands before
    /// a star is never tried again.
    pub fn matches(&self, text: &str) -> bool {
        let letters: Vec<char> = text.chars().collect();
        let (mut at, mut part) = (0, 0);
        // The last star, and how far the letters that it stands for reach.
        let mut star: Option<(usize, usize)> = None;
        while at < letters.len() {
            match self.0.get(part) {
                Some(Part::Any) => {
                    star = Some((part, at));
                    part += 1;
                }
                Some(Part::One) => {
                    at += 1;
                    part += 1;
                }
                Some(Part::Letter(letter)) if *letter == letters[at] => {
                    at += 1;
                    part += 1;
                }
                _ => {
                    let Some((of_star, reached)) = star else {
                        return false;
                    };
                    star = Some((of_star, reached + 1));
                    at = reached + 1;
                    part = of_star + 1;
                }
            }
        }
        self.0[part..].iter().all(|rest| *rest == Part::Any)
    }

    pub(super) fn letters(&self) -> impl Iterator<Item = (char, bool)> + '_ {
        self.0.iter().map(|part| match part {
            Part::Letter(letter) => (*letter, false),
            Part::One => ('?', true),
            Part::Any => ('*', true),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        let letters: Vec<_> = text.chars().map(|letter| (letter, true)).collect();
        Pattern::of(&letters)
    }

    #[test]
    fn stars_and_question_marks_stand_for_letters() {
        for (shape, text, fits) in [
            ("air*", "air-quality", true),
            ("*ality", "air-quality", true),
            ("*r-q*", "air-quality", true),
            ("a?r*y", "air-quality", true),
            ("air", "air-quality", false),
            ("a?", "a", false),
            ("*", "", true),
            ("?", "", false),
            ("**a**", "bab", true),
            ("*ab*ab", "abab", true),
            ("*ab*ab", "aba", false),
            ("à?", "àü", true),
        ] {
            assert_eq!(pattern(shape).matches(text), fits, "{shape} {text}");
        }
        assert_eq!(pattern("air*").beginning().as_deref(), Some("air"));
        assert_eq!(pattern("*air").beginning(), None);
    }

    /// The classic way to make a search for patterns slow.
    #[test]
    fn a_pattern_of_many_stars_takes_no_longer_than_the_product_of_the_lengths() {
        let slow = pattern(&format!("{}b", "a*".repeat(4_000)));
        assert!(!slow.matches(&"a".repeat(4_000)));
    }
}
