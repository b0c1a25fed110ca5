// SPDX-License-Identifier: AGPL-3.0-or-later

use std::collections::BTreeMap;

use panot_web::assets;

/// Every text and the ground it stands on, as the components use them.
const TEXTS: &[(&str, &str)] = &[
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "sunk"),
    ("ink-soft", "paper"),
    ("ink-soft", "sheet"),
    ("ink-soft", "sunk"),
    ("ink", "sea-tint"),
    ("ink", "clay-tint"),
    ("ink", "pine-tint"),
    ("ink", "sun-tint"),
    ("ink-soft", "sea-tint"),
    ("ink-soft", "sun-tint"),
    ("sea", "paper"),
    ("sea", "sheet"),
    ("sea", "sunk"),
    ("sea", "sun-tint"),
    ("sea", "sea-tint"),
    ("sea", "clay-tint"),
    ("sea-strong", "paper"),
    ("sea-strong", "sheet"),
    ("sea-strong", "sea-tint"),
    ("on-sea", "sea"),
    ("on-sea", "sea-strong"),
    ("clay", "paper"),
    ("clay", "sheet"),
    ("on-clay", "clay"),
    ("paper", "ink"),
    ("pine", "paper"),
    ("pine", "sheet"),
    ("on-sun", "sun"),
    ("on-band", "band"),
    ("on-band-soft", "band"),
    ("sun", "band"),
    ("on-foot", "foot"),
    ("sun", "foot"),
];

/// Edges and marks that carry meaning, and what they stand on.
const EDGES: &[(&str, &str)] = &[
    ("edge", "paper"),
    ("edge", "sheet"),
    ("sea", "sea-tint"),
    ("clay", "clay-tint"),
    ("pine", "pine-tint"),
    ("clay", "sheet"),
    ("clay", "street"),
    ("sea", "street"),
    ("pine", "garden"),
];

type Tokens = BTreeMap<String, [f64; 3]>;

/// The colours of the light look, and of the dark one (what it does not say stays as in light).
fn looks() -> [Tokens; 2] {
    let css = assets::find("city.css").expect("it is always there");
    let css = std::str::from_utf8(css.plain).expect("a stylesheet is text");
    let light = block(css, ":root{");
    let mut dark = light.clone();
    dark.extend(block(css, ":root[data-look=dark]{"));
    [light, dark]
}

fn block(css: &str, start: &str) -> Tokens {
    let at = css.find(start).expect("the block is there") + start.len();
    let end = css[at..].find('}').expect("the block ends") + at;
    css[at..end]
        .split(';')
        .filter_map(|declaration| declaration.trim().strip_prefix("--")?.split_once(':'))
        .filter_map(|(name, value)| Some((name.to_owned(), colour(value.trim())?)))
        .collect()
}

fn colour(text: &str) -> Option<[f64; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| {
        u8::from_str_radix(&digits[at..at + 2], 16)
            .ok()
            .map(|part| f64::from(part) / 255.0)
    };
    Some([part(0)?, part(2)?, part(4)?])
}

/// The contrast of two colours by WCAG 2.2.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |colour: [f64; 3]| {
        let [red, green, blue] = colour.map(|part| {
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn black_on_white_has_the_contrast_that_the_standard_says() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
}

#[test]
fn every_text_can_be_read_in_light_and_in_dark() {
    for (look, tokens) in ["light", "dark"].iter().zip(looks()) {
        for (pairs, least) in [(TEXTS, 4.5), (EDGES, 3.0)] {
            for (text, ground) in pairs {
                let colour = |name: &str| {
                    *tokens
                        .get(name)
                        .unwrap_or_else(|| panic!("{look} has no --{name}"))
                };
                let ratio = contrast(colour(text), colour(ground));
                assert!(
                    ratio >= least,
                    "{look}: {text} on {ground} is {ratio:.2}, not {least}"
                );
            }
        }
    }
}

#[test]
fn devices_that_ask_for_dark_get_the_same_tokens_as_people_who_choose_it() {
    let css = assets::find("city.css").expect("it is always there");
    let css = std::str::from_utf8(css.plain).expect("a stylesheet is text");
    let chosen = block(css, ":root[data-look=dark]{");
    assert_eq!(chosen, block(css, ":root:not([data-look=light]){"));
    assert!(chosen.len() > 20);
}
