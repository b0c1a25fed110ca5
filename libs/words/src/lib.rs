// SPDX-License-Identifier: AGPL-3.0-or-later

//! Turns Fluent files into typed functions at build time, so that a missing word is a build error.
