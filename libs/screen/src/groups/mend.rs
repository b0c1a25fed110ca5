// SPDX-License-Identifier: AGPL-3.0-or-later

//! Three ways to mend a table in which rows are alone, each tried on its rows.

use serde::{Deserialize, Serialize};

use super::{Coded, Count, Groups};
use crate::column::Role;

/// The share of rows that may still be alone after a mend; what remains is emptied, row by row.
const LEFT_OVER: f64 = 0.1;
/// The most columns by which people are counted in a table of counts.
const COUNTED_BY: usize = 3;

/// A way to mend a table in which rows are alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mend {
    /// Some columns say less, others go.
    Coarsen(Vec<(String, Coarser)>),
    /// These columns go.
    Drop(Vec<String>),
    /// A row for each combination of these columns, with how many there are.
    Aggregate(Vec<(String, Coarser)>),
}

/// How a column says less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coarser {
    /// Not at all: it stays.
    AsItIs,
    /// Numbers in steps of this many.
    Step(u32),
    /// Days by their month.
    Month,
    /// Days by their year.
    Year,
    /// It goes.
    Gone,
}

/// What remains after a mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The mend.
    pub mend: Mend,
    /// The columns by which rows can still be told apart.
    pub columns: Vec<String>,
    /// The same, in the order in which cells are best emptied where rows are still alone: what a table of
    /// people is asked for most comes last.
    pub order: Vec<String>,
    /// How many rows are still alone.
    pub count: Count,
    /// Rows of the table: fewer where they are counted together.
    pub rows: u64,
}

impl Coarser {
    fn of(self, value: &str) -> String {
        match self {
            Self::AsItIs => value.to_owned(),
            Self::Gone => String::new(),
            Self::Month => value.chars().take(7).collect(),
            Self::Year => value.chars().take(4).collect(),
            Self::Step(step) => match value.parse::<i64>() {
                Ok(number) => {
                    let step = i64::from(step.max(1));
                    (number.div_euclid(step) * step).to_string()
                }
                Err(_) => value.to_owned(),
            },
        }
    }
}

/// What the values of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    Whole { least: i64, most: i64 },
    Day,
    Words,
}

impl Coded {
    fn looks(&self) -> Looks {
        let values = || self.values.iter().skip(1);
        // A word for "unknown" among the numbers does not make them words.
        let whole: Vec<i64> = values().filter_map(|value| value.parse().ok()).collect();
        let mostly = whole.len() * 10 >= (self.values.len() - 1) * 9;
        let is_day = |value: &str| {
            let bytes = value.as_bytes();
            bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-'
        };
        match (whole.iter().min(), whole.iter().max()) {
            (Some(&least), Some(&most)) if mostly => Looks::Whole { least, most },
            _ if values().all(|value| is_day(value)) && self.values.len() > 1 => Looks::Day,
            _ => Looks::Words,
        }
    }

    /// How late the column goes when columns have to go: what a table of people is asked for most,
    /// who and in which part of the city, goes last.
    fn kept(&self) -> u8 {
        match self.role {
            Role::Key | Role::Spot => 0,
            Role::Moment => 1,
            Role::Trait | Role::Origin => 2,
            Role::Area => 3,
            _ => 4,
        }
    }

    /// The same rows, saying less.
    fn coarser(&self, how: Coarser) -> Self {
        let mut numbers = foldhash::HashMap::default();
        let mut values: Vec<Box<str>> = vec!["".into()];
        let coarse: Vec<u32> = self
            .values
            .iter()
            .map(|value| {
                let value = how.of(value);
                if value.is_empty() {
                    return 0;
                }
                *numbers
                    .entry(value.into_boxed_str())
                    .or_insert_with_key(|value| {
                        values.push(value.clone());
                        u32::try_from(values.len() - 1).unwrap_or(u32::MAX)
                    })
            })
            .collect();
        let rows = self.rows.iter();
        let rows = rows.map(|number| usize::try_from(*number).map_or(0, |at| coarse[at]));
        Self {
            rows: rows.collect(),
            values,
            numbers,
            name: self.name.clone(),
            ..*self
        }
    }

    /// How the column says less, the further `level` goes (from 0).
    fn at_level(&self, level: u8, has_area: bool) -> Coarser {
        use Coarser::{AsItIs, Gone, Month, Step, Year};
        let few = self.values.len() <= 13;
        match (self.role, self.looks()) {
            (Role::Age | Role::Birth, Looks::Whole { .. }) if level == 0 => Step(5),
            (Role::Age | Role::Birth, Looks::Whole { .. }) => Step(10),
            (Role::Moment, Looks::Day) if level < 2 => Month,
            (Role::Birth | Role::Moment, Looks::Day) => Year,
            // Years stay; months, days of the week and parts of the day stay longer than days and hours.
            (Role::Moment, Looks::Whole { least: 1_000.., .. }) => AsItIs,
            (Role::Moment, Looks::Whole { most: 13..=24, .. }) if level == 0 => Step(6),
            (Role::Moment, _) if few && level < 2 => AsItIs,
            (Role::Key | Role::Birth | Role::Moment, _) => Gone,
            (Role::Spot, _) if has_area || level > 0 => Gone,
            // Of two areas the one with more people in each stays.
            (Role::Area, _) if level > 1 && self.values.len() > 21 => Gone,
            _ => AsItIs,
        }
    }
}

