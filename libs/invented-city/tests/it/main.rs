// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the city promises, seen from outside.

mod files;
mod places;
mod taken_in;
