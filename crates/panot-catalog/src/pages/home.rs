// SPDX-License-Identifier: AGPL-3.0-or-later

//! The catalogue's share of the home page.

use askama::Template;
use futures::future::BoxFuture;
use panot_core::Language;
use panot_db::read;
use panot_web::{City, HomeParts, Markup, Named, Problem, Sign};

use crate::address;
use crate::dataset::Dataset;
use crate::show::Reader;
use crate::show::columns::Columns;
use crate::show::picture::picture;
use crate::store::{columns, datasets, versions};
use crate::version::Newest;
use crate::words::Words;

/// Cards on the home page.
const CARDS: u32 = 4;

#[derive(Template)]
#[template(path = "home_data.html")]
struct Section {
    t: Words,
    all: String,
    cards: Vec<HomeCard>,
}

/// A dataset on the home page: its figure in a sentence, and a small drawing.
struct HomeCard {
    title: String,
    href: String,
    theme: String,
    says: String,
    spark: Markup,
    facts: String,
}

/// Makes the catalogue's share of the home page.
pub fn home(city: City, language: Language) -> BoxFuture<'static, Result<HomeParts, Problem>> {
    Box::pin(async move {
        let (count, fresh) = fresh(&city).await?;
        let reader = Reader::of(language, &city.settings.time_zone);
        let href =
            |dataset: &Dataset| format!("/{language}{}", address::dataset(&dataset.name, None));
        let title = |dataset: &Dataset| dataset.about.title.text(language).to_owned();
        let cards = fresh.iter().map(|(dataset, newest, explained)| {
            let columns = Columns::of(&newest.schema, explained, language);
            home_card(&city, dataset, newest, &columns, &reader, href(dataset))
        });
        let section = Section {
            t: reader.t,
            all: format!("/{language}{}", address::CATALOGUE),
            cards: cards.collect(),
        };
        let asked = fresh.iter().map(|(d, ..)| Named {
            name: title(d),
            href: href(d),
        });
        let signs = fresh.iter().map(|(dataset, newest, _)| Sign {
            title: title(dataset),
            detail: reader.t.rows_count(newest.rows),
            href: href(dataset),
        });
        Ok(HomeParts {
            about: (count > 0).then(|| reader.t.door_data_count(count)),
            asked: asked.collect(),
            signs: signs.take(3).collect(),
            sections: if fresh.is_empty() {
                Vec::new()
            } else {
                vec![Markup(section.render()?)]
            },
        })
    })
}

/// A dataset with its newest version and what is said about its columns.
type Fresh = (Dataset, Newest, Vec<crate::dataset::Column>);

/// How many datasets there are, and those that were published last, with something to draw first.
async fn fresh(city: &City) -> Result<(u64, Vec<Fresh>), Problem> {
    read!(city.db, "home data", tx -> Problem => {
        let count = datasets::count(tx).await?;
        let mut fresh = Vec::new();
        for newest in versions::fresh(tx, CARDS).await? {
            let explained = columns::of(tx, newest.dataset).await?;
            if let Some(dataset) = datasets::by_id(tx, newest.dataset).await? {
                fresh.push((dataset, newest, explained));
            }
        }
        fresh.sort_by_key(|(_, newest, _)| {
            newest.portrait.as_ref().is_none_or(|portrait| portrait.charts.is_empty())
        });
        Ok((count, fresh))
    })
}

fn home_card(
    city: &City,
    dataset: &Dataset,
    newest: &Newest,
    columns: &Columns,
    reader: &Reader,
    href: String,
) -> HomeCard {
    let chart = newest
        .portrait
        .as_ref()
        .and_then(|portrait| portrait.charts.first());
    let told = chart.map(|chart| picture(chart, 0, columns, city.places.as_ref(), reader).told);
    let values: Vec<Option<f64>> = told
        .iter()
        .flat_map(|told| told.rows.iter().map(|row| Some(row.figure)))
        .collect();
    let says = told
        .as_ref()
        .map_or_else(String::new, |told| told.title.clone());
    let sentence = told.map_or_else(String::new, |told| told.sentence);
    HomeCard {
        title: dataset.about.title.text(reader.language).to_owned(),
        href,
        theme: crate::words::theme(reader.t, &dataset.about.theme),
        spark: if values.len() > 2 && chart.is_some_and(|chart| chart.plan.is_course()) {
            Markup(panot_web::draw::spark(
                &format!("{says}. {sentence}"),
                &values,
            ))
        } else {
            Markup::default()
        },
        says,
        facts: format!(
            "{} · {}",
            reader.t.rows_count(newest.rows),
            reader.t.updated(reader.day(newest.published_at))
        ),
    }
}
