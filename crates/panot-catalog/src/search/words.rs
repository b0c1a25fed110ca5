// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a text to the words that are looked for: the same way for what is indexed and what is asked.

use std::collections::BTreeSet;

use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer,
    TokenFilter as _, TokenStream as _, Tokenizer,
};

use super::stem;

/// Words of a question that are read; the rest is left out.
const WORDS_MAX: usize = 12;
/// The longest question that is read, in bytes.
const QUESTION_BYTES_MAX: usize = 300;
/// Longer words are not indexed: they are codes or damage.
const WORD_BYTES_MAX: usize = 60;

/// How texts become terms of the index.
pub(super) fn analysis() -> TextAnalyzer {
    TextAnalyzer::builder(folding())
        .filter(stem::LightStemmer)
        .build()
}

fn folding() -> impl Tokenizer {
    let short = RemoveLongFilter::limit(WORD_BYTES_MAX).transform(SimpleTokenizer::default());
    AsciiFoldingFilter.transform(LowerCaser.transform(short))
}

/// One word of a question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    /// In lower case, without accents.
    pub(super) folded: String,
    /// Without its ending too.
    pub(super) stem: String,
}

/// Articles and prepositions of the three languages: as conditions they would hide what is meant.
const EMPTY_WORDS: &[&str] = &[
    "a", "al", "als", "and", "at", "de", "del", "dels", "d", "el", "els", "en", "for", "i", "in",
    "l", "la", "las", "les", "los", "of", "on", "per", "por", "the", "to", "y",
];

/// The words of a text, each where it stands.
pub(super) fn words_in_order(text: &str) -> Vec<Word> {
    let mut end = text.len().min(QUESTION_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut tokenizer = folding();
    let mut stream = tokenizer.token_stream(&text[..end]);
    let mut words = Vec::new();
    while stream.advance() {
        let folded = stream.token().text.clone();
        let mut stem = stem::stem(&folded).to_owned();
        stem::level(&mut stem);
        words.push(Word { folded, stem });
    }
    words
}

/// The words of a question, without those that say nothing.
pub(super) fn words(question: &str) -> Vec<Word> {
    let words: BTreeSet<Word> = words_in_order(question).into_iter().collect();
    let told: Vec<_> = words
        .iter()
        .filter(|word| !EMPTY_WORDS.contains(&word.folded.as_str()))
        .cloned()
        .collect();
    // Somebody who asks for "la" alone means it.
    let asked = if told.is_empty() {
        words.into_iter().collect()
    } else {
        told
    };
    asked.into_iter().take(WORDS_MAX).collect()
}
