// SPDX-License-Identifier: AGPL-3.0-or-later

//! Words without case and accents.

use unicode_normalization::UnicodeNormalization as _;

/// The text in small letters without accents.
pub(crate) fn fold(text: &str) -> String {
    text.nfd()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of a text, folded; a small letter before a large one parts two.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut parted = String::with_capacity(text.len() + 4);
    let mut small = false;
    for letter in text.chars() {
        if letter.is_uppercase() && small {
            parted.push(' ');
        }
        small = letter.is_lowercase();
        parted.push(letter);
    }
    fold(&parted)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words of a text as they stand there, with where each begins.
pub(crate) fn places_of_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr().addr();
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr().addr() - start, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_at_signs_and_large_letters() {
        assert_eq!(words("Codi_Districte"), ["codi", "districte"]);
        assert_eq!(words("dataNaixement"), ["data", "naixement"]);
        assert_eq!(words("DNI/NIE (titular)"), ["dni", "nie", "titular"]);
        assert_eq!(words("Núm. d’expedient"), ["num", "d", "expedient"]);
    }
}
