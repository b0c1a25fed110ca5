// SPDX-License-Identifier: AGPL-3.0-or-later

//! The page of questions: `/{lang}/sql`. A plain form; the answer stands below it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use panot_db::read;
use panot_lake::Unanswered;
use panot_web::guard::Client;
use panot_web::{City, Format, Problem, Shell, Visit, page, page_with_status};

use super::api::{Asked, whole};
use super::api_refused::{place, problem, told, too_much};
use super::examples::{COLUMNS_MAX, first_rows, of_chart, of_versions, written};
use super::form::Form;
use super::{Answered, BOUNDS, ask, picture};
use crate::address::{self, with_query};
use crate::cells::{self, kinds, readable};
use crate::dataset::{Column, Dataset};
use crate::kind::Kind;
use crate::pages::Fields;
use crate::show::Reader;
use crate::show::columns::Columns;
use crate::show::picture::Picture;
use crate::store::{columns, datasets, versions};
use crate::version::Newest;
use crate::words::{self, Words};

/// Rows of an answer that the page shows.
const ROWS_SHOWN: usize = 100;
/// Tables that the page lists with their columns.
const TABLES_SHOWN: u32 = 12;
/// Questions to begin with.
const EXAMPLES_SHOWN: usize = 4;

#[derive(Template)]
#[template(path = "sql.html")]
struct Page {
    shell: Shell,
    t: Words,
    text: String,
    action: String,
    wrong: Option<Wrong>,
    answer: Option<Shown>,
    examples: Vec<Example>,
    tables: Vec<Table>,
    catalogue: String,
    programs: String,
}

/// Why there is no answer.
struct Wrong {
    place: Option<String>,
    why: String,
    /// What the engine says, in English.
    said: Option<String>,
}

/// An answer.
struct Shown {
    heads: Vec<(String, bool)>,
    rows: Vec<Vec<Option<String>>>,
    found: String,
    caption: String,
    more: Option<String>,
    files: Vec<(&'static str, String)>,
    picture: Option<Picture>,
    tables: Vec<(String, String)>,
    canonical: String,
    can_be_cited: bool,
}

/// A question to begin with.
struct Example {
    title: String,
    text: String,
    href: String,
}

/// A table that can be asked.
struct Table {
    name: String,
    title: String,
    href: String,
    version: String,
    first_rows: String,
    ask: String,
    columns: Vec<(String, String, String)>,
}

/// Shows the page, with the answer to the question that stands in its address.
pub async fn sql(
    city: City,
    visit: Visit,
    format: Format,
    client: Option<Client>,
    fields: Fields,
) -> Result<Response, Problem> {
    let asked = Asked::of(&fields);
    if format == Format::Json {
        let answered = ask(&city, &asked?.text, client, BOUNDS, false).await;
        return whole(&answered.map_err(problem)?, Form::Json);
    }
    let reader = Reader::of(visit.language, &city.settings.time_zone);
    let text = asked.map_or_else(|_| String::new(), |asked| asked.text);
    let (status, wrong, answer) = if text.is_empty() {
        (StatusCode::OK, None, None)
    } else {
        match ask(&city, &text, client, BOUNDS, false).await {
            Ok(answered) => (
                StatusCode::OK,
                None,
                Some(shown(&answered, &text, &reader)?),
            ),
            Err(why) => {
                let (status, wrong) = wrong(why, reader.t)?;
                (status, Some(wrong), None)
            }
        }
    };
    let shown = fill(&city, &visit, &reader, text, wrong, answer).await?;
    match status {
        StatusCode::OK => page(&shown),
        status => page_with_status(status, &shown),
    }
}

/// What the page says instead of an answer. A fault of ours is no page of questions.
fn wrong(why: Unanswered, t: Words) -> Result<(StatusCode, Wrong), Problem> {
    Ok(match why {
        Unanswered::Refused(refusal) => (
            StatusCode::BAD_REQUEST,
            Wrong {
                place: place(&refusal, t),
                why: told(&refusal, t),
                said: Some(refusal.said),
            },
        ),
        Unanswered::TooMuch(resource) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Wrong {
                place: None,
                why: too_much(resource, t),
                said: None,
            },
        ),
        other => return Err(problem(other)),
    })
}

async fn fill(
    city: &City,
    visit: &Visit,
    reader: &Reader,
    text: String,
    wrong: Option<Wrong>,
    answer: Option<Shown>,
) -> Result<Page, Problem> {
    let known = read!(city.db, "tables for questions", tx -> panot_db::Error => {
        let mut known = Vec::new();
        for newest in versions::fresh(tx, TABLES_SHOWN).await? {
            let dataset = datasets::by_id(tx, newest.dataset).await?;
            let explained = columns::of(tx, newest.dataset).await?;
            known.extend(dataset.map(|dataset| (dataset, newest, explained)));
        }
        Ok(known)
    })?;
    let t = reader.t;
    let shell = Shell::new(city, visit)
        .title(t.sql_title())
        .about(t.sql_lead())
        .crumb(t.catalogue_title(), address::CATALOGUE);
    let asked = [("sql".to_owned(), text.clone())];
    let shell = match &answer {
        Some(_) => shell
            .json(with_query(&visit.link("/sql.json"), &asked))
            .unlisted(),
        None if wrong.is_some() => shell.unlisted(),
        None => shell,
    };
    let action = visit.link("/sql");
    Ok(Page {
        examples: examples(&known, reader, &action, &city.settings.time_zone),
        tables: known
            .iter()
            .map(|known| table(known, reader, &action))
            .collect(),
        catalogue: visit.link(address::CATALOGUE),
        programs: programs(city, &known),
        shell,
        t,
        text,
        action,
        wrong,
        answer,
    })
}

