// SPDX-License-Identifier: AGPL-3.0-or-later

//! Reference systems by their addresses (OGC 18-058r1, part 2): what the importer knows, and Web
//! Mercator.

use tabular::geometry::Coord;
use tabular::project;

/// Longitude and latitude, the one that holds where nobody says another.
pub const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const EPSG: &str = "http://www.opengis.net/def/crs/EPSG/0/";
/// The radius of the sphere of Web Mercator, in metres.
const RADIUS_M: f64 = 6_378_137.0;
/// Where the square of Web Mercator ends, in degrees; what lies beyond is drawn at its edge.
const MERCATOR_NORTH: f64 = 85.051_128_779_806_6;

/// A reference system in which places are asked for and given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crs {
    /// Longitude, latitude.
    Crs84,
    /// WGS 84 or ETRS89 by their EPSG codes: latitude, longitude.
    Degrees(u32),
    /// Web Mercator, metres.
    Mercator,
    /// A zone of ETRS89/UTM, metres.
    Utm(u32),
}

impl Crs {
    /// All of them.
    pub fn all() -> Vec<Self> {
        let degrees = [4326, 4258].map(Self::Degrees);
        let utm = (25_828..=25_838).map(Self::Utm);
        [Self::Crs84, Self::Mercator]
            .into_iter()
            .chain(degrees)
            .chain(utm)
            .collect()
    }

    /// Its address.
    pub fn uri(self) -> String {
        match self {
            Self::Crs84 => CRS84.to_owned(),
            Self::Mercator => format!("{EPSG}3857"),
            Self::Degrees(code) | Self::Utm(code) => format!("{EPSG}{code}"),
        }
    }

    /// The one with this address; also as `urn:ogc:def:crs:EPSG::4326`, which older clients send.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('[').trim_end_matches(']');
        let plain = text.replacen("https://", "http://", 1);
        Self::all().into_iter().find(|crs| {
            let uri = crs.uri();
            let urn = match crs {
                Self::Crs84 => "urn:ogc:def:crs:OGC:1.3:CRS84".to_owned(),
                _ => uri.replace(EPSG, "urn:ogc:def:crs:EPSG::"),
            };
            uri == plain || urn == text
        })
    }

    /// Whether a straight line in it is one in longitudes and latitudes too.
    pub fn is_degrees(self) -> bool {
        matches!(self, Self::Crs84 | Self::Degrees(_))
    }

    /// The place with this longitude and latitude, on its own axes. Metres to a tenth of a millimetre.
    pub fn place(self, longitude: f64, latitude: f64) -> [f64; 2] {
        match self {
            Self::Crs84 => [longitude, latitude],
            Self::Degrees(_) => [latitude, longitude],
            Self::Mercator => {
                let north = latitude.clamp(-MERCATOR_NORTH, MERCATOR_NORTH).to_radians();
                let y = RADIUS_M * north.tan().asinh();
                [RADIUS_M * longitude.to_radians(), y].map(rounded)
            }
            Self::Utm(code) => match project::Crs::from_epsg(code) {
                Some(utm) => {
                    let (x, y) = utm.from_degrees(longitude, latitude);
                    [x, y].map(rounded)
                }
                None => [longitude, latitude],
            },
        }
    }

    /// The longitude and latitude of a place on its axes.
    pub fn degrees(self, x: f64, y: f64) -> [f64; 2] {
        match self {
            Self::Crs84 => [x, y],
            Self::Degrees(_) => [y, x],
            Self::Mercator => {
                let latitude = (y / RADIUS_M).sinh().atan().to_degrees();
                [(x / RADIUS_M).to_degrees(), latitude]
            }
            Self::Utm(code) => match project::Crs::from_epsg(code) {
                Some(utm) => utm.to_degrees(x, y).into(),
                None => [x, y],
            },
        }
    }

    /// How a file's longitudes and latitudes become places on its axes; nothing where they are.
    pub fn elsewhere(self) -> Option<tabular::write::Elsewhere> {
        (self != Self::Crs84).then(|| -> tabular::write::Elsewhere {
            Box::new(move |at: Coord| {
                let [x, y] = self.place(at.x, at.y);
                Coord { x, y, z: at.z }
            })
        })
    }
}

/// A length to a tenth of a millimetre. A place that a projection cannot show lies at its origin.
fn rounded(metres: f64) -> f64 {
    if metres.is_finite() {
        (metres * 10_000.0).round() / 10_000.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_is_found_by_its_address_and_its_name() {
        for crs in Crs::all() {
            assert_eq!(Crs::parse(&crs.uri()), Some(crs));
        }
        let zone = Some(Crs::Utm(25_831));
        assert_eq!(
            Crs::parse("https://www.opengis.net/def/crs/EPSG/0/25831"),
            zone
        );
        assert_eq!(Crs::parse("urn:ogc:def:crs:EPSG::25831"), zone);
        assert_eq!(
            Crs::parse("http://www.opengis.net/def/crs/EPSG/0/23031"),
            None
        );
        assert_eq!(Crs::parse("EPSG:4326"), None);
    }

    /// Computed with PROJ 9 (`cs2cs EPSG:4326 EPSG:3857` and `EPSG:25831`).
    #[test]
    fn known_places_stand_where_they_do_elsewhere() {
        let [x, y] = Crs::Mercator.place(2.167_477_426, 41.395_121_538);
        assert!(
            (x - 241_282.483_4).abs() < 0.001 && (y - 5_070_797.855_3).abs() < 0.001,
            "{x} {y}"
        );
        let [x, y] = Crs::Utm(25_831).place(2.167_477_426_136, 41.395_121_538_132);
        assert!(
            (x - 430_403.06).abs() < 0.001 && (y - 4_582_955.17).abs() < 0.001,
            "{x} {y}"
        );
        let turned = Crs::Degrees(4326).place(2.0, 41.0);
        assert_eq!(turned.map(f64::to_bits), [41.0_f64, 2.0].map(f64::to_bits));
    }

    #[test]
    fn a_place_is_the_same_there_and_back() {
        for crs in Crs::all() {
            let [x, y] = crs.place(2.17, 41.38);
            let [lon, lat] = crs.degrees(x, y);
            assert!(
                (lon - 2.17).abs() < 1e-8 && (lat - 41.38).abs() < 1e-8,
                "{crs:?} {lon} {lat}"
            );
        }
    }
}
