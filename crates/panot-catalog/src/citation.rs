// SPDX-License-Identifier: AGPL-3.0-or-later

//! Answers that can be cited: `/q/{hash}`, the same bytes for ever.
//!
//! ```text
//! question → one spelling, versions written out → answer with a total order → SHA-256 of its CSV
//! ```
//!
//! # What this promises
//!
//! - The same question over the same versions is the same citation: its address is made of both
//!   ([`Hash::of`]).
//! - What cannot repeat is refused before it is cited.
//! - Asked again, the answer is compared byte by byte, and what differs is said ([`Again`]).
//! - No file that a citation can reach is removed but by a withdrawal, which the citation then says.
//!
//! The rows lie compressed in the database, at most [`KEPT_BYTES_MAX`] of them: so a citation and its
//! rows are one commit, every copy of the city has them, and a withdrawal takes them away in the
//! transaction that makes it public.

pub mod api;
mod api_routes;
pub mod bibtex;
pub mod csv;
pub mod limit;
pub mod operations;
pub mod pages;
pub mod view;

use std::fmt;
use std::str::FromStr;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use panot_core::{Name, Timestamp};
use panot_db::{read, transact};
use panot_lake::{Answer, Unanswered};
use panot_web::guard::Client;
use panot_web::{City, Problem};
use sha2::{Digest as _, Sha256};
use tabular::write::{Format, write_all};

pub use api_routes::routes;
pub use limit::Limit;

use crate::question::{BOUNDS, ask};
use crate::store::citations;
use crate::version::{Withdrawal, hex};
use crate::words::Words;

/// The most bytes of CSV whose rows are kept.
pub const KEPT_BYTES_MAX: usize = 10_000_000;
/// The most compressed bytes that all citations of a city keep together; the next ones keep only their
/// digest, and are asked again for their rows.
pub const ALL_KEPT_BYTES_MAX: u64 = 4 << 30;

/// Which citation: 128 bits of a digest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash(String);

impl Hash {
    /// The hash of a question over these versions, given as `name@n` and digest.
    pub fn of<'a>(canonical: &str, tables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"panot citation 1\n");
        hash.update(canonical.as_bytes());
        for (table, digest) in tables {
            hash.update(format!("\n{table} {digest}").as_bytes());
        }
        Self(hex(&hash.finalize())[..32].to_owned())
    }

    /// As it stands in the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a citation is named by 32 digits, 0 to 9 and a to f")]
pub struct NoHash;

impl FromStr for Hash {
    type Err = NoHash;

    fn from_str(text: &str) -> Result<Self, NoHash> {
        let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        (text.len() == 32 && text.bytes().all(is_digit))
            .then(|| Self(text.to_owned()))
            .ok_or(NoHash)
    }
}

/// A citation.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// Which.
    pub hash: Hash,
    /// The question in one spelling.
    pub canonical: String,
    /// What answered it, with its version.
    pub engine: String,
    /// The columns.
    pub schema: Schema,
    /// How many rows there are.
    pub rows: u64,
    /// Bytes of its CSV.
    pub bytes: u64,
    /// SHA-256 of its CSV, in hexadecimal.
    pub sha256: String,
    /// When it was first cited.
    pub cited_at: Timestamp,
    /// The versions that it comes from.
    pub tables: Vec<Source>,
}

/// A version that a citation comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The dataset.
    pub dataset: Name,
    /// The version's number.
    pub n: u32,
    /// The version's digest.
    pub digest: String,
    /// Whether and why it was withdrawn.
    pub withdrawal: Option<Withdrawal>,
}

impl Citation {
    /// The withdrawal of the first version that is no longer there.
    pub fn withdrawn(&self) -> Option<(&Source, &Withdrawal)> {
        self.tables
            .iter()
            .find_map(|source| Some((source, source.withdrawal.as_ref()?)))
    }

    /// Its address without a language.
    pub fn path(&self) -> String {
        format!("/q/{}", self.hash)
    }
}

/// What came of asking a citation again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// The same bytes.
    Identical,
    /// Other bytes.
    Differs {
        /// Rows now.
        rows: u64,
        /// SHA-256 now.
        sha256: String,
        /// What answers now.
        engine: String,
        /// The first line that differs, counted from 1, as it was and as it is; nothing where the rows
        /// were not kept.
        line: Option<(u64, String, String)>,
    },
}

