// SPDX-License-Identifier: AGPL-3.0-or-later

//! The screen over whole tables.

mod real;
