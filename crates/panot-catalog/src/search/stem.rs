// SPDX-License-Identifier: AGPL-3.0-or-later

//! One light stemmer for Catalan, Spanish and English together.
//!
//! A catalogue mixes the three languages in one field, so a word's language is not known. The rules
//! below therefore only remove what the three share, plural and vowel endings, and level the
//! spellings that change before them (`platja`, `platges`). A wrong merge costs a little precision;
//! a missed one costs the visitor the dataset. There is no Catalan Snowball for this version of
//! tantivy, and three stemmers side by side would triple the index.

use tantivy::tokenizer::{Token, TokenFilter, TokenStream, Tokenizer};

/// The shortest stem: what is shorter says nothing.
const STEM_LETTERS_MIN: usize = 3;

/// The stem of one word that is already in lower case and without accents.
pub fn stem(word: &str) -> &str {
    if !word.bytes().all(|b| b.is_ascii_lowercase()) {
        // Codes, numbers and other scripts stay what they are.
        return word;
    }
    let word = cut(word, "s");
    let word = cut_one_of(word, &["a", "e", "o"]);
    // estacions, estación, estació; station: the `n` of the plural is not there in the singular.
    let word = match word.strip_suffix("ion") {
        Some(_) => cut(word, "on"),
        None => word.strip_suffix("io").map_or(word, |_| cut(word, "o")),
    };
    // biblioteques and biblioteca, amigues and amiga.
    cut_after(word, 'u', &['q', 'g'])
}

/// The letters that change before an ending, levelled after the stem was cut: `platj` and `platg`,
/// `city` and `citi`, `bibliotec` and `biblioteq`.
pub fn level(stem: &mut String) {
    let levelled = match stem.bytes().next_back() {
        Some(b'j') => 'g',
        Some(b'y') => 'i',
        Some(b'q') => 'c',
        _ => return,
    };
    if stem.len() >= STEM_LETTERS_MIN && stem.bytes().all(|b| b.is_ascii_lowercase()) {
        stem.pop();
        stem.push(levelled);
    }
}

fn cut<'a>(word: &'a str, ending: &str) -> &'a str {
    match word.strip_suffix(ending) {
        Some(rest) if rest.len() >= STEM_LETTERS_MIN => rest,
        _ => word,
    }
}

fn cut_one_of<'a>(word: &'a str, endings: &[&str]) -> &'a str {
    endings
        .iter()
        .map(|ending| cut(word, ending))
        .find(|rest| rest.len() < word.len())
        .unwrap_or(word)
}

fn cut_after<'a>(word: &'a str, letter: char, before: &[char]) -> &'a str {
    match word.strip_suffix(letter) {
        Some(rest) if rest.len() >= STEM_LETTERS_MIN && rest.ends_with(before) => rest,
        _ => word,
    }
}

/// The token filter of the index: expects lower case without accents, gives stems.
#[derive(Clone)]
pub struct LightStemmer;

impl TokenFilter for LightStemmer {
    type Tokenizer<T: Tokenizer> = LightStemmed<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> LightStemmed<T> {
        LightStemmed(tokenizer)
    }
}

/// A tokenizer whose words are stems.
#[derive(Clone)]
pub struct LightStemmed<T>(T);

impl<T: Tokenizer> Tokenizer for LightStemmed<T> {
    type TokenStream<'a> = LightStems<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        LightStems(self.0.token_stream(text))
    }
}

/// The stream of stems of one text.
pub struct LightStems<T>(T);

impl<T: TokenStream> TokenStream for LightStems<T> {
    fn advance(&mut self) -> bool {
        if !self.0.advance() {
            return false;
        }
        let token = self.0.token_mut();
        let length = stem(&token.text).len();
        token.text.truncate(length);
        level(&mut token.text);
        true
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> String {
        let mut stem = stem(word).to_owned();
        level(&mut stem);
        stem
    }

    #[test]
    fn the_forms_of_a_word_share_their_stem_in_each_language() {
        for forms in [
            // Catalan, accents already folded
            ["arbre", "arbres"].as_slice(),
            &["estacio", "estacions"],
            &["platja", "platges"],
            &["biblioteca", "biblioteques", "bibliotecas"],
            &["barri", "barris"],
            &["habitatge", "habitatges"],
            &["lloguer", "lloguers"],
            &["aigua", "aigues"],
            &["energia", "energies", "energias"],
            &["placa", "places"],
            // Spanish
            &["arbol", "arboles"],
            &["estacion", "estaciones"],
            &["piso", "pisos"],
            &["edificio", "edificios"],
            // English
            &["tree", "trees"],
            &["station", "stations"],
            &["city", "cities"],
            &["bus", "buses"],
            &["price", "prices"],
        ] {
            let stems: Vec<_> = forms.iter().map(|form| stemmed(form)).collect();
            assert!(
                stems.windows(2).all(|pair| pair[0] == pair[1]),
                "{forms:?} became {stems:?}"
            );
        }
    }

    #[test]
    fn short_words_codes_and_numbers_stay_what_they_are() {
        for word in ["gas", "no2", "08019050", "o3", "bcn", "e", "", "straße"] {
            assert_eq!(stemmed(word), word);
        }
    }

    #[test]
    fn words_that_mean_different_things_keep_different_stems() {
        assert_ne!(stemmed("accident"), stemmed("accessibilitat"));
        assert_ne!(stemmed("parc"), stemmed("parquet"));
        assert_ne!(stemmed("barri"), stemmed("barca"));
    }
}
