// SPDX-License-Identifier: AGPL-3.0-or-later

//! Objects within JSON become columns, and lists become rows.

use super::*;
use crate::recipe::{Flatten, Step, Type};
use crate::source::{Limits, ReadOptions, Source};

/// A JSON file, read as any file is.
struct Json(Source);

impl Json {
    fn new(text: &str) -> Self {
        let source = Source::from_bytes(text.as_bytes().to_vec(), &Limits::default());
        Self(source.expect("JSON"))
    }

    fn open(&self) -> Box<dyn ReadCells> {
        self.0.read(0, &ReadOptions::default()).expect("in memory")
    }

    fn study(&self, recipe: &Recipe) -> Result<Study, ReadError> {
        let tick = &mut |_, _| true;
        study_with(&|| Ok(self.open()), &Options::default(), recipe, tick)
    }

    fn table(&self, recipe: &Recipe) -> (Vec<RecordBatch>, Report) {
        let study = self.study(recipe).expect("can be studied");
        let mut recipe = recipe.clone();
        study.accept_recommended(&mut recipe);
        let mut rows = study.plan(&recipe).expect("a plan").read(self.open());
        let batches = rows
            .by_ref()
            .map(|batch| batch.expect("in memory"))
            .collect();
        (batches, rows.into_report())
    }

    /// The table with what is offered under this name.
    fn taking(&self, ids: &[&str]) -> (Vec<RecordBatch>, Recipe) {
        let mut recipe = Recipe::default();
        for id in ids {
            let study = self.study(&recipe).expect("can be studied");
            study
                .take(&mut recipe, id)
                .unwrap_or_else(|error| panic!("{error}"));
        }
        (self.table(&recipe).0, recipe)
    }
}

const TREES: &str = r#"[
 {"id": 1, "lloc": {"carrer": "Major", "cp": "08001", "punt": {"lat": 41.38, "lon": 2.17}}, "alt": 4},
 {"id": 2, "lloc": {"carrer": "Nou", "punt": {"lat": 41.39, "lon": 2.18}, "nota": "\"sic\""}, "alt": 5},
 {"id": 3, "lloc": null, "alt": 6}
]"#;

fn names(batches: &[RecordBatch]) -> Vec<String> {
    let schema = batches[0].schema();
    schema.fields().iter().map(|f| f.name().clone()).collect()
}

#[test]
fn trap_19_objects_within_objects_become_columns() {
    let json = Json::new(TREES);
    let study = json.study(&Recipe::default()).expect("can be studied");
    assert_eq!(study.suggestions.len(), 1, "{:#?}", study.suggestions);
    assert!(study.suggestions[0].says.contains("lloc.punt.lat"));
    let (batches, recipe) = json.taking(&["flatten-lloc"]);
    assert_eq!(
        names(&batches),
        [
            "id",
            "lloc_carrer",
            "lloc_cp",
            "lloc_punt_lat",
            "lloc_punt_lon",
            "lloc_nota",
            "alt"
        ]
    );
    assert_eq!(shown(&batches, "lloc_carrer"), ["Major", "Nou", "·"]);
    assert_eq!(shown(&batches, "lloc_cp"), ["08001", "·", "·"]);
    assert_eq!(shown(&batches, "lloc_nota"), ["·", "\"sic\"", "·"]);
    assert_eq!(shown(&batches, "alt"), ["4", "5", "6"]);
    let studied = json.study(&recipe).expect("can be studied");
    assert_eq!(
        studied.column("lloc.punt.lat").expect("there").reading.kind,
        Type::Latitude
    );
    // The kept recipe reads the next file, whose objects have the same members in another order.
    let kept = Recipe::parse(&studied.draft().to_toml()).expect("what is written can be read");
    let next = Json::new(
        r#"[{"id": 4, "lloc": {"nota": "x", "punt": {"lon": 2.1, "lat": 41.3}, "cp": "08002", "carrer": "Vell"}, "alt": 7}]"#,
    );
    assert_eq!(shown(&next.table(&kept).0, "lloc_cp"), ["08002"]);
    let found = drift(&kept, &[], &next.study(&kept).expect("can be studied"));
    assert!(
        found.added.is_empty() && found.removed.is_empty(),
        "{found:?}"
    );
    // A new member is a new column, which somebody accepts.
    let more = Json::new(r#"[{"id": 4, "lloc": {"porta": "3"}, "alt": 7}]"#);
    let found = drift(&kept, &[], &more.study(&kept).expect("can be studied"));
    assert_eq!(found.added, ["lloc.porta"]);
}

#[test]
fn trap_19_one_value_after_the_other_and_properties_of_features() {
    let lines = Json::new("{\"a\":{\"b\":1}}\n{\"a\":{\"b\":2,\"c\":\"x\"}}\n");
    let (batches, _) = lines.taking(&["flatten-a"]);
    assert_eq!(shown(&batches, "a_b"), ["1", "2"]);
    assert_eq!(shown(&batches, "a_c"), ["·", "x"]);
    let features = Json::new(
        r#"{"type": "FeatureCollection", "features": [
          {"type": "Feature", "properties": {"nom": "Font", "obra": {"any": 1990}}, "geometry": {"type": "Point", "coordinates": [2.1, 41.3]}},
          {"type": "Feature", "properties": {"nom": "Banc", "obra": {"any": 2001}}, "geometry": null}]}"#,
    );
    let (batches, _) = features.taking(&["flatten-obra"]);
    assert_eq!(names(&batches), ["nom", "obra_any", "geometry"]);
    assert_eq!(shown(&batches, "obra_any"), ["1990", "2001"]);
    assert!(shown(&batches, "geometry")[0].starts_with("POINT"));
}

