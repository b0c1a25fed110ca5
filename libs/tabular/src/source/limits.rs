// SPDX-License-Identifier: AGPL-3.0-or-later

//! How much of anything a file may have.

use std::path::PathBuf;

/// Bounds on what is read. A file above one of them is refused with
/// [`ReadError::TooMuch`](crate::ReadError::TooMuch), naming the bound.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of the file as given.
    pub file_bytes: u64,
    /// Bytes of what a gzip or zip unpacks to, all members together.
    pub unpacked_bytes: u64,
    /// How many times larger than its packed form something may be; judged from 64 MiB on, since
    /// small tables of zeros pack well and harm nobody.
    pub unpacked_ratio: u64,
    /// Bytes of all parts of a workbook, unpacked. Its strings must fit in memory.
    pub workbook_bytes: u64,
    /// Columns of a table.
    pub columns: usize,
    /// Bytes of one cell, except geometries.
    pub cell_bytes: usize,
    /// Bytes of one JSON record, one geometry or one SQLite value.
    pub record_bytes: usize,
    /// Rows of a table.
    pub rows: u64,
    /// Tables of a file.
    pub tables: usize,
    /// Where temporary files go; the system's folder if not set. A process that is killed leaves
    /// them there.
    pub scratch: Option<PathBuf>,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Self {
            file_bytes: 4096 * MIB,
            unpacked_bytes: 8192 * MIB,
            unpacked_ratio: 200,
            workbook_bytes: 512 * MIB,
            columns: 2_000,
            cell_bytes: 1 << 20,
            record_bytes: 16 << 20,
            rows: 200_000_000,
            tables: 500,
            scratch: None,
        }
    }
}
