// SPDX-License-Identifier: AGPL-3.0-or-later

//! Charts and maps drawn on the server as SVG.
