// SPDX-License-Identifier: AGPL-3.0-or-later

//! The catalogue as a visitor looks through it: cards, filtered, counted, sorted and paged.
//!
//! A few thousand cards are held in memory and looked through on every visit, so every count is
//! exact and no page is the last one that can be reached.

use panot_core::fold::fold;
use panot_core::{Language, Texts, Timestamp};
use serde::Serialize;

use crate::search::Found;

/// Cards on a page when nobody says.
pub const CARDS_DEFAULT: u64 = 20;
/// The most cards on one page.
pub const CARDS_MAX: u64 = 200;
/// The most values that are chosen at once.
const CHOICES_MAX: usize = 40;

/// What a list shows of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Its public name.
    pub name: String,
    /// Its title.
    pub title: Texts,
    /// What it is.
    pub description: Texts,
    /// Who publishes it.
    pub publisher: String,
    /// The code of its licence.
    pub licence: String,
    /// The code of its theme.
    pub theme: String,
    /// The code of its frequency.
    pub frequency: String,
    /// Rows of the newest version.
    pub rows: u64,
    /// Number of the newest version.
    pub version: u32,
    /// When the newest version was published.
    pub updated_at: Timestamp,
    /// Whether its rows lie on a map.
    pub on_map: bool,
    /// West, south, east, north of all its rows, where that is known.
    pub extent: Option<[f64; 4]>,
    /// The course of its chart, for a small drawing; empty without one.
    pub spark: Vec<f64>,
}

/// By what cards can be narrowed down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// What it is about.
    Theme,
    /// Who publishes it.
    Publisher,
    /// How often it is renewed.
    Frequency,
    /// Under which terms.
    Licence,
    /// Whether it lies on a map: `yes` or `no`.
    Map,
}

impl Facet {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Theme,
        Self::Publisher,
        Self::Frequency,
        Self::Map,
        Self::Licence,
    ];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Publisher => "publisher",
            Self::Frequency => "frequency",
            Self::Licence => "licence",
            Self::Map => "map",
        }
    }

    fn of(self, card: &Card) -> &str {
        match self {
            Self::Theme => &card.theme,
            Self::Publisher => &card.publisher,
            Self::Frequency => &card.frequency,
            Self::Licence => &card.licence,
            Self::Map if card.on_map => "yes",
            Self::Map => "no",
        }
    }
}

/// The order of the cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// What answers the question best; without a question, the newest.
    Best,
    /// What changed last first.
    Newest,
    /// By title.
    Title,
    /// The largest first.
    Rows,
}

impl Order {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Best, Self::Newest, Self::Title, Self::Rows];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Newest => "newest",
            Self::Title => "title",
            Self::Rows => "rows",
        }
    }
}

/// What a visitor asks of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfAsk {
    /// Words.
    pub question: String,
    /// Chosen values: within a facet one of them is enough, across facets all must hold.
    pub chosen: Vec<(Facet, String)>,
    /// The order.
    pub order: Order,
    /// The page, from 1.
    pub page: u64,
    /// Cards on a page.
    pub size: u64,
}

impl Default for ShelfAsk {
    fn default() -> Self {
        Self {
            question: String::new(),
            chosen: Vec::new(),
            order: Order::Best,
            page: 1,
            size: CARDS_DEFAULT,
        }
    }
}

impl ShelfAsk {
    /// Reads the fields of an address. What is not understood is left out: an old link still opens
    /// the catalogue.
    pub fn parse(fields: &[(String, String)]) -> Self {
        let mut ask = Self::default();
        for (name, value) in fields {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match name.as_str() {
                "q" => ask.question = value.chars().take(300).collect(),
                "sort" => {
                    ask.order = Order::ALL
                        .into_iter()
                        .find(|order| order.name() == value)
                        .unwrap_or(ask.order);
                }
                "page" => ask.page = value.parse().map_or(ask.page, |page: u64| page.max(1)),
                "size" => {
                    ask.size = value
                        .parse()
                        .map_or(ask.size, |size: u64| size.clamp(1, CARDS_MAX));
                }
                name => {
                    let facet = Facet::ALL.into_iter().find(|facet| facet.name() == name);
                    let choice = facet.map(|facet| (facet, value.to_owned()));
                    let new = choice.filter(|choice| {
                        ask.chosen.len() < CHOICES_MAX && !ask.chosen.contains(choice)
                    });
                    ask.chosen.extend(new);
                }
            }
        }
        ask
    }