impl Groups {
    /// Three ways to mend the table: say less, leave columns out, count together. Each with what
    /// remains alone.
    pub fn mends(&self) -> Vec<Preview> {
        vec![self.coarsened(), self.dropped(), self.aggregated()]
    }

    fn preview(mend: Mend, columns: &[Coded], count: Count, rows: u64) -> Preview {
        let told = columns.iter().filter(|column| column.values.len() > 1);
        let mut order: Vec<&Coded> = told.clone().collect();
        order.sort_by_key(|column| (column.kept(), std::cmp::Reverse(column.values.len())));
        Preview {
            mend,
            order: order
                .into_iter()
                .map(|column| column.name.clone())
                .collect(),
            columns: told.map(|column| column.name.clone()).collect(),
            count,
            rows,
        }
    }

    fn all_rows(&self) -> u64 {
        u64::try_from(self.rows).unwrap_or(u64::MAX)
    }

    fn coarsened(&self) -> Preview {
        let has_area = self.columns.iter().any(|column| column.role == Role::Area);
        let mut how: Vec<Coarser> = Vec::new();
        let mut columns: Vec<Coded> = Vec::new();
        let mut count = self.count(&[]);
        for level in 0..3 {
            how = self
                .columns
                .iter()
                .map(|c| c.at_level(level, has_area))
                .collect();
            let coarse = self
                .columns
                .iter()
                .zip(&how)
                .map(|(c, how)| c.coarser(*how));
            columns = coarse.collect();
            count = self.count(&columns.iter().collect::<Vec<_>>());
            if count.share() <= LEFT_OVER {
                break;
            }
        }
        // Then columns go, those first that are least of what the table is about.
        while count.share() > LEFT_OVER {
            let there = |at: &usize| columns[*at].values.len() > 1;
            let least = (0..columns.len())
                .filter(there)
                .map(|at| columns[at].kept())
                .min();
            let among = |column: &Coded| Some(column.kept()) == least;
            let Some((at, fewer)) = self.best_without(&columns, among) else {
                break;
            };
            columns[at] = columns[at].coarser(Coarser::Gone);
            how[at] = Coarser::Gone;
            count = fewer;
        }
        let names = self.columns.iter().map(|column| column.name.clone());
        let changed = names.zip(how).filter(|(_, how)| *how != Coarser::AsItIs);
        Self::preview(
            Mend::Coarsen(changed.collect()),
            &columns,
            count,
            self.all_rows(),
        )
    }

    fn dropped(&self) -> Preview {
        let mut columns: Vec<Coded> = self.columns.clone();
        let mut count = self.count(&columns.iter().collect::<Vec<_>>());
        let mut gone = Vec::new();
        while count.share() > LEFT_OVER {
            let Some((at, fewer)) = self.best_without(&columns, |_| true) else {
                break;
            };
            gone.push(columns[at].name.clone());
            columns[at] = columns[at].coarser(Coarser::Gone);
            count = fewer;
        }
        Self::preview(Mend::Drop(gone), &columns, count, self.all_rows())
    }

    /// The column without which fewest rows are alone, and how many; of several the one with most
    /// values, because the others may be what it is made of.
    fn best_without(
        &self,
        columns: &[Coded],
        among: impl Fn(&Coded) -> bool,
    ) -> Option<(usize, Count)> {
        let there = |at: &usize| columns[*at].values.len() > 1 && among(&columns[*at]);
        let there = (0..columns.len()).filter(there);
        let without = there.map(|at| {
            let others: Vec<&Coded> = (0..columns.len())
                .filter(|other| *other != at)
                .map(|other| &columns[other])
                .collect();
            (at, self.count(&others))
        });
        without
            .min_by_key(|(at, count)| (count.below_k, std::cmp::Reverse(columns[*at].values.len())))
    }

    fn aggregated(&self) -> Preview {
        let wanted = [
            Role::Area,
            Role::Sex,
            Role::Age,
            Role::Origin,
            Role::Trait,
            Role::Birth,
        ];
        let mut by: Vec<&Coded> = Vec::new();
        for role in wanted {
            // Of several columns of one role, the name rather than the code, the small rather than the large.
            let of_role = self.columns.iter().filter(|column| column.role == role);
            let best = of_role.max_by_key(|column| (column.weight() > 0, column.values.len()));
            by.extend(best.filter(|_| by.len() < COUNTED_BY));
        }
        let how: Vec<Coarser> = by
            .iter()
            .map(|column| match column.role {
                Role::Age | Role::Birth => column.at_level(1, true),
                _ => Coarser::AsItIs,
            })
            .collect();
        let columns: Vec<Coded> = by
            .iter()
            .zip(&how)
            .map(|(c, how)| c.coarser(*how))
            .collect();
        let refs: Vec<&Coded> = columns.iter().collect();
        let (count, groups) = (self.count(&refs), self.large_groups(&refs));
        let named = by.iter().map(|column| column.name.clone()).zip(how);
        Self::preview(Mend::Aggregate(named.collect()), &columns, count, groups)
    }
}
