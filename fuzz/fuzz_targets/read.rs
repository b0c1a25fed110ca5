// SPDX-License-Identifier: AGPL-3.0-or-later

//! Any bytes are a file somebody may hand in: they are read, or refused with an error that says
//! why; never a panic, never more memory than the limits allow, and twice the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tabular::source::{Limits, ReadOptions, Source};
use tabular::{Cells, ReadError};

fuzz_target!(|bytes: &[u8]| {
    let limits = limits();
    let Ok(source) = Source::from_bytes(bytes.to_vec(), &limits) else { return };
    assert!(!source.tables().is_empty(), "an opened file has a table");
    let how = ReadOptions::default();
    for table in 0..source.tables().len().min(4) {
        let facts = source.facts(table, &how);
        let once = read(&source, table, &how, &limits);
        let again = read(&source, table, &how, &limits);
        assert_eq!(facts.is_ok(), source.facts(table, &how).is_ok());
        match (once, again) {
            (Ok(once), Ok(again)) => assert_eq!(once, again, "the second reading differs"),
            (Err(_), Err(_)) => {}
            (once, again) => panic!("only one of two readings failed: {once:?} {again:?}"),
        }
    }
});

/// Small, so that a small input that grows beyond them is found.
fn limits() -> Limits {
    Limits {
        file_bytes: 1 << 20,
        unpacked_bytes: 8 << 20,
        workbook_bytes: 8 << 20,
        cell_bytes: 1 << 16,
        record_bytes: 1 << 18,
        rows: 100_000,
        tables: 20,
        ..Limits::default()
    }
}

/// Everything a table holds, with the promises about every block checked.
fn read(
    source: &Source,
    table: usize,
    how: &ReadOptions,
    limits: &Limits,
) -> Result<Vec<Cells>, ReadError> {
    let mut reader = source.read(table, how)?;
    let columns = reader.columns().len();
    assert_eq!(reader.hints().len(), columns, "a hint for every column");
    assert!(columns <= limits.columns);
    let mut blocks = Vec::new();
    let mut rows = 0;
    while let Some(block) = reader.next_block()? {
        assert_eq!(block.columns(), columns, "every row has every column");
        assert!(block.rows() > 0, "the end is None, not an empty block");
        rows += block.rows();
        for row in 0..block.rows() {
            assert!(block.line(row) > 0, "lines are counted from 1");
            for column in 0..columns {
                let _ = block.cell(row, column);
            }
        }
        blocks.push(block);
    }
    assert!(u64::try_from(rows).is_ok_and(|rows| rows <= limits.rows));
    Ok(blocks)
}
