// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is different about a later file of the same dataset.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::said::{Alike, Described};
use super::study::{ColumnStudy, Study};
use crate::recipe::{Column, Reading, Recipe, Type};
use crate::typer::name;

/// How a later file differs from what the recipe was written for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    /// Columns that only the new file has.
    pub added: Vec<String>,
    /// Columns that only the recipe has.
    pub removed: Vec<String>,
    /// Columns that are called otherwise.
    pub renamed: Vec<Renamed>,
    /// Whether the columns that both have stand in another order.
    pub reordered: bool,
    /// Columns whose cells are of another kind.
    pub retyped: Vec<Retyped>,
}

/// A column that is called otherwise, as it seems.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Renamed {
    /// Its name in the recipe.
    pub was: String,
    /// Its name in the new file.
    pub is: String,
    /// The evidence.
    pub evidence: Alike,
    /// The same in English.
    pub why: String,
}

impl Renamed {
    fn of(was: &str, is: &str, evidence: Alike) -> Self {
        Self {
            was: was.to_owned(),
            is: is.to_owned(),
            why: evidence.to_string(),
            evidence,
        }
    }
}

/// A column whose cells are of another kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Retyped {
    /// The column, as the new file calls it.
    pub column: String,
    /// How the recipe reads it.
    pub from: Described,
    /// The same in English.
    pub was: String,
    /// How the new file reads.
    pub to: Described,
    /// The same in English.
    pub is: String,
}

impl Drift {
    /// Whether there is nothing to accept.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.renamed.is_empty()
            && self.retyped.is_empty()
            && !self.reordered
    }

    /// The recipe for the new file: renamed columns keep their name in the table, new ones are
    /// added, those that are gone are left out, and changed ones are read as the new file needs.
    #[must_use]
    pub fn accept(&self, recipe: &Recipe, new: &Study) -> Recipe {
        let mut next = recipe.clone();
        let gone: BTreeSet<String> = self.removed.iter().map(|from| name::tidy(from)).collect();
        // What was kept back stays in the recipe, which then fits no file without it: somebody has to
        // see under which name it stands now.
        next.columns
            .retain(|column| column.keeps_back() || !gone.contains(&name::tidy(&column.from)));
        for column in &mut next.columns {
            if let Some(renamed) = self.renamed.iter().find(|r| r.was == column.from) {
                column.from.clone_from(&renamed.is);
            }
        }
        let draft = new.draft();
        for retyped in &self.retyped {
            let found = draft.column(&retyped.column).cloned();
            if let (Some(found), Some(column)) = (found, next.column_mut(&retyped.column)) {
                column.read_as(&found.reading());
                column.ask = found.ask;
            }
        }
        for added in &self.added {
            if let Some(column) = draft.column(added) {
                let mut column = column.clone();
                while next.columns.iter().any(|c| c.name == column.name) {
                    column.name.push_str("_new");
                }
                next.columns.push(column);
            }
        }
        next
    }
}

