// SPDX-License-Identifier: AGPL-3.0-or-later

//! UTM to degrees and back.
//!
//! The transverse Mercator projection by Krüger's series in the third flattening to the sixth
//! order, as Karney gives it (*Transverse Mercator with an accuracy of a few nanometers*, 2011):
//! within a UTM zone its error is below a micrometre. ETRS89 and WGS 84 are taken as the same: they
//! differ by less than a metre in Europe, and no municipal file says which epoch it means.

/// A reference system that files use and we can turn into WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crs {
    /// Degrees: EPSG 4326 and 4258.
    Degrees,
    /// A northern UTM zone: EPSG 258xx (ETRS89) and 326xx (WGS 84).
    Utm(u8),
}

impl Crs {
    /// The system with this EPSG code, where we know it.
    pub fn from_epsg(code: u32) -> Option<Self> {
        match code {
            4326 | 4258 | 4979 | 84 => Some(Self::Degrees),
            25828..=25838 => u8::try_from(code - 25800).ok().map(Self::Utm),
            32601..=32660 => u8::try_from(code - 32600).ok().map(Self::Utm),
            _ => None,
        }
    }

    /// Longitude and latitude of a place.
    pub fn to_degrees(self, x: f64, y: f64) -> (f64, f64) {
        match self {
            Self::Degrees => (x, y),
            Self::Utm(zone) => utm_to_degrees(zone, x, y),
        }
    }

    /// Easting and northing (or degrees) of a longitude and latitude.
    pub fn from_degrees(self, longitude: f64, latitude: f64) -> (f64, f64) {
        match self {
            Self::Degrees => (longitude, latitude),
            Self::Utm(zone) => degrees_to_utm(zone, longitude, latitude),
        }
    }
}

/// The flattening of GRS 80. That of WGS 84 differs in the eleventh digit, which moves no point of
/// a city by a tenth of a millimetre.
const FLATTENING: f64 = 1.0 / 298.257_222_101;
const SEMI_MAJOR_M: f64 = 6_378_137.0;
const SCALE: f64 = 0.9996;
const FALSE_EASTING_M: f64 = 500_000.0;

/// The constants that follow from the ellipsoid.
struct Series {
    eccentricity: f64,
    radius: f64,
    alpha: [f64; 6],
    beta: [f64; 6],
}

fn series() -> &'static Series {
    static SERIES: std::sync::LazyLock<Series> = std::sync::LazyLock::new(|| {
        let n = FLATTENING / (2.0 - FLATTENING);
        let p: [f64; 7] = std::array::from_fn(|k| n.powi(i32::try_from(k).expect("below seven")));
        let radius = SEMI_MAJOR_M / (1.0 + n) * (1.0 + p[2] / 4.0 + p[4] / 64.0 + p[6] / 256.0);
        Series {
            eccentricity: (FLATTENING * (2.0 - FLATTENING)).sqrt(),
            radius,
            alpha: [
                p[1] / 2.0 - 2.0 / 3.0 * p[2] + 5.0 / 16.0 * p[3] + 41.0 / 180.0 * p[4]
                    - 127.0 / 288.0 * p[5]
                    + 7_891.0 / 37_800.0 * p[6],
                13.0 / 48.0 * p[2] - 3.0 / 5.0 * p[3]
                    + 557.0 / 1_440.0 * p[4]
                    + 281.0 / 630.0 * p[5]
                    - 1_983_433.0 / 1_935_360.0 * p[6],
                61.0 / 240.0 * p[3] - 103.0 / 140.0 * p[4]
                    + 15_061.0 / 26_880.0 * p[5]
                    + 167_603.0 / 181_440.0 * p[6],
                49_561.0 / 161_280.0 * p[4] - 179.0 / 168.0 * p[5]
                    + 6_601_661.0 / 7_257_600.0 * p[6],
                34_729.0 / 80_640.0 * p[5] - 3_418_889.0 / 1_995_840.0 * p[6],
                212_378_941.0 / 319_334_400.0 * p[6],
            ],
            beta: [
                p[1] / 2.0 - 2.0 / 3.0 * p[2] + 37.0 / 96.0 * p[3]
                    - 1.0 / 360.0 * p[4]
                    - 81.0 / 512.0 * p[5]
                    + 96_199.0 / 604_800.0 * p[6],
                1.0 / 48.0 * p[2] + 1.0 / 15.0 * p[3] - 437.0 / 1_440.0 * p[4]
                    + 46.0 / 105.0 * p[5]
                    - 1_118_711.0 / 3_870_720.0 * p[6],
                17.0 / 480.0 * p[3] - 37.0 / 840.0 * p[4] - 209.0 / 4_480.0 * p[5]
                    + 5_569.0 / 90_720.0 * p[6],
                4_397.0 / 161_280.0 * p[4] - 11.0 / 504.0 * p[5] - 830_251.0 / 7_257_600.0 * p[6],
                4_583.0 / 161_280.0 * p[5] - 108_847.0 / 3_991_680.0 * p[6],
                20_648_693.0 / 638_668_800.0 * p[6],
            ],
        }
    });
    &SERIES
}

fn central_meridian(zone: u8) -> f64 {
    f64::from(zone) * 6.0 - 183.0
}

/// The tangent of the conformal latitude.
fn conformal(tangent: f64, eccentricity: f64) -> f64 {
    let sine = tangent / tangent.hypot(1.0);
    let sigma = (eccentricity * (eccentricity * sine).atanh()).sinh();
    tangent * sigma.hypot(1.0) - sigma * tangent.hypot(1.0)
}

