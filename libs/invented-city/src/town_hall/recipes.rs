// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the open-data officer answers to the questions that each file raises: `recipe.toml`.

pub(crate) const AIR: &str = "";
pub(crate) const TREES: &str = "";
pub(crate) const POPULATION: &str = "";
pub(crate) const ACCIDENTS: &str = "";
pub(crate) const RENTS: &str = "";
pub(crate) const WIFI: &str = "";
pub(crate) const ENERGY: &str = "";
pub(crate) const GREENS: &str = "";
pub(crate) const BIKES: &str = "";
pub(crate) const BUDGET: &str = "";
