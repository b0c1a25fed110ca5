// SPDX-License-Identifier: AGPL-3.0-or-later

//! A made-up Mediterranean city from a seed: streets, neighbourhoods, and the messy files of its town hall.
