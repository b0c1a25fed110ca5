// SPDX-License-Identifier: AGPL-3.0-or-later

//! The real binary, from the command line to the page.

mod asked;
mod backup;
mod bad_input;
mod clients;
mod command_line;
mod crash;
mod gate;
mod languages;
mod ogc;
mod pages;
mod questions;
mod refused;
mod repeating;
mod socket;
mod support;
mod told;
mod upgrade;
