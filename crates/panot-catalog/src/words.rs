// SPDX-License-Identifier: AGPL-3.0-or-later

//! The catalogue's words: typed functions from `locales/*.ftl`, and the codes that are words.

use crate::kind::Kind;
use crate::shelf::{Facet, Order};

#[expect(
    clippy::similar_names,
    reason = "made by the build: parameters are called as in locales/*.ftl"
)]
mod made {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
pub use made::Words;

/// A licence: its name, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Licence {
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub address: &'static str,
}

/// The codes of the licences that are known, after the EU's list.
pub const LICENCES: [&str; 7] = [
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "ODbL-1.0",
    "ODC-By-1.0",
    "PDDL-1.0",
    "EUPL-1.2",
];

/// The licence with this code, where it is a known one.
pub fn licence(code: &str) -> Option<Licence> {
    let (name, address) = match code.to_ascii_uppercase().as_str() {
        "CC-BY-4.0" => ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        "CC-BY-SA-4.0" => (
            "CC BY-SA 4.0",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        "CC0-1.0" => (
            "CC0 1.0",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        "ODBL-1.0" => ("ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
        "ODC-BY-1.0" => ("ODC-By 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
        "PDDL-1.0" => ("PDDL 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
        "EUPL-1.2" => ("EUPL 1.2", "https://eupl.eu/1.2/en/"),
        _ => return None,
    };
    Some(Licence { name, address })
}

/// A licence as people call it; an unknown code as it is.
pub fn licence_name(code: &str) -> &str {
    licence(code).map_or(code, |licence| licence.name)
}

/// The codes of the EU's vocabulary of themes.
pub const THEMES: [&str; 13] = [
    "agri", "econ", "educ", "ener", "envi", "gove", "heal", "intr", "just", "regi", "soci", "tech",
    "tran",
];

/// The codes of the EU's vocabulary of frequencies that pages have words for.
pub const FREQUENCIES: [&str; 13] = [
    "cont",
    "update_cont",
    "hourly",
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "biannual",
    "annual_2",
    "annual",
    "irreg",
    "never",
    "unknown",
];

/// A theme of the EU's vocabulary in words; an unknown code as it is.
pub fn theme(t: Words, code: &str) -> String {
    match code.to_ascii_lowercase().as_str() {
        "agri" => t.theme_agri(),
        "econ" => t.theme_econ(),
        "educ" => t.theme_educ(),
        "ener" => t.theme_ener(),
        "envi" => t.theme_envi(),
        "gove" => t.theme_gove(),
        "heal" => t.theme_heal(),
        "intr" => t.theme_intr(),
        "just" => t.theme_just(),
        "regi" => t.theme_regi(),
        "soci" => t.theme_soci(),
        "tech" => t.theme_tech(),
        "tran" => t.theme_tran(),
        _ => code.to_owned(),
    }
}

/// After how many hours a dataset of this frequency is late; nothing where it promises none. A quarter
/// more than the time between two versions: nobody publishes by the second.
pub fn late_after(code: &str) -> Option<i64> {
    let days = match code.to_ascii_lowercase().as_str() {
        "cont" | "update_cont" | "hourly" => return Some(2),
        "daily" => 1,
        "weekly" => 7,
        "monthly" => 31,
        "quarterly" => 92,
        "biannual" | "annual_2" => 183,
        "annual" => 366,
        _ => return None,
    };
    Some(days * 24 * 5 / 4)
}

/// A frequency of the EU's vocabulary in words; an unknown code as it is.
pub fn frequency(t: Words, code: &str) -> String {
    match code.to_ascii_lowercase().as_str() {
        "hourly" => t.frequency_hourly(),
        "daily" => t.frequency_daily(),
        "weekly" => t.frequency_weekly(),
        "monthly" => t.frequency_monthly(),
        "quarterly" => t.frequency_quarterly(),
        "biannual" | "annual_2" => t.frequency_biannual(),
        "annual" => t.frequency_annual(),
        "irreg" => t.frequency_irreg(),
        "never" => t.frequency_never(),
        "cont" | "update_cont" => t.frequency_cont(),
        "unknown" => t.frequency_unknown(),
        _ => code.to_owned(),
    }
}

/// What a column holds, in words.
pub fn kind(t: Words, kind: Kind) -> String {
    match kind {
        Kind::Text => t.type_text(),
        Kind::Code => t.type_code(),
        Kind::Integer => t.type_integer(),
        Kind::Number => t.type_number(),
        Kind::Boolean => t.type_boolean(),
        Kind::Date => t.type_date(),
        Kind::Moment => t.type_moment(),
        Kind::Time => t.type_time(),
        Kind::Year => t.type_year(),
        Kind::YearMonth => t.type_year_month(),
        Kind::Duration => t.type_duration(),
        Kind::Geometry => t.type_geometry(),
        Kind::Latitude => t.type_latitude(),
        Kind::Longitude => t.type_longitude(),
        Kind::Other => t.type_other(),
    }
}

/// A facet in words.
pub fn facet(t: Words, facet: Facet) -> String {
    match facet {
        Facet::Theme => t.facet_theme(),
        Facet::Publisher => t.facet_publisher(),
        Facet::Frequency => t.facet_frequency(),
        Facet::Licence => t.facet_licence(),
        Facet::Map => t.facet_map(),
    }
}

/// A value of a facet in words.
pub fn choice(t: Words, facet: Facet, value: &str) -> String {
    match (facet, value) {
        (Facet::Theme, code) => theme(t, code),
        (Facet::Frequency, code) => frequency(t, code),
        (Facet::Licence, code) => licence_name(code).to_owned(),
        (Facet::Map, "yes") => t.facet_map_yes(),
        (Facet::Map, _) => t.facet_map_no(),
        (Facet::Publisher, name) => name.to_owned(),
    }
}

/// An order in words.
pub fn order(t: Words, order: Order) -> String {
    match order {
        Order::Best => t.order_best(),
        Order::Newest => t.order_newest(),
        Order::Title => t.order_title(),
        Order::Rows => t.order_rows(),
    }
}
