// SPDX-License-Identifier: AGPL-3.0-or-later

//! What of the standards holds, for the page `/standards`.

use panot_core::Language;
use panot_web::Standard;

use crate::words::Words;

fn words(language: Language) -> Words {
    Words::of(language.tag())
}

/// The rows of the door.
pub fn standards() -> Vec<Standard> {
    vec![
        Standard {
            name: "OGC API – Features, Part 1: Core 1.0",
            address: "https://docs.ogc.org/is/17-069r4/17-069r4.html",
            holds: |l| words(l).ogc_holds_core(),
            missing: Some(|l| words(l).ogc_misses_core()),
        },
        Standard {
            name: "OGC API – Features, Part 2: Coordinate Reference Systems by Reference 1.0",
            address: "https://docs.ogc.org/is/18-058r1/18-058r1.html",
            holds: |l| words(l).ogc_holds_crs(),
            missing: None,
        },
        Standard {
            name: "OGC API – Features, Part 3: Filtering 1.0",
            address: "https://docs.ogc.org/is/19-079r2/19-079r2.html",
            holds: |l| words(l).ogc_holds_filter(),
            missing: Some(|l| words(l).ogc_misses_filter()),
        },
        Standard {
            name: "OGC Common Query Language (CQL2) 1.0",
            address: "https://docs.ogc.org/is/21-065r2/21-065r2.html",
            holds: |l| words(l).ogc_holds_cql2(),
            missing: Some(|l| words(l).ogc_misses_cql2()),
        },
        Standard {
            name: "TileJSON 3.0.0",
            address: "https://github.com/mapbox/tilejson-spec/tree/master/3.0.0",
            holds: |l| words(l).ogc_holds_tilejson(),
            missing: None,
        },
    ]
}
