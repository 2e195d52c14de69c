//! Writing configs.

use beadle_application::port::{Inserted, Replaced};

use super::{Fixture, changed, config_with, configs_of, fresh_config_id};
use crate::conformance::{Verdict, specimen::at};

pub async fn an_inserted_config_can_be_read(configs: Fixture) -> Verdict {
    let config = config_with(|_| {});
    assert_eq!(configs.store.insert(&config).await?, Inserted::Created);
    assert_eq!(configs.stored(config.id).await?, config);
    assert_eq!(configs.store.list(&configs_of("ada", 10)).await?.items, [config]);
    Ok(())
}

pub async fn an_unknown_config_is_not_found(configs: Fixture) -> Verdict {
    configs.insert(&config_with(|_| {})).await?;
    assert_eq!(configs.store.get(fresh_config_id()).await?, None);
    Ok(())
}

pub async fn a_duplicate_insert_changes_nothing(configs: Fixture) -> Verdict {
    let first = config_with(|_| {});
    configs.insert(&first).await?;
    let second = config_with(|config| {
        config.id = first.id;
        config.name = "Another".into();
    });
    assert_eq!(configs.store.insert(&second).await?, Inserted::Existing(Box::new(first.clone())));
    assert_eq!(configs.stored(first.id).await?, first);
    Ok(())
}

pub async fn a_config_is_replaced_under_its_version(configs: Fixture) -> Verdict {
    let mut config = config_with(|config| config.description = Some("the first".into()));
    configs.insert(&config).await?;
    for version in 1..5 {
        let next = changed(&config, at(version), |config| {
            config.name = format!("Change {version}");
            config.description = None;
        });
        assert_eq!(configs.store.replace(&next, config.version).await?, Replaced::Done);
        assert_eq!(configs.stored(config.id).await?, next);
        config = next;
    }
    Ok(())
}

pub async fn a_removed_config_is_gone(configs: Fixture) -> Verdict {
    let [kept, config] = [config_with(|_| {}), config_with(|_| {})];
    configs.insert(&kept).await?;
    configs.insert(&config).await?;
    assert_eq!(configs.store.remove(config.id, 1, None).await?, Replaced::Done);
    assert_eq!(configs.store.get(config.id).await?, None);
    assert_eq!(configs.store.list(&configs_of("ada", 10)).await?.items, [kept]);
    Ok(())
}

pub async fn removing_twice_has_one_effect(configs: Fixture) -> Verdict {
    let config = config_with(|_| {});
    configs.insert(&config).await?;
    for _ in 0..2 {
        assert_eq!(configs.store.remove(config.id, 1, None).await?, Replaced::Done);
    }
    Ok(())
}
