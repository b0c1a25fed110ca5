// SPDX-License-Identifier: AGPL-3.0-or-later

//! Ids, time, languages, places and addresses: what every crate of Panot shares. No IO, no async.
