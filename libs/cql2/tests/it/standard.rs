// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the standard says, by its own examples.

use cql2::{Comparison, Error, Expr, Geometry, Limits, Number, Why, from_json, from_text};

use crate::examples::EXAMPLES;

fn text(text: &str) -> Result<Expr, Error> {
    from_text(text, &Limits::default())
}

#[test]
fn text_and_json_of_every_example_mean_the_same() {
    for (name, written, json) in EXAMPLES {
        let read = text(written).unwrap_or_else(|error| panic!("{name}: {error}: {written}"));
        let same = from_json(json, &Limits::default());
        let same = same.unwrap_or_else(|error| panic!("{name}: {error}: {json}"));
        assert_eq!(read, same, "{name}");
    }
}

#[test]
fn every_example_is_the_same_after_it_was_written() {
    for (name, written, _) in EXAMPLES {
        let read = text(written).expect(name);
        assert_eq!(
            text(&read.to_string()).as_ref(),
            Ok(&read),
            "{name}: {read}"
        );
        let json = read.to_json().to_string();
        let again = from_json(&json, &Limits::default());
        assert_eq!(again.as_ref(), Ok(&read), "{name}: {json}");
    }
}

/// Annex B: `booleanExpression`, `booleanTerm`, `booleanFactor`.
#[test]
fn and_binds_closer_than_or_and_not_closest() {
    let read = text("a = 1 OR NOT b = 2 AND c = 3").expect("a filter");
    let Expr::Or(parts) = &read else {
        panic!("{read}")
    };
    let Expr::And(parts) = &parts[1] else {
        panic!("{read}")
    };
    assert!(matches!(parts[0], Expr::Not(_)), "{read}");
    assert_eq!(read.to_string(), "a = 1 OR NOT b = 2 AND c = 3");
}

/// Annex B: `arithmeticExpression`, `arithmeticTerm`, `powerTerm`.
#[test]
fn arithmetic_goes_from_left_to_right_and_powers_first() {
    let read = text("a - 1 - 2 * b ^ 2 = 0").expect("a filter");
    assert_eq!(read.to_string(), "(a - 1) - (2 * (b ^ 2)) = 0");
    let read = text("a -5 < -b").expect("a filter");
    assert_eq!(read.to_string(), "a - 5 < -1 * b");
}

/// Requirement 1 of the text encoding: keywords have no case, names and texts have.
#[test]
fn keywords_are_read_whatever_their_case() {
    let read = text("s_Within(Geom, bbox(1,2,3,4)) and not Nom like 'A%' or x is not null");
    let same = text("S_WITHIN(Geom, BBOX(1,2,3,4)) AND Nom NOT LIKE 'A%' OR x IS NOT NULL");
    assert_eq!(read.expect("a filter"), same.expect("a filter"));
    assert_ne!(text("nom = 'a'"), text("Nom = 'a'"));
}

#[test]
fn ilike_is_read_as_what_the_standard_has_for_it() {
    let read = text("name NOT ILIKE 'a%'").expect("a filter");
    assert_eq!(read.to_string(), "NOT CASEI(name) LIKE CASEI('a%')");
}

#[test]
fn marks_within_texts_and_names_are_kept() {
    let one = |written: &str| match text(written) {
        Ok(Expr::Compare(Comparison::Eq, two)) => *two,
        other => panic!("{written}: {other:?}"),
    };
    let (name, value) = (
        |n: &str| Expr::Property(n.to_owned()),
        |t: &str| Expr::Text(t.to_owned()),
    );
    assert_eq!(one("\"L'any\" = 'L''any'"), [name("L'any"), value("L'any")]);
    assert_eq!(one("a = 'L\\'any'"), [name("a"), value("L'any")]);
    assert_eq!(one("\"a\"\"b\" = 'a\"b'"), [name("a\"b"), value("a\"b")]);
    assert_eq!(
        one("Població = 'Òdena'"),
        [name("Població"), value("Òdena")]
    );
}

