// SPDX-License-Identifier: AGPL-3.0-or-later

//! How many rows say the same in some columns.

use arrow_array::{Array, ArrayRef};
use arrow_row::{RowConverter, SortField};
use arrow_schema::DataType;
use foldhash::{HashMap, HashMapExt as _};

use super::{Fault, GROUPS_MAX};

/// The groups of rows that say the same.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    columns: Vec<Codes>,
    counts: HashMap<Box<[u32]>, u64>,
}

/// The values of a column, numbered as they come; 0 stands for none.
#[derive(Debug, Clone)]
struct Codes {
    kind: DataType,
    /// Values in a form that compares as they do.
    values: Vec<Box<[u8]>>,
    numbers: HashMap<Box<[u8]>, u32>,
}

/// How many rows say the same by now, and which groups they were at first.
type Became<'a> = (u64, Vec<&'a [u32]>);

impl Codes {
    fn converter(&self) -> Result<RowConverter, Fault> {
        RowConverter::new(vec![SortField::new(self.kind.clone())])
            .map_err(|error| Fault(error.to_string()))
    }

    /// The number of each cell; that of one that was never seen is `None`.
    fn of(&self, array: &ArrayRef) -> Result<Vec<Option<u32>>, Fault> {
        let converter = self.converter()?;
        let rows = converter
            .convert_columns(std::slice::from_ref(array))
            .map_err(|error| Fault(error.to_string()))?;
        let number = |(at, row): (usize, arrow_row::Row<'_>)| {
            if array.is_null(at) {
                return Some(0);
            }
            self.numbers.get(row.as_ref()).copied()
        };
        Ok(rows.iter().enumerate().map(number).collect())
    }

    fn learn(&mut self, array: &ArrayRef) -> Result<(), Fault> {
        let rows = self
            .converter()?
            .convert_columns(std::slice::from_ref(array))
            .map_err(|error| Fault(error.to_string()))?;
        for (at, row) in rows.iter().enumerate() {
            if array.is_null(at) || self.numbers.contains_key(row.as_ref()) {
                continue;
            }
            let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
            self.values.push(row.as_ref().into());
            self.numbers.insert(row.as_ref().into(), next);
        }
        Ok(())
    }
}

impl Groups {
    /// Nothing yet, of columns of these types.
    pub(super) fn new(kinds: &[DataType]) -> Result<Self, Fault> {
        let columns: Vec<Codes> = kinds
            .iter()
            .map(|kind| Codes {
                kind: kind.clone(),
                values: vec![Box::default()],
                numbers: HashMap::new(),
            })
            .collect();
        for column in &columns {
            column.converter()?;
        }
        Ok(Self {
            columns,
            counts: HashMap::new(),
        })
    }

    /// Counts rows.
    pub(super) fn see(&mut self, arrays: &[ArrayRef], rows: usize) -> Result<(), Fault> {
        for (codes, array) in self.columns.iter_mut().zip(arrays) {
            codes.learn(array)?;
        }
        for tuple in self.tuples(arrays, rows)? {
            let Some(tuple) = tuple else { continue };
            if let Some(count) = self.counts.get_mut(&tuple) {
                *count += 1;
                continue;
            }
            if self.counts.len() == GROUPS_MAX {
                return Err(Fault(format!(
                    "there are more than {GROUPS_MAX} different rows to count: leave columns out or let \
                     them say less"
                )));
            }
            self.counts.insert(tuple, 1);
        }
        Ok(())
    }

    /// What each row says, in numbers.
    fn tuples(&self, arrays: &[ArrayRef], rows: usize) -> Result<Vec<Option<Box<[u32]>>>, Fault> {
        let mut numbers = Vec::new();
        for (codes, array) in self.columns.iter().zip(arrays) {
            numbers.push(codes.of(array)?);
        }
        let tuple = |row: usize| numbers.iter().map(|column| column[row]).collect();
        Ok((0..rows).map(tuple).collect())
    }

