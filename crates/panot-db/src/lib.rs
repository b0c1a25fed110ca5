// SPDX-License-Identifier: AGPL-3.0-or-later

//! The only crate that opens a SQL database: one text for two engines, SQLite and PostgreSQL.
