// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a file's bytes to its tables.
