// SPDX-License-Identifier: AGPL-3.0-or-later

//! Pages of features.

use cql2::{Expr, Geometry, Position, Spatial};
use futures::TryStreamExt as _;
use jiff::tz::TimeZone;
use panot_lake::{Ask, Snapshot};
use panot_web::{City, Problem};
use serde_json::{Value, json};
use tabular::write::Features;

use super::problems;
use crate::address;
use crate::catalogue::Catalogue;
use crate::ogc::boxes::Area;
use crate::ogc::condition::Ground;
use crate::ogc::crs::Crs;
use crate::ogc::links::{self, GEOJSON, Links};
use crate::ogc::queryables::Queryables;
use crate::ogc::request::{Fields, Items};
use crate::ogc::store::{Matches, Numbers, both};
use crate::show::dataset::Loaded;

/// Bytes of features on a page: where shapes are that large, a page has fewer than were asked for, and
/// the next one goes on.
const PAGE_BYTES_MAX: usize = 16 << 20;

/// What is asked, and of what.
pub struct Asked<'a> {
    pub city: &'a City,
    pub catalogue: &'a Catalogue,
    pub loaded: &'a Loaded,
    pub queryables: &'a Queryables,
    /// The parameters as they came, for links.
    pub fields: &'a Fields,
    pub items: Items,
}

/// Rows that a question means.
enum Meant {
    /// All rows of the version, so many.
    All(u64),
    These(Numbers),
}

impl Meant {
    fn count(&self) -> u64 {
        match self {
            Self::All(rows) => *rows,
            Self::These(numbers) => u64::try_from(numbers.len()).unwrap_or(u64::MAX),
        }
    }

    /// The numbers from 0 of so many rows behind the first `offset`.
    fn page(&self, offset: u64, limit: u64) -> Vec<u64> {
        let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        match self {
            Self::All(rows) => {
                (offset.min(*rows)..offset.saturating_add(limit).min(*rows)).collect()
            }
            Self::These(numbers) => {
                let page = numbers.iter().skip(size(offset)).take(size(limit));
                page.copied().map(u64::from).collect()
            }
        }
    }
}

impl Asked<'_> {
    fn snapshot(&self) -> Snapshot {
        self.loaded.version.snapshot(&self.loaded.dataset.table())
    }

    /// The page as a feature collection.
    pub async fn collection(&self, matches: &Matches, caller: String) -> Result<String, Problem> {
        let snapshot = self.snapshot();
        let meant = self.meant(&snapshot, matches, caller).await?;
        let page = meant.page(self.items.offset, self.items.limit);
        let (features, written) = self.written(&snapshot, page).await?;
        let stamp = self.city.clock.now();
        let head = json!({
            "type": "FeatureCollection",
            "numberMatched": meant.count(),
            "numberReturned": written,
            "timeStamp": stamp.to_string(),
            "links": self.links(meant.count(), written),
        });
        Ok(with_features(&head, &features))
    }

    /// The rows that the box and the filter mean.
    async fn meant(
        &self,
        snapshot: &Snapshot,
        matches: &Matches,
        caller: String,
    ) -> Result<Meant, Problem> {
        let (in_box, left) = match self.items.area {
            Some(area) => self.in_box(snapshot, area).await?,
            None => (None, None),
        };
        let mut conditions = Vec::new();
        if let Some(filter) = &self.items.filter {
            conditions.push(self.condition(filter, self.items.filter_crs)?);
        }
        if let Some((filter, crs)) = &left {
            conditions.push(self.condition(filter, *crs)?);
        }
        let fitting = if conditions.is_empty() {
            None
        } else {
            let condition = conditions.join(" AND ");
            let digest = self.loaded.version.digest();
            let of = matches.of(self.city, snapshot, &digest, &condition, caller);
            Some(of.await?)
        };
        Ok(match (in_box, fitting) {
            (Some(a), Some(b)) => Meant::These(both(&a, &b)),
            (Some(one), None) | (None, Some(one)) => Meant::These(one),
            (None, None) => Meant::All(snapshot.rows()),
        })
    }

    /// The rows in a box, from the places on the map; where the map does not hold all of them, what
    /// is left to be asked of the workers.
    async fn in_box(
        &self,
        snapshot: &Snapshot,
        area: Area,
    ) -> Result<(Option<Numbers>, Option<(Expr, Crs)>), Problem> {
        let layers = self.catalogue.layers();
        let layer = layers.of(&self.city.lake, snapshot).await?;
        if layer.rows() < snapshot.rows() {
            return Ok((None, Some((self.as_filter(area), area.crs))));
        }
        let found = tokio::task::spawn_blocking(move || area.rows(&layer)).await;
        let numbers: Numbers = found.map_err(Problem::internal)?.into();
        Ok((Some(numbers), None))
    }

    fn as_filter(&self, area: Area) -> Expr {
        let [x, y, far_x, far_y] = area.corners;
        let at = |x, y| Position { x, y, z: None };
        let shape = Geometry::Bbox(at(x, y), at(far_x, far_y));
        let property = Expr::Property(self.queryables.geometry().to_owned());
        let sides = Box::new([property, Expr::Geometry(shape)]);
        Expr::Spatial(Spatial::Intersects, sides)
    }

    fn condition(&self, filter: &Expr, crs: Crs) -> Result<String, Problem> {
        let zone = TimeZone::get(&self.city.settings.time_zone).map_err(Problem::internal)?;
        let ground = Ground {
            queryables: self.queryables,
            zone: &zone,
            crs,
        };
        ground.condition(filter).map_err(problems::refused)
    }

    /// The rows as features with commas between, and how many they are.
    async fn written(&self, snapshot: &Snapshot, page: Vec<u64>) -> Result<(String, u64), Problem> {
        if page.is_empty() {
            return Ok((String::new(), 0));
        }
        let ask = Ask {
            rows: Some(page.clone()),
            ..Ask::default()
        };
        let mut batches = self.city.lake.stream(snapshot, &ask).await?;
        let elsewhere = self.items.crs.elsewhere();
        let features = Features::new(&snapshot.schema, elsewhere).map_err(Problem::internal)?;
        let mut ids = page.into_iter().map(|number| number + 1);
        let (mut out, mut written) = (String::new(), 0);
        while let Some(batch) = batches.try_next().await? {
            let appended = features.append(&batch, &mut ids, PAGE_BYTES_MAX, &mut out);
            let appended = appended.map_err(Problem::internal)?;
            written += u64::try_from(appended).unwrap_or(0);
            if appended < batch.num_rows() {
                break;
            }
        }
        Ok((out, written))
    }

    /// Links of a page. Those to other pages name the version: a list that is read to its end is one
    /// version's.
    fn links(&self, count: u64, written: u64) -> Value {
        let (name, items) = (self.loaded.name(), &self.items);
        let without = |taken: &str| {
            let kept = self.fields.iter().filter(|(name, _)| name != taken);
            kept.cloned().collect::<Fields>()
        };
        let here = format!("{}/items", links::collection(name, self.loaded.asked));
        let pinned = format!(
            "{}/items",
            links::collection(name, Some(self.loaded.version.n))
        );
        let at = |offset: u64| {
            let mut fields = without("offset");
            if offset > 0 {
                fields.push(("offset".to_owned(), offset.to_string()));
            }
            address::with_query(&pinned, &fields)
        };
        let end = items.offset.saturating_add(written);
        let next = (written > 0 && end < count).then(|| at(end));
        let before = items.offset.saturating_sub(items.limit);
        let prev = (items.offset > 0).then(|| at(before));
        let rows = address::beside(name, self.loaded.asked, "rows");
        Links::of(&self.city.settings)
            .to(
                "self",
                GEOJSON,
                "GeoJSON",
                &address::with_query(&here, self.fields),
            )
            .maybe("next", GEOJSON, "GeoJSON", next.as_deref())
            .maybe("prev", GEOJSON, "GeoJSON", prev.as_deref())
            .to("alternate", "text/html", "HTML", &rows)
            .to(
                "collection",
                "application/json",
                "JSON",
                &links::collection(name, self.loaded.asked),
            )
            .json()
    }
}

