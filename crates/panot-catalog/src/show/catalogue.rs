// SPDX-License-Identifier: AGPL-3.0-or-later

//! The catalogue as its page and its JSON show it.

use panot_web::Markup;
use serde::Serialize;
use utoipa::ToSchema;

use super::Reader;
use crate::address;
use crate::search::{Piece, snippet};
use crate::shelf::{Card, Facet, Order, ShelfAsk, ShelfPage};
use crate::words;

/// The longest snippet, in characters.
const SNIPPET_CHARS: usize = 180;

/// The catalogue as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct CatalogueView {
    /// Datasets that fit, on all pages.
    pub total: u64,
    /// This page, from 1.
    pub page: u64,
    /// Datasets on a page.
    pub size: u64,
    /// No dataset has all words of the question; these have some.
    pub nearby: bool,
    /// The datasets of this page.
    pub datasets: Vec<CardView>,
    /// By what they can be narrowed down.
    pub facets: Vec<FacetView>,
    /// The next page, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A dataset in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CardView {
    /// Its public name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it is.
    pub description: String,
    /// Who publishes it.
    pub publisher: String,
    /// The code of its licence.
    pub licence: String,
    /// The code of its theme.
    pub theme: String,
    /// The code of its frequency.
    pub frequency: String,
    /// Rows of its newest version.
    pub rows: u64,
    /// Number of its newest version.
    pub version: u32,
    /// When that was published.
    pub updated_at: String,
    /// Whether its rows lie on a map.
    pub on_map: bool,
    /// Its page.
    pub page: String,
}

/// One way to narrow down.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetView {
    /// Its name in addresses.
    pub name: &'static str,
    /// Its values with how many datasets choosing each would show.
    pub values: Vec<ChoiceView>,
}

/// A value of a facet.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChoiceView {
    /// The value in addresses.
    pub value: String,
    /// In words.
    pub label: String,
    /// How many datasets choosing it would show.
    pub count: u64,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl CatalogueView {
    /// The view of a page of the shelf.
    pub fn of(
        page: &ShelfPage,
        ask: &ShelfAsk,
        reader: &Reader,
        absolute: &dyn Fn(&str) -> String,
    ) -> Self {
        let home = format!("/{}{}", reader.language, address::CATALOGUE);
        let next = next_page(page, ask)
            .map(|number| absolute(&with_page(&format!("{home}.json"), ask, number)));
        Self {
            total: page.total,
            page: ask.page,
            size: ask.size,
            nearby: page.nearby,
            datasets: page
                .cards
                .iter()
                .map(|card| card_view(card, reader, absolute))
                .collect(),
            facets: page
                .facets
                .iter()
                .map(|(facet, choices)| FacetView {
                    name: facet.name(),
                    values: choices
                        .iter()
                        .map(|choice| ChoiceView {
                            value: choice.value.clone(),
                            label: words::choice(reader.t, *facet, &choice.value),
                            count: choice.count,
                            chosen: choice.chosen,
                        })
                        .collect(),
                })
                .collect(),
            next,
        }
    }
}

fn card_view(card: &Card, reader: &Reader, absolute: &dyn Fn(&str) -> String) -> CardView {
    CardView {
        name: card.name.clone(),
        title: card.title.text(reader.language).to_owned(),
        description: card.description.text(reader.language).to_owned(),
        publisher: card.publisher.clone(),
        licence: card.licence.clone(),
        theme: card.theme.clone(),
        frequency: card.frequency.clone(),
        rows: card.rows,
        version: card.version,
        updated_at: card.updated_at.to_string(),
        on_map: card.on_map,
        page: absolute(&format!("/{}/data/{}", reader.language, card.name)),
    }
}

fn next_page(page: &ShelfPage, ask: &ShelfAsk) -> Option<u64> {
    (ask.page.saturating_mul(ask.size) < page.total).then(|| ask.page + 1)
}

fn with_page(path: &str, ask: &ShelfAsk, page: u64) -> String {
    let mut fields = ask.fields();
    if page > 1 {
        fields.push(("page".to_owned(), page.to_string()));
    }
    address::with_query(path, &fields)
}

/// A card as the page shows it.
#[derive(Debug, Clone)]
pub struct CardShown {
    /// Its page, with the language.
    pub href: String,
    /// Its title, and the language that is in.
    pub title: String,
    /// For `lang`.
    pub title_language: String,
    /// What it is, with the words that were asked for marked.
    pub snippet: Vec<Piece>,
    /// For `lang`.
    pub snippet_language: String,
    /// Facts in a line: publisher, rows, update, licence.
    pub facts: Vec<String>,
    /// Its theme in words.
    pub theme: String,
    /// A small drawing, as SVG; empty without figures.
    pub spark: Option<Markup>,
}

/// A link that narrows down, for D's component.
#[derive(Debug, Clone)]
pub struct Narrow {
    /// The address that chooses, or no longer chooses.
    pub href: String,
    /// In words.
    pub name: String,
    /// How many.
    pub count: String,
    /// Whether it is chosen.
    pub here: bool,
}