    /// For groups of fewer than `k` rows: how many of the first columns are emptied until enough rows
    /// say the same, or none says anything.
    pub(super) fn emptied(&self, k: u32) -> HashMap<Box<[u32]>, usize> {
        let enough = u64::from(k);
        let mut depths: HashMap<Box<[u32]>, usize> = HashMap::new();
        // What is left of each group, and which groups have become it.
        let mut now: HashMap<Box<[u32]>, Became<'_>> = self
            .counts
            .iter()
            .map(|(tuple, count)| (tuple.clone(), (*count, vec![&**tuple])))
            .collect();
        for level in 0..self.columns.len() {
            let (alone, mut left): (HashMap<_, _>, HashMap<_, _>) = now
                .into_iter()
                .partition(|(tuple, (count, _))| *count < enough && tuple.iter().any(|v| *v != 0));
            for (mut tuple, (count, from)) in alone {
                tuple[level] = 0;
                for group in &from {
                    depths.insert((*group).into(), level + 1);
                }
                let into = left.entry(tuple).or_insert_with(|| (0, Vec::new()));
                into.0 += count;
                into.1.extend(from);
            }
            now = left;
        }
        depths
    }

    /// For each row, what is known of its group; 0 where nothing is.
    pub(super) fn look_up(
        &self,
        arrays: &[ArrayRef],
        rows: usize,
        known: &HashMap<Box<[u32]>, usize>,
    ) -> Result<Vec<usize>, Fault> {
        let tuples = self.tuples(arrays, rows)?;
        let depth = |tuple: Option<Box<[u32]>>| match tuple {
            Some(tuple) => known.get(&tuple).copied().unwrap_or(0),
            // The file was changed between the two readings: what was never counted says nothing.
            None => self.columns.len(),
        };
        Ok(tuples.into_iter().map(depth).collect())
    }

    /// The groups of `k` rows and more in the order of their cells, as columns, and how many rows each
    /// has. Those of fewer are one group that does not say which; where they are fewer than `k` together,
    /// they are not there.
    pub(super) fn sorted(&self, k: u32) -> Result<(Vec<ArrayRef>, Vec<u64>), Fault> {
        let enough = u64::from(k);
        let of_nothing: Box<[u32]> = vec![0; self.columns.len()].into();
        let counts = self.counts.iter().map(|(tuple, count)| (&**tuple, *count));
        let is_large = |(tuple, count): &(&[u32], u64)| *count >= enough && **tuple != *of_nothing;
        let mut groups: Vec<(&[u32], u64)> = counts.filter(is_large).collect();
        let all: u64 = self.counts.values().sum();
        let others = all - groups.iter().map(|(_, count)| count).sum::<u64>();
        if others >= enough {
            groups.push((&of_nothing, others));
        }
        let cells = |tuple: &[u32]| -> Vec<&[u8]> {
            let columns = self.columns.iter().zip(tuple);
            let cell = columns.map(|(codes, number)| {
                let at = usize::try_from(*number).unwrap_or(0);
                &*codes.values[at]
            });
            cell.collect()
        };
        groups.sort_by(|(one, _), (other, _)| cells(one).cmp(&cells(other)));
        let mut arrays = Vec::new();
        for (at, codes) in self.columns.iter().enumerate() {
            let converter = codes.converter()?;
            let none = arrow_array::new_null_array(&codes.kind, 1);
            let none = converter
                .convert_columns(&[none])
                .map_err(|error| Fault(error.to_string()))?;
            let parser = converter.parser();
            let rows = groups.iter().map(|(tuple, _)| match tuple[at] {
                0 => none.row(0),
                number => parser.parse(&codes.values[usize::try_from(number).unwrap_or(0)]),
            });
            let mut array = converter
                .convert_rows(rows)
                .map_err(|error| Fault(error.to_string()))?;
            arrays.append(&mut array);
        }
        Ok((arrays, groups.into_iter().map(|(_, count)| count).collect()))
    }
}
