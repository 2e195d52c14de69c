//! Storing API keys.

use beadle_application::port::Inserted;
use beadle_domain::api_key::ApiKey;

use super::{Fixture, key_with};
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, at, owner},
};

pub async fn a_key_is_read_back_as_written(keys: Fixture) -> Verdict {
    for key in [
        key_with(|_| {}),
        key_with(|key| {
            key.owner = owner("O#a#X");
            key.name = AWKWARD_TEXT.into();
            key.expires_at = Some(at(86_400).into());
            key.last_used_at = Some(at(7));
        }),
    ] {
        assert_eq!(keys.store.insert(&key, None).await?, Inserted::Created);
        assert_eq!(keys.store.get(key.id).await?, Some(key.clone()));
        assert_eq!(keys.store.list(&key.owner).await?, [key]);
    }
    Ok(())
}

pub async fn an_unknown_key_is_not_found(keys: Fixture) -> Verdict {
    keys.store.insert(&key_with(|_| {}), None).await?;
    assert_eq!(keys.store.get(key_with(|_| {}).id).await?, None);
    Ok(())
}

pub async fn a_duplicate_insert_changes_nothing(keys: Fixture) -> Verdict {
    let first = key_with(|_| {});
    keys.store.insert(&first, None).await?;
    let second = ApiKey { name: "another".into(), ..first.clone() };
    assert_eq!(keys.store.insert(&second, None).await?, Inserted::Existing(Box::new(first.clone())));
    assert_eq!(keys.store.get(first.id).await?, Some(first));
    Ok(())
}

pub async fn keys_are_listed_newest_first_and_by_owner(keys: Fixture) -> Verdict {
    let made: Vec<ApiKey> = (0..50).map(|second| key_with(|key| key.created_at = at(second))).collect();
    for key in &made {
        keys.store.insert(key, None).await?;
    }
    keys.store.insert(&key_with(|key| key.owner = owner("bob")), None).await?;
    let newest_first: Vec<ApiKey> = made.into_iter().rev().collect();
    assert_eq!(keys.store.list(&owner("ada")).await?, newest_first);
    assert_eq!(keys.store.list(&owner("eve")).await?, []);
    Ok(())
}

pub async fn a_removed_key_is_gone_at_once(keys: Fixture) -> Verdict {
    let [kept, removed] = [key_with(|_| {}), key_with(|_| {})];
    keys.store.insert(&kept, None).await?;
    keys.store.insert(&removed, None).await?;
    for _ in 0..2 {
        keys.store.remove(removed.id, None).await?;
        assert_eq!(keys.store.get(removed.id).await?, None);
        assert_eq!(keys.store.list(&owner("ada")).await?, std::slice::from_ref(&kept));
    }
    Ok(())
}

pub async fn a_use_is_recorded(keys: Fixture) -> Verdict {
    let key = key_with(|_| {});
    keys.store.insert(&key, None).await?;
    for second in [5, 3_605] {
        keys.store.note_use(key.id, at(second)).await?;
        let noted = ApiKey { last_used_at: Some(at(second)), ..key.clone() };
        assert_eq!(keys.store.get(key.id).await?, Some(noted));
    }
    Ok(())
}

pub async fn recording_a_use_does_not_restore_a_removed_key(keys: Fixture) -> Verdict {
    let key = key_with(|_| {});
    keys.store.insert(&key, None).await?;
    keys.store.remove(key.id, None).await?;
    keys.store.note_use(key.id, at(5)).await?;
    assert_eq!(keys.store.get(key.id).await?, None);
    assert_eq!(keys.store.list(&owner("ada")).await?, []);
    Ok(())
}