#[test]
fn trap_19_a_list_of_objects_becomes_rows_where_somebody_asks() {
    let json = Json::new(
        r#"[{"linia": "L1", "parades": [{"n": 1, "nom": "Alba"}, {"n": 2, "nom": "Garbí"}]},
            {"linia": "L2", "parades": []},
            {"linia": "L3", "parades": [{"n": 1, "nom": "Port"}]},
            {"linia": "L4"}]"#,
    );
    let untouched = json.table(&Recipe::default()).0;
    assert_eq!(shown(&untouched, "parades")[2], r#"[{"n":1,"nom":"Port"}]"#);
    let (batches, _) = json.taking(&["rows-parades"]);
    assert_eq!(shown(&batches, "linia"), ["L1", "L1", "L2", "L3", "L4"]);
    assert_eq!(
        shown(&batches, "parades_nom"),
        ["Alba", "Garbí", "·", "Port", "·"]
    );
}

#[test]
fn trap_19_lists_within_objects_are_offered_once_the_objects_are_columns() {
    let json = Json::new(
        r#"[{"a": {"x": 1, "l": [{"v": 1}, {"v": 2}]}}, {"a": {"x": 2, "l": [{"v": 3}]}}]"#,
    );
    let (batches, _) = json.taking(&["flatten-a", "rows-a_l"]);
    assert_eq!(shown(&batches, "a_x"), ["1", "1", "2"]);
    assert_eq!(shown(&batches, "a_l_v"), ["1", "2", "3"]);
}

