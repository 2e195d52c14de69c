//! Finding what is due.

use anyhow::ensure;
use beadle_application::port::Replaced;
use beadle_domain::watch::{DueWatch, Watch};
use uuid::Uuid;

use super::{Fixture, alerts, runs};
use crate::conformance::{Verdict, specimen::at};

async fn put(fixture: &Fixture, watch: Watch) -> anyhow::Result<Watch> {
    ensure!(fixture.store.write(&watch).await? == Replaced::Done, "{watch:?}");
    Ok(watch)
}

fn of(watches: &[&Watch]) -> Vec<DueWatch> {
    let due = |watch: &&Watch| Some(DueWatch { due: watch.due?, key: watch.key.clone() });
    watches.iter().filter_map(due).collect()
}

pub async fn what_is_due_is_found_in_its_order_and_nothing_else(fixture: Fixture) -> Verdict {
    let [third, first, second, later, never] =
        [Some(60), Some(10), Some(59), Some(61), None].map(|due| runs(Uuid::now_v7(), 1, due));
    let of_owner = alerts("a#b:/@c.example", 1, Some(30));
    for watch in [&third, &first, &second, &later, &never, &of_owner] {
        put(&fixture, watch.clone()).await?;
    }
    for (now, expected) in [(60, vec![&first, &of_owner, &second, &third]), (9, vec![]), (10, vec![&first])] {
        let found = fixture.store.due(at(now), None, 100).await?;
        ensure!(found == of(&expected), "at {now}: {found:?}");
    }
    Ok(())
}

pub async fn a_watch_that_moved_is_found_where_it_is(fixture: Fixture) -> Verdict {
    let key = Uuid::now_v7();
    put(&fixture, runs(key, 1, Some(10))).await?;
    let moved = put(&fixture, runs(key, 2, Some(500))).await?;
    ensure!(fixture.store.due(at(100), None, 100).await?.is_empty());
    ensure!(fixture.store.due(at(500), None, 100).await? == of(&[&moved]));
    put(&fixture, runs(key, 3, None)).await?;
    ensure!(fixture.store.due(at(1_000), None, 100).await?.is_empty());
    Ok(())
}

pub async fn pages_go_on_where_they_ended(fixture: Fixture) -> Verdict {
    let mut watches = Vec::new();
    // Some of them are due at the same time.
    for number in 0..25 {
        watches.push(put(&fixture, runs(Uuid::now_v7(), 1, Some(number / 4))).await?);
    }
    let (mut found, mut last) = (Vec::new(), None::<DueWatch>);
    loop {
        let page = fixture.store.due(at(100), last.as_ref(), 7).await?;
        ensure!(page.len() <= 7, "{}", page.len());
        last = page.last().cloned();
        found.extend(page.clone());
        if page.len() < 7 {
            break;
        }
    }
    let mut expected = of(&watches.iter().collect::<Vec<_>>());
    expected.sort();
    ensure!(found == expected, "{found:?}");
    Ok(())
}
