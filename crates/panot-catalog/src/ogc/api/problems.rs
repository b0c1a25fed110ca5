// SPDX-License-Identifier: AGPL-3.0-or-later

//! Refusals of the door, in words that say what to mend.

use axum::http::StatusCode;
use cql2::Why;
use panot_core::Language;
use panot_web::Problem;

use crate::ogc::condition::Refusal;
use crate::ogc::request::Wrong;
use crate::words::Words;

fn words(language: Language) -> Words {
    Words::of(language.tag())
}

/// A request that is not understood.
pub fn wrong(wrong: Wrong) -> Problem {
    let problem = match &wrong {
        // What could stand there, in the words of the standard.
        Wrong::Filter(error) => Problem::bad_request()
            .with("at", error.at.as_str())
            .with("reason", error.why.to_string()),
        _ => Problem::bad_request(),
    };
    problem.detail(move |language| {
        let t = words(language);
        match &wrong {
            Wrong::Parameter(name) => t.ogc_no_parameter(name),
            Wrong::Value(name, value) => t.ogc_wrong_value(name, value),
            Wrong::Crs(uri) => t.ogc_no_crs(uri),
            Wrong::Filter(error) => filter(t, error),
            Wrong::Language(language) => t.ogc_filter_language(language),
        }
    })
}

/// What is wrong with a filter.
fn filter(t: Words, error: &cql2::Error) -> String {
    let at = &error.at;
    match &error.why {
        Why::Unexpected { found, .. } => t.ogc_filter_unexpected(at, found),
        Why::Operand { op, .. } => t.ogc_filter_operand(at, op),
        Why::Count { op, takes } => t.ogc_filter_count(at, op, takes.to_string()),
        Why::Literal { written, .. } => t.ogc_filter_literal(at, written),
        Why::NotJson(_) => t.ogc_filter_not_json(),
        Why::TooMuch { of, most } => {
            let most = most.to_string();
            match *of {
                "bytes" => t.ogc_filter_too_long(most),
                "levels" => t.ogc_filter_too_deep(most),
                "positions" => t.ogc_filter_too_many_places(most),
                _ => t.ogc_filter_too_many(most),
            }
        }
    }
}

/// A filter that is understood and not answered.
pub fn refused(refusal: Refusal) -> Problem {
    Problem::bad_request().detail(move |language| {
        let t = words(language);
        match &refusal {
            Refusal::NoSuchProperty(name) => t.ogc_no_property(name),
            Refusal::NotAnswered(what) => t.ogc_not_answered(what),
            Refusal::Mismatch { left, right } => t.ogc_mismatch(left, right),
        }
    })
}

/// What the process that answers says about a filter.
pub fn not_answered(why: String) -> Problem {
    Problem::bad_request().detail(move |language| words(language).ogc_filter_refused(&why))
}

/// 404: a dataset whose rows lie nowhere is no collection.
pub fn no_places() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-such-collection", |language| {
        words(language).ogc_no_collection()
    })
    .detail(|language| words(language).ogc_no_collection_detail())
    .back("/data", |language| words(language).back_to_data())
}

/// 404: the version has no such feature.
pub fn no_feature(fid: &str) -> Problem {
    let fid = fid.to_owned();
    Problem::not_found().detail(move |language| words(language).ogc_no_feature(&fid))
}
