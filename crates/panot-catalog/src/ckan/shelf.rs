// SPDX-License-Identifier: AGPL-3.0-or-later

//! The fields by which CKAN's search index knows a dataset, over the entries in memory. What is said
//! in sentences is searched by the catalogue's own index.

use ckan::{Bound, Match, Pattern, Set, Shelf, date};
use jiff::Timestamp;
use panot_core::fold::fold;
use panot_web::Settings;

use super::entry::Entry;
use super::package;
use super::refused::{Refused, Why};
use crate::search::{Sought, Within};

/// The most patterns of one question: each is compared with every entry.
pub const PATTERNS_MAX: usize = 8;
/// The most words and phrases that the index is asked for at once.
pub const TEXTS_MAX: usize = 64;

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Values that are compared whole.
    Values(Key),
    /// A moment.
    Moment(Moment),
    /// A number.
    Number(Number),
    /// Sentences.
    Text(Within),
    /// The same for all datasets.
    Fixed(&'static str),
}

/// Fields whose values are compared whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Id,
    Name,
    Title,
    Organization,
    Publisher,
    OwnerOrg,
    Groups,
    Tags,
    License,
    Format,
    Frequency,
    Version,
    Url,
    File,
    /// An extra that no dataset has.
    Nothing,
}

/// Fields that are moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Created,
    Modified,
}

/// Fields that are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    Resources,
    Tags,
    Rows,
}

impl Held {
    /// What the field of this name is; nothing for a name that CKAN's index does not have either.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "id" | "package_id" => Self::Values(Key::Id),
            "name" => Self::Values(Key::Name),
            "title_string" => Self::Values(Key::Title),
            "organization" => Self::Values(Key::Organization),
            "author" | "maintainer" | "publisher" => Self::Values(Key::Publisher),
            "owner_org" => Self::Values(Key::OwnerOrg),
            "groups" => Self::Values(Key::Groups),
            "tags" => Self::Values(Key::Tags),
            "license_id" | "license" => Self::Values(Key::License),
            "res_format" => Self::Values(Key::Format),
            "version" => Self::Values(Key::Version),
            "url" => Self::Values(Key::Url),
            "res_name" | "res_url" => Self::Values(Key::File),
            "frequency" | "extras_frequency" => Self::Values(Key::Frequency),
            "metadata_created" => Self::Moment(Moment::Created),
            "metadata_modified" => Self::Moment(Moment::Modified),
            "num_resources" => Self::Number(Number::Resources),
            "num_tags" => Self::Number(Number::Tags),
            "rows" | "extras_rows" => Self::Number(Number::Rows),
            "title" | "title_ngram" => Self::Text(Within::Title),
            "notes" => Self::Text(Within::Description),
            "text" => Self::Text(Within::Anywhere),
            "state" => Self::Fixed("active"),
            "type" | "dataset_type" => Self::Fixed("dataset"),
            "entity_type" => Self::Fixed("package"),
            "capacity" => Self::Fixed("public"),
            "private" => Self::Fixed("false"),
            "site_id" => Self::Fixed("default"),
            extra
                if ["extras_", "res_extras_", "vocab_"]
                    .iter()
                    .any(|s| extra.starts_with(s)) =>
            {
                Self::Values(Key::Nothing)
            }
            _ => return None,
        })
    }
}

/// What the catalogue's own index finds: the names of datasets whose texts hold something.
pub type Texts<'a> = &'a dyn Fn(Within, &Sought<'_>) -> Result<Vec<String>, Refused>;

/// All entries of a city, sorted by name, to be searched.
pub struct Entries<'a> {
    /// The entries.
    pub all: &'a [std::sync::Arc<Entry>],
    /// The city.
    pub settings: &'a Settings,
    /// What time it is, for `NOW`.
    pub now: Timestamp,
    /// What texts hold.
    pub texts: Texts<'a>,
}

