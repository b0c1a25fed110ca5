// SPDX-License-Identifier: AGPL-3.0-or-later

//! The home page: what the features bring, in the order in which the binary lists them.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{City, Feature, HomeParts, Markup, Named, Problem, Shell, Sign, Visit, Words, page};

/// How many signs stand in the drawn city: more would hide it.
const SIGNS_MAX: usize = 3;
/// How many links stand under the search: two lines on a phone.
const ASKED_MAX: usize = 4;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    shell: Shell,
    t: Words,
    search: Option<Named>,
    asked: Vec<Named>,
    hero: Markup,
    signs: Vec<Sign>,
    doors: Vec<Tile>,
    sections: Vec<Markup>,
}

struct Tile {
    href: String,
    icon: &'static str,
    tone: &'static str,
    name: String,
    about: String,
}

/// `GET /{lang}/`
pub(super) async fn home(State(city): State<City>, visit: Visit) -> Result<Response, Problem> {
    let t = Words::of(visit.language_code());
    let mut home = Home {
        shell: Shell::new(&city, &visit),
        t,
        search: search(&city, &visit),
        asked: Vec::new(),
        hero: Markup(city.hero_svg.clone().unwrap_or_default()),
        signs: Vec::new(),
        doors: Vec::new(),
        sections: Vec::new(),
    };
    for feature in city.features() {
        let mut parts = match feature.home {
            Some(make) => make(city.clone(), visit.language).await?,
            None => HomeParts::default(),
        };
        home.doors
            .extend(tiles(feature, &visit, parts.about.take()));
        home.signs.append(&mut parts.signs);
        home.asked.append(&mut parts.asked);
        home.sections.append(&mut parts.sections);
    }
    home.signs.truncate(SIGNS_MAX);
    home.asked.truncate(ASKED_MAX);
    page(&home)
}

fn search(city: &City, visit: &Visit) -> Option<Named> {
    let search = city.features().iter().find_map(|feature| feature.search)?;
    Some(Named {
        name: (search.label)(visit.language),
        href: visit.link(search.path),
    })
}

/// The feature's doors; `about`, when the feature has something truer to say, on the first.
fn tiles(feature: &Feature, visit: &Visit, mut about: Option<String>) -> Vec<Tile> {
    feature
        .doors
        .iter()
        .map(|door| {
            let words = (door.words)(visit.language);
            Tile {
                href: visit.link(door.path),
                icon: door.icon.outline(),
                tone: door.tone.class(),
                name: words.name,
                about: about.take().unwrap_or(words.about),
            }
        })
        .collect()
}
