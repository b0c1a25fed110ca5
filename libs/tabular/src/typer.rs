// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the cells of a column are, from all of them.
//!
//! A column is a bag of *shapes*: "a whole number", "digits, a point, three digits", "a date whose
//! first field is above 12". Each cell adds to the count of its shape; a reading is then a set of
//! shapes that it can read. That is why the whole column decides in one pass and in memory that
//! does not grow with the file, and why every reading knows exactly how many cells it would lose.

pub(crate) mod column;
pub(crate) mod convert;
pub(crate) mod decide;
pub(crate) mod ends;
pub(crate) mod moment;
pub(crate) mod name;
pub(crate) mod number;
pub(crate) mod shape;
pub(crate) mod words;
