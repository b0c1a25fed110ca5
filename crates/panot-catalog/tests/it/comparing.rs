// SPDX-License-Identifier: AGPL-3.0-or-later

//! Comparisons: found out once, kept, and gone with a version that is withdrawn.

use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::StatusCode;
use futures::future::join_all;
use panot_catalog::comparison::{Comparison, KEPT_MAX};
use panot_catalog::jobs::DESTROY;
use panot_catalog::store::{comparisons, versions};
use panot_db::{read, transact};
use panot_lake::{Difference, RowChange};
use panot_testkit::{Fixture, both_engines};

use crate::http::{Answer, Town};
use crate::{content, dataset, migrated};

const PAGE: &str = "/en/data/arbres/compare?from=1&to=3";

impl Town {
    fn compared(&self) -> u32 {
        self.pocket.compared.load(Ordering::SeqCst)
    }

    /// Looks again until the answer is another one, as a visitor does.
    async fn look_again(&self, address: &str) -> Answer {
        for _ in 0..20 {
            let answer = self.get(address).await;
            if answer.status != StatusCode::ACCEPTED {
                return answer;
            }
        }
        panic!("{address} is worked on for ever");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_visitors_at_once_compare_two_versions_once() {
    let town = Town::new().await;
    town.pocket.slow_ms.store(200, Ordering::SeqCst);
    let answers = join_all((0..20).map(|_| town.get(PAGE))).await;
    for answer in &answers {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(answer.text, answers[0].text);
    }
    town.get(&PAGE.replace("/en/", "/ca/")).await;
    town.get("/es/data/arbres/compare.json?from=1&to=3").await;
    assert_eq!(town.compared(), 1, "what is kept is not found out again");
    assert_eq!(
        town.get("/en/data/arbres/compare?from=3&to=1").await.status,
        StatusCode::OK
    );
    assert_eq!(
        town.compared(),
        2,
        "the other way round is another question"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_comparison_says_so_and_is_there_when_one_looks_again() {
    let town = Town::new().await;
    town.pocket.slow_ms.store(3_500, Ordering::SeqCst);
    let page = town.get(PAGE).await;
    assert_eq!(page.status, StatusCode::ACCEPTED);
    assert_eq!(page.header("retry-after"), "5");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text.contains("Look again"), "{}", page.text);
    assert!(
        page.text
            .contains("/en/data/arbres/compare?from=1&#38;to=3"),
        "{}",
        page.text
    );
    let json = town.get("/en/data/arbres/compare.json?from=1&to=3").await;
    if json.status == StatusCode::ACCEPTED {
        assert_eq!(json.json()["state"], "computing");
    }
    let page = town.look_again(PAGE).await;
    assert!(page.text.contains("12.34"), "{}", page.text);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(town.compared(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_compared_is_tried_twice_and_then_said() {
    let town = Town::new().await;
    town.pocket.too_large.store(true, Ordering::SeqCst);
    assert_eq!(town.get(PAGE).await.status, StatusCode::ACCEPTED);
    assert_eq!(
        town.compared(),
        1,
        "the first time it may have been short of memory"
    );
    town.city.clock.advance(jiff::SignedDuration::from_secs(5));
    let page = town.look_again(PAGE).await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        page.text
    );
    assert!(
        page.text.contains("too large to be compared"),
        "{}",
        page.text
    );
    assert_eq!(
        town.get(PAGE).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(town.compared(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_withdrawn_version_is_kept() {
    let town = Town::new().await;
    assert_eq!(town.get(PAGE).await.status, StatusCode::OK);
    town.pocket.slow_ms.store(500, Ordering::SeqCst);
    town.publish().await;
    let (answer, ()) = futures::join!(town.get("/en/data/arbres/compare?from=3&to=4"), async {
        while town.compared() < 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        town.withdraw(3).await;
    });
    assert_eq!(
        answer.status,
        StatusCode::ACCEPTED,
        "it was withdrawn while being compared"
    );
    let id = town.dataset.id;
    let key = &town.dataset.about.key;
    let kept = read!(town.city.db, "kept", tx -> panot_db::Error => Ok((
        comparisons::kept(tx, id, (1, 3), key).await?,
        comparisons::kept(tx, id, (3, 4), key).await?,
    )));
    assert_eq!(kept.expect("read"), (None, None));
    assert_eq!(town.get(PAGE).await.status, StatusCode::GONE);
}

fn found(added: u64) -> Comparison {
    Comparison::found(Difference {
        added,
        examples: vec![RowChange {
            before: None,
            after: Some(vec![Some("a\u{0}b".into()), None]),
        }],
        ..Difference::default()
    })
}

both_engines! {
    async fn a_comparison_is_kept_for_its_columns(city: Fixture) {
        migrated(&city).await;
        let dataset = dataset(&city, "arbres", "Arbres").await;
        let (id, now) = (dataset.id, city.clock.now());
        let (by_code, by_name) = (["codi".to_owned()], ["nom".to_owned()]);
        let (first, other, second, gone) = transact!(city.db, "keep", tx -> panot_db::Error => {
            for rows in 1..=2 {
                versions::add(tx, id, &content(rows), now).await?;
            }
            comparisons::keep(tx, id, (1, 2), &by_code, &found(1), now).await?;
            let first = comparisons::kept(tx, id, (1, 2), &by_code).await?;
            let other = comparisons::kept(tx, id, (1, 2), &by_name).await?;
            comparisons::keep(tx, id, (1, 2), &by_name, &Comparison::TooLarge, now).await?;
            let second = comparisons::kept(tx, id, (1, 2), &by_name).await?;
            Ok((first, other, second, comparisons::kept(tx, id, (1, 2), &by_code).await?))
        }).expect("written");
        assert_eq!(first, Some(found(1)));
        assert_eq!(other, None, "other columns are another question");
        assert_eq!((second, gone), (Some(Comparison::TooLarge), None));
    }

    async fn the_oldest_comparisons_of_a_dataset_make_room(city: Fixture) {
        migrated(&city).await;
        let (trees, parks) =
            (dataset(&city, "arbres", "Arbres").await.id, dataset(&city, "parcs", "Parcs").await.id);
        let now = city.clock.now();
        let (oldest, newest, of_others) = transact!(city.db, "keep", tx -> panot_db::Error => {
            versions::add(tx, trees, &content(1), now).await?;
            comparisons::keep(tx, parks, (1, 2), &[], &found(0), now).await?;
            for n in 1..=KEPT_MAX + 1 {
                let at = now.plus(jiff::SignedDuration::from_secs(n.into()));
                comparisons::keep(tx, trees, (n, n + 1), &[], &found(n.into()), at).await?;
            }
            Ok((
                comparisons::kept(tx, trees, (1, 2), &[]).await?,
                comparisons::kept(tx, trees, (2, 3), &[]).await?,
                comparisons::kept(tx, parks, (1, 2), &[]).await?,
            ))
        }).expect("written");
        assert_eq!((oldest, newest, of_others), (None, Some(found(2)), Some(found(0))));
    }

    async fn a_withdrawal_forgets_what_quotes_the_version(city: Fixture) {
        migrated(&city).await;
        let id = dataset(&city, "arbres", "Arbres").await.id;
        let now = city.clock.now();
        let left = transact!(city.db, "withdraw", tx -> panot_db::Error => {
            for rows in 1..=3 {
                versions::add(tx, id, &content(rows), now).await?;
            }
            for pair in [(1, 2), (2, 3), (1, 3), (3, 2)] {
                comparisons::keep(tx, id, pair, &[], &found(1), now).await?;
            }
            versions::withdraw(tx, id, 2, "Dades personals.", "operator", now).await?;
            // Whoever was comparing it comes too late.
            comparisons::keep(tx, id, (1, 2), &[], &found(1), now).await?;
            let mut left = Vec::new();
            for pair in [(1, 2), (2, 3), (1, 3), (3, 2)] {
                left.push(comparisons::kept(tx, id, pair, &[]).await?.is_some());
            }
            Ok(left)
        }).expect("written");
        assert_eq!(left, [false, false, true, false]);
    }
}

/// Version 2 is to be destroyed and waits for the table while version 3 is withdrawn.
#[tokio::test(flavor = "multi_thread")]
async fn a_version_withdrawn_while_another_waits_for_the_table_is_not_put_back() {
    let town = Town::new().await;
    std::fs::create_dir_all(town.city.folder().join("originals")).expect("a folder");
    town.publish().await;
    town.withdraw(4).await;
    town.pocket.slow_ms.store(300, Ordering::SeqCst);
    transact!(town.city.db, "destroy", tx -> panot_db::Error => {
        town.served.jobs.enqueue(tx, DESTROY, "arbres", &()).await
    })
    .expect("written");
    while !town.pocket.waits.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    town.withdraw(3).await;
    let returned_to = || town.pocket.returned_to.lock().expect("no panic").clone();
    while returned_to().len() < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(returned_to(), [Some(1), Some(1)]);
}
