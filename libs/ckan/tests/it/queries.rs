// SPDX-License-Identifier: AGPL-3.0-or-later

//! Queries that clients of CKAN send, and those that somebody makes up to be slow.

use ckan::query::{CLAUSES_MAX, DEPTH_MAX, TEXT_BYTES_MAX};
use ckan::{Bound, Match, Query, QueryError, Set, Shelf};
use proptest::prelude::*;

fn is(field: &str, what: Match) -> Query {
    Query::Is {
        field: (!field.is_empty()).then(|| field.to_owned()),
        what,
    }
}

fn word(field: &str, text: &str) -> Query {
    is(field, Match::Word(text.to_owned()))
}

fn not(query: Query) -> Query {
    Query::Not(Box::new(query))
}

fn read(text: &str) -> Query {
    Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn queries_of_real_clients_are_read() {
    let phrase = |field: &str, text: &str| is(field, Match::Phrase(text.to_owned()));
    let since = |value: &str, is_included| Match::Range {
        from: Some(Bound {
            value: value.to_owned(),
            is_included,
        }),
        to: None,
    };
    for (text, query) in [
        ("", Query::All),
        ("*:*", Query::All),
        ("*", Query::All),
        ("air", word("", "air")),
        (
            "(groups:envi OR groups:tran)",
            Query::Or(vec![word("groups", "envi"), word("groups", "tran")]),
        ),
        (
            "metadata_modified:[2026-01-01T00:00:00Z TO *]",
            is("metadata_modified", since("2026-01-01T00:00:00Z", true)),
        ),
        (
            "metadata_modified:{\"2026-01-01T00:00:00Z\" TO *]",
            is("metadata_modified", since("2026-01-01T00:00:00Z", false)),
        ),
        (
            "+dataset_type:dataset -state:draft",
            Query::And(vec![
                word("dataset_type", "dataset"),
                not(word("state", "draft")),
            ]),
        ),
        (
            "organization:(\"parcs i jardins\" OR mobilitat)",
            Query::Or(vec![
                phrase("organization", "parcs i jardins"),
                word("organization", "mobilitat"),
            ]),
        ),
        (
            "res_format:CSV tags:\"aigua de pluja\"",
            Query::And(vec![
                word("res_format", "CSV"),
                phrase("tags", "aigua de pluja"),
            ]),
        ),
        ("license_id:*", is("license_id", Match::Present)),
        ("size:[* TO *]", is("size", Match::Present)),
        (
            "a && !b || c",
            Query::Or(vec![
                Query::And(vec![word("", "a"), not(word("", "b"))]),
                word("", "c"),
            ]),
        ),
        ("title:air^4", word("title", "air")),
        ("(a b)^2", Query::And(vec![word("", "a"), word("", "b")])),
        ("name:a\\:b", word("name", "a:b")),
        ("size:-3", word("size", "-3")),
        ("NOT NOT a", word("", "a")),
        ("(*:* NOT groups:envi)", not(word("groups", "envi"))),
    ] {
        assert_eq!(read(text), query, "{text}");
    }
    let Query::Is {
        what: Match::Pattern(pattern),
        ..
    } = read("title:qual*aire")
    else {
        panic!("no pattern");
    };
    assert!(pattern.matches("qualitat de l'aire") && !pattern.matches("aire"));
}

#[test]
fn what_is_no_query_says_where_it_is_wrong() {
    for (text, said) in [
        ("(a OR b", "what begins at 1 with ( does not end"),
        ("a \"b", "what begins at 3 with \" does not end"),
        ("a)", "\")\" at 2 is not expected there"),
        ("a OR", "\"\" at 5 is not expected there"),
        ("AND a", "\"AND\" at 1 is not expected there"),
        ("x:[1 2]", "\"2\" at 6 is not expected there"),
        ("x:[1 TO", "\"TO\" at 6"),
        ("x:", "\"\" at 3 is not expected there"),
        ("a:b:c", "\"b\" at 3 is not expected there"),
        ("air~2", "~ is not answered here (4)"),
        ("title:/a.*b/", "/ is not answered here (7)"),
        ("{!geofilt}", "{! is not answered here (1)"),
    ] {
        let error = Query::parse(text).expect_err(text);
        let text_of = error.to_string();
        assert!(
            text_of == said
                || (said.ends_with("at 6")
                    && matches!(
                        error,
                        QueryError::Unexpected { .. } | QueryError::Open { .. }
                    )),
            "{text}: {text_of}"
        );
    }
}

#[test]
fn what_people_type_into_a_box_is_read_as_words_where_it_is_no_query() {
    for text in ["what? (open", "\"open", "AND", "/etc/passwd", "a ~ b"] {
        assert!(Query::parse_typed(text).is_ok(), "{text}");
    }
    assert_eq!(
        Query::parse_typed("24/7 \"open"),
        Ok(Query::And(vec![
            word("", "24"),
            word("", "7"),
            word("", "open")
        ]))
    );
    assert!(Query::parse_typed("title:(open").is_err());
}

#[test]
fn solr_style_queries_made_to_be_slow_are_refused_before_anything_is_searched() {
    let deep = format!("{}a{}", "(".repeat(2_000), ")".repeat(2_000));
    assert_eq!(Query::parse(&deep), Err(QueryError::TooDeep));
    let nots = "-".repeat(TEXT_BYTES_MAX - 1) + "a";
    assert!(
        Query::parse(&nots).is_ok(),
        "signs before a word are no depth"
    );
    let fields = "a:".repeat(4_000) + "b";
    assert!(Query::parse(&fields).is_err());
    let wide = "a ".repeat(CLAUSES_MAX + 1);
    assert_eq!(Query::parse(&wide), Err(QueryError::TooMany));
    let wide = "a:1 OR ".repeat(CLAUSES_MAX) + "a:1";
    assert_eq!(Query::parse(&wide), Err(QueryError::TooMany));
    let negative = "a:-1 ".repeat(CLAUSES_MAX + 1);
    assert_eq!(Query::parse(&negative), Err(QueryError::TooMany));
    let long = "x".repeat(TEXT_BYTES_MAX + 1);
    assert_eq!(Query::parse(&long), Err(QueryError::TooLong));
    for sign in [
        "(", "\"", "[", "{", "-(", "a:(", "a OR (", "^1", "\\", "*?", "&&", ":",
    ] {
        // None of them panics, and none takes long: the whole test is done in a moment.
        let _ = Query::parse(&sign.repeat(TEXT_BYTES_MAX / sign.len()));
    }
    let within = format!("{}a{}", "(".repeat(DEPTH_MAX), ")".repeat(DEPTH_MAX));
    assert_eq!(read(&within), word("", "a"));
}

/// Things whose fields `a` and `b` hold the digits of their place.
struct Numbers(usize);

impl Shelf for Numbers {
    type Error = std::convert::Infallible;

    fn len(&self) -> usize {
        self.0
    }

    fn find(&self, field: Option<&str>, what: &Match) -> Result<Set, Self::Error> {
        Ok(Set::of(self.0, |at| holds(at, field, what)))
    }
}

fn holds(at: usize, field: Option<&str>, what: &Match) -> bool {
    let text = match field {
        Some("a") => (at / 10).to_string(),
        _ => (at % 10).to_string(),
    };
    match what {
        Match::Present => true,
        Match::Word(word) | Match::Phrase(word) => *word == text,
        Match::Pattern(pattern) => pattern.matches(&text),
        Match::Range { from, to } => {
            let after =
                |bound: &Bound| text > bound.value || (bound.is_included && text == bound.value);
            let before =
                |bound: &Bound| text < bound.value || (bound.is_included && text == bound.value);
            from.as_ref().is_none_or(after) && to.as_ref().is_none_or(before)
        }
    }
}

fn true_of(query: &Query, at: usize) -> bool {
    match query {
        Query::All => true,
        Query::Is { field, what } => holds(at, field.as_deref(), what),
        Query::And(all) => all.iter().all(|one| true_of(one, at)),
        Query::Or(all) => all.iter().any(|one| true_of(one, at)),
        Query::Not(inner) => !true_of(inner, at),
    }
}

fn queries() -> impl Strategy<Value = Query> {
    let bound = || {
        proptest::option::of(
            ("[0-9A-Z:\\[\\]\" *-]{1,4}", any::<bool>())
                .prop_map(|(value, is_included)| Bound { value, is_included }),
        )
    };
    let what = prop_oneof![
        "[0-9]".prop_map(Match::Word),
        "\\PC{1,8}".prop_map(Match::Word),
        "\\PC{0,8}".prop_map(Match::Phrase),
        Just(Match::Present),
        (bound(), bound())
            .prop_filter("open at both ends is another", |(from, to)| from.is_some()
                || to.is_some())
            .prop_map(|(from, to)| Match::Range { from, to }),
    ];
    let field = proptest::option::of(prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("AND".to_owned())
    ]);
    let leaf = prop_oneof![
        1 => Just(Query::All),
        9 => (field, what).prop_map(|(field, what)| Query::Is { field, what }),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Query::And),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Query::Or),
            inner.prop_map(|query| Query::Not(Box::new(query))),
        ]
    })
}

