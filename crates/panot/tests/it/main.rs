// SPDX-License-Identifier: AGPL-3.0-or-later

//! The real binary, from the command line to the page.

mod backup;
mod bad_input;
mod clients;
mod command_line;
mod crash;
mod languages;
mod pages;
mod refused;
mod socket;
mod support;
mod told;