/// Why something was not cited.
#[derive(Debug)]
pub enum NotCited {
    /// It has no answer that repeats.
    Unanswered(Unanswered),
    /// It is none of the asker's to mend, or a bound.
    Refused(Problem),
}

impl From<Unanswered> for NotCited {
    fn from(why: Unanswered) -> Self {
        Self::Unanswered(why)
    }
}

impl From<Problem> for NotCited {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

/// The canonical bytes of an answer.
fn csv_of(answer: &Answer) -> Result<Vec<u8>, Problem> {
    let mut text = Vec::new();
    write_all(
        Format::Csv,
        &answer.schema,
        answer.batches.iter().cloned(),
        &mut text,
    )
    .map_err(crate::question::api::no_column)?;
    Ok(text)
}

/// Cites the answer to a question. The same question over the same versions is cited once.
pub async fn cite(city: &City, text: &str, client: Option<Client>) -> Result<Hash, NotCited> {
    let answered = ask(city, text, client, BOUNDS, true).await?;
    if answered.answer.truncated {
        return Err(crate::question::api_refused::too_many_rows().into());
    }
    let answer = answered.answer;
    if answer.meaning.tables.is_empty() {
        let nothing =
            Problem::unprocessable().detail(|language| Words::of(language.tag()).cite_no_table());
        return Err(nothing.into());
    }
    let csv = csv_of(&answer)?;
    let packed = if csv.len() <= KEPT_BYTES_MAX {
        Some(csv::packed(&csv).map_err(Problem::internal)?)
    } else {
        None
    };
    let rows = answer
        .batches
        .iter()
        .map(RecordBatch::num_rows)
        .sum::<usize>();
    let made = citations::Made {
        meaning: answer.meaning.clone(),
        schema: answer.schema.as_ref().clone(),
        rows: u64::try_from(rows).unwrap_or(u64::MAX),
        bytes: u64::try_from(csv.len()).unwrap_or(u64::MAX),
        sha256: hex(&Sha256::digest(&csv)),
        packed,
    };
    let now = city.clock.now();
    let hash = transact!(city.db, "cite", tx -> panot_db::Error => {
        citations::add(tx, &made, now).await
    });
    let hash = hash.map_err(Problem::from)?;
    // Withdrawn between the answer and the citation.
    hash.ok_or_else(|| Problem::gone().into())
}

/// The citation with this hash.
pub async fn find(city: &City, hash: &Hash) -> Result<Option<Citation>, panot_db::Error> {
    read!(city.db, "citation", tx -> panot_db::Error => citations::find(tx, hash).await)
}

/// The bytes of a citation's CSV, where they are kept.
pub async fn kept(city: &City, hash: &Hash) -> Result<Option<Vec<u8>>, Problem> {
    let packed = read!(city.db, "rows of a citation", tx -> panot_db::Error => {
        citations::csv(tx, hash).await
    })?;
    let bytes = packed.map(|packed| csv::unpacked(&packed, KEPT_BYTES_MAX));
    bytes.transpose().map_err(Problem::internal)
}

/// Asks a citation again, and gives its bytes and what came of it.
pub async fn again(
    city: &City,
    citation: &Citation,
    client: Option<Client>,
) -> Result<(Vec<u8>, Again), NotCited> {
    let answered = ask(city, &citation.canonical, client, BOUNDS, true).await?;
    let bytes = csv_of(&answered.answer)?;
    let sha256 = hex(&Sha256::digest(&bytes));
    if sha256 == citation.sha256 {
        return Ok((bytes, Again::Identical));
    }
    let before = kept(city, &citation.hash).await?;
    let line = before.and_then(|before| csv::first_difference(&before, &bytes));
    let differs = Again::Differs {
        rows: answered.rows(),
        sha256,
        engine: answered.answer.meaning.engine.clone(),
        line,
    };
    Ok((bytes, differs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_named_by_its_question_and_by_its_versions() {
        let tables = [("trees@1", "aa"), ("air@2", "bb")];
        let hash = Hash::of("SELECT 1", tables);
        assert_eq!(hash, Hash::of("SELECT 1", tables));
        assert_ne!(hash, Hash::of("SELECT 2", tables));
        assert_ne!(
            hash,
            Hash::of("SELECT 1", [("trees@1", "aa"), ("air@2", "bc")])
        );
        assert_eq!(hash.as_str().parse(), Ok(hash));
        for wrong in ["", "0", &"A".repeat(32), &"0".repeat(33)] {
            assert_eq!(wrong.parse::<Hash>(), Err(NoHash));
        }
    }
}
