// SPDX-License-Identifier: AGPL-3.0-or-later

//! The box around all rows of a version, exact or not at all.

use arrow_schema::Schema;

use crate::jobs::MAP_ROWS;
use crate::kind::{Whereabouts, whereabouts};
use crate::portrait::Portrait;

/// West, south, east, north of all rows, as far as the portrait knows: of coordinates in columns
/// always, of shapes where the drawn map was made from all of them.
pub fn known(schema: &Schema, portrait: Option<&Portrait>, rows: u64) -> Option<[f64; 4]> {
    let portrait = portrait?;
    let bounds = match whereabouts(schema)? {
        Whereabouts::Geometry(_) => {
            let drawn = portrait.map.as_ref()?;
            (rows <= MAP_ROWS).then_some(drawn.bounds)?
        }
        Whereabouts::Point {
            latitude,
            longitude,
        } => {
            let ends = |name: &str| {
                let column = portrait.profile.columns.iter().find(|c| c.name == name)?;
                let number = |end: &Option<String>| end.as_ref()?.parse::<f64>().ok();
                Some((number(&column.min)?, number(&column.max)?))
            };
            let ((west, east), (south, north)) = (ends(&longitude)?, ends(&latitude)?);
            [west, south, east, north]
        }
    };
    let [west, south, east, north] = bounds;
    // A row that lies nowhere on earth is on no map, but in the profile of its column.
    let on_earth = west >= -180.0 && south >= -90.0 && east <= 180.0 && north <= 90.0;
    on_earth.then_some(bounds)
}