/// Compares a later file with the recipe, and with what was known of the columns when it was
/// written (which may be empty; with it, a renamed column is also known by its values).
pub fn drift(old: &Recipe, known: &[ColumnStudy], new: &Study) -> Drift {
    let mut drift = Drift::default();
    let mut was_of = twins(old, new);
    for (column, was) in new.columns.iter().zip(&was_of) {
        if let Some(was) = was.map(|at| &old.columns[at])
            && name::tidy(&was.from) != name::tidy(&column.from)
        {
            drift
                .renamed
                .push(Renamed::of(&was.from, &column.from, Alike::Neighbours));
        }
    }
    let uneven = uneven(old, new);
    for (column, was) in new.columns.iter().zip(&mut was_of) {
        if !uneven.contains(&name::numbered(&column.from).0) {
            let plain = name::tidy(&column.from);
            *was = old
                .columns
                .iter()
                .position(|c| name::tidy(&c.from) == plain);
        }
    }
    let is_known = |at: usize| was_of.contains(&Some(at));
    let mut removed: Vec<&Column> = old
        .columns
        .iter()
        .enumerate()
        .filter(|(at, _)| !is_known(*at))
        .map(|(_, column)| column)
        .collect();
    let mut added: Vec<&ColumnStudy> = new
        .columns
        .iter()
        .zip(&was_of)
        .filter(|(_, was)| was.is_none())
        .map(|(column, _)| column)
        .collect();
    let known_twins = drift.renamed.len();
    pair(&mut drift, &mut removed, &mut added, known);
    drift.removed = removed.iter().map(|c| c.from.clone()).collect();
    drift.added = added.iter().map(|c| c.from.clone()).collect();
    for renamed in &drift.renamed[known_twins..] {
        let is = new.columns.iter().position(|c| c.from == renamed.is);
        let was = old.columns.iter().position(|c| c.from == renamed.was);
        if let Some(is) = is {
            was_of[is] = was;
        }
    }
    let places: Vec<usize> = was_of.iter().flatten().copied().collect();
    drift.reordered = places.windows(2).any(|pair| pair[0] > pair[1]);
    for (column, was) in new.columns.iter().zip(&was_of) {
        let written = was.map(|at| &old.columns[at]);
        let Some(written) = written.filter(|written| !written.drop) else {
            continue;
        };
        if let Some((from, to)) = retyped(written, column, new) {
            drift.retyped.push(Retyped {
                column: column.from.clone(),
                was: from.to_string(),
                from,
                is: to.to_string(),
                to,
            });
        }
    }
    drift
}

/// Names that more columns have in one of the two than in the other: which of several columns of
/// one name is gone, or new, does not follow from their names.
fn uneven(old: &Recipe, new: &Study) -> BTreeSet<String> {
    let mut counts = BTreeMap::<String, (usize, usize)>::new();
    for column in &old.columns {
        counts.entry(name::numbered(&column.from).0).or_default().0 += 1;
    }
    for column in &new.columns {
        counts.entry(name::numbered(&column.from).0).or_default().1 += 1;
    }
    counts.retain(|_, (was, is)| was != is && *was.min(is) > 0);
    counts.into_keys().collect()
}

/// For each new column with such a name, the old one of that name which stands beside the same
/// columns.
fn twins(old: &Recipe, new: &Study) -> Vec<Option<usize>> {
    let mut was_of = vec![None; new.columns.len()];
    let uneven = uneven(old, new);
    if uneven.is_empty() {
        return was_of;
    }
    let olds: Vec<&str> = old.columns.iter().map(|c| c.from.as_str()).collect();
    let news: Vec<&str> = new.columns.iter().map(|c| c.from.as_str()).collect();
    let neighbours = |names: &[&str], at: usize| {
        let plain =
            |at: Option<usize>| at.and_then(|at| names.get(at)).map(|n| name::numbered(n).0);
        [plain(at.checked_sub(1)), plain(at.checked_add(1))]
    };
    let mut alike = Vec::new();
    for (i, was) in olds.iter().enumerate() {
        for (j, is) in news.iter().enumerate() {
            let base = name::numbered(is).0;
            if base == name::numbered(was).0 && uneven.contains(&base) {
                let (was, is) = (neighbours(&olds, i), neighbours(&news, j));
                let same = was.iter().zip(&is).filter(|(a, b)| a == b).count();
                alike.push((same, i, j));
            }
        }
    }
    alike.sort_by_key(|(same, i, j)| (std::cmp::Reverse(*same), *i, *j));
    for (same, i, j) in alike {
        if same > 0 && was_of[j].is_none() && !was_of.contains(&Some(i)) {
            was_of[j] = Some(i);
        }
    }
    was_of
}

