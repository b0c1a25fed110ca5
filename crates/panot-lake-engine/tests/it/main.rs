// SPDX-License-Identifier: AGPL-3.0-or-later

//! The lake on a real disk: what is written, what is answered, and what is left when the process is
//! killed or the power goes.

mod announcing;
mod asking;
mod comparing;
mod crash;
mod made;
mod numbering;
mod picking;
mod power_cut;
mod readers;
mod staging;
mod watching;
