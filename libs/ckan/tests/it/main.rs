// SPDX-License-Identifier: AGPL-3.0-or-later

//! Queries as clients write them, and answers as portals give them.

mod queries;
mod shapes;
