// SPDX-License-Identifier: AGPL-3.0-or-later

//! The catalogue in memory: made from rows, and always as they are.

use panot_catalog::catalogue::Catalogue;
use panot_catalog::shelf::ShelfAsk;
use panot_catalog::store::{datasets, versions};
use panot_db::transact;
use panot_testkit::{Fixture, both_engines};

use crate::{about, content, dataset, migrated};

fn found(catalogue: &Catalogue, question: &str) -> Vec<String> {
    let ask = ShelfAsk {
        question: question.into(),
        ..ShelfAsk::default()
    };
    catalogue
        .find(&ask)
        .expect("the index is whole")
        .expect("there is a question")
        .names
}

async fn with_version(city: &Fixture, name: &str, title: &str) {
    let dataset = dataset(city, name, title).await;
    let (content, now) = (content(5), city.clock.now());
    let added = transact!(city.db, "add version", tx -> panot_db::Error => {
        versions::add(tx, dataset.id, &content, now).await
    });
    added.expect("written");
}

both_engines! {
    async fn what_is_published_is_found_and_what_is_withdrawn_is_not(city: Fixture) {
        migrated(&city).await;
        with_version(&city, "arbres", "Arbres dels carrers").await;
        dataset(&city, "buit", "Encara sense dades").await;
        let folder = tempfile::tempdir().expect("a folder");
        let catalogue = Catalogue::at(folder.path().join("index"));
        catalogue.load(&city.db).await.expect("loaded");
        assert_eq!(found(&catalogue, "arbre"), ["arbres"]);
        assert_eq!(found(&catalogue, "alcada"), ["arbres"], "by a column");
        assert_eq!(catalogue.cards().len(), 1, "without a version there is no card");

        with_version(&city, "fonts", "Fonts d'aigua").await;
        let fonts = "fonts".parse().expect("a name");
        catalogue.refresh(&city.db, &fonts).await.expect("refreshed");
        assert_eq!(found(&catalogue, "fonts"), ["fonts"]);

        let now = city.clock.now();
        transact!(city.db, "withdraw", tx -> panot_db::Error => {
            let dataset = datasets::named(tx, &fonts).await?.expect("it is there");
            versions::withdraw(tx, dataset.id, 1, "Errada.", "operator", now).await
        }).expect("written");
        catalogue.refresh(&city.db, &fonts).await.expect("refreshed");
        assert_eq!(found(&catalogue, "fonts"), Vec::<String>::new());
        assert_eq!(catalogue.cards().len(), 1);
    }

    async fn the_index_is_made_again_from_rows_that_changed_while_nobody_looked(city: Fixture) {
        migrated(&city).await;
        with_version(&city, "arbres", "Arbres").await;
        let folder = tempfile::tempdir().expect("a folder");
        let index = folder.path().join("index");
        let first = Catalogue::at(&index);
        first.load(&city.db).await.expect("loaded");
        drop(first);
        let now = city.clock.now();
        let name = "arbres".parse().expect("a name");
        let changed = about("Zones verdes");
        transact!(city.db, "describe", tx -> panot_db::Error => {
            let dataset = datasets::named(tx, &name).await?.expect("it is there");
            datasets::describe(tx, dataset.id, &changed, now).await
        }).expect("written");
        let second = Catalogue::at(&index);
        second.load(&city.db).await.expect("loaded");
        assert_eq!(found(&second, "verdes"), ["arbres"]);
        assert_eq!(second.cards()[0].title, changed.title);
    }
}
