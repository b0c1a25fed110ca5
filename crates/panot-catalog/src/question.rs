// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL for everybody: one `SELECT` over every public table and version, answered by processes that have
//! neither keys nor the database.
//!
//! ```text
//! text → tables it mentions → worker → answer → page, CSV, JSON, Parquet, Arrow
//! ```
//!
//! What may be read is decided here and nowhere else: the versions that can be read, of the tables that
//! the text mentions. A withdrawn version and a staged import do not exist for a question.

pub mod api;
pub mod api_refused;
mod api_routes;
pub mod examples;
pub mod form;
pub mod mentioned;
pub mod operations;
pub mod pages;
pub mod picture;
pub mod view;

use std::net::IpAddr;
use std::time::Duration;

use arrow_array::RecordBatch;
use panot_db::read;
use panot_lake::{Answer, Bounds, Question, Snapshot, Unanswered};
use panot_web::City;
use panot_web::guard::Client;

use crate::store::questions;
pub use api_routes::routes;
use mentioned::Mentioned;

/// What one question may take. The deadline leaves the server time to say so before it gives up the
/// whole request.
pub const BOUNDS: Bounds = Bounds {
    rows: 100_000,
    bytes: 32 << 20,
    deadline: Duration::from_secs(15),
};

/// An answer, and how long it took.
#[derive(Debug)]
pub struct Answered {
    /// The answer.
    pub answer: Answer,
    /// Milliseconds from asking to the last row.
    pub took_ms: u64,
}

impl Answered {
    /// Rows that came.
    pub fn rows(&self) -> u64 {
        let rows = self.answer.batches.iter().map(RecordBatch::num_rows);
        u64::try_from(rows.sum::<usize>()).unwrap_or(u64::MAX)
    }

    /// Whether the question names the version of every table, so that it has one answer for ever.
    pub fn is_fixed(&self) -> bool {
        self.answer.meaning.tables.iter().all(|read| read.is_fixed)
    }
}

/// Asks a question for a visitor.
pub async fn ask(
    city: &City,
    text: &str,
    client: Option<Client>,
    bounds: Bounds,
    repeatable: bool,
) -> Result<Answered, Unanswered> {
    let began = city.clock.now();
    let tables = tables(city, text).await?;
    let question = Question {
        text: text.to_owned(),
        tables,
        bounds,
        repeatable,
        caller: caller(client),
    };
    let answer = city.questions.ask(question).await?;
    let took_us = city.clock.now().as_micros() - began.as_micros();
    Ok(Answered {
        answer,
        took_ms: u64::try_from(took_us / 1_000).unwrap_or(0),
    })
}

/// Every version that may be read, of the tables that a text mentions.
async fn tables(city: &City, text: &str) -> Result<Vec<Snapshot>, Unanswered> {
    let mentioned = Mentioned::in_text(text);
    read!(city.db, "tables of a question", tx -> panot_db::Error => {
        questions::tables(tx, &mentioned).await
    })
    .map_err(|error| Unanswered::Failed(Box::new(error)))
}

/// Who takes turns: an address, and of the long ones the part that a household has.
pub fn caller(client: Option<Client>) -> String {
    match client.map(|Client(address)| address.to_canonical()) {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_caller() {
        let caller = |text: &str| caller(Some(Client(text.parse().expect("an address"))));
        assert_eq!(caller("192.0.2.7"), "192.0.2.7");
        assert_eq!(caller("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(caller("2001:db8:1:2::1"), caller("2001:db8:1:2:ffff::9"));
        assert_ne!(caller("2001:db8:1:2::1"), caller("2001:db8:1:3::1"));
    }
}
