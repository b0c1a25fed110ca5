// SPDX-License-Identifier: AGPL-3.0-or-later

//! What tests share: a database on each engine, a clock that is set, a folder that goes away.
