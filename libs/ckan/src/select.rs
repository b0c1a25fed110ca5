// SPDX-License-Identifier: AGPL-3.0-or-later

//! A query answered over a shelf: each condition gives a set, and the sets are put together.

use crate::query::{Match, Query};

/// Some of the things on a shelf, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    words: Vec<u64>,
    /// How many things there are on the shelf.
    len: usize,
}

impl Set {
    /// None of `len` things.
    pub fn none(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
            len,
        }
    }

    /// All of `len` things.
    pub fn all(len: usize) -> Self {
        let mut set = Self::none(len);
        set.flip();
        set
    }

    /// Those of `len` things of which it is so.
    pub fn of(len: usize, is: impl Fn(usize) -> bool) -> Self {
        let mut set = Self::none(len);
        (0..len).filter(|at| is(*at)).for_each(|at| set.add(at));
        set
    }

    /// Adds the thing at this place; a place beyond the shelf is left out.
    pub fn add(&mut self, at: usize) {
        if at < self.len {
            self.words[at / 64] |= 1 << (at % 64);
        }
    }

    /// Whether the thing at this place is in it.
    pub fn has(&self, at: usize) -> bool {
        at < self.len && self.words[at / 64] & (1 << (at % 64)) != 0
    }

    /// The places, from the first.
    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len).filter(|at| self.has(*at))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        let ones = |word: &u64| usize::try_from(word.count_ones()).unwrap_or(0);
        self.words.iter().map(ones).sum()
    }

    fn flip(&mut self) {
        for (at, word) in self.words.iter_mut().enumerate() {
            let left = self.len - at * 64;
            let mask = if left >= 64 {
                u64::MAX
            } else {
                (1 << left) - 1
            };
            *word = !*word & mask;
        }
    }

    fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    fn join(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }
}

/// Something that can be searched: so many things, of which each condition is true or not.
pub trait Shelf {
    /// Why a condition cannot be answered.
    type Error;

    /// How many things there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Those whose `field`, or any text where none is named, holds `what`.
    fn find(&self, field: Option<&str>, what: &Match) -> Result<Set, Self::Error>;
}

impl Query {
    /// Everything on the things that answers it. Each condition is asked for once.
    pub fn select<S: Shelf>(&self, things: &S) -> Result<Set, S::Error> {
        match self {
            Self::All => Ok(Set::all(things.len())),
            Self::Is { field, what } => things.find(field.as_deref(), what),
            Self::And(all) => all.iter().try_fold(Set::all(things.len()), |mut set, one| {
                set.keep(&one.select(things)?);
                Ok(set)
            }),
            Self::Or(all) => all
                .iter()
                .try_fold(Set::none(things.len()), |mut set, one| {
                    set.join(&one.select(things)?);
                    Ok(set)
                }),
            Self::Not(inner) => {
                let mut set = inner.select(things)?;
                set.flip();
                Ok(set)
            }
        }
    }
}
