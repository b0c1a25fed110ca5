// SPDX-License-Identifier: AGPL-3.0-or-later

//! The part of a text that a list shows, with the words that were asked for marked.

use super::words::{analysis, words};

/// A piece of a text, and whether it is one of the words that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text, as it was written: escape it where it is shown.
    pub text: String,
    /// Whether it was asked for.
    pub marked: bool,
}

/// About `length_max` characters of a text around the first word that was asked for, in pieces, or
/// its beginning where none is there.
pub fn snippet(text: &str, question: &str, length_max: usize) -> Vec<Piece> {
    let asked = words(question);
    let mut tokenizer = analysis();
    let mut stream = tokenizer.token_stream(text);
    let mut marks = Vec::new();
    while stream.advance() {
        let token = stream.token();
        let is_asked = asked.iter().any(|word| {
            word.stem == token.text
                || word.folded.len() >= 3 && token.text.starts_with(&word.folded)
        });
        if is_asked {
            marks.push(token.offset_from..token.offset_to);
        }
    }
    let from = marks
        .first()
        .map_or(0, |mark| before(text, mark.start, length_max / 3));
    let to = after(text, from, length_max);
    let mut pieces = Vec::new();
    let mut piece = |text: String, marked| {
        if !text.is_empty() {
            pieces.push(Piece { text, marked });
        }
    };
    let mut at = from;
    if from > 0 {
        piece("… ".to_owned(), false);
    }
    for mark in marks.into_iter().filter(|mark| mark.end <= to) {
        piece(text[at..mark.start].to_owned(), false);
        piece(text[mark.clone()].to_owned(), true);
        at = mark.end;
    }
    piece(text[at..to].to_owned(), false);
    if to < text.len() {
        piece(" …".to_owned(), false);
    }
    pieces
}

/// Where a text that is cut about `characters` before `at` begins: at a word.
fn before(text: &str, at: usize, characters: usize) -> usize {
    let head = &text[..at];
    let Some((cut, _)) = head.char_indices().rev().nth(characters) else {
        return 0;
    };
    let space = head[cut..].char_indices().find(|(_, c)| c.is_whitespace());
    space.map_or(cut, |(space, c)| cut + space + c.len_utf8())
}

/// Where a text that is cut about `characters` after `from` ends: after a word.
fn after(text: &str, from: usize, characters: usize) -> usize {
    let tail = &text[from..];
    let Some((cut, _)) = tail.char_indices().nth(characters) else {
        return text.len();
    };
    let end = tail[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    from + if end == 0 { cut } else { end }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_snippet_shows_the_words_that_were_asked_for_as_they_were_written() {
        let text = "Mesures horàries de la qualitat de l'aire a les estacions de la ciutat.";
        let pieces = snippet(text, "estació", 40);
        let marked: Vec<_> = pieces.iter().filter(|piece| piece.marked).collect();
        assert_eq!(marked.len(), 1);
        assert_eq!(marked[0].text, "estacions");
        assert_eq!(pieces[0].text, "… ");
        assert_eq!(
            snippet("<b>curt</b>", "res", 40),
            [Piece {
                text: "<b>curt</b>".into(),
                marked: false
            }]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// The pieces are the text: nothing is added but the marks of a cut, nothing is lost in
        /// between, and no cut falls inside a character.
        #[test]
        fn a_snippet_is_a_piece_of_the_text(text in "\\PC{0,200}", question in "\\PC{0,20}", length in 0_usize..120) {
            let pieces = snippet(&text, &question, length);
            let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            let whole = whole.trim_start_matches("… ").trim_end_matches(" …");
            prop_assert!(text.contains(whole));
        }
    }
}
