// SPDX-License-Identifier: AGPL-3.0-or-later

//! What tests share: a database on each engine, a clock that is set, a folder that goes away.
//!
//! A test that touches the database is written once and run on both engines:
//!
//! ```
//! use panot_testkit::{Fixture, both_engines};
//!
//! both_engines! {
//!     /// The check row is written and found.
//!     async fn a_database_can_be_written_to(city: Fixture) {
//!         city.migrate(&[]).await;
//!         city.db.check(city.clock.now()).await.expect("it can be written to");
//!     }
//! }
//! # fn main() {}
//! ```
//!
//! That makes a module `a_database_can_be_written_to` with the tests `sqlite` and `postgres`. The
//! second needs a server, named by `PANOT_TEST_POSTGRES`, where it may make databases; without one
//! it says so loudly on the standard error, past the test runner's capture.

mod clock;
mod fixture;
mod store;

pub use clock::TestClock;
pub use fixture::{Fixture, run_on_postgres, run_on_sqlite};
pub use store::{same_schema, statements_fit};

/// Writes a test once and runs it on both engines; see the crate's own example.
#[macro_export]
macro_rules! both_engines {
    ($(
        $(#[$meta:meta])*
        async fn $name:ident($city:ident : $fixture:ty) $body:block
    )*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "a test may need nothing")]
            use super::*;

            async fn body($city: $fixture) $body

            #[test]
            fn sqlite() {
                $crate::run_on_sqlite(body);
            }

            #[test]
            fn postgres() {
                $crate::run_on_postgres(body);
            }
        }
    )*};
}
