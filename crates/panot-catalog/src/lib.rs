// SPDX-License-Identifier: AGPL-3.0-or-later

//! The open-data catalogue: datasets, their versions, their pages and downloads.

pub mod ask;
pub mod cells;
pub mod chart;
pub mod dataset;
pub mod fields;
pub mod howto;
pub mod kind;
pub mod search;
pub mod shelf;
