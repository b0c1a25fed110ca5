// SPDX-License-Identifier: AGPL-3.0-or-later

//! What strangers send.

use std::time::{Duration, Instant};

use cql2::{Error, Expr, Limits, Why, from_json, from_text};
use proptest::prelude::*;

fn both(text: &str) -> [Result<Expr, Error>; 2] {
    let limits = Limits {
        bytes: 1 << 20,
        ..Limits::default()
    };
    [from_text(text, &limits), from_json(text, &limits)]
}

/// CQL2 made to be slow: a megabyte of whatever makes a parser go back, go deep or hold much is
/// refused in the time of reading it once.
#[test]
fn cql2_made_to_be_slow_is_refused_at_once() {
    let many = 200_000;
    let texts = [
        "(".repeat(many),
        format!("{}a = 1{}", "(".repeat(many), ")".repeat(many)),
        "NOT ".repeat(many),
        format!("{}a = 1", "NOT ".repeat(many)),
        format!("a = {}1", "-".repeat(many)),
        format!("a = 1{}", "+1".repeat(many)),
        format!("a = 1{}", "^1".repeat(many)),
        format!("a = 1{}", " AND a = 1".repeat(many / 10)),
        format!("a = 1{}", " OR (a = 1 AND b = 2)".repeat(many / 20)),
        format!("a IN (1{})", ",1".repeat(many)),
        "f(".repeat(many),
        format!(
            "{}'a'{} = 'a'",
            "CASEI(".repeat(many / 8),
            ")".repeat(many / 8)
        ),
        format!("S_WITHIN(g, LINESTRING(0 0{}))", ",1 1".repeat(many)),
        format!("S_WITHIN(g, {}", "GEOMETRYCOLLECTION(".repeat(many / 20)),
        format!("S_WITHIN(g, POLYGON{}", "(".repeat(many)),
        format!("a LIKE '{}'", "%_".repeat(many)),
        format!("a = '{}", "''".repeat(many)),
        format!("a = {}", "9".repeat(many)),
        format!("a = 1e{}", "9".repeat(many)),
        format!("{} = 1", "a.".repeat(many)),
        "[".repeat(many),
        format!(
            "{{\"op\":\"not\",\"args\":[{}",
            "{\"op\":\"not\",\"args\":[".repeat(many / 20)
        ),
        format!("{{\"op\":\"and\",\"args\":[true{}]}}", ",true".repeat(many)),
        format!(
            "{{\"op\":\"a\",\"args\":{}1{}}}",
            "[".repeat(100),
            "]".repeat(100)
        ),
    ];
    for text in &texts {
        let shown: String = text.chars().take(40).collect();
        let begun = begin();
        let answers = both(text);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(1), "{took:?}: {shown}");
        // A long text or name alone is nothing bad: the bound of bytes is there for it.
        let long = shown.contains("LIKE") || shown.starts_with("a.a.");
        assert_eq!(answers.iter().all(Result::is_err), !long, "{shown}");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the time of the machine is what is measured"
)]
fn begin() -> Instant {
    Instant::now()
}

#[test]
fn every_bound_is_named() {
    let limits = Limits {
        bytes: 100,
        depth: 4,
        nodes: 12,
        positions: 3,
    };
    let of = |text: &str| match from_text(text, &limits).expect_err(text).why {
        Why::TooMuch { of, most } => (of, most),
        why => panic!("{why}"),
    };
    assert_eq!(of(&"x".repeat(101)), ("bytes", 100));
    assert_eq!(of("((((a = 1))))"), ("levels", 4));
    assert_eq!(of("a = 1 + 1 + 1 + 1 + 1"), ("levels", 4));
    assert_eq!(of("a IN (1,2,3,4,5,6,7,8,9,1,2,3)"), ("expressions", 12));
    assert_eq!(
        of("S_WITHIN(g, LINESTRING(0 0,1 1,2 2,3 3))"),
        ("positions", 3)
    );
    let json = r#"{"op":"not","args":[{"op":"not","args":[{"op":"not","args":[true]}]}]}"#;
    assert!(from_json(json, &limits).is_ok());
    let json = format!(r#"{{"op":"not","args":[{json}]}}"#);
    assert!(from_json(&json, &limits).is_err());
}

proptest! {
    /// Whatever is sent, reading ends with a tree or a reason.
    #[test]
    fn nothing_that_is_sent_ends_the_reader(text in ".{0,200}") {
        let _ = both(&text);
    }

    /// The same with what looks like the language.
    #[test]
    fn no_mixture_of_its_words_ends_the_reader(words in prop::collection::vec(
        prop::sample::select(vec![
            "a", "\"b\"", "'t'", "1", "-", "2.5", "(", ")", ",", "=", "<>", "AND", "OR", "NOT", "LIKE",
            "BETWEEN", "IN", "IS", "NULL", "TRUE", "CASEI", "S_WITHIN", "T_AFTER", "A_EQUALS", "POINT",
            "POLYGON", "BBOX", "DATE", "INTERVAL", "+", "*", "^", "div", "Z", "{", "}", "[", "]", ":",
            "\"op\"", "\"args\"", "\"type\"", "\"Point\"",
        ]),
        0..40,
    )) {
        let _ = both(&words.join(" "));
        let _ = both(&words.concat());
    }
}
