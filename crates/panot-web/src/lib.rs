// SPDX-License-Identifier: AGPL-3.0-or-later

//! The page shell, its components and assets, the state of a city, and what a feature hands to the binary.
