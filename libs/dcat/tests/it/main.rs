// SPDX-License-Identifier: AGPL-3.0-or-later

//! Catalogues are written and read again: by the parsers of the same author, and by the shapes of
//! DCAT-AP and DCAT-AP-ES in `pyshacl`.

mod example;
mod round;
mod shapes;
