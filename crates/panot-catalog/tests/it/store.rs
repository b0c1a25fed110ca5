// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rows, on both engines.

use futures::future::join_all;
use panot_catalog::dataset::{Column, Dataset};
use panot_catalog::staged::{Draft, Import, ImportState};
use panot_catalog::store::citations::Made;
use panot_catalog::store::{STATEMENTS, citations, columns, datasets, imports, versions};
use panot_catalog::version::{Version, Withdrawn};
use panot_core::{Id, Language, Texts};
use panot_db::{read, transact};
use panot_lake::{Meaning, Read};
use panot_testkit::{Fixture, both_engines, same_schema, statements_fit};

use crate::{about, content, dataset, migrated};

async fn publish(city: &Fixture, dataset: &Dataset, rows: u64) -> Version {
    let now = city.clock.now();
    let content = content(rows);
    let added = transact!(city.db, "add version", tx -> panot_db::Error => {
        versions::add(tx, dataset.id, &content, now).await
    });
    added.expect("written")
}

#[test]
fn both_engines_have_the_same_tables() {
    same_schema(&[panot_catalog::MIGRATIONS]);
}

both_engines! {
    async fn every_statement_fits_the_tables(city: Fixture) {
        migrated(&city).await;
        statements_fit(&city, STATEMENTS).await;
    }

    async fn a_citation_is_written_once_and_loses_its_rows_with_its_version(city: Fixture) {
        migrated(&city).await;
        let trees = dataset(&city, "arbres", "Arbres").await;
        let now = city.clock.now();
        let made = Made {
            meaning: Meaning {
                canonical: "SELECT * FROM \"arbres@1\" ORDER BY 1".into(),
                tables: vec![Read {
                    table: "arbres".parse().expect("a name"),
                    version: 1,
                    is_fixed: true,
                }],
                engine: "an engine".into(),
            },
            schema: content(1).schema,
            rows: 1,
            bytes: 7,
            sha256: "ab".repeat(32),
            packed: Some(vec![0, 255, 1]),
        };
        let (early, first, second, found, rows) = transact!(city.db, "cite", tx -> panot_db::Error => {
            let early = citations::add(tx, &made, now).await?;
            versions::add(tx, trees.id, &content(1), now).await?;
            let first = citations::add(tx, &made, now).await?;
            let second = citations::add(tx, &made, now).await?;
            let found = match &first {
                Some(hash) => citations::find(tx, hash).await?,
                None => None,
            };
            let rows = match &first {
                Some(hash) => citations::csv(tx, hash).await?,
                None => None,
            };
            Ok((early, first, second, found, rows))
        }).expect("written");
        assert_eq!(early, None, "of a version that is not there");
        assert_eq!(first, second);
        let found = found.expect("it was written");
        assert_eq!((Some(&found.hash), found.rows, found.cited_at), (first.as_ref(), 1, now));
        assert_eq!(found.schema, content(1).schema);
        assert_eq!((found.tables.len(), found.withdrawn()), (1, None));
        assert_eq!(rows, Some(vec![0, 255, 1]));

        let hash = found.hash;
        let (gone, rows) = transact!(city.db, "withdraw", tx -> panot_db::Error => {
            versions::withdraw(tx, trees.id, 1, "Error.", "operator", now).await?;
            Ok((citations::find(tx, &hash).await?, citations::csv(tx, &hash).await?))
        }).expect("written");
        let gone = gone.expect("it stays");
        assert_eq!(gone.withdrawn().map(|(_, why)| why.reason.as_str()), Some("Error."));
        assert_eq!(rows, None);
    }

    async fn a_dataset_is_read_as_it_was_written(city: Fixture) {
        migrated(&city).await;
        let added = dataset(&city, "arbres", "Arbres").await;
        let (found, all, count) = read!(city.db, "read", tx -> panot_db::Error => {
            let found = datasets::named(tx, &added.name).await?;
            Ok((found, datasets::all(tx).await?, datasets::count(tx).await?))
        }).expect("read");
        assert_eq!(found.as_ref(), Some(&added));
        assert_eq!(all, [added]);
        assert_eq!(count, 0, "without a version there is nothing to read");
    }

    async fn a_name_is_never_used_twice(city: Fixture) {
        migrated(&city).await;
        let first = dataset(&city, "arbres", "Arbres").await;
        let (id, now) = (Id::new(city.clock.now(), &city.random), city.clock.now());
        let other = about("Uns altres arbres");
        let second = transact!(city.db, "add again", tx -> panot_db::Error => {
            datasets::add(tx, id, &first.name, &other, now).await
        }).expect("written");
        assert_eq!(second, None);
    }

    async fn columns_are_explained_in_their_order(city: Fixture) {
        migrated(&city).await;
        let dataset = dataset(&city, "arbres", "Arbres").await;
        let column = |name: &str| Column {
            name: name.into(),
            title: Texts::new().with(Language::En, name),
            ..Column::default()
        };
        let (old, new) = ([column("a"), column("b")], [column("c"), column("a")]);
        let found = transact!(city.db, "explain", tx -> panot_db::Error => {
            columns::explain(tx, dataset.id, &old).await?;
            columns::explain(tx, dataset.id, &new).await?;
            columns::of(tx, dataset.id).await
        }).expect("written");
        assert_eq!(found, new);
    }

    async fn a_version_is_read_as_it_was_written(city: Fixture) {
        migrated(&city).await;
        let dataset = dataset(&city, "arbres", "Arbres").await;
        let added = publish(&city, &dataset, 7).await;
        let found = read!(city.db, "read", tx -> panot_db::Error => {
            versions::numbered(tx, dataset.id, 1).await
        }).expect("read").expect("it is there");
        assert_eq!(found.content, added.content);
        assert_eq!((found.n, found.rows(), found.bytes()), (1, 7, 70));
        assert_eq!(found.published_at, city.clock.now());
        assert_eq!(found.snapshot(&dataset.table()).files, added.content.files);
    }

    /// Two clerks, ten versions, no number twice and none left out.
    async fn numbers_are_unique_when_many_publish_at_once(city: Fixture) {
        migrated(&city).await;
        let dataset = dataset(&city, "arbres", "Arbres").await;
        let published = join_all((1..=10).map(|rows| publish(&city, &dataset, rows))).await;
        let mut numbers: Vec<u32> = published.iter().map(|version| version.n).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    }

    async fn a_withdrawn_version_says_why_and_the_one_before_is_the_latest(city: Fixture) {
        migrated(&city).await;
        let dataset = dataset(&city, "arbres", "Arbres").await;
        publish(&city, &dataset, 1).await;
        publish(&city, &dataset, 2).await;
        let now = city.clock.now();
        let (first, again) = transact!(city.db, "withdraw", tx -> panot_db::Error => {
            let first = versions::withdraw(tx, dataset.id, 2, "Dades personals.", "operator", now).await?;
            let again = versions::withdraw(tx, dataset.id, 2, "Un altre motiu.", "operator", now).await?;
            Ok((first, again))
        }).expect("written");
        assert!(first && !again, "only the first reason counts");
        let (latest, second, list, destroy, keep) = read!(city.db, "read", tx -> panot_db::Error => Ok((
            versions::latest(tx, dataset.id).await?,
            versions::numbered(tx, dataset.id, 2).await?,
            versions::of(tx, dataset.id).await?,
            versions::undestroyed(tx).await?,
            versions::readable(tx).await?,
        ))).expect("read");
        assert_eq!(latest.map(|version| version.n), Some(1));
        let second = second.expect("its row stays");
        let withdrawal = second.withdrawal.clone().expect("withdrawn");
        assert_eq!(withdrawal.reason, "Dades personals.");
        assert_eq!(second.content.report, serde_json::Value::Null, "what quoted its cells is gone");
        assert!(!second.digest().is_empty(), "the digest stays");
        assert_eq!(list.iter().map(|heading| heading.n).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(destroy.iter().map(|s| s.version).collect::<Vec<_>>(), [2]);
        assert_eq!(keep.iter().map(|s| s.version).collect::<Vec<_>>(), [1]);

        let left = transact!(city.db, "destroyed", tx -> panot_db::Error => {
            versions::mark_destroyed(tx, "arbres", 2, now).await?;
            versions::undestroyed(tx).await
        }).expect("written");
        assert_eq!(left.len(), 0);
        assert_eq!(publish(&city, &dataset, 3).await.n, 3, "a number is never used again");
    }

    async fn a_withdrawal_is_told_and_repeated_where_the_version_is_the_same(city: Fixture) {
        migrated(&city).await;
        let dataset = dataset(&city, "arbres", "Arbres").await;
        let version = publish(&city, &dataset, 1).await;
        let told = Withdrawn {
            dataset: "arbres".parse().expect("a name"),
            version: 1,
            digest: version.digest(),
            reason: "Dades personals.".to_owned(),
            by: "operator".to_owned(),
            at: city.clock.now(),
        };
        let other = Withdrawn { digest: "another".to_owned(), ..told.clone() };
        let later = Withdrawn { version: 2, ..told.clone() };
        let (no, never, before, yes, again, after) =
            transact!(city.db, "repeat", tx -> panot_db::Error => Ok((
                versions::withdraw_again(tx, &other).await?,
                versions::withdraw_again(tx, &later).await?,
                versions::withdrawn(tx).await?,
                versions::withdraw_again(tx, &told).await?,
                versions::withdraw_again(tx, &Withdrawn { reason: "Un altre.".into(), ..told.clone() })
                    .await?,
                versions::withdrawn(tx).await?,
            ))).expect("written");
        assert!(!no && !never, "not this version");
        assert_eq!(before, []);
        assert!(yes && again);
        assert_eq!(after, [told], "the reason that was given first stays");
    }

    async fn a_version_waits_until_it_is_announced(city: Fixture) {
        migrated(&city).await;
        let dataset = dataset(&city, "arbres", "Arbres").await;
        publish(&city, &dataset, 1).await;
        let now = city.clock.now();
        let (before, after) = transact!(city.db, "announce", tx -> panot_db::Error => {
            let before = versions::unannounced(tx).await?;
            versions::mark_announced(tx, "arbres", 1, now).await?;
            versions::mark_announced(tx, "arbres", 1, now).await?;
            Ok((before, versions::unannounced(tx).await?))
        }).expect("written");
        assert_eq!((before.len(), after.len()), (1, 0));
    }

    async fn an_import_becomes_one_version_at_most(city: Fixture) {
        migrated(&city).await;
        let (id, now) = (Id::<Import>::new(city.clock.now(), &city.random), city.clock.now());
        let draft = Draft {
            about: Some(about("Arbres")),
            columns: Vec::new(),
            content: content(4),
        };
        let name = "arbres".parse().expect("a name");
        let (waiting, first, second, found) = transact!(city.db, "import", tx -> panot_db::Error => {
            imports::stage(tx, id, &name, &draft, now, now).await?;
            let waiting = imports::waiting(tx).await?;
            let first = imports::published(tx, id, 1).await?;
            let second = imports::published(tx, id, 2).await?;
            Ok((waiting, first, second, imports::by_id(tx, id).await?))
        }).expect("written");
        assert_eq!(waiting[0].draft, draft);
        assert!(first && !second);
        assert_eq!(found.map(|import| import.state), Some(ImportState::Published(1)));
        let (expired, left) = transact!(city.db, "expire", tx -> panot_db::Error => {
            let expired = imports::expired(tx, now).await?;
            imports::erase(tx, id).await?;
            Ok((expired.len(), imports::by_id(tx, id).await?))
        }).expect("written");
        assert_eq!((expired, left), (1, None));
    }
}
