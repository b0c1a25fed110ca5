// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows that are alone with what others may know of a person: k-anonymity (Samarati and Sweeney 1998).
//!
//! A row is safe when at least `k` rows, itself among them, say the same in all columns by which
//! people can be told apart. A row that says nothing in any of them is safe too.

mod mend;

use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::fast::FixedState;
use foldhash::{HashMap, HashMapExt as _};
use serde::{Deserialize, Serialize};

pub use self::mend::{Coarser, Mend, Preview};
use crate::column::{Column, Role};

/// The share of what all columns together give away that those named must give away too.
const SAME: f64 = 0.97;

/// The rows of a table, by the columns that tell people apart.
#[derive(Debug)]
pub struct Groups {
    columns: Vec<Coded>,
    rows: usize,
    k: u32,
}

/// A column whose values have numbers.
#[derive(Debug, Clone)]
struct Coded {
    /// Its place in the table.
    at: usize,
    name: String,
    role: Role,
    /// The values, by their numbers; number 0 says nothing.
    values: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
    /// The number of what each row says.
    rows: Vec<u32>,
}

/// How many rows are alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lonely {
    /// The columns by which they are told apart, without those that add next to nothing.
    pub columns: Vec<String>,
    /// How many there are with these columns.
    pub count: Count,
    /// The bound: fewer than this many alike are too few.
    pub k: u32,
}

/// Rows that are alone, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Rows that were looked at.
    pub rows: u64,
    /// Rows that no other is like.
    pub unique: u64,
    /// Rows that fewer than `k` are like, those among them.
    pub below_k: u64,
}

impl Count {
    /// The share of rows that fewer than `k` are like.
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "a share of rows"
    )]
    pub fn share(&self) -> f64 {
        if self.rows == 0 {
            0.0
        } else {
            self.below_k as f64 / self.rows as f64
        }
    }
}

/// Whether the rows of a table with these columns are people, one by one: there is something that
/// only people have, and no column that counts them.
pub fn is_of_single_people(columns: &[Column]) -> bool {
    columns.iter().any(|column| column.role.is_of_people())
        && columns.iter().all(|column| column.role != Role::Count)
}

impl Groups {
    /// Nothing yet, of a table with these columns; fewer than `k` alike are too few.
    pub fn new(columns: &[Column], k: u32) -> Self {
        let coded = |(at, column): (usize, &Column)| Coded {
            at,
            name: column.name.clone(),
            role: column.role,
            values: vec!["".into()],
            numbers: HashMap::new(),
            rows: Vec::new(),
        };
        let apart = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.role.tells_apart());
        Self {
            columns: apart.map(coded).collect(),
            rows: 0,
            k,
        }
    }

    /// The places of the columns that are to be given with [`row`](Self::row), in their order.
    pub fn places(&self) -> Vec<usize> {
        self.columns.iter().map(|column| column.at).collect()
    }

    /// Takes a row: what stands in each of the columns of [`places`](Self::places).
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Option<&'a str>>) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.add(cell.map(str::trim).filter(|cell| !cell.is_empty()));
        }
        self.rows += 1;
    }

    /// How many rows are alone; `None` where none is.
    pub fn lonely(&self) -> Option<Lonely> {
        let all: Vec<&Coded> = self.columns.iter().collect();
        let whole = self.count(&all);
        if whole.below_k == 0 {
            return None;
        }
        let mut named = all;
        // What says least about a person by itself is left out first: codes of what a name says too,
        // coordinates of a street, the district of a neighbourhood.
        let mut order: Vec<usize> = named.iter().map(|column| column.at).collect();
        order.sort_by_key(|at| {
            let column = self.columns.iter().find(|column| column.at == *at);
            column.map_or(0, |column| std::cmp::Reverse(column.weight()).0)
        });
        for at in order {
            let fewer: Vec<&Coded> = named.iter().copied().filter(|c| c.at != at).collect();
            if !fewer.is_empty() && self.count(&fewer).share() >= whole.share() * SAME {
                named = fewer;
            }
        }
        Some(Lonely {
            columns: named.iter().map(|column| column.name.clone()).collect(),
            count: self.count(&named),
            k: self.k,
        })
    }

    /// How many rows are alone with the columns of these names.
    pub fn count_by(&self, names: &[&str]) -> Count {
        let columns = self.columns.iter();
        let wanted = columns.filter(|column| names.contains(&column.name.as_str()));
        self.count(&wanted.collect::<Vec<_>>())
    }

    /// Rows of a table of counts by these columns: one for each group that is large enough, and one for
    /// all others together, where they are enough.
    fn large_groups(&self, columns: &[&Coded]) -> u64 {
        let alike = self.alike(columns);
        let large = alike.values().filter(|with| **with >= self.k).count();
        let others: u64 = alike
            .values()
            .filter(|with| **with < self.k)
            .map(|with| u64::from(*with))
            .sum();
        u64::try_from(large).unwrap_or(u64::MAX) + u64::from(others >= u64::from(self.k))
    }

    /// How many rows say the same in these columns, by what they say.
    fn alike(&self, columns: &[&Coded]) -> HashMap<u64, u32> {
        let hasher = FixedState::default();
        let mut alike: HashMap<u64, u32> = HashMap::with_capacity(self.rows / 4);
        let key_of = |row: usize| {
            let said = columns.iter().map(|column| column.rows[row]);
            let mut hash = hasher.build_hasher();
            let mut says = false;
            for value in said {
                says |= value != 0;
                hash.write_u32(value);
            }
            // Two groups of one hash among millions: in one of a hundred thousand tables.
            says.then(|| hash.finish())
        };
        for row in 0..self.rows {
            if let Some(key) = key_of(row) {
                let count = alike.entry(key).or_insert(0);
                *count = count.saturating_add(1);
            }
        }
        alike
    }

    /// How many rows are alone with these columns.
    fn count(&self, columns: &[&Coded]) -> Count {
        let mut count = Count {
            rows: u64::try_from(self.rows).unwrap_or(u64::MAX),
            unique: 0,
            below_k: 0,
        };
        for with in self.alike(columns).into_values() {
            if with == 1 {
                count.unique += 1;
            }
            if with < self.k {
                count.below_k += u64::from(with);
            }
        }
        count
    }
}