impl Entries<'_> {
    /// Shows every value of a field to `see`, until it says that it has seen what it looks for.
    pub fn any(&self, key: Key, entry: &Entry, see: &mut dyn FnMut(&str) -> bool) -> bool {
        let about = &entry.dataset.about;
        match key {
            Key::Id => see(&entry.id.to_string()),
            Key::Name => see(entry.name().as_str()),
            Key::Title => entry.titles.iter().any(|title| see(title)),
            Key::Organization => match &entry.organization {
                Some(name) => see(name),
                None => see(&package::of_city(self.settings)),
            },
            Key::Publisher => see(&package::organization(self.settings, entry).title),
            Key::OwnerOrg => {
                let organization = package::organization(self.settings, entry);
                see(&organization.id) || see(&organization.name)
            }
            Key::Groups => !about.theme.is_empty() && see(&entry.group()),
            Key::Tags => about.keywords.iter().any(|word| see(word)),
            Key::License => !about.licence.is_empty() && see(&about.licence),
            Key::Format => entry
                .files
                .iter()
                .any(|(format, _)| see(package::label(*format))),
            Key::Frequency => !about.frequency.is_empty() && see(&about.frequency.to_lowercase()),
            Key::Version => see(&entry.version.to_string()),
            Key::Url => {
                let page = crate::address::dataset(entry.name(), None);
                see(&self.settings.absolute(&page))
            }
            Key::File => package::resources(self.settings, entry, None)
                .iter()
                .any(|file| see(&file.url) || file.name.as_deref().is_some_and(&mut *see)),
            Key::Nothing => false,
        }
    }

    fn set(&self, is: impl Fn(&Entry) -> bool) -> Set {
        Set::of(self.all.len(), |at| is(&self.all[at]))
    }

    fn values(&self, key: Key, what: &Match) -> Set {
        // Titles and tags are words, which people write with and without accents.
        let folds = matches!(key, Key::Title | Key::Tags);
        let seen = |entry: &Entry, is: &mut dyn FnMut(&str) -> bool| match key {
            Key::Tags if folds => entry.tags.iter().any(|tag| is(tag)),
            key => self.any(key, entry, is),
        };
        let ready = |text: &str| {
            if folds {
                fold(text)
            } else {
                text.to_lowercase()
            }
        };
        match what {
            Match::Present => self.set(|entry| seen(entry, &mut |_| true)),
            // Lists of hundreds of UUIDs are what clients ask for.
            Match::Word(text) | Match::Phrase(text) if key == Key::Id => {
                let id = text.parse::<uuid::Uuid>().ok();
                self.set(|entry| Some(entry.id) == id)
            }
            Match::Word(text) | Match::Phrase(text) => {
                let sought = ready(text);
                self.set(|entry| seen(entry, &mut |value| same(value, &sought)))
            }
            Match::Pattern(pattern) => {
                let pattern = pattern.folded(ready);
                self.set(|entry| seen(entry, &mut |value| pattern.matches(&value.to_lowercase())))
            }
            Match::Range { from, to } => {
                let ends = (from.as_ref(), to.as_ref());
                let ends = (
                    ends.0.map(|end| ready(&end.value)),
                    ends.1.map(|end| ready(&end.value)),
                );
                self.set(|entry| {
                    seen(entry, &mut |value| {
                        let value = value.to_lowercase();
                        within(&value, (from, ends.0.as_ref()), (to, ends.1.as_ref()))
                    })
                })
            }
        }
    }

    fn moments(&self, name: &str, moment: Moment, what: &Match) -> Result<Set, Refused> {
        let read = |text: &str| {
            date::moment(text, self.now)
                .ok_or_else(|| Refused::field("fq", Why::Value(name.to_owned(), text.to_owned())))
        };
        let of = |entry: &Entry| moment.of(entry);
        match what {
            Match::Present => Ok(self.set(|_| true)),
            Match::Word(text) | Match::Phrase(text) => {
                let moment = read(text)?;
                Ok(self.set(|entry| of(entry) == moment))
            }
            Match::Range { from, to } => {
                let ends = (end(from.as_ref(), read)?, end(to.as_ref(), read)?);
                Ok(self.set(|entry| {
                    within(&of(entry), (from, ends.0.as_ref()), (to, ends.1.as_ref()))
                }))
            }
            Match::Pattern(_) => Err(Refused::field("fq", Why::CannotBe(name.to_owned()))),
        }
    }

    fn numbers(&self, name: &str, number: Number, what: &Match) -> Result<Set, Refused> {
        let read = |text: &str| {
            text.parse::<i64>()
                .map_err(|_| Refused::field("fq", Why::Value(name.to_owned(), text.to_owned())))
        };
        let of = |entry: &Entry| i64::try_from(number.of(entry)).unwrap_or(i64::MAX);
        match what {
            Match::Present => Ok(self.set(|_| true)),
            Match::Word(text) | Match::Phrase(text) => {
                let number = read(text)?;
                Ok(self.set(|entry| of(entry) == number))
            }
            Match::Range { from, to } => {
                let ends = (end(from.as_ref(), read)?, end(to.as_ref(), read)?);
                Ok(self.set(|entry| {
                    within(&of(entry), (from, ends.0.as_ref()), (to, ends.1.as_ref()))
                }))
            }
            Match::Pattern(_) => Err(Refused::field("fq", Why::CannotBe(name.to_owned()))),
        }
    }

    fn sentences(&self, name: &str, within: Within, what: &Match) -> Result<Set, Refused> {
        let sought = match what {
            Match::Present => {
                let has = |entry: &Entry| match within {
                    Within::Description => !entry.dataset.about.description.is_empty(),
                    _ => true,
                };
                return Ok(self.set(has));
            }
            Match::Word(text) => Sought::Word(text),
            Match::Phrase(text) => Sought::Phrase(text),
            Match::Pattern(pattern) => match pattern.beginning() {
                Some(beginning) if beginning.chars().count() >= 2 => {
                    return self.found(within, &Sought::Beginning(&beginning));
                }
                _ if within == Within::Title => return Ok(self.titles(pattern)),
                _ => return Err(Refused::field("fq", Why::CannotBe(name.to_owned()))),
            },
            Match::Range { .. } => {
                return Err(Refused::field("fq", Why::CannotBe(name.to_owned())));
            }
        };
        self.found(within, &sought)
    }

    /// Titles of a shape, or with a word of a shape.
    fn titles(&self, pattern: &Pattern) -> Set {
        let pattern = pattern.folded(fold);
        let fits = |title: &String| {
            pattern.matches(title) || title.split(' ').any(|word| pattern.matches(word))
        };
        self.set(|entry| entry.titles.iter().any(fits))
    }

    fn found(&self, within: Within, sought: &Sought<'_>) -> Result<Set, Refused> {
        let mut set = Set::none(self.all.len());
        for name in (self.texts)(within, sought)? {
            let at = self
                .all
                .binary_search_by(|entry| entry.name().as_str().cmp(&name));
            if let Ok(at) = at {
                set.add(at);
            }
        }
        Ok(set)
    }
}