fn degrees_to_utm(zone: u8, longitude: f64, latitude: f64) -> (f64, f64) {
    let s = series();
    let lambda = (longitude - central_meridian(zone)).to_radians();
    let tau = conformal(latitude.to_radians().tan(), s.eccentricity);
    let xi = tau.atan2(lambda.cos());
    let eta = (lambda.sin() / tau.hypot(lambda.cos())).asinh();
    let (mut x, mut y) = (eta, xi);
    let mut k = 0.0;
    for alpha in s.alpha {
        k += 2.0;
        y += alpha * (k * xi).sin() * (k * eta).cosh();
        x += alpha * (k * xi).cos() * (k * eta).sinh();
    }
    (FALSE_EASTING_M + SCALE * s.radius * x, SCALE * s.radius * y)
}

fn utm_to_degrees(zone: u8, easting: f64, northing: f64) -> (f64, f64) {
    let s = series();
    let xi = northing / (SCALE * s.radius);
    let eta = (easting - FALSE_EASTING_M) / (SCALE * s.radius);
    let (mut x, mut y) = (eta, xi);
    let mut k = 0.0;
    for beta in s.beta {
        k += 2.0;
        y -= beta * (k * xi).sin() * (k * eta).cosh();
        x -= beta * (k * xi).cos() * (k * eta).sinh();
    }
    let lambda = x.sinh().atan2(y.cos());
    let wanted = y.sin() / x.sinh().hypot(y.cos());
    // Newton's method: the conformal latitude is known, the geographic one is sought.
    let e2 = s.eccentricity * s.eccentricity;
    let mut tau = wanted / (1.0 - e2);
    for _ in 0..5 {
        let at = conformal(tau, s.eccentricity);
        let step = (wanted - at) / at.hypot(1.0) * (1.0 + (1.0 - e2) * tau * tau)
            / ((1.0 - e2) * tau.hypot(1.0));
        tau += step;
        if step.abs() < 1e-16 {
            break;
        }
    }
    (
        central_meridian(zone) + lambda.to_degrees(),
        tau.atan().to_degrees(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Computed with PROJ 9 (`cs2cs EPSG:25830/25831 EPSG:4326`): corners of the zone, the equator,
    /// far north, and places in Barcelona and Madrid.
    const KNOWN: [(u32, f64, f64, f64, f64); 8] = [
        (
            25831,
            430_403.06,
            4_582_955.17,
            2.167_477_426_136,
            41.395_121_538_132,
        ),
        (
            25830,
            440_946.0,
            4_471_422.0,
            -3.695_810_562_701,
            40.391_304_220_348,
        ),
        (25831, 500_000.0, 0.0, 3.0, 0.0),
        (
            25831,
            166_021.443_1,
            1_000_000.0,
            -0.037_466_132_505,
            9.033_980_460_358,
        ),
        (
            25831,
            833_978.556_9,
            5_000_000.0,
            7.242_999_495_463,
            45.074_588_574_756,
        ),
        (
            25831,
            429_292.190_776_673_7,
            4_584_326.909_741_469,
            2.154_030_305_196,
            41.407_379_379_503,
        ),
        (
            25830,
            300_000.0,
            7_000_000.0,
            -6.960_352_003_254,
            63.073_996_603_962,
        ),
        (
            32631,
            430_403.06,
            4_582_955.17,
            2.167_477_426_143,
            41.395_121_537_089,
        ),
    ];

    #[test]
    fn known_places_come_out_within_a_millimetre() {
        for (epsg, x, y, longitude, latitude) in KNOWN {
            let crs = Crs::from_epsg(epsg).expect("known");
            let (lon, lat) = crs.to_degrees(x, y);
            // A billionth of a degree is a tenth of a millimetre; the WGS 84 ellipsoid itself
            // differs by a tenth of a millimetre from that of ETRS89.
            assert!((lon - longitude).abs() < 2e-9, "{epsg} {x} {y}: {lon}");
            assert!((lat - latitude).abs() < 2e-9, "{epsg} {x} {y}: {lat}");
            let (east, north) = crs.from_degrees(longitude, latitude);
            assert!(
                (east - x).abs() < 1e-3 && (north - y).abs() < 1e-3,
                "{east} {north}"
            );
        }
    }

    #[test]
    fn systems_we_cannot_turn_are_not_guessed() {
        assert_eq!(Crs::from_epsg(23031), None);
        assert_eq!(Crs::from_epsg(3857), None);
        assert_eq!(Crs::from_epsg(25831), Some(Crs::Utm(31)));
        assert_eq!(Crs::from_epsg(32630), Some(Crs::Utm(30)));
        assert_eq!(Crs::from_epsg(4258), Some(Crs::Degrees));
    }

    proptest! {
        /// There and back again is the same place, anywhere in a zone.
        #[test]
        fn a_round_trip_ends_where_it_began(zone in 28u8..=38, east in 100_000.0..900_000.0f64, north in 0.0..9_300_000.0f64) {
            let (lon, lat) = Crs::Utm(zone).to_degrees(east, north);
            let (x, y) = Crs::Utm(zone).from_degrees(lon, lat);
            prop_assert!((x - east).abs() < 1e-5 && (y - north).abs() < 1e-5, "{x} {y}");
        }
    }
}
