// SPDX-License-Identifier: AGPL-3.0-or-later

//! How long the typer takes for a file in memory: the figure that matters is seconds for both
//! readings of 2 161 920 rows of 5 columns (84 MB of CSV), without reading the file itself.

use criterion::{Criterion, criterion_group, criterion_main};
use tabular::import::{Options, study};
use tabular::{Cells, Hint, ReadCells, ReadError};

/// Blocks that are in memory already.
struct InMemory {
    names: Vec<String>,
    hints: Vec<Hint>,
    blocks: std::sync::Arc<Vec<Cells>>,
    next: usize,
}

impl ReadCells for InMemory {
    fn columns(&self) -> &[String] {
        &self.names
    }

    fn hints(&self) -> &[Hint] {
        &self.hints
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        self.next += 1;
        Ok(self.blocks.get(self.next - 1).cloned())
    }

    fn position(&self) -> u64 {
        0
    }

    fn irregular(&self) -> &[(u64, usize)] {
        &[]
    }
}

/// Stations, magnitudes and hours like those of a city's weather file, in blocks of 40 000 rows.
fn observations(rows: u64) -> Vec<Cells> {
    let mut blocks = Vec::new();
    let mut cells = Cells::new(5);
    for row in 0..rows {
        cells.begin_row(row + 2);
        let (hour, day, station) = (row % 24, row / 24 % 365, row / 8_760);
        cells.push(&format!("{:03}", station % 250));
        cells.push(&(80 + station % 10).to_string());
        cells.push(&format!(
            "2024-{:02}-{:02}T{hour:02}:00:00",
            day / 31 + 1,
            day % 28 + 1
        ));
        cells.push(&format!("{}.{}", row * 7 % 400, row % 10));
        cells.push(if row.is_multiple_of(97) { "N" } else { "V" });
        if cells.rows() == 40_000 {
            blocks.push(std::mem::replace(&mut cells, Cells::new(5)));
        }
    }
    blocks.push(cells);
    blocks
}

fn bench(criterion: &mut Criterion) {
    let blocks = std::sync::Arc::new(observations(2_161_920));
    let open = || -> Result<Box<dyn ReadCells>, ReadError> {
        Ok(Box::new(InMemory {
            names: ["station", "magnitude", "moment", "value", "flag"]
                .map(str::to_owned)
                .to_vec(),
            hints: vec![Hint::None; 5],
            blocks: std::sync::Arc::clone(&blocks),
            next: 0,
        }))
    };
    let mut group = criterion.benchmark_group("2 161 920 rows of 5 columns");
    group.sample_size(10);
    group.bench_function("study", |b| {
        b.iter(|| study(&open, &Options::default(), &mut |_, _| true).expect("in memory"));
    });
    let found = study(&open, &Options::default(), &mut |_, _| true).expect("in memory");
    let plan = found.plan(&found.draft()).expect("nothing is open");
    group.bench_function("build", |b| {
        b.iter(|| {
            plan.read(open().expect("in memory"))
                .map(|batch| batch.expect("in memory").num_rows())
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