    /// The fields of the address that asks this, without the page.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        let mut field = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
        if !self.question.is_empty() {
            field("q", &self.question);
        }
        for (facet, value) in &self.chosen {
            field(facet.name(), value);
        }
        if self.order != Order::Best {
            field("sort", self.order.name());
        }
        if self.size != CARDS_DEFAULT {
            field("size", &self.size.to_string());
        }
        fields
    }

    /// The same with a value chosen, or no longer chosen, from the first page.
    #[must_use]
    pub fn toggled(&self, facet: Facet, value: &str) -> Self {
        let mut ask = self.clone();
        ask.page = 1;
        let choice = (facet, value.to_owned());
        if ask.chosen.contains(&choice) {
            ask.chosen.retain(|chosen| *chosen != choice);
        } else {
            ask.chosen.push(choice);
        }
        ask
    }

    fn admits(&self, card: &Card, but: Option<Facet>) -> bool {
        Facet::ALL
            .into_iter()
            .filter(|facet| Some(*facet) != but)
            .all(|facet| {
                let mut values = self
                    .chosen
                    .iter()
                    .filter(|(of, _)| *of == facet)
                    .map(|(_, value)| value)
                    .peekable();
                values.peek().is_none() || values.any(|value| value == facet.of(card))
            })
    }
}

/// One value of a facet, with how many cards choosing it would show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// How many cards have it, among those that fit the question and every other facet.
    pub count: u64,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What a page of the catalogue shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ShelfPage<'a> {
    /// The cards of this page.
    pub cards: Vec<&'a Card>,
    /// How many cards there are on all pages.
    pub total: u64,
    /// The facets with their values, most frequent first.
    pub facets: Vec<(Facet, Vec<Choice>)>,
    /// These answer only part of the question.
    pub nearby: bool,
}

/// Looks through `cards`. `found` is what the search found, where there is a question; `language`
/// orders titles.
pub fn look<'a>(
    cards: &'a [Card],
    ask: &ShelfAsk,
    found: Option<&Found>,
    language: Language,
) -> ShelfPage<'a> {
    let answering: Vec<&Card> = match found {
        None => cards.iter().collect(),
        Some(found) => found
            .names
            .iter()
            .filter_map(|name| {
                let at = cards.binary_search_by(|card| card.name.as_str().cmp(name));
                at.ok().map(|at| &cards[at])
            })
            .collect(),
    };
    let facets = Facet::ALL
        .into_iter()
        .map(|facet| (facet, choices(&answering, ask, facet)))
        .collect();
    let mut fitting: Vec<&Card> = answering
        .into_iter()
        .filter(|card| ask.admits(card, None))
        .collect();
    match ask.order {
        Order::Best if found.is_some() => {}
        Order::Best | Order::Newest => fitting.sort_by(|a, b| {
            b.updated_at
                .cmp(&a.updated_at)
                .then_with(|| a.name.cmp(&b.name))
        }),
        Order::Title => fitting.sort_by_cached_key(|card| fold(card.title.text(language))),
        Order::Rows => {
            fitting.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.name.cmp(&b.name)));
        }
    }
    let total = fitting.len();
    let skip = usize::try_from((ask.page - 1).saturating_mul(ask.size)).unwrap_or(usize::MAX);
    let size = usize::try_from(ask.size).unwrap_or(usize::MAX);
    ShelfPage {
        cards: fitting.into_iter().skip(skip).take(size).collect(),
        total: u64::try_from(total).unwrap_or(u64::MAX),
        facets,
        nearby: found.is_some_and(|found| found.nearby),
    }
}