proptest! {
    /// A query goes through logs and links as text: what is read back must find the same.
    #[test]
    fn a_query_that_is_written_down_finds_the_same_when_it_is_read_back(query in queries()) {
        let again = Query::parse(&query.to_string()).expect("what we wrote");
        let shelf = Numbers(130);
        prop_assert_eq!(query.select(&shelf), again.select(&shelf));
        let third = Query::parse(&again.to_string()).expect("what we wrote");
        prop_assert_eq!(again, third);
    }

    /// Sets are put together as truth is.
    #[test]
    fn what_is_selected_is_what_the_query_is_true_of(query in queries()) {
        let Ok(set) = query.select(&Numbers(130));
        for at in 0..130 {
            prop_assert_eq!(set.has(at), true_of(&query, at), "{} of {}", at, &query);
        }
        prop_assert_eq!(set.count(), set.places().count());
    }

    /// Whatever is sent, there is a query or an error with a place in the text.
    #[test]
    fn no_text_breaks_the_parser(text in "[a-z0-9 :()\\[\\]{}\"*?+\\-!&|^~\\\\/ANDORTO]{0,200}|\\PC{0,100}") {
        match Query::parse(&text) {
            Ok(query) => prop_assert!(query.conditions().len() <= CLAUSES_MAX),
            Err(QueryError::Open { at, .. } | QueryError::Unexpected { at, .. } | QueryError::NotHere { at, .. }) => {
                prop_assert!(at >= 1 && at <= text.chars().count() + 1);
            }
            Err(_) => {}
        }
        let _ = Query::parse_typed(&text);
    }

    #[test]
    fn no_text_breaks_the_other_parsers(text in "\\PC{0,100}") {
        let _ = ckan::Words::search(&text);
        let now = "2026-11-25T18:30:00Z".parse().expect("a moment");
        let _ = ckan::date::moment(&text, now);
        let _ = ckan::date::moment(&format!("NOW{text}"), now);
    }
}