type Known = (Dataset, Newest, Vec<Column>);

fn title(dataset: &Dataset, reader: &Reader) -> String {
    match dataset.about.title.text(reader.language) {
        "" => dataset.name.to_string(),
        title => title.to_owned(),
    }
}

fn table((dataset, newest, explained): &Known, reader: &Reader, action: &str) -> Table {
    let columns = Columns::of(&newest.schema, explained, reader.language);
    let first_rows = first_rows(dataset.name.as_str(), &columns);
    Table {
        name: written(dataset.name.as_str()),
        title: title(dataset, reader),
        href: format!(
            "/{}{}",
            reader.language,
            address::dataset(&dataset.name, None)
        ),
        version: written(&format!("{}@{}", dataset.name, newest.n)),
        ask: with_query(action, &[("sql".to_owned(), first_rows.clone())]),
        first_rows,
        columns: columns
            .0
            .iter()
            .take(COLUMNS_MAX)
            .map(|column| {
                let title = if column.title == column.name {
                    ""
                } else {
                    &column.title
                };
                let unit = column.unit.as_deref().unwrap_or_default();
                let said = match (title, unit) {
                    (title, "") => title.to_owned(),
                    ("", unit) => unit.to_owned(),
                    (title, unit) => format!("{title} ({unit})"),
                };
                (
                    written(&column.name),
                    words::kind(reader.t, column.kind),
                    said,
                )
            })
            .collect(),
    }
}

/// What the charts of the newest tables show, and one comparison of versions.
fn examples(known: &[Known], reader: &Reader, action: &str, zone: &str) -> Vec<Example> {
    let example = |title: String, text: String| Example {
        href: with_query(action, &[("sql".to_owned(), text.clone())]),
        title,
        text,
    };
    let mut shapes = Vec::new();
    let charts = known.iter().filter_map(|(dataset, newest, _)| {
        let chart = newest.portrait.as_ref()?.charts.first()?;
        let shape = std::mem::discriminant(&chart.plan);
        let text = of_chart(dataset.name.as_str(), &newest.schema, chart, zone);
        // Two of a kind show nothing new.
        (!shapes.contains(&shape)).then(|| {
            shapes.push(shape);
            example(title(dataset, reader), text)
        })
    });
    let mut all: Vec<Example> = charts.take(EXAMPLES_SHOWN - 1).collect();
    let compared = known.iter().find_map(|(dataset, newest, _)| {
        let text = of_versions(dataset.name.as_str(), newest.n)?;
        Some(example(
            reader.t.sql_example_versions(title(dataset, reader)),
            text,
        ))
    });
    all.extend(compared);
    all
}

/// A line for a terminal, with a table of this city.
fn programs(city: &City, known: &[Known]) -> String {
    let table = known.first().map_or_else(
        || "SELECT 1".to_owned(),
        |(dataset, ..)| format!("SELECT * FROM \"{}\" LIMIT 20", dataset.name),
    );
    let to = city.settings.absolute("/sql.csv");
    format!("curl --get '{to}' --data-urlencode 'sql={table}'")
}

fn shown(answered: &Answered, text: &str, reader: &Reader) -> Result<Shown, Problem> {
    let t = reader.t;
    let kinds = kinds(&answered.answer.schema);
    let all = cells::rows(&answered.answer.batches).map_err(Problem::internal)?;
    let count = answered.rows();
    let picture = if answered.answer.truncated {
        None
    } else {
        picture::picture(&answered.answer.schema, &all, reader)
    };
    let row = |row: &Vec<Option<String>>| {
        let cells = row.iter().zip(&kinds);
        let cell = |(cell, (_, kind)): (&Option<String>, &(String, Kind))| {
            let text = cell.as_deref()?;
            Some(readable(*kind, text, reader.language, &reader.zone))
        };
        cells.map(cell).collect()
    };
    let took = reader.count(answered.took_ms);
    let found = if answered.answer.truncated {
        t.sql_found_more(reader.count(count), took)
    } else {
        t.sql_found(count, took)
    };
    let more = (all.len() > ROWS_SHOWN).then(|| t.sql_more(ROWS_SHOWN.to_string()));
    let asked = [("sql".to_owned(), text.to_owned())];
    let files = Form::ALL.map(|form| (form.title(), with_query(&format!("/sql.{form}"), &asked)));
    Ok(Shown {
        heads: kinds
            .iter()
            .map(|(name, kind)| (name.clone(), kind.is_number()))
            .collect(),
        rows: all.iter().take(ROWS_SHOWN).map(row).collect(),
        caption: t.sql_answer(),
        found,
        more,
        // A file of a part would be taken for all.
        files: if answered.answer.truncated {
            Vec::new()
        } else {
            files.to_vec()
        },
        picture,
        tables: read_tables(answered, reader),
        canonical: answered.answer.meaning.canonical.clone(),
        can_be_cited: !answered.answer.truncated && !answered.answer.meaning.tables.is_empty(),
    })
}

/// The versions that were read, with their addresses.
pub fn read_tables(answered: &Answered, reader: &Reader) -> Vec<(String, String)> {
    let tables = answered.answer.meaning.tables.iter().map(|read| {
        let name = format!("{}@{}", read.table, read.version);
        let page = format!("/{}/data/{name}", reader.language);
        (name, page)
    });
    tables.collect()
}
