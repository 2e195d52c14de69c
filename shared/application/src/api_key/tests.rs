//! Whom a key lets in, and who makes, sees and revokes keys.

use std::sync::Mutex;

use async_trait::async_trait;
use beadle_domain::{
    access::{Principal, Role, Scope, Scopes},
    api_key::{ApiKey, ApiKeyDraft, KeyHash, MAX_KEYS},
};
use beadle_values::id::{ApiKeyId, OwnerId};
use futures_util::FutureExt;
use jiff::Timestamp;

use super::{create, delete, let_in, list};
use crate::{
    Operation, Refusal,
    port::{ApiKeys, Inserted, StoreError},
};

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

#[derive(Default)]
struct Rows {
    keys: Mutex<Vec<ApiKey>>,
    notes: Mutex<Vec<Timestamp>>,
    takes_no_notes: bool,
}

#[async_trait]
impl ApiKeys for Rows {
    async fn insert(&self, key: &ApiKey) -> Result<Inserted<ApiKey>, StoreError> {
        self.keys.lock().unwrap().push(key.clone());
        Ok(Inserted::Created)
    }

    async fn get(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        Ok(self.keys.lock().unwrap().iter().find(|key| key.id == id).cloned())
    }

    async fn list(&self, owner: &OwnerId) -> Result<Vec<ApiKey>, StoreError> {
        Ok(self.keys.lock().unwrap().iter().filter(|key| key.owner == *owner).cloned().collect())
    }

    async fn note_use(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        if self.takes_no_notes {
            return Err(StoreError::Unavailable("busy".to_owned()));
        }
        self.keys
            .lock()
            .unwrap()
            .iter_mut()
            .filter(|key| key.id == id)
            .for_each(|key| key.last_used_at = Some(at));
        self.notes.lock().unwrap().push(at);
        Ok(())
    }

    async fn remove(&self, id: ApiKeyId) -> Result<(), StoreError> {
        self.keys.lock().unwrap().retain(|key| key.id != id);
        Ok(())
    }
}

fn by(name: &str, role: Role) -> Principal {
    Principal::in_person(OwnerId::parse(name).unwrap(), role)
}

fn draft(role: Option<Role>) -> ApiKeyDraft {
    ApiKeyDraft { name: "ci".to_owned(), role, scopes: Scopes::of(Scope::ALL), expires_at: None }
}

fn hash(number: u8) -> KeyHash {
    KeyHash::new([number; 32])
}

fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(NOW.as_second() + seconds).unwrap()
}

#[test]
fn a_key_never_has_more_power_than_its_maker() {
    let rows = Rows::default();
    let ada = by("ada", Role::User);
    let refused = now(create(&rows, &ada, draft(Some(Role::Operator)), hash(1), NOW)).unwrap_err();
    assert!(matches!(refused, Refusal::Invalid(_)));
    let key = now(create(&rows, &ada, draft(None), hash(1), NOW)).unwrap();
    assert_eq!(key.role, Role::User);
    let lesser = now(create(&rows, &ada, draft(Some(Role::Viewer)), hash(2), NOW)).unwrap();
    assert_eq!(lesser.role, Role::Viewer);
    // Nor does a key make or revoke keys, whatever its scopes.
    let with_key = now(let_in(&rows, &hash(1), NOW)).unwrap().unwrap();
    let refused = now(create(&rows, &with_key, draft(None), hash(3), NOW)).unwrap_err();
    assert!(matches!(refused, Refusal::Denied(Operation::CreateApiKey)));
    let refused = now(delete(&rows, &with_key, lesser.id)).unwrap_err();
    assert!(matches!(refused, Refusal::Denied(Operation::DeleteApiKey)));
    let viewer = now(create(&rows, &by("eve", Role::Viewer), draft(None), hash(4), NOW)).unwrap_err();
    assert!(matches!(viewer, Refusal::Denied(Operation::CreateApiKey)));
}

#[test]
fn a_revoked_key_lets_nobody_in() {
    let rows = Rows::default();
    let ada = by("ada", Role::User);
    let key = now(create(&rows, &ada, draft(None), hash(1), NOW)).unwrap();
    assert!(now(let_in(&rows, &hash(1), NOW)).unwrap().is_some());
    let refused = now(delete(&rows, &by("bob", Role::User), key.id)).unwrap_err();
    assert!(matches!(refused, Refusal::ApiKeyNotFound(id) if id == key.id));
    now(delete(&rows, &ada, key.id)).unwrap();
    assert!(now(let_in(&rows, &hash(1), NOW)).unwrap().is_none());
    assert!(matches!(now(delete(&rows, &ada, key.id)), Err(Refusal::ApiKeyNotFound(_))));
    assert!(now(list(&rows, &ada, &ada.owner)).unwrap().is_empty());
    assert!(now(list(&rows, &by("bob", Role::User), &ada.owner)).is_err());
}

#[test]
fn uses_are_noted_once_an_hour_and_need_not_be() {
    let rows = Rows::default();
    now(create(&rows, &by("ada", Role::User), draft(None), hash(1), NOW)).unwrap();
    for second in [0, 10, 3_599, 3_600, 3_601, 8_000] {
        assert!(now(let_in(&rows, &hash(1), at(second))).unwrap().is_some());
    }
    assert_eq!(*rows.notes.lock().unwrap(), [at(0), at(3_600), at(8_000)]);
    let busy = Rows { takes_no_notes: true, ..Rows::default() };
    now(create(&busy, &by("ada", Role::User), draft(None), hash(1), NOW)).unwrap();
    assert!(now(let_in(&busy, &hash(1), NOW)).unwrap().is_some());
}

#[test]
fn there_is_a_limit() {
    let rows = Rows::default();
    let ada = by("ada", Role::User);
    for number in 0..MAX_KEYS as u8 {
        now(create(&rows, &ada, draft(None), hash(number), NOW)).unwrap();
    }
    assert!(matches!(now(create(&rows, &ada, draft(None), hash(99), NOW)), Err(Refusal::Invalid(_))));
    now(create(&rows, &by("bob", Role::User), draft(None), hash(99), NOW)).unwrap();
}
