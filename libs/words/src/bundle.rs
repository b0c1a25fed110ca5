// SPDX-License-Identifier: AGPL-3.0-or-later

//! The words at run time: one bundle per language, built once.

use std::borrow::Cow;

use fluent_bundle::{
    FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle as Concurrent,
};
use unic_langid::LanguageIdentifier;

use crate::number::{Language, whole};

type Memoizer = intl_memoizer::concurrent::IntlLangMemoizer;

/// The bundles of all languages of one crate, in the order of their file names.
pub struct Library {
    bundles: Vec<Bundle>,
}

impl Library {
    /// Parses `files`: pairs of a language and the text of its Fluent file.
    ///
    /// The files were checked when the program was built, so a fault here is a bug and panics.
    pub fn new(files: &[(&'static str, &'static str)]) -> Self {
        assert!(
            !files.is_empty(),
            "generate() refuses a folder without languages"
        );
        let bundles = files
            .iter()
            .map(|(language, text)| Bundle::new(language, text))
            .collect();
        Self { bundles }
    }

    /// The words in `language`, or in the first language when there are none in that one.
    pub fn language(&self, language: &str) -> &Bundle {
        self.bundles
            .iter()
            .find(|bundle| bundle.language == language)
            .unwrap_or(&self.bundles[0])
    }
}

/// The words of one crate in one language.
pub struct Bundle {
    language: &'static str,
    inner: Concurrent<FluentResource>,
}

impl std::fmt::Debug for Bundle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bundle")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

impl Bundle {
    fn new(language: &'static str, text: &'static str) -> Self {
        let identifier: LanguageIdentifier = language
            .parse()
            .expect("generate() accepts only names that are language tags");
        let resource = FluentResource::try_new(text.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{language}.ftl was checked, yet: {errors:?}"));
        let mut inner = Concurrent::new_concurrent(vec![identifier]);
        inner.set_use_isolating(false);
        inner.set_formatter(Some(write_number));
        inner
            .add_resource(resource)
            .expect("generate() refuses a message that stands twice");
        Self { language, inner }
    }

    /// The language of these words, as in the file name: `ca`.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// Says the message `id` with `arguments`. Called by the generated functions.
    pub fn say(&self, id: &str, arguments: &[(&'static str, FluentValue<'_>)]) -> String {
        let arguments: FluentArgs<'_> = arguments
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        let pattern = self
            .inner
            .get_message(id)
            .and_then(|message| message.value())
            .expect("the function was generated from this message");
        let mut errors = Vec::new();
        let said = self
            .inner
            .format_pattern(pattern, Some(&arguments), &mut errors);
        debug_assert!(errors.is_empty(), "{}: {id}: {errors:?}", self.language);
        said.into_owned()
    }
}

/// Groups the digits of a number as the language of the bundle does.
fn write_number(value: &FluentValue<'_>, memoizer: &Memoizer) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let language = memoizer
        .with_try_get::<Language, _, _>((), |language| language.0.clone())
        .ok()?;
    let text = number.as_string();
    Some(
        text.parse()
            .map_or_else(|_| text.into_owned(), |exact| whole(&language, exact)),
    )
}

/// Something that can stand in a message: text, or a number that the message does not select on.
pub trait Argument {
    /// The value as Fluent takes it.
    fn argument(&self) -> FluentValue<'_>;
}

impl<T: Argument + ?Sized> Argument for &T {
    fn argument(&self) -> FluentValue<'_> {
        (**self).argument()
    }
}

impl Argument for str {
    fn argument(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Argument for String {
    fn argument(&self) -> FluentValue<'_> {
        self.as_str().argument()
    }
}

impl Argument for Cow<'_, str> {
    fn argument(&self) -> FluentValue<'_> {
        self.as_ref().argument()
    }
}

/// A whole number that a message may select a plural on.
pub trait Count: Argument {}

impl<T: Count + ?Sized> Count for &T {}

/// Fluent counts in doubles; above 2^53 neighbours fall together, which changes no plural.
macro_rules! counts {
    ($($type:ty),*) => {$(
        impl Argument for $type {
            fn argument(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
        impl Count for $type {}
    )*};
}

counts!(u8, u16, u32, u64, usize, i32, i64);

#[cfg(test)]
mod tests {
    use super::{Argument, Library};

    const EN: &str = "left = You have { $left } left\n\
        rows = { $count ->\n    [one] one row\n   *[other] { $count } rows\n }\n";
    const CA: &str = "left = Us queden { $left }\n\
        rows = { $count ->\n    [one] una fila\n   *[other] { $count } files\n }\n";

    fn library() -> Library {
        Library::new(&[("ca", CA), ("en", EN)])
    }

    #[test]
    fn text_is_shown_as_it_is_handed_in_without_isolation_marks() {
        let said = library()
            .language("en")
            .say("left", &[("left", "€12".argument())]);
        assert_eq!(said, "You have €12 left");
    }

    #[test]
    fn plurals_and_digits_follow_the_language() {
        let library = library();
        let rows = |language, count: u64| {
            library
                .language(language)
                .say("rows", &[("count", count.argument())])
        };
        assert_eq!(rows("ca", 1), "una fila");
        assert_eq!(rows("ca", 41_206), "41.206 files");
        assert_eq!(rows("en", 41_206), "41,206 rows");
        assert_eq!(rows("en", 0), "0 rows");
    }

    #[test]
    fn a_language_without_words_speaks_the_first_one() {
        assert_eq!(library().language("oc").language(), "ca");
    }
}
