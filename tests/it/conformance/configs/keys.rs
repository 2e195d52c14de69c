//! Keys: unique for an owner, found, given up.

use beadle_application::port::{ConfigQuery, Inserted, Replaced, StoreError};
use beadle_domain::{config::Config, plan::PlanMark};

use super::{Fixture, changed, config_with, configs_of};
use crate::conformance::{
    Verdict,
    race::{RIVALS, race},
    specimen::{at, key, owner},
};

fn keyed(text: &str) -> Config {
    config_with(|config| config.key = Some(key(text)))
}

fn is_taken<T: std::fmt::Debug>(answer: &Result<T, StoreError>) {
    assert!(matches!(answer, Err(StoreError::KeyTaken)), "{answer:?}");
}

pub async fn a_config_is_found_by_its_key(configs: Fixture) -> Verdict {
    let [one, other] = [keyed("users"), keyed("orders")];
    let shared_by_another = config_with(|config| {
        config.key = Some(key("users"));
        config.owner = owner("bob");
        config.shared = true;
    });
    for config in [&one, &other, &shared_by_another] {
        configs.insert(config).await?;
    }
    assert_eq!(configs.store.by_key(&owner("ada"), &key("users")).await?, Some(one.id));
    assert_eq!(configs.store.by_key(&owner("bob"), &key("users")).await?, Some(shared_by_another.id));
    assert_eq!(configs.store.by_key(&owner("ada"), &key("user")).await?, None);
    let query = ConfigQuery { key: Some(key("users")), ..configs_of("ada", 10) };
    assert_eq!(configs.store.list(&query).await?.items, [one]);
    Ok(())
}

pub async fn a_key_is_given_to_one_config_of_an_owner(configs: Fixture) -> Verdict {
    let [first, plain] = [keyed("users"), config_with(|_| {})];
    configs.insert(&first).await?;
    configs.insert(&plain).await?;
    is_taken(&configs.store.insert(&keyed("users")).await);
    let rekeyed = changed(&plain, at(1), |config| config.key = Some(key("users")));
    is_taken(&configs.store.replace(&rekeyed, 1).await);
    assert_eq!(configs.stored(plain.id).await?, plain);
    assert_eq!(configs.store.insert(&first).await?, Inserted::Existing(Box::new(first.clone())));
    let renamed = changed(&first, at(1), |config| config.name = "Another".into());
    assert_eq!(configs.store.replace(&renamed, 1).await?, Replaced::Done);
    Ok(())
}

pub async fn a_key_can_be_changed_and_taken_away(configs: Fixture) -> Verdict {
    let plain = config_with(|_| {});
    configs.insert(&plain).await?;
    let named = changed(&plain, at(1), |config| config.key = Some(key("a")));
    assert_eq!(configs.store.replace(&named, 1).await?, Replaced::Done);
    let other = changed(&named, at(2), |config| config.key = Some(key("b")));
    assert_eq!(configs.store.replace(&other, 2).await?, Replaced::Done);
    configs.insert(&keyed("a")).await?;
    let bare = changed(&other, at(3), |config| config.key = None);
    assert_eq!(configs.store.replace(&bare, 3).await?, Replaced::Done);
    configs.insert(&keyed("b")).await?;
    assert_eq!(configs.stored(plain.id).await?, bare);
    let stale = changed(&named, at(4), |config| config.key = Some(key("c")));
    assert_eq!(configs.store.replace(&stale, 2).await?, Replaced::Conflict);
    assert_eq!(configs.store.by_key(&owner("ada"), &key("c")).await?, None);
    Ok(())
}

pub async fn a_removed_config_gives_up_its_key(configs: Fixture) -> Verdict {
    let first = keyed("users");
    configs.insert(&first).await?;
    assert_eq!(configs.store.remove(first.id, 2, None).await?, Replaced::Conflict);
    assert_eq!(configs.store.by_key(&owner("ada"), &key("users")).await?, Some(first.id));
    assert_eq!(configs.store.remove(first.id, 1, None).await?, Replaced::Done);
    assert_eq!(configs.store.by_key(&owner("ada"), &key("users")).await?, None);
    configs.insert(&keyed("users")).await?;
    Ok(())
}

pub async fn one_of_many_rivals_gets_a_key(configs: Fixture) -> Verdict {
    let results = race(|_| {
        let (store, config) = (configs.store.clone(), keyed("users"));
        async move {
            match store.insert(&config).await {
                Ok(_) => Ok(Some(config.id)),
                Err(StoreError::KeyTaken) => Ok(None),
                Err(error) => Err(error.into()),
            }
        }
    })
    .await?;
    let winners: Vec<_> = results.iter().flatten().copied().collect();
    assert_eq!((results.len(), winners.len()), (RIVALS, 1), "{winners:?}");
    assert_eq!(configs.store.by_key(&owner("ada"), &key("users")).await?, Some(winners[0]));
    Ok(())
}

pub async fn a_plan_filters(configs: Fixture) -> Verdict {
    let mark = |name: &str| Some(PlanMark { name: key(name), digest: "d1".into() });
    let kept = config_with(|config| config.plan = mark("shop"));
    let shared_by_another = config_with(|config| {
        config.plan = mark("shop");
        config.owner = owner("bob");
        config.shared = true;
    });
    for config in [&kept, &shared_by_another, &config_with(|config| config.plan = mark("other"))] {
        configs.insert(config).await?;
    }
    let query = ConfigQuery { plan: Some(key("shop")), ..configs_of("ada", 10) };
    assert_eq!(configs.store.list(&query).await?.items, [kept]);
    Ok(())
}
