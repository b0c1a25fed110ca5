// SPDX-License-Identifier: AGPL-3.0-or-later

//! Letters and numbers as SVG wants them.

use std::fmt::{self, Display};

/// Text inside an element or an attribute.
pub(super) struct Text<'a>(pub &'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // Not allowed in XML, and no letter either.
                c if c.is_control() => f.write_str(" ")?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

/// A number with at most one digit behind the point, and none that says nothing.
pub(super) struct Short(pub f64);

impl Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = whole(self.0 * 10.0);
        let sign = if tenths < 0 { "-" } else { "" };
        let (units, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
        if rest == 0 {
            write!(f, "{sign}{units}")
        } else {
            write!(f, "{sign}{units}.{rest}")
        }
    }
}

/// The nearest whole number; what is not a number is nothing.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a cast saturates and makes zero of what is no number"
)]
pub(super) fn whole(x: f64) -> i64 {
    x.round() as i64
}

/// A place in a list of `n` from a share of it.
pub(super) fn place(share: f64, n: usize) -> usize {
    let at = usize::try_from(whole((share * real(n)).floor()).max(0)).unwrap_or(0);
    at.min(n.saturating_sub(1))
}

/// A count as a float: exact below 2⁵³, and drawn anyway.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "drawn, not counted"
)]
pub(super) fn real(n: usize) -> f64 {
    n as f64
}

/// A count as a float.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "drawn, not counted"
)]
pub(super) fn real_u64(n: u64) -> f64 {
    n as f64
}
