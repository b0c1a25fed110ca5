// SPDX-License-Identifier: AGPL-3.0-or-later

//! Folding of case and accents, so that `Gràcia`, `GRACIA` and `gracia` are found alike.

/// The text in lower case without accents: `à` is `a`, `ç` is `c`, `ñ` is `n`, `l·l` is `ll`,
/// `ß` is `ss`, `œ` is `oe`. Other letters stay as they are, in lower case. Folding twice changes
/// nothing more.
///
/// ```
/// # use panot_core::fold::fold;
/// assert_eq!(fold("Paral·lel, Gràcia i l'Eixample"), "parallel, gracia i l'eixample");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

/// The same into a text that is there already, for many texts one after the other.
pub fn fold_into(folded: &mut String, text: &str) {
    folded.clear();
    if text.is_ascii() {
        folded.push_str(text);
        folded.make_ascii_lowercase();
        if text.contains('`') {
            *folded = folded.replace('`', "'");
        }
        return;
    }
    let mut letters = text.chars().flat_map(char::to_lowercase).peekable();
    while let Some(letter) = letters.next() {
        match letter {
            // The middle dot of l·l, also written with the bullet or the letter with a dot.
            '·' | '\u{2027}' | '•' if folded.ends_with('l') && letters.peek() == Some(&'l') => {}
            'ŀ' => folded.push('l'),
            _ if is_mark(letter) => {}
            _ => push_folded(folded, letter),
        }
    }
}

/// Combining marks, as decomposed text writes accents.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn push_folded(out: &mut String, letter: char) {
    let plain = match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ª' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'º' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ß' => return out.push_str("ss"),
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        'þ' => return out.push_str("th"),
        // Typographic apostrophes are typed as the plain one.
        '’' | '‘' | '´' | '`' => '\'',
        other => other,
    };
    out.push(plain);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fold;

    #[test]
    fn what_a_resident_types_without_accents_finds_the_accented_word() {
        assert_eq!(fold("GRÀCIA"), fold("gracia"));
        assert_eq!(fold("Sant Martí de Provençals"), "sant marti de provencals");
        assert_eq!(fold("España"), "espana");
        assert_eq!(
            fold("la Marina del Prat Vermell – l’Hospitalet"),
            "la marina del prat vermell – l'hospitalet"
        );
    }

    #[test]
    fn the_double_l_is_folded_however_its_dot_is_written() {
        for written in ["col·lecció", "col•lecció", "coŀlecció", "COL·LECCIÓ"] {
            assert_eq!(fold(written), "colleccio");
        }
        assert_eq!(fold("a · b"), "a · b", "a dot between words is a dot");
    }

    #[test]
    fn decomposed_text_folds_like_composed_text() {
        assert_eq!(fold("e\u{301}s"), fold("és"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn case_does_not_matter(text in "[a-zàèéíïòóúüçñ·' ]{0,40}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
        }
    }
}