fn choices(answering: &[&Card], ask: &ShelfAsk, facet: Facet) -> Vec<Choice> {
    let mut counts = std::collections::BTreeMap::<&str, u64>::new();
    for (of, value) in &ask.chosen {
        if *of == facet {
            counts.entry(value).or_default();
        }
    }
    for card in answering
        .iter()
        .filter(|card| ask.admits(card, Some(facet)))
    {
        if !facet.of(card).is_empty() {
            *counts.entry(facet.of(card)).or_default() += 1;
        }
    }
    let mut choices: Vec<Choice> = counts
        .into_iter()
        .map(|(value, count)| Choice {
            value: value.to_owned(),
            count,
            chosen: ask.chosen.iter().any(|(of, v)| *of == facet && v == value),
        })
        .collect();
    choices.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(name: &str, theme: &str, publisher: &str, rows: u64, on_map: bool) -> Card {
        Card {
            name: name.into(),
            title: Texts::new().with(Language::Ca, name),
            description: Texts::new(),
            publisher: publisher.into(),
            licence: "CC-BY-4.0".into(),
            theme: theme.into(),
            frequency: String::new(),
            rows,
            version: 1,
            updated_at: Timestamp::EPOCH,
            on_map,
            extent: None,
            spark: Vec::new(),
        }
    }

    fn cards() -> Vec<Card> {
        vec![
            card("aire", "envi", "Ecologia", 900, false),
            card("arbres", "envi", "Parcs", 500, true),
            card("bus", "tran", "Mobilitat", 100, true),
        ]
    }

    fn ask(fields: &[(&str, &str)]) -> ShelfAsk {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        ShelfAsk::parse(&fields)
    }

    fn names(page: &ShelfPage) -> Vec<String> {
        page.cards.iter().map(|card| card.name.clone()).collect()
    }

    #[test]
    fn a_count_says_how_many_cards_choosing_it_would_show() {
        let cards = cards();
        let page = look(
            &cards,
            &ask(&[("theme", "envi"), ("map", "yes")]),
            None,
            Language::Ca,
        );
        assert_eq!(names(&page), ["arbres"]);
        let counts = |facet: Facet| -> Vec<(String, u64, bool)> {
            page.facets
                .iter()
                .filter(|(of, _)| *of == facet)
                .flat_map(|(_, choices)| choices)
                .map(|choice| (choice.value.clone(), choice.count, choice.chosen))
                .collect()
        };
        // Themes among what lies on a map, maps among what is about the environment.
        assert_eq!(
            counts(Facet::Theme),
            [("envi".into(), 1, true), ("tran".into(), 1, false)]
        );
        assert_eq!(
            counts(Facet::Map),
            [("no".into(), 1, false), ("yes".into(), 1, true)]
        );
    }

    #[test]
    fn two_values_of_a_facet_show_the_cards_of_either() {
        let cards = cards();
        let page = look(
            &cards,
            &ask(&[("theme", "envi"), ("theme", "tran")]),
            None,
            Language::Ca,
        );
        assert_eq!(page.total, 3);
    }

    #[test]
    fn a_chosen_value_that_nothing_has_stays_to_be_unchosen() {
        let cards = cards();
        let page = look(&cards, &ask(&[("theme", "heal")]), None, Language::Ca);
        assert_eq!(page.total, 0);
        let (_, themes) = &page.facets[0];
        assert!(
            themes
                .iter()
                .any(|choice| choice.chosen && choice.count == 0)
        );
    }

    #[test]
    fn what_was_found_keeps_its_order_unless_another_is_asked_for() {
        let cards = cards();
        let found = Found {
            names: vec!["bus".into(), "aire".into(), "gone".into()],
            nearby: false,
        };
        assert_eq!(
            names(&look(
                &cards,
                &ask(&[("q", "x")]),
                Some(&found),
                Language::Ca
            )),
            ["bus", "aire"]
        );
        assert_eq!(
            names(&look(
                &cards,
                &ask(&[("q", "x"), ("sort", "rows")]),
                Some(&found),
                Language::Ca
            )),
            ["aire", "bus"]
        );
    }

    #[test]
    fn every_card_is_on_exactly_one_page_also_behind_the_ten_thousandth() {
        let cards: Vec<_> = (0..10_100)
            .map(|i| card(&format!("d{i:05}"), "envi", "", 1, false))
            .collect();
        let last = ask(&[("page", "505"), ("sort", "title")]);
        let page = look(&cards, &last, None, Language::Ca);
        assert_eq!(page.total, 10_100);
        assert_eq!(names(&page).last().map(String::as_str), Some("d10099"));
        let beyond = look(
            &cards,
            &ask(&[("page", &u64::MAX.to_string())]),
            None,
            Language::Ca,
        )
        .cards;
        assert_eq!(beyond, Vec::<&Card>::new());
    }

    #[test]
    fn the_fields_of_a_question_give_the_same_question_and_nonsense_is_left_out() {
        let asked = ask(&[
            ("q", " aire "),
            ("theme", "envi"),
            ("theme", "envi"),
            ("map", "yes"),
            ("sort", "title"),
            ("page", "nope"),
            ("colour", "red"),
        ]);
        assert_eq!(ShelfAsk::parse(&asked.fields()), asked);
        assert_eq!(asked.chosen.len(), 2);
        let without = asked.toggled(Facet::Map, "yes");
        assert_eq!(without.chosen, [(Facet::Theme, "envi".to_owned())]);
        assert_eq!(without.toggled(Facet::Map, "yes"), asked);
    }
}