#[test]
fn moments_are_read_as_solr_writes_them() {
    let now = "2026-11-25T18:30:12.5Z".parse().expect("a moment");
    for (text, moment) in [
        ("NOW", "2026-11-25T18:30:12.5Z"),
        ("NOW-1DAY", "2026-11-24T18:30:12.5Z"),
        ("NOW/DAY", "2026-11-25T00:00:00Z"),
        ("NOW/HOUR+90MINUTES", "2026-11-25T19:30:00Z"),
        ("NOW-1MONTH/YEAR", "2026-01-01T00:00:00Z"),
        ("2026-11-25T00:00:00Z-7DAYS", "2026-11-18T00:00:00Z"),
        ("2026-11-25", "2026-11-25T00:00:00Z"),
        ("2026-11-25T10:00:00.000000", "2026-11-25T10:00:00Z"),
        ("2026", "2026-01-01T00:00:00Z"),
    ] {
        let read = ckan::date::moment(text, now).map(|moment| moment.to_string());
        assert_eq!(read.as_deref(), Some(moment), "{text}");
    }
    for wrong in [
        "",
        "NOW-",
        "NOW+1",
        "NOW/CENTURY",
        "yesterday",
        "NOW-9999999999DAYS",
        "2026-13",
        "+1DAY",
    ] {
        assert_eq!(ckan::date::moment(wrong, now), None, "{wrong}");
    }
}
