// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbers, dates and amounts as people write them in each language.
//!
//! Marks and the order of letters come from the Unicode CLDR by way of ICU4X; the thirty-six names
//! of months stand here, written as CLDR has them. Every function takes exact values (whole numbers,
//! canonical decimal text, civil dates) and cannot fail: text that is not a number is returned as it
//! is, so that a page shows what the data has.

mod collate;
mod dates;
mod numbers;
mod relative;

pub use collate::{collate, sort_by_text};
pub use dates::{date, date_short, date_time, month, time};
pub use numbers::{bytes, decimal, integer, money, percent};
pub use relative::relative;