#[test]
fn trap_19_what_is_no_object_keeps_its_column_and_what_lies_deeper_stays_json() {
    let json = Json::new(r#"[{"a": {"b": {"c": {"d": 1}}}}, {"a": "sense"}, {"a": "dos"}]"#);
    let study = json.study(&Recipe::default()).expect("can be studied");
    assert!(study.suggestions.is_empty(), "mixed cells are not offered");
    let step = Flatten {
        column: "a".to_owned(),
        rows: false,
        depth: 2,
    };
    let recipe = Recipe {
        steps: vec![Step::Flatten(step)],
        ..Recipe::default()
    };
    let (batches, _) = json.table(&recipe);
    assert_eq!(shown(&batches, "a_b_c"), [r#"{"d":1}"#, "·", "·"]);
    assert_eq!(shown(&batches, "a"), ["·", "sense", "dos"]);
}

/// Keys that are ids would make a column of each: refused when asked for, and never offered.
#[test]
fn trap_19_more_columns_than_anybody_reads_are_refused() {
    let members: Vec<String> = (0..300).map(|n| format!("\"k{n}\": {n}")).collect();
    let json = Json::new(&format!("[{{\"a\": {{{}}}}}]", members.join(",")));
    assert!(
        json.study(&Recipe::default())
            .expect("can be studied")
            .suggestions
            .is_empty()
    );
    let recipe = Recipe::parse("[[step]]\n[step.flatten]\ncolumn = \"a\"\n").expect("a recipe");
    let error = json.study(&recipe).expect_err("refused").to_string();
    assert!(
        error.contains("200 columns") && error.contains("\"a\""),
        "{error}"
    );
}

/// A row of a megabyte beside a long list must not be written out in one block.
#[test]
fn trap_19_rows_stream_in_blocks_and_too_many_are_refused() {
    let list = |n: usize| {
        let elements: Vec<String> = (0..n).map(|n| format!("{{\"v\":{n}}}")).collect();
        format!(
            "[{{\"gran\":\"{}\",\"l\":[{}]}}]",
            "x".repeat(100_000),
            elements.join(",")
        )
    };
    let recipe =
        Recipe::parse("[[step]]\n[step.flatten]\ncolumn = \"l\"\nrows = true\n").expect("a recipe");
    let (batches, report) = Json::new(&list(300)).table(&recipe);
    assert!(batches.len() > 5, "{} blocks of 30 MB", batches.len());
    assert_eq!((report.rows, report.rows_out), (300, 300));
    assert_eq!(
        shown(&batches, "l_v").last().map(String::as_str),
        Some("299")
    );
    let error = Json::new(&list(10_001))
        .study(&recipe)
        .expect_err("refused")
        .to_string();
    assert!(error.contains("10000 rows"), "{error}");
}

proptest::proptest! {
    /// Whatever the objects hold, every value comes out once, exactly as written.
    #[test]
    fn no_value_is_lost(objects in proptest::collection::vec(proptest::collection::btree_map("[a-c.]{1,2}", 0_u32..1000, 0..4), 1..20)) {
        proptest::prop_assume!(objects.iter().any(|o| !o.is_empty()));
        let records: Vec<String> = objects.iter().enumerate().map(|(n, o)| {
            format!("{{\"n\":{n},\"o\":{}}}", serde_json::to_string(o).expect("plain"))
        }).collect();
        let json = Json::new(&format!("[{}]", records.join(",")));
        let recipe = Recipe::parse("[[step]]\n[step.flatten]\ncolumn = \"o\"\n").expect("a recipe");
        let (batches, report) = json.table(&recipe);
        proptest::prop_assert_eq!(report.rows, u64::try_from(objects.len()).expect("few"));
        let values: usize = objects.iter().map(std::collections::BTreeMap::len).sum();
        let columns = names(&batches);
        let out: usize = columns[1..].iter().map(|c| shown(&batches, c).iter().filter(|v| *v != "·").count()).sum();
        proptest::prop_assert_eq!(out, values);
    }
}

/// Flattening must not choose between two values, nor drop a text that is none.
#[test]
fn what_cannot_become_columns_whole_is_refused_with_its_line_and_not_offered() {
    let step = Step::Flatten(Flatten {
        column: "a".to_owned(),
        rows: false,
        depth: 4,
    });
    let recipe = Recipe {
        steps: vec![step],
        ..Recipe::default()
    };
    for (cell, said) in [
        (
            r#"{"b": {"c": 1, "c": 2}}"#,
            r#"line 2: "a.b.c" stands there twice"#,
        ),
        (
            r#"{"b": {"x": 1}, "b": {"y": 2}}"#,
            r#"line 2: "a.b" stands there twice"#,
        ),
        (
            r#"{"b": "\ud800"}"#,
            r#"line 2: the text of "a.b" holds half of a character"#,
        ),
    ] {
        let json = Json::new(&format!(
            "[{{\"a\": {{\"b\": \"x\"}}}},\n{{\"a\": {cell}}}]"
        ));
        let study = json.study(&Recipe::default()).expect("as it is");
        assert!(study.suggestions.is_empty(), "{:#?}", study.suggestions);
        let error = json.study(&recipe).expect_err(cell).to_string();
        assert!(error.starts_with(said), "{error}");
        // As it stands in the file, nothing of it is lost.
        let kept = shown(&json.table(&Recipe::default()).0, "a")[1].replace(' ', "");
        assert_eq!(kept, cell.replace(' ', ""));
    }
}

/// An object without members says nothing, as `null` does; one of several of a name says too much.
#[test]
fn empty_objects_are_no_values_and_a_name_that_comes_twice_in_a_record_is_refused() {
    let json = Json::new(r#"[{"a": {"b": 1}}, {"a": {}}, {"a": {"b": 3}}]"#);
    assert_eq!(
        shown(&json.taking(&["flatten-a"]).0, "a_b"),
        ["1", "·", "3"]
    );
    let twice = Json::new("[{\"a\": 1, \"b\": 2},\n {\"a\": 1, \"b\": 3, \"a\": 4}]");
    let error = twice
        .study(&Recipe::default())
        .expect_err("two values")
        .to_string();
    assert!(error.starts_with(r#"line 2: "a" stands twice"#), "{error}");
}