/// An object with its features behind its other members.
fn with_features(head: &Value, features: &str) -> String {
    let mut text = head.to_string();
    // It ends in a brace, which features stand before.
    text.pop();
    text.push_str(",\"features\":[\n");
    text.push_str(features);
    text.push_str("\n]}\n");
    text
}

/// One feature.
pub async fn feature(asked: &Asked<'_>, fid: &str) -> Result<String, Problem> {
    let snapshot = asked.snapshot();
    let number = fid
        .parse()
        .ok()
        .filter(|n| (1..=snapshot.rows()).contains(n));
    let number: u64 = number.ok_or_else(|| problems::no_feature(fid))?;
    let (mut text, _) = asked.written(&snapshot, vec![number - 1]).await?;
    let (name, version) = (asked.loaded.name(), asked.loaded.asked);
    let collection = links::collection(name, version);
    let here = address::with_query(&format!("{collection}/items/{number}"), asked.fields);
    let pinned = links::collection(name, Some(asked.loaded.version.n));
    let links = Links::of(&asked.city.settings)
        .to("self", GEOJSON, "GeoJSON", &here)
        .to(
            "canonical",
            GEOJSON,
            "GeoJSON",
            &format!("{pinned}/items/{number}"),
        )
        .to("collection", "application/json", "JSON", &collection)
        .json();
    // It ends in a brace, which links stand before.
    text.pop();
    Ok(format!("{text},\"links\":{links}}}\n"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_page_is_cut_from_all_rows_or_from_those_that_were_found() {
        let all = Meant::All(10);
        assert_eq!(all.page(8, 5), [8, 9]);
        assert!(all.page(u64::MAX, u64::MAX).is_empty());
        let these = Meant::These(Arc::from([2_u32, 3, 9]));
        assert_eq!(these.page(1, 5), [3, 9]);
        assert_eq!(these.count(), 3);
    }

    #[test]
    fn features_stand_behind_the_other_members() {
        let text = with_features(&json!({"type": "FeatureCollection"}), "{\"a\":1}");
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["features"], json!([{"a": 1}]));
        let none: Value = serde_json::from_str(&with_features(&json!({"n": 0}), "")).expect("JSON");
        assert_eq!(none["features"], json!([]));
    }
}
