// SPDX-License-Identifier: AGPL-3.0-or-later

//! Arithmetic that gives the same digits on every machine.
//!
//! The sine of the standard library comes from the system's C library, and the last digit differs
//! from one to the next. Everything here uses only `+ - * /` and `sqrt`, which IEEE 754 fixes to the
//! last bit, so the same seed gives the same bytes anywhere.

/// A number of things as a float. Exact below 2⁵³, far above anything that is counted in a city.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "exact below 2^53"
)]
pub(crate) fn real(n: i64) -> f64 {
    n as f64
}

/// A count as a float.
pub(crate) fn count(n: usize) -> f64 {
    real(i64::try_from(n).expect("no city has 2^63 of anything"))
}

/// The nearest whole number, half away from zero.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a cast saturates, and values here are far smaller"
)]
pub(crate) fn whole(x: f64) -> i64 {
    if x < 0.0 {
        (x - 0.5) as i64
    } else {
        (x + 0.5) as i64
    }
}

/// The greatest whole number that is not above `x`.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a cast saturates, and values here are far smaller"
)]
pub(crate) fn floor(x: f64) -> i64 {
    x.floor() as i64
}

/// A place in a list from a whole number that is known not to be negative.
pub(crate) fn index(n: i64) -> usize {
    usize::try_from(n.max(0)).expect("an i64 fits")
}

/// A place in a list, as a whole number.
pub(crate) fn int(n: usize) -> i64 {
    i64::try_from(n).expect("no list is that long")
}

/// Half a turn.
pub(crate) const PI: f64 = std::f64::consts::PI;

/// The sine of `x` radians, right to about 1e-13.
pub(crate) fn sin(x: f64) -> f64 {
    let turns = (x / (2.0 * PI)).floor();
    let mut x = x - turns * 2.0 * PI;
    if x > PI {
        x -= 2.0 * PI;
    }
    if x > PI / 2.0 {
        x = PI - x;
    } else if x < -PI / 2.0 {
        x = -PI - x;
    }
    let square = x * x;
    let mut term = x;
    let mut sum = x;
    for k in 1..11 {
        let k = real(k);
        term *= -square / ((2.0 * k) * (2.0 * k + 1.0));
        sum += term;
    }
    sum
}

/// The cosine of `x` radians.
pub(crate) fn cos(x: f64) -> f64 {
    sin(x + PI / 2.0)
}

/// `e` to the power `x`, for small `x`.
pub(crate) fn exp(x: f64) -> f64 {
    let parts = 1024.0;
    let x = x.clamp(-40.0, 40.0) / parts;
    let mut power = 1.0 + x + x * x / 2.0 + x * x * x / 6.0 + x * x * x * x / 24.0;
    for _ in 0..10 {
        power *= power;
    }
    power
}

/// A bell around zero: 1 in the middle, nothing beyond a few widths.
pub(crate) fn bell(x: f64, width: f64) -> f64 {
    exp(-(x / width) * (x / width))
}

/// Longitude and latitude in millionths of a degree (WGS 84) of a point in UTM 31N, given in
/// centimetres. Snyder's series; below a millimetre this near to the meridian.
pub(crate) fn lon_lat(east_cm: i64, north_cm: i64) -> (i64, i64) {
    let (lon, lat) = lon_lat_degrees(real(east_cm) / 100.0, real(north_cm) / 100.0);
    (whole(lon * 1e6), whole(lat * 1e6))
}

/// Longitude and latitude in degrees of a point in UTM 31N, given in metres.
pub(crate) fn lon_lat_degrees(east: f64, north: f64) -> (f64, f64) {
    let axis = 6_378_137.0;
    let flattening: f64 = 1.0 / 298.257_222_101;
    let scale = 0.9996;
    let e2: f64 = flattening * (2.0 - flattening);
    let ep2 = e2 / (1.0 - e2);
    let root = (1.0 - e2).sqrt();
    let e1 = (1.0 - root) / (1.0 + root);
    let mu = north
        / scale
        / (axis * (1.0 - e2 / 4.0 - 3.0 * e2 * e2 / 64.0 - 5.0 * e2 * e2 * e2 / 256.0));
    let foot = mu
        + (1.5 * e1 - 27.0 / 32.0 * e1 * e1 * e1) * sin(2.0 * mu)
        + (21.0 / 16.0 * e1 * e1 - 55.0 / 32.0 * e1 * e1 * e1 * e1) * sin(4.0 * mu)
        + 151.0 / 96.0 * e1 * e1 * e1 * sin(6.0 * mu)
        + 1097.0 / 512.0 * e1 * e1 * e1 * e1 * sin(8.0 * mu);
    let (s, c) = (sin(foot), cos(foot));
    let tan = s / c;
    let c1 = ep2 * c * c;
    let t1 = tan * tan;
    let w = 1.0 - e2 * s * s;
    let n1 = axis / w.sqrt();
    let r1 = axis * (1.0 - e2) / (w * w.sqrt());
    let d = (east - 500_000.0) / (n1 * scale);
    let d2 = d * d;
    let lat = foot
        - n1 * tan / r1
            * (d2 / 2.0
                - (5.0 + 3.0 * t1 + 10.0 * c1 - 4.0 * c1 * c1 - 9.0 * ep2) * d2 * d2 / 24.0
                + (61.0 + 90.0 * t1 + 298.0 * c1 + 45.0 * t1 * t1 - 252.0 * ep2 - 3.0 * c1 * c1)
                    * d2
                    * d2
                    * d2
                    / 720.0);
    let lon = (d - (1.0 + 2.0 * t1 + c1) * d * d2 / 6.0
        + (5.0 - 2.0 * c1 + 28.0 * t1 - 3.0 * c1 * c1 + 8.0 * ep2 + 24.0 * t1 * t1) * d * d2 * d2
            / 120.0)
        / c;
    (3.0 + lon * 180.0 / PI, lat * 180.0 / PI)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_point_of_utm_31_north_comes_back_in_degrees() {
        // 41° N 2° E and 40.8° N 1.6° E by another road: Krüger's series, forwards.
        for (east, north, lon, lat) in [
            (415_897.865_556, 4_539_238.589_217, 2.0, 41.0),
            (381_900.927_678, 4_517_498.441_660, 1.6, 40.8),
        ] {
            let (x, y) = lon_lat_degrees(east, north);
            assert!((x - lon).abs() < 2e-8, "{x}");
            assert!((y - lat).abs() < 2e-8, "{y}");
        }
    }

    #[test]
    fn our_sine_agrees_with_the_standard_library() {
        for k in -400..400 {
            let x = real(k) / 17.0;
            assert!((sin(x) - x.sin()).abs() < 1e-12, "{x}");
            assert!((cos(x) - x.cos()).abs() < 1e-12, "{x}");
        }
        for k in -40..40 {
            let x = real(k) / 4.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-9, "{x}");
        }
    }
}
