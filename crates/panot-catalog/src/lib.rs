// SPDX-License-Identifier: AGPL-3.0-or-later

//! The open-data catalogue: datasets, their versions, their pages and downloads.
