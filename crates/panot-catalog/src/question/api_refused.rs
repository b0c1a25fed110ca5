// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why a question has no answer, in the visitor's language, with where it stands and how to mend it.

use axum::http::StatusCode;
use panot_core::Language;
use panot_lake::{Refusal, Resource, Unanswered, Why};
use panot_web::Problem;

use crate::words::Words;

/// After how many seconds to ask again when all are busy.
const RETRY_S: u32 = 2;
/// The most columns that are named to somebody who looks for one.
const COLUMNS_SAID: usize = 24;

/// A refusal in words: what is wrong and how to mend it.
pub fn told(refusal: &Refusal, t: Words) -> String {
    match &refusal.why {
        Why::Syntax => t.sql_why_syntax(),
        Why::OnlySelect => t.sql_why_select(),
        Why::TooLong => t.sql_why_long(),
        Why::TooManyTables => t.sql_why_tables(),
        Why::Form => t.sql_why_form(),
        Why::NoSuchTable(name) => t.sql_why_table(name),
        Why::NoSuchColumn { name, known } if known.is_empty() => t.sql_why_column(name),
        Why::NoSuchColumn { name, known } => {
            let more = if known.len() > COLUMNS_SAID {
                ", …"
            } else {
                ""
            };
            let known: Vec<_> = known
                .iter()
                .take(COLUMNS_SAID)
                .map(String::as_str)
                .collect();
            t.sql_why_column_known(format!("{}{more}", known.join(", ")), name)
        }
        Why::Function(name) => t.sql_why_function(name),
        Why::NotRepeatable(name) => t.sql_why_repeatable(name),
        Why::Unordered => t.sql_why_unordered(),
        Why::Value => t.sql_why_value(),
        Why::Sense => t.sql_why_sense(),
    }
}

/// Where it stands: "Line 2, character 7"; nothing where that is not known.
pub fn place(refusal: &Refusal, t: Words) -> Option<String> {
    let at = refusal.at?;
    Some(t.sql_place(at.column.to_string(), at.line.to_string()))
}

/// Of what it would take too much, and what helps.
pub fn too_much(resource: Resource, t: Words) -> String {
    match resource {
        Resource::Memory => t.sql_much_memory(),
        Resource::Bytes => t.sql_much_bytes(),
        Resource::Time => t.sql_much_time(super::BOUNDS.deadline.as_secs().to_string()),
    }
}

/// The stable name of a reason, for programs.
const fn kind(why: &Why) -> &'static str {
    match why {
        Why::Syntax => "syntax",
        Why::OnlySelect => "only-select",
        Why::TooLong => "too-long",
        Why::TooManyTables => "too-many-tables",
        Why::Form => "form",
        Why::NoSuchTable(_) => "no-such-table",
        Why::NoSuchColumn { .. } => "no-such-column",
        Why::Function(_) => "function",
        Why::NotRepeatable(_) => "not-repeatable",
        Why::Unordered => "unordered",
        Why::Value => "value",
        Why::Sense => "sense",
    }
}

/// The same for programs: 400 for what the asker mends, 422 over a bound, 429 when all are busy.
pub fn problem(unanswered: Unanswered) -> Problem {
    match unanswered {
        Unanswered::Refused(refusal) => refused(refusal),
        Unanswered::TooMuch(resource) => Problem::unprocessable()
            .detail(move |language| too_much(resource, words(language)))
            .back("/sql", |language| words(language).sql_back()),
        Unanswered::Busy => {
            Problem::too_many(RETRY_S).detail(|language| words(language).sql_busy())
        }
        Unanswered::Failed(error) => Problem::internal(error),
    }
}

fn refused(refusal: Refusal) -> Problem {
    let said = refusal.said.clone();
    let problem = Problem::new(StatusCode::BAD_REQUEST, "question-refused", |language| {
        words(language).sql_wrong()
    })
    .with("reason", kind(&refusal.why))
    .with("engine_says", said)
    .back("/sql", |language| words(language).sql_back());
    let problem = match refusal.at {
        Some(at) => problem.with("line", at.line).with("column", at.column),
        None => problem,
    };
    problem.detail(move |language| {
        let t = words(language);
        match place(&refusal, t) {
            Some(place) => format!("{place}: {}", told(&refusal, t)),
            None => told(&refusal, t),
        }
    })
}

/// 422: there are more rows than one answer may have, and a file that ends early would be taken for a
/// whole one.
pub fn too_many_rows() -> Problem {
    Problem::unprocessable()
        .detail(|language| {
            let rows = panot_core::format::integer(language, super::BOUNDS.rows);
            words(language).sql_much_rows(rows)
        })
        .back("/sql", |language| words(language).sql_back())
}

/// 400: there is no question.
pub fn nothing_asked() -> Problem {
    Problem::bad_request()
        .detail(|language| words(language).sql_nothing())
        .back("/sql", |language| words(language).sql_back())
}

fn words(language: Language) -> Words {
    Words::of(language.tag())
}

#[cfg(test)]
mod tests {
    use panot_lake::Place;

    use super::*;

    #[test]
    fn a_refusal_says_where_what_and_how_in_three_languages() {
        let refusal = Refusal {
            why: Why::NoSuchColumn {
                name: "magnitud".into(),
                known: vec!["station".into(), "\"Any\"".into()],
            },
            at: Some(Place { line: 2, column: 7 }),
            said: "No field named magnitud".into(),
        };
        let problem = problem(Unanswered::Refused(refusal));
        assert_eq!(problem.status(), StatusCode::BAD_REQUEST);
        let mut all = Vec::new();
        for language in Language::ALL {
            let said = problem.said(language).expect("words");
            for part in ["2", "7", "magnitud", "station", "\"Any\""] {
                assert!(said.contains(part), "{said}");
            }
            all.push(said);
        }
        all.dedup();
        assert_eq!(all.len(), 3);
    }

    #[test]
    fn a_bound_is_422_and_a_crowd_429() {
        let status = |why| problem(why).status().as_u16();
        assert_eq!(status(Unanswered::TooMuch(Resource::Memory)), 422);
        assert_eq!(status(Unanswered::Busy), 429);
        assert_eq!(status(Unanswered::Failed("broken".into())), 500);
        assert_eq!(too_many_rows().status().as_u16(), 422);
    }
}