impl Shelf for Entries<'_> {
    type Error = Refused;

    fn len(&self) -> usize {
        self.all.len()
    }

    fn find(&self, field: Option<&str>, what: &Match) -> Result<Set, Refused> {
        let name = field.unwrap_or("text");
        let held = Held::of(name)
            .ok_or_else(|| Refused::field("fq", Why::NoSuchField(name.to_owned())))?;
        match held {
            Held::Values(key) => Ok(self.values(key, what)),
            Held::Moment(moment) => self.moments(name, moment, what),
            Held::Number(number) => self.numbers(name, number, what),
            Held::Text(within) => self.sentences(name, within, what),
            Held::Fixed(value) => Ok(self.fixed(value, what)),
        }
    }
}

impl Entries<'_> {
    fn fixed(&self, value: &str, what: &Match) -> Set {
        let holds = match what {
            Match::Present => true,
            Match::Word(text) | Match::Phrase(text) => text.eq_ignore_ascii_case(value),
            Match::Pattern(pattern) => pattern.matches(value),
            Match::Range { from, to } => {
                let ends = (from.as_ref(), to.as_ref());
                let ends = (ends.0.map(|end| &*end.value), ends.1.map(|end| &*end.value));
                within(&value, (from, ends.0.as_ref()), (to, ends.1.as_ref()))
            }
        };
        self.set(|_| holds)
    }
}

impl Moment {
    /// The moment of an entry.
    pub fn of(self, entry: &Entry) -> Timestamp {
        match self {
            Self::Created => entry.dataset.created_at,
            Self::Modified => entry.modified_at(),
        }
        .to_jiff()
    }
}

impl Number {
    /// The number of an entry.
    pub fn of(self, entry: &Entry) -> u64 {
        let length = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        match self {
            Self::Resources => length(entry.files.len()),
            Self::Tags => length(entry.dataset.about.keywords.len()),
            Self::Rows => entry.rows,
        }
    }
}

/// Whether a value is what is sought, which is in lower case.
fn same(value: &str, sought: &str) -> bool {
    value == sought
        || (value.is_ascii() && value.eq_ignore_ascii_case(sought))
        || (!value.is_ascii() && value.to_lowercase() == sought)
}

fn end<T>(
    bound: Option<&Bound>,
    read: impl Fn(&str) -> Result<T, Refused>,
) -> Result<Option<T>, Refused> {
    bound.map(|bound| read(&bound.value)).transpose()
}

type End<'a, T> = (&'a Option<Bound>, Option<&'a T>);

/// Whether a value lies between two ends, each with what it reads as.
fn within<T: Ord>(value: &T, from: End<'_, T>, to: End<'_, T>) -> bool {
    let includes = |bound: &Option<Bound>| bound.as_ref().is_some_and(|bound| bound.is_included);
    let after = from
        .1
        .is_none_or(|end| value > end || (includes(from.0) && value == end));
    let before =
        to.1.is_none_or(|end| value < end || (includes(to.0) && value == end));
    after && before
}
