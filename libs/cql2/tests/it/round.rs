// SPDX-License-Identifier: AGPL-3.0-or-later

//! Trees, written and read again.

use cql2::{
    Arithmetic, Array, Comparison, Expr, Geometry, Limits, Number, Position, Spatial, Temporal,
    from_json, from_text,
};
use proptest::prelude::*;

const WIDE: Limits = Limits {
    bytes: 1 << 20,
    depth: 64,
    nodes: 5_000,
    positions: 5_000,
};

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}",
        "[a-zà-ú:_][a-z0-9.:_]{0,6}",
        // Words of the language, spaces and marks.
        "(and|not|null|POINT|date|in)",
        "[ a-z'\"%çñ()-]{1,8}",
    ]
}

/// A text of any signs. The text encoding cannot say one in which a backslash stands before a
/// quotation mark or at the end.
fn words() -> impl Strategy<Value = String> {
    "[^\\\\]{0,12}"
}

/// As people and map clients write them, to nine digits. (Of the seventeenth digit JSON's reader may
/// take its neighbour.)
fn decimal() -> impl Strategy<Value = f64> {
    (-180_000_000_i32..180_000_000).prop_map(|n| f64::from(n) / 1_000_000.0)
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        (-1_000_i64..1_000).prop_map(Number::Integer),
        // The smallest has no positive twin, which its text would need.
        (i64::MIN + 1..=i64::MAX).prop_map(Number::Integer),
        decimal().prop_map(Number::Real),
    ]
}

fn position() -> impl Strategy<Value = Position> {
    let axis = || prop_oneof![decimal(), (-200_i32..200).prop_map(f64::from)];
    (axis(), axis(), prop::option::of(axis())).prop_map(|(x, y, z)| Position { x, y, z })
}

fn ring() -> impl Strategy<Value = Vec<Position>> {
    prop::collection::vec(position(), 3..6).prop_map(|mut ring| {
        ring.push(ring[0]);
        ring
    })
}

fn shape() -> impl Strategy<Value = Geometry> {
    let line = || prop::collection::vec(position(), 2..5);
    let area = || prop::collection::vec(ring(), 1..3);
    let simple = prop_oneof![
        position().prop_map(Geometry::Point),
        line().prop_map(Geometry::LineString),
        area().prop_map(Geometry::Polygon),
        line().prop_map(Geometry::MultiPoint),
        prop::collection::vec(line(), 1..3).prop_map(Geometry::MultiLineString),
        prop::collection::vec(area(), 1..3).prop_map(Geometry::MultiPolygon),
    ];
    let corners = (position(), position()).prop_map(|(mut low, mut high)| {
        (low.z, high.z) = (low.z.and(high.z), low.z.and(high.z));
        Geometry::Bbox(low, high)
    });
    let simple = simple.boxed();
    prop_oneof![
        simple.clone(),
        prop::collection::vec(simple, 1..3).prop_map(Geometry::Collection),
        corners,
    ]
}

fn instant() -> impl Strategy<Value = Expr> {
    prop_oneof![
        (1_000..2_100, 1..=12, 1..=28)
            .prop_map(|(y, m, d)| Expr::Date(format!("{y:04}-{m:02}-{d:02}"))),
        (1..=28, 0..24, 0..60).prop_map(|(d, h, s)| {
            Expr::Timestamp(format!("2026-02-{d:02}T{h:02}:15:{s:02}.25Z"))
        }),
    ]
}

fn two<T: std::fmt::Debug>(
    one: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = Box<[T; 2]>> {
    (one.clone(), one).prop_map(|(a, b)| Box::new([a, b]))
}

fn scalar() -> BoxedStrategy<Expr> {
    let property = name().prop_map(Expr::Property).boxed();
    let numeric = prop_oneof![property.clone(), number().prop_map(Expr::Number),].boxed();
    let numeric = numeric.prop_recursive(3, 8, 2, |inner| {
        (prop::sample::select(Arithmetic::ALL), two(inner))
            .prop_map(|(op, args)| Expr::Arithmetic(op, args))
    });
    let text = prop_oneof![words().prop_map(Expr::Text), property]
        .boxed()
        .prop_recursive(2, 3, 1, |inner| {
            prop_oneof![
                inner.clone().prop_map(|one| Expr::Casei(Box::new(one))),
                inner.prop_map(|one| Expr::Accenti(Box::new(one))),
            ]
        });
    prop_oneof![
        numeric,
        text,
        instant(),
        any::<bool>().prop_map(Expr::Boolean)
    ]
    .boxed()
}

fn said() -> BoxedStrategy<Expr> {
    let property = || name().prop_map(Expr::Property).boxed();
    let geometric = prop_oneof![property(), shape().prop_map(Expr::Geometry)].boxed();
    let end = prop_oneof![instant(), Just(Expr::Open), property()].boxed();
    let time = prop_oneof![instant(), property(), two(end).prop_map(Expr::Interval)].boxed();
    // A list of one property looks like the property in brackets.
    let list = prop_oneof![
        property(),
        prop::collection::vec(scalar(), 2..4).prop_map(Expr::List)
    ]
    .boxed();
    let like = (property(), words()).prop_map(|(a, b)| Expr::Like(Box::new([a, Expr::Text(b)])));
    prop_oneof![
        (prop::sample::select(Comparison::ALL), two(scalar()))
            .prop_map(|(op, args)| Expr::Compare(op, args)),
        like,
        (scalar(), scalar(), scalar()).prop_map(|(a, b, c)| Expr::Between(Box::new([a, b, c]))),
        (scalar(), prop::collection::vec(scalar(), 1..4))
            .prop_map(|(one, all)| Expr::In(Box::new(one), all)),
        prop_oneof![property(), geometric.clone()].prop_map(|one| Expr::IsNull(Box::new(one))),
        (prop::sample::select(Spatial::ALL), two(geometric))
            .prop_map(|(op, args)| Expr::Spatial(op, args)),
        (prop::sample::select(Temporal::ALL), two(time))
            .prop_map(|(op, args)| Expr::Temporal(op, args)),
        (prop::sample::select(Array::ALL), two(list)).prop_map(|(op, args)| Expr::Array(op, args)),
        ("[a-z]{3,5}x", prop::collection::vec(scalar(), 0..3))
            .prop_map(|(name, args)| Expr::Call(name, args)),
        any::<bool>().prop_map(Expr::Boolean),
        property(),
    ]
    .boxed()
}

fn filter() -> impl Strategy<Value = Expr> {
    said().prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Or),
            inner.prop_map(|one| Expr::Not(Box::new(one))),
        ]
    })
}

proptest! {
    /// From the tree to text, to the tree, to JSON, to the tree: always the same.
    #[test]
    fn a_filter_is_the_same_in_both_encodings(filter in filter()) {
        let text = filter.to_string();
        let read = from_text(&text, &WIDE);
        prop_assert_eq!(read.as_ref(), Ok(&filter), "{}", text);
        let json = filter.to_json().to_string();
        let read = from_json(&json, &WIDE);
        prop_assert_eq!(read.as_ref(), Ok(&filter), "{}", json);
    }
}
