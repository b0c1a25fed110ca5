// SPDX-License-Identifier: AGPL-3.0-or-later

//! What each kind of file implements.

use std::fmt::Debug;

use super::{Facts, ReadOptions, TableInfo};
use crate::{Cells, Hint, ReadCells, ReadError};

/// Rows of a block, at most.
pub(super) const BLOCK_ROWS: usize = 8_192;
/// Bytes of text at which a block ends.
pub(super) const BLOCK_BYTES: usize = 4 << 20;

/// A file of one kind, unpacked.
pub(super) trait Format: Debug + Send + Sync {
    /// Its tables.
    fn tables(&self) -> &[TableInfo];

    /// The end of [`ReadCells::position`] of its readers.
    fn length(&self) -> u64;

    /// Reads a table from its beginning.
    fn read(&self, table: usize, how: &ReadOptions) -> Result<Box<dyn ReadCells>, ReadError>;

    /// What was found about a table.
    fn facts(&self, table: usize, how: &ReadOptions) -> Result<Facts, ReadError>;
}

/// A reader whose position is told in bytes of the file as it was given, not as it was unpacked.
pub(super) struct Progress {
    inner: Box<dyn ReadCells>,
    inner_length: u64,
    length: u64,
    ended: bool,
}

impl Progress {
    pub(super) fn new(inner: Box<dyn ReadCells>, inner_length: u64, length: u64) -> Self {
        Self {
            inner,
            inner_length,
            length,
            ended: false,
        }
    }
}

impl ReadCells for Progress {
    fn columns(&self) -> &[String] {
        self.inner.columns()
    }

    fn hints(&self) -> &[Hint] {
        self.inner.hints()
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        let block = self.inner.next_block()?;
        self.ended = block.is_none();
        Ok(block)
    }

    fn position(&self) -> u64 {
        if self.ended {
            return self.length;
        }
        let share = u128::from(self.inner.position()) * u128::from(self.length)
            / u128::from(self.inner_length.max(1));
        u64::try_from(share).unwrap_or(self.length).min(self.length)
    }

    fn irregular(&self) -> &[(u64, usize)] {
        self.inner.irregular()
    }
}