/// Pairs what is gone with what is new, the most alike first.
fn pair(
    drift: &mut Drift,
    removed: &mut Vec<&Column>,
    added: &mut Vec<&ColumnStudy>,
    known: &[ColumnStudy],
) {
    loop {
        let mut best: Option<(f64, usize, usize, Alike)> = None;
        for (r, gone) in removed.iter().enumerate() {
            let values = known.iter().find(|k| k.from == gone.from);
            for (a, new) in added.iter().enumerate() {
                let names = name::alike(&gone.from, &new.from);
                let shared = values.and_then(|values| shared(values, new));
                let (score, why) = match shared {
                    Some(shared) if shared >= 0.5 && shared > names => (
                        shared,
                        Alike::Values {
                            percent: percent(shared),
                        },
                    ),
                    _ => (names, Alike::Names),
                };
                let same_kind = family(gone.kind) == family(new.reading.kind);
                let least = if same_kind { 0.65 } else { 0.85 };
                if score >= least && best.as_ref().is_none_or(|(most, ..)| score > *most) {
                    best = Some((score, r, a, why));
                }
            }
        }
        let Some((_, r, a, why)) = best else {
            return;
        };
        let (gone, new) = (removed.remove(r), added.remove(a));
        drift.renamed.push(Renamed::of(&gone.from, &new.from, why));
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is between 0 and 1"
)]
fn percent(share: f64) -> u8 {
    (share * 100.0).round() as u8
}

/// The share of an old column's frequent values that the new one has too, for columns of few values
/// that say something: 0 and 1 are everywhere.
fn shared(old: &ColumnStudy, new: &ColumnStudy) -> Option<f64> {
    (old.distinct? >= 3 && new.distinct? >= 3).then_some(())?;
    if !old.reading.kind.is_text() && !old.reading.kind.is_number() {
        return None;
    }
    let texts: Vec<&String> = old
        .values
        .iter()
        .map(|(text, _)| text)
        .filter(|t| !t.is_empty())
        .collect();
    let small_numbers = texts.iter().all(|t| t.len() <= 2);
    if texts.len() < 3 || small_numbers {
        return None;
    }
    let found = texts
        .iter()
        .filter(|text| new.values.iter().any(|(other, _)| other == **text))
        .count();
    let (found, all) = (u32::try_from(found).ok()?, u32::try_from(texts.len()).ok()?);
    Some(f64::from(found) / f64::from(all))
}

/// Types between which a change is no other kind of column.
fn family(kind: Type) -> u8 {
    match kind {
        Type::Text | Type::Code => 0,
        Type::Integer | Type::Decimal | Type::Longitude | Type::Latitude | Type::Year => 1,
        Type::Date | Type::Timestamp => 2,
        Type::Time => 3,
        Type::YearMonth => 4,
        Type::Boolean => 5,
        Type::Geometry => 6,
    }
}

/// What was and what is, where the recipe's reading no longer fits.
fn retyped(written: &Column, column: &ColumnStudy, new: &Study) -> Option<(Described, Described)> {
    if column.filled == column.missing {
        return None;
    }
    let mut possible: Vec<&Reading> = vec![&column.reading];
    for question in new.questions.iter().filter(|q| q.column == column.from) {
        possible.extend(question.choices.iter().map(|choice| &choice.reading));
    }
    let was = written.reading();
    if possible.iter().any(|reading| same(&was, reading)) {
        return None;
    }
    // Everything can be kept as text.
    if was.kind.is_text() {
        let widened = lost_zero(column).map(|is| (describe(&was), is));
        return widened;
    }
    Some((describe(&was), describe(&column.reading)))
}

/// Codes that have lost the zero in front since: told, although they stay text.
fn lost_zero(column: &ColumnStudy) -> Option<Described> {
    let lost = column
        .findings
        .iter()
        .any(|f| f.what == super::What::LostZeros);
    lost.then_some(Described::CodesWithoutZero)
}

/// Whether the recipe's reading reads the new cells.
fn same(was: &Reading, is: &Reading) -> bool {
    if was.kind != is.kind && !(was.kind == Type::Decimal && is.kind == Type::Integer) {
        return false;
    }
    let marks = is.kind != Type::Decimal
        || was.decimal == is.decimal && (is.thousands.is_none() || was.thousands == is.thousands);
    let order = is.order.is_none() || was.order == is.order;
    let room = match (was.digits, is.digits) {
        (Some([p, s]), Some([q, t])) => s >= t && p >= q,
        _ => true,
    };
    let unit = is.unit.is_none() || was.unit == is.unit;
    marks && order && room && unit && was.epoch == is.epoch
}

fn describe(reading: &Reading) -> Described {
    Described::Reading(Box::new(reading.clone()))
}