impl Coded {
    fn add(&mut self, cell: Option<&str>) {
        let number = match cell {
            None => 0,
            Some(cell) => self.number_of(cell),
        };
        self.rows.push(number);
    }

    fn number_of(&mut self, cell: &str) -> u32 {
        if let Some(number) = self.numbers.get(cell) {
            return *number;
        }
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(cell.into());
        self.numbers.insert(cell.into(), next);
        next
    }

    /// How much the column says about a person by itself: what is left out of an explanation first
    /// has least.
    fn weight(&self) -> u8 {
        let words = crate::words::words(&self.name);
        let is = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
        let code = is(&["codi", "codigo", "code", "cod", "id", "ref"]);
        let number = is(&[
            "coordenada",
            "utm",
            "x",
            "y",
            "latitud",
            "longitud",
            "lat",
            "lon",
            "num",
            "numero",
        ]);
        match self.role {
            Role::Key => 0,
            _ if code => 0,
            _ if number => 1,
            Role::Trait => 2,
            Role::Area => 3,
            Role::Origin => 4,
            Role::Moment => 5,
            Role::Spot => 6,
            Role::Birth => 7,
            Role::Age => 8,
            _ => 9,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(names: &[&str], rows: &[&[&str]]) -> Groups {
        let columns: Vec<Column> = names.iter().map(|name| Column::of(name)).collect();
        let mut groups = Groups::new(&columns, 3);
        let places = groups.places();
        for row in rows {
            groups.row(places.iter().map(|at| Some(row[*at])));
        }
        groups
    }

    #[test]
    fn rows_are_counted_by_what_they_say_in_common() {
        let names = ["codi_barri", "nom_barri", "sexe", "edat", "quota"];
        let mut rows: Vec<&[&str]> = vec![&["1", "Raval", "Dona", "30", "x"]; 3];
        assert_eq!(groups(&names, &rows).lonely(), None);
        rows.push(&["2", "Gràcia", "Home", "83", "y"]);
        rows.push(&["1", "Raval", "Home", "83", "y"]);
        rows.push(&["1", "Raval", "Home", "83", "z"]);
        rows.push(&["", "", "", "", "z"]);
        let lonely = groups(&names, &rows).lonely().expect("three");
        assert_eq!(
            lonely.count,
            Count {
                rows: 7,
                unique: 1,
                below_k: 3
            }
        );
        assert_eq!(
            lonely.columns,
            ["nom_barri", "sexe"],
            "the code and the age add nothing"
        );
    }

    #[test]
    fn tables_that_count_people_are_not_lists_of_them() {
        let of = |names: &[&str]| {
            let columns: Vec<Column> = names.iter().map(|name| Column::of(name)).collect();
            is_of_single_people(&columns)
        };
        assert!(of(&[
            "Nom_barri",
            "Descripcio_sexe",
            "Edat",
            "Descripcio_tipus_persona"
        ]));
        assert!(!of(&["Neighborhood.Name", "Gender", "Age", "Number"]));
        assert!(!of(&["barri", "sexe", "persones"]));
        assert!(!of(&["codi", "especie", "alcada"]));
    }
}
