// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why a cell or a row of a file is none of the table, in words.

pub mod gate;

use tabular::import::{Misfit, WhyLeftOut};

pub use crate::words::Words;

/// The words of a language, by its tag.
pub fn of(language: &str) -> Words {
    Words::of(language)
}

/// Why a row is left out.
pub fn left_out(t: Words, why: &WhyLeftOut) -> String {
    match why {
        WhyLeftOut::Says(column) => t.left_out_says(column),
        WhyLeftOut::Below => t.left_out_below(),
    }
}

/// Why a cell does not fit its column.
pub fn misfit(t: Words, misfit: Misfit) -> String {
    match misfit {
        Misfit::NoNumber => t.misfit_no_number(),
        Misfit::NotWhole => t.misfit_not_whole(),
        Misfit::TooLarge => t.misfit_too_large(),
        Misfit::OtherUnit => t.misfit_other_unit(),
        Misfit::NoDate => t.misfit_no_date(),
        Misfit::NoSuchDay => t.misfit_no_such_day(),
        Misfit::NoTime => t.misfit_no_time(),
        Misfit::SkippedHour => t.misfit_skipped_hour(),
        Misfit::NeitherYesNorNo => t.misfit_neither(),
        Misfit::NoGeometry => t.misfit_no_geometry(),
        Misfit::UnknownSystem => t.misfit_unknown_system(),
        Misfit::OffTheGlobe => t.misfit_off_the_globe(),
        Misfit::NotARange => t.misfit_no_range(),
    }
}
