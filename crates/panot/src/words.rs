// SPDX-License-Identifier: AGPL-3.0-or-later

//! The words of the command line: typed functions from `locales/*.ftl`, and which language speaks.

mod made {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
pub use made::Words;

use panot_catalog::import::Stage;

/// The variables that say a person's language, the strongest first.
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The words for this command: in the language that was asked for, else in that of the
/// environment, else in English. A machine is spoken to in English unless it asks.
pub fn choose(asked: Option<&str>, machine: bool) -> Words {
    let language = match asked {
        Some(asked) => asked,
        None if machine => "en",
        None => of_locale(
            VARIABLES
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .find(|value| !value.is_empty())
                .as_deref(),
        ),
    };
    Words::of(language)
}

/// `ca_ES.UTF-8@valencia` → `ca`; what has no words here → `en`.
pub fn of_locale(locale: Option<&str>) -> &'static str {
    let language = locale
        .unwrap_or_default()
        .split(['_', '.', '@', '-'])
        .next()
        .unwrap_or_default();
    Words::LANGUAGES
        .iter()
        .find(|known| known.eq_ignore_ascii_case(language))
        .unwrap_or(&"en")
}

/// What is being done.
pub fn stage(t: Words, stage: Stage) -> String {
    match stage {
        Stage::Keeping => t.stage_keeping(),
        Stage::Studying => t.stage_studying(),
        Stage::Counting => t.stage_counting(),
        Stage::Writing => t.stage_writing(),
        Stage::Publishing => t.stage_publishing(),
    }
}

#[cfg(test)]
mod tests {
    use super::of_locale;

    #[test]
    fn the_language_is_that_of_the_locale_or_english() {
        for (locale, language) in [
            (Some("ca_ES.UTF-8@valencia"), "ca"),
            (Some("ca"), "ca"),
            (Some("es_ES.UTF-8"), "es"),
            (Some("cab_HN"), "en"),
            (Some("C"), "en"),
            (Some("de_DE.UTF-8"), "en"),
            (None, "en"),
        ] {
            assert_eq!(of_locale(locale), language, "{locale:?}");
        }
    }
}
