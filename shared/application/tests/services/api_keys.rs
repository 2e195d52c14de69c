//! Who may create, see and revoke API keys, and whom they authenticate.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use beadle_application::{
    Call, Error, Operation,
    api_key::ApiKeyService,
    port::{ApiKeys, StoreError},
};
use beadle_domain::{
    access::{Principal, Role, Scope, Scopes},
    api_key::{ApiKey, ApiKeyDraft, KeyHash, MAX_KEYS},
};
use beadle_embedded::Embedded;
use beadle_testing::{FailingStore, Fault};
use jiff::Timestamp;

use super::{NOW, principal as by, store};

/// A store that may fail to record the use of a key.
struct World {
    store: Embedded,
    keys: ApiKeyService,
    fails_to_record: Arc<AtomicBool>,
}

impl World {
    fn new() -> Self {
        let store = store();
        let fails_to_record = Arc::<AtomicBool>::default();
        let fails = Arc::clone(&fails_to_record);
        let contested = FailingStore::new(store.clone(), move |call, _| {
            let busy = || Fault::Before(StoreError::Unavailable("busy".into()));
            (call == "api_keys.note_use" && fails.load(Ordering::SeqCst)).then(busy)
        });
        let keys = ApiKeyService { api_keys: Arc::new(contested) };
        Self { store, keys, fails_to_record }
    }

    async fn create(&self, by: &Principal, draft: ApiKeyDraft, hash: KeyHash) -> Result<ApiKey, Error> {
        self.keys.create(Call::new(by, NOW), draft, hash).await
    }

    async fn delete(&self, by: &Principal, key: &ApiKey) -> Result<ApiKey, Error> {
        self.keys.delete(Call::new(by, NOW), key.id).await
    }

    async fn authenticate(&self, hash: &KeyHash, at: Timestamp) -> Option<Principal> {
        self.keys.authenticate(hash, at).await.unwrap()
    }
}

fn draft(role: Option<Role>) -> ApiKeyDraft {
    ApiKeyDraft { name: "ci".to_owned(), role, scopes: Scopes::of(Scope::ALL), expires_at: None }
}

fn hash(number: u8) -> KeyHash {
    KeyHash::new([number; 32])
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(NOW.as_second() + seconds).unwrap()
}

#[tokio::test]
async fn a_key_never_has_more_power_than_its_maker() {
    let world = World::new();
    let ada = by("ada", Role::User);
    let refused = world.create(&ada, draft(Some(Role::Operator)), hash(1)).await.unwrap_err();
    assert!(matches!(refused, Error::Invalid(_)));
    let key = world.create(&ada, draft(None), hash(1)).await.unwrap();
    assert_eq!(key.role, Role::User);
    let lesser = world.create(&ada, draft(Some(Role::Viewer)), hash(2)).await.unwrap();
    assert_eq!(lesser.role, Role::Viewer);
    // Nor does a key make or revoke keys, whatever its scopes.
    let with_key = world.authenticate(&hash(1), NOW).await.unwrap();
    let refused = world.create(&with_key, draft(None), hash(3)).await.unwrap_err();
    assert!(matches!(refused, Error::Denied(Operation::CreateApiKey)));
    let refused = world.delete(&with_key, &lesser).await.unwrap_err();
    assert!(matches!(refused, Error::Denied(Operation::DeleteApiKey)));
    let viewer = world.create(&by("eve", Role::Viewer), draft(None), hash(4)).await.unwrap_err();
    assert!(matches!(viewer, Error::Denied(Operation::CreateApiKey)));
}

#[tokio::test]
async fn a_revoked_key_lets_nobody_in() {
    let world = World::new();
    let ada = by("ada", Role::User);
    let key = world.create(&ada, draft(None), hash(1)).await.unwrap();
    assert!(world.authenticate(&hash(1), NOW).await.is_some());
    let refused = world.delete(&by("bob", Role::User), &key).await.unwrap_err();
    assert!(matches!(refused, Error::ApiKeyNotFound(id) if id == key.id));
    world.delete(&ada, &key).await.unwrap();
    assert!(world.authenticate(&hash(1), NOW).await.is_none());
    assert!(matches!(world.delete(&ada, &key).await, Err(Error::ApiKeyNotFound(_))));
    assert!(world.keys.list(&ada, &ada.owner).await.unwrap().is_empty());
    assert!(world.keys.list(&by("bob", Role::User), &ada.owner).await.is_err());
}

#[tokio::test]
async fn uses_are_noted_once_an_hour_and_need_not_be() {
    let world = World::new();
    world.create(&by("ada", Role::User), draft(None), hash(1)).await.unwrap();
    let mut recorded = Vec::new();
    for second in [0, 10, 3_599, 3_600, 3_601, 8_000] {
        assert!(world.authenticate(&hash(1), at(second)).await.is_some());
        let key = ApiKeys::get(&world.store, hash(1).key_id()).await.unwrap().unwrap();
        recorded.push(key.last_used_at.unwrap());
    }
    recorded.dedup();
    assert_eq!(recorded, [at(0), at(3_600), at(8_000)]);
    let world = World::new();
    world.fails_to_record.store(true, Ordering::SeqCst);
    world.create(&by("ada", Role::User), draft(None), hash(1)).await.unwrap();
    assert!(world.authenticate(&hash(1), NOW).await.is_some());
}

#[tokio::test]
async fn there_is_a_limit() {
    let world = World::new();
    let ada = by("ada", Role::User);
    for number in 0..MAX_KEYS as u8 {
        world.create(&ada, draft(None), hash(number)).await.unwrap();
    }
    assert!(matches!(world.create(&ada, draft(None), hash(99)).await, Err(Error::Invalid(_))));
    world.create(&by("bob", Role::User), draft(None), hash(99)).await.unwrap();
}