/// What the page of the catalogue shows.
#[derive(Debug, Clone)]
pub struct CatalogueShown {
    /// The address of the catalogue, with the language.
    pub home: String,
    /// The question.
    pub question: String,
    /// How many datasets fit.
    pub results: String,
    /// The cards.
    pub cards: Vec<CardShown>,
    /// Facets with their heading.
    pub facets: Vec<(String, Vec<Narrow>)>,
    /// Chosen values, each with the address without it.
    pub chosen: Vec<(String, String)>,
    /// The address without any chosen value.
    pub cleared: String,
    /// Orders: address, words, whether it is this.
    pub orders: Vec<(String, String, bool)>,
    /// Address of the page before, or empty.
    pub previous: String,
    /// Address of the page after, or empty.
    pub next: String,
    /// Which page this is.
    pub here: String,
    /// Only part of the question is answered.
    pub nearby: bool,
    /// There is nothing at all in the catalogue.
    pub is_new: bool,
    /// The hidden fields of the search form: what is chosen stays chosen.
    pub kept: Vec<(String, String)>,
}

impl CatalogueShown {
    /// What the page shows.
    pub fn of(page: &ShelfPage, ask: &ShelfAsk, cards_in_all: usize, reader: &Reader) -> Self {
        let home = format!("/{}{}", reader.language, address::CATALOGUE);
        let pages = page.total.div_ceil(ask.size).max(1);
        let at = |ask: &ShelfAsk| with_page(&home, ask, 1);
        let turned = |number: u64| with_page(&home, ask, number);
        let cleared = ShelfAsk {
            chosen: Vec::new(),
            page: 1,
            ..ask.clone()
        };
        Self {
            question: ask.question.clone(),
            results: reader.t.results(page.total),
            cards: page
                .cards
                .iter()
                .map(|card| shown(card, &ask.question, reader))
                .collect(),
            facets: facets(page, ask, reader, &at),
            chosen: ask
                .chosen
                .iter()
                .map(|(facet, value)| {
                    (
                        at(&ask.toggled(*facet, value)),
                        words::choice(reader.t, *facet, value),
                    )
                })
                .collect(),
            cleared: at(&cleared),
            orders: Order::ALL
                .into_iter()
                .map(|order| {
                    let there = ShelfAsk {
                        order,
                        page: 1,
                        ..ask.clone()
                    };
                    (
                        at(&there),
                        words::order(reader.t, order),
                        order == ask.order,
                    )
                })
                .collect(),
            previous: if ask.page > 1 {
                turned(ask.page - 1)
            } else {
                String::new()
            },
            next: next_page(page, ask).map(turned).unwrap_or_default(),
            here: reader
                .t
                .page_here(reader.count(ask.page), reader.count(pages)),
            nearby: page.nearby,
            is_new: cards_in_all == 0,
            kept: ask
                .fields()
                .into_iter()
                .filter(|(name, _)| name != "q")
                .collect(),
            home,
        }
    }
}

fn facets(
    page: &ShelfPage,
    ask: &ShelfAsk,
    reader: &Reader,
    at: &dyn Fn(&ShelfAsk) -> String,
) -> Vec<(String, Vec<Narrow>)> {
    page.facets
        .iter()
        // One value that is not chosen narrows nothing down.
        .filter(|(_, choices)| choices.len() > 1 || choices.iter().any(|choice| choice.chosen))
        .map(|(facet, choices)| {
            let narrows = choices.iter().take(20).map(|choice| Narrow {
                href: at(&ask.toggled(*facet, &choice.value)),
                name: words::choice(reader.t, *facet, &choice.value),
                count: reader.count(choice.count),
                here: choice.chosen,
            });
            (words::facet(reader.t, *facet), narrows.collect())
        })
        .collect()
}

fn shown(card: &Card, question: &str, reader: &Reader) -> CardShown {
    let (title_language, title) = card.title.best(reader.language).unwrap_or(("", &card.name));
    let (snippet_language, description) =
        card.description.best(reader.language).unwrap_or_default();
    let t = reader.t;
    let facts = [
        card.publisher.clone(),
        t.rows_count(card.rows),
        t.updated(reader.day(card.updated_at)),
        words::licence_name(&card.licence).to_owned(),
        if card.on_map {
            t.facet_map_yes()
        } else {
            String::new()
        },
    ];
    let values: Vec<Option<f64>> = card.spark.iter().map(|value| Some(*value)).collect();
    CardShown {
        href: format!("/{}/data/{}", reader.language, card.name),
        title: title.to_owned(),
        title_language: title_language.to_owned(),
        snippet: snippet(description, question, SNIPPET_CHARS),
        snippet_language: snippet_language.to_owned(),
        facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect(),
        theme: words::choice(t, Facet::Theme, &card.theme),
        spark: (values.len() > 2).then(|| Markup(panot_web::draw::spark(title, &values))),
    }
}
