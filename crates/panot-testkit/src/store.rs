// SPDX-License-Identifier: AGPL-3.0-or-later

//! What every feature's store is tested for.

use panot_db::{Migrations, NamedStatement};

use crate::{Fixture, run_on_postgres};

/// Prepares every statement on the engine of this fixture, after its migrations, and fails the test
/// with a list of those that do not fit: a name that does not exist, a parameter too few.
pub async fn statements_fit(city: &Fixture, statements: &[NamedStatement]) {
    assert!(!statements.is_empty(), "there are statements to look at");
    let wrong = city
        .db
        .wrong_statements(statements)
        .await
        .expect("the database answers");
    assert!(
        wrong.is_empty(),
        "statements that do not fit:\n{}",
        wrong.join("\n")
    );
}

/// Runs the migrations on both engines and fails the test with a list of what differs between the
/// schemas, and of tables without the prefix of a feature. Skipped, loudly, without PostgreSQL.
pub fn same_schema(features: &'static [Migrations]) {
    run_on_postgres(async |postgres| {
        let sqlite = Fixture::sqlite().await;
        sqlite.migrate(features).await;
        postgres.migrate(features).await;
        let one = sqlite.db.schema().await.expect("the schema is read");
        let other = postgres.db.schema().await.expect("the schema is read");
        let mut wrong = one.differences(&other);
        for table in one.tables.keys() {
            let owned = |feature: &str| {
                table
                    .strip_prefix(feature)
                    .is_some_and(|rest| rest.starts_with('_'))
            };
            if !owned("panot") && !features.iter().any(|f| owned(f.feature)) {
                wrong.push(format!("table {table} has no feature's prefix"));
            }
        }
        assert!(
            wrong.is_empty(),
            "SQLite and PostgreSQL differ:\n{}",
            wrong.join("\n")
        );
    });
}
