//! The contents and the order of a list of configs, and its pages.

use anyhow::Context;
use beadle_application::port::{ConfigQuery, StoreError};
use beadle_domain::config::Config;
use beadle_values::id::ConfigId;

use super::{Fixture, changed, config_with, configs_of};
use crate::conformance::{
    Verdict,
    cursor::damaged,
    specimen::{at, owner},
};

pub async fn own_and_shared_configs_are_listed_newest_first(configs: Fixture) -> Verdict {
    let mut expected = Vec::new();
    for (created_at, name, shared) in [
        (20, "ada", false),
        (-86_400, "root", true),
        (10, "ada", true),
        (15, "root", true),
        (30, "bob", false),
    ] {
        let config = config_with(|config| {
            (config.created_at, config.owner, config.shared) = (at(created_at), owner(name), shared);
        });
        configs.insert(&config).await?;
        if name != "bob" {
            expected.push(config);
        }
    }
    expected.sort_by_key(|config| std::cmp::Reverse(config.created_at));
    for limit in [1, 2, 3, 100] {
        assert_eq!(list_ids(&configs, configs_of("ada", limit)).await?, ids(&expected), "pages of {limit}");
    }
    Ok(())
}

pub async fn owners_are_isolated(configs: Fixture) -> Verdict {
    let names = ["ada", "Ada", "ad", "adam", "ada#", "ada#F", "ada|x", "%", "*", "S", "ада", "👩‍🔬"];
    let inserted = names.map(|name| config_with(|config| config.owner = owner(name)));
    for config in &inserted {
        configs.insert(config).await?;
    }
    for (name, config) in names.into_iter().zip(inserted) {
        assert_eq!(list_ids(&configs, configs_of(name, 100)).await?, [config.id], "{name}");
    }
    assert_eq!(list_ids(&configs, configs_of("bob", 100)).await?, []);
    Ok(())
}

pub async fn a_shared_config_is_in_every_list(configs: Fixture) -> Verdict {
    let config = config_with(|_| {});
    configs.insert(&config).await?;
    assert_eq!(list_ids(&configs, configs_of("bob", 10)).await?, []);
    let shared = changed(&config, at(1), |config| config.shared = true);
    configs.store.replace(&shared, 1).await?;
    for name in ["ada", "bob"] {
        assert_eq!(list_ids(&configs, configs_of(name, 10)).await?, [config.id], "{name}");
    }
    configs.store.replace(&changed(&shared, at(2), |config| config.shared = false), 2).await?;
    assert_eq!(list_ids(&configs, configs_of("ada", 10)).await?, [config.id]);
    assert_eq!(list_ids(&configs, configs_of("bob", 10)).await?, []);
    Ok(())
}

pub async fn pages_are_complete_while_others_are_inserted_and_removed(configs: Fixture) -> Verdict {
    let known = insert_many(&configs, 60).await?;
    let mut query = configs_of("ada", 20);
    let first = configs.store.list(&query).await?;
    let last_seen = first.items.last().context("a config on the first page")?.id;
    for config in [known[0].id, last_seen, known[30].id] {
        configs.store.remove(config, 1, None).await?;
    }
    for created_at in [-1_000, 1_000] {
        configs
            .insert(&config_with(|config| (config.owner, config.created_at) = (owner("bob"), at(created_at))))
            .await?;
    }
    query.cursor = first.next;
    let mut seen = ids(&first.items);
    seen.extend(list_ids(&configs, query).await?);
    let mut expected = ids(&known);
    expected.remove(30);
    assert_eq!(seen, expected);
    Ok(())
}

pub async fn a_page_respects_its_limit(configs: Fixture) -> Verdict {
    insert_many(&configs, 105).await?;
    for limit in [1, 2, 99, 100] {
        let page = configs.store.list(&configs_of("ada", limit)).await?;
        assert!(page.items.len() <= limit, "{} with a limit of {limit}", page.items.len());
        assert!(page.next.is_some(), "there are more than {limit}");
    }
    Ok(())
}

pub async fn a_cursor_of_another_list_is_refused(configs: Fixture) -> Verdict {
    insert_many(&configs, 3).await?;
    let cursor = configs.store.list(&configs_of("ada", 1)).await?.next;
    let answer = configs.store.list(&ConfigQuery { cursor, ..configs_of("bob", 1) }).await;
    assert!(matches!(answer, Err(StoreError::InvalidCursor)), "{answer:?}");
    Ok(())
}

pub async fn a_damaged_cursor_is_refused(configs: Fixture) -> Verdict {
    insert_many(&configs, 3).await?;
    let cursor = configs.store.list(&configs_of("ada", 1)).await?.next.context("a second page")?;
    for cursor in damaged(&cursor) {
        let answer = configs.store.list(&ConfigQuery { cursor: Some(cursor), ..configs_of("ada", 1) }).await;
        assert!(matches!(answer, Err(StoreError::InvalidCursor)), "{answer:?}");
    }
    Ok(())
}

/// Inserts configs of `ada`, every third shared, one per second from zero; returns them newest first.
async fn insert_many(configs: &Fixture, count: i64) -> anyhow::Result<Vec<Config>> {
    let mut inserted = Vec::new();
    for second in 0..count {
        let config = config_with(|config| (config.created_at, config.shared) = (at(second), second % 3 == 0));
        configs.insert(&config).await?;
        inserted.insert(0, config);
    }
    Ok(inserted)
}

fn ids(configs: &[Config]) -> Vec<ConfigId> {
    configs.iter().map(|config| config.id).collect()
}

/// The ids on all pages of `query`.
async fn list_ids(configs: &Fixture, mut query: ConfigQuery) -> anyhow::Result<Vec<ConfigId>> {
    let mut seen = Vec::new();
    loop {
        let page = configs.store.list(&query).await?;
        seen.extend(ids(&page.items));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return Ok(seen),
        }
    }
}