#[test]
fn numbers_are_what_they_look_like() {
    let one = |written: &str| match text(&format!("a = {written}")) {
        Ok(Expr::Compare(_, two)) => two[1].clone(),
        other => panic!("{written}: {other:?}"),
    };
    assert_eq!(
        one("9007199254740993"),
        Expr::Number(Number::Integer(9_007_199_254_740_993))
    );
    assert_eq!(one("-1.50"), Expr::Number(Number::Real(-1.5)));
    assert_eq!(one(".5"), Expr::Number(Number::Real(0.5)));
    assert_eq!(one("1e3"), Expr::Number(Number::Real(1000.0)));
    assert!(text("a = 1e999").is_err());
}

/// Where and why a person went wrong.
#[test]
fn a_refusal_says_where_and_what_could_stand_there() {
    let why = |written: &str| text(written).expect_err(written);
    assert_eq!(why("floors >").at, "8");
    assert!(matches!(why("floors >").why, Why::Unexpected { .. }));
    assert_eq!(why("floors 5").at, "7");
    assert!(matches!(why("floors + 5").why, Why::Operand { .. }));
    assert!(matches!(why("1 = 2 = 3").why, Why::Unexpected { .. }));
    assert!(matches!(why("a = 1 AND 5").why, Why::Operand { .. }));
    assert!(matches!(
        why("d = DATE('2023-02-29')").why,
        Why::Literal { .. }
    ));
    assert!(matches!(
        why("S_WITHIN(g, POLYGON((0 0, 1 0, 1 1, 0 1)))").why,
        Why::Literal { .. }
    ));
    assert!(matches!(
        why("S_WITHIN(g)").why,
        Why::Count { takes: 2, .. }
    ));
    assert!(matches!(why("T_AFTER(d, 'x')").why, Why::Operand { .. }));
    assert!(matches!(why("a LIKE 5").why, Why::Operand { .. }));
    assert!(matches!(why("a IN ()").why, Why::Operand { .. }));
    assert!(matches!(why("a = 'open").why, Why::Unexpected { .. }));
    for bad in [
        "",
        "a",
        "5",
        "a = b c",
        "= 5",
        "NOT",
        "(a = 1",
        "a IN (1",
        "POINT(1 2)",
        "a = ;",
    ] {
        let property = bad == "a";
        assert_eq!(text(bad).is_ok(), property, "{bad}");
    }
    let json = |written: &str| from_json(written, &Limits::default()).expect_err(written);
    let wrong =
        json(r#"{"op":"and","args":[{"op":"=","args":[1,2]},{"op":"<","args":[{"a":1},2]}]}"#);
    assert_eq!(wrong.at, "/args/1/args/0");
    assert!(matches!(json("{\"op\":").why, Why::NotJson(_)));
    assert!(matches!(json("null").why, Why::Unexpected { .. }));
    assert!(matches!(
        json(r#"{"op":"interval","args":["..",".."]}"#).why,
        Why::Operand { .. }
    ));
}

#[test]
fn properties_are_found_wherever_they_stand() {
    let read = text("CASEI(a) LIKE 'x%' AND (b + c) * 2 IN (1, d) OR S_WITHIN(e, POINT(1 2))");
    let read = read.expect("a filter");
    let mut names = Vec::new();
    read.walk(&mut |each| {
        if let Expr::Property(name) = each {
            names.push(name.as_str());
        }
    });
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
}

#[test]
fn positions_are_changed_wherever_they_stand() {
    let read = text("S_WITHIN(g, MULTIPOLYGON(((0 1, 2 3, 4 5, 0 1))))").expect("a filter");
    let Expr::Spatial(_, two) = read else {
        panic!("{read}")
    };
    let [_, Expr::Geometry(mut shape)] = *two else {
        panic!("a geometry")
    };
    shape.map(&mut |at| std::mem::swap(&mut at.x, &mut at.y));
    assert_eq!(shape.to_string(), "MULTIPOLYGON(((1 0, 3 2, 5 4, 1 0)))");
    assert!(matches!(shape, Geometry::MultiPolygon(_)));
}
