//! Who may do what to a config, and what an edit makes of it.

use std::sync::Mutex;

use async_trait::async_trait;
use beadle_domain::{
    access::{Principal, Role},
    config::{Config, ConfigDraft},
    masking::MASK,
};
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId},
    page::Page,
    violation::Path,
};
use futures_util::FutureExt;
use jiff::Timestamp;
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ConfigPorts, create, delete, find, update};
use crate::{
    Edit, Expected, Operation, Refusal,
    port::{ConfigQuery, Configs, Ids, Inserted, Replaced, StoreError},
};

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

/// One row, its users, and a rival who writes just before us.
#[derive(Default)]
struct Row {
    config: Mutex<Option<Config>>,
    users: Vec<TaskId>,
    rivals: Mutex<usize>,
}

#[async_trait]
impl Configs for Row {
    async fn get(&self, _: ConfigId) -> Result<Option<Config>, StoreError> {
        Ok(self.config.lock().unwrap().clone())
    }

    async fn list(&self, _: &ConfigQuery) -> Result<Page<Config>, StoreError> {
        Err(StoreError::InvalidCursor)
    }

    async fn users(&self, _: ConfigId, limit: usize) -> Result<Vec<TaskId>, StoreError> {
        Ok(self.users.iter().copied().take(limit).collect())
    }

    async fn insert(&self, config: &Config) -> Result<Inserted<Config>, StoreError> {
        let mut row = self.config.lock().unwrap();
        match &*row {
            Some(existing) => Ok(Inserted::Existing(Box::new(existing.clone()))),
            None => {
                *row = Some(config.clone());
                Ok(Inserted::Created)
            }
        }
    }

    async fn replace(&self, config: &Config, expected: u64) -> Result<Replaced, StoreError> {
        let mut row = self.config.lock().unwrap();
        let mut rivals = self.rivals.lock().unwrap();
        if let Some(current) = row.as_mut().filter(|_| *rivals > 0) {
            *rivals -= 1;
            current.version += 1;
            "theirs".clone_into(&mut current.name);
        }
        if row.as_ref().is_none_or(|row| row.version != expected) {
            return Ok(Replaced::Conflict);
        }
        *row = Some(config.clone());
        Ok(Replaced::Done)
    }

    async fn remove(&self, _: ConfigId, expected: u64) -> Result<Replaced, StoreError> {
        let mut row = self.config.lock().unwrap();
        if row.as_ref().is_some_and(|row| row.version != expected) {
            return Ok(Replaced::Conflict);
        }
        *row = None;
        Ok(Replaced::Done)
    }
}

struct Fixed;

impl Ids for Fixed {
    fn fresh(&self, _: Timestamp) -> Uuid {
        Uuid::from_u128(1)
    }
}

fn by(name: &str, role: Role) -> Principal {
    Principal::in_person(OwnerId::parse(name).unwrap(), role)
}

fn ports(row: &Row) -> ConfigPorts<'_> {
    ConfigPorts { reader: row, writer: row }
}

/// A store with a config of ada's that an admin has shared, or not.
fn with(members: Value, shared: bool) -> (Row, ConfigId) {
    let mut body = json!({"name": "users"});
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    let draft = ConfigDraft::parse(&body, &Path::body()).unwrap();
    let row = Row::default();
    let ada = by("ada", Role::User);
    let created = create(ports(&row), &Fixed, &ada, draft, None, NOW);
    let config = created.now_or_never().unwrap().unwrap().config;
    row.config.lock().unwrap().as_mut().unwrap().shared = shared;
    (row, config.id)
}

fn edited(row: &Row, by: &Principal, edit: &Edit) -> Result<Config, Refusal> {
    let id = row.config.lock().unwrap().as_ref().unwrap().id;
    update(ports(row), by, id, edit, &Expected::Any, NOW).now_or_never().unwrap()
}

#[rstest]
// reads, changes, shares it: of her own, of a shared one
#[case("ada", Role::User, "ok ok denied", "ok ok denied")]
#[case("ada", Role::Viewer, "ok denied denied", "ok denied denied")]
#[case("bob", Role::User, "hidden hidden hidden", "ok denied denied")]
#[case("bob", Role::Viewer, "hidden hidden hidden", "ok denied denied")]
#[case("bob", Role::Operator, "ok denied denied", "ok denied denied")]
#[case("bob", Role::Admin, "ok ok ok", "ok ok ok")]
fn who_may_do_what(#[case] name: &str, #[case] role: Role, #[case] own: &str, #[case] common: &str) {
    fn word<T>(result: Result<T, Refusal>) -> &'static str {
        match result {
            Ok(_) => "ok",
            Err(Refusal::Denied(_)) => "denied",
            Err(Refusal::ConfigNotFound(_)) => "hidden",
            Err(_) => "something else",
        }
    }
    for (shared, expected) in [(false, own), (true, common)] {
        let (row, id) = with(json!({}), shared);
        let by = by(name, role);
        let read = find(&row, &by, id, Operation::ReadConfig).now_or_never().unwrap();
        let change = edited(&row, &by, &Edit::Set(json!({"name": "renamed"})));
        let share = edited(&row, &by, &Edit::Set(json!({"shared": !shared})));
        assert_eq!([word(read), word(change), word(share)].join(" "), expected, "shared: {shared}");
    }
}

#[test]
fn only_an_admin_creates_a_shared_one() {
    let draft = ConfigDraft::parse(&json!({"name": "common", "shared": true}), &Path::body()).unwrap();
    for (role, granted) in [(Role::User, false), (Role::Operator, false), (Role::Admin, true)] {
        let (row, root) = (Row::default(), by("root", role));
        let created = create(ports(&row), &Fixed, &root, draft.clone(), None, NOW);
        assert_eq!(created.now_or_never().unwrap().is_ok(), granted, "{role:?}");
    }
}

#[rstest]
#[case(json!({"rate_limit": {"per": "1m"}}), json!({"rate_limit": {"strategy": "token_bucket", "rate": 5, "per_ms": 60_000, "burst": 9}}))]
#[case(json!({"rate_limit": {"strategy": "sliding_window"}}), json!({"rate_limit": {"strategy": "sliding_window", "rate": 5, "per_ms": 1_000, "burst": 5}}))]
#[case(json!({"rate_limit": null}), json!({"rate_limit": null}))]
#[case(json!({"breaker": {"window": "1m"}}), json!({"breaker": {"failure_rate": 0.5, "window_ms": 60_000, "minimum": 10, "open_for_ms": 15_000}}))]
#[case(json!({"auth": {"type": "bearer", "token": "${secret:t}"}}), json!({"auth": {"type": "bearer", "token": "${secret:t}"}}))]
#[case(json!({"timeout": "5s"}), json!({"timeout_ms": 5_000}))]
#[case(json!({"headers": {"accept": null, "x-b": "2"}}), json!({"headers": {"authorization": "Token t", "x-b": "2"}}))]
#[case(json!({"headers": {"authorization": MASK}}), json!({"headers": {"accept": "a/b", "authorization": "Token t"}}))]
#[case(json!({"variables": {"b": 2}}), json!({"variables": {"a": 1, "b": 2}}))]
fn a_patch_is_merged_into_what_answers_tell(#[case] patch: Value, #[case] expected: Value) {
    let (row, _) = with(
        json!({
            "rate_limit": {"rate": 5, "burst": 9}, "timeout_ms": 1_000, "variables": {"a": 1},
            "breaker": {"failure_rate": 0.5, "window": "30s", "minimum": 10, "open_for": "15s"},
            "auth": {"type": "basic", "username": "ada", "password": "${secret:p}"},
            "headers": {"Accept": "a/b", "Authorization": "Token t"},
        }),
        false,
    );
    let config = edited(&row, &by("ada", Role::User), &Edit::Merge(patch)).unwrap();
    let document = ConfigDraft::document(&config);
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(document[name], *value, "{name}");
    }
}

#[test]
fn an_edit_that_loses_a_race_is_made_to_what_won_and_gives_up_in_the_end() {
    let (row, _) = with(json!({}), false);
    *row.rivals.lock().unwrap() = 1;
    let config = edited(&row, &by("ada", Role::User), &Edit::Set(json!({"concurrency": 5}))).unwrap();
    assert_eq!((config.name.as_str(), config.version, config.profile.concurrency), ("theirs", 3, Some(5)));
    *row.rivals.lock().unwrap() = usize::MAX;
    let refused = edited(&row, &by("ada", Role::User), &Edit::Set(json!({"concurrency": 6})));
    assert!(matches!(refused, Err(Refusal::Contended)));
}

#[test]
fn one_in_use_is_deleted_by_force_only() {
    let ada = by("ada", Role::User);
    for (count, told, more) in [(1, 1, false), (100, 100, false), (150, 100, true)] {
        let (mut row, id) = with(json!({}), false);
        row.users = (0..count).map(|n| TaskId::from_uuid(Uuid::from_u128(n))).collect();
        let refused = delete(ports(&row), &ada, id, false, &Expected::Any).now_or_never().unwrap();
        match refused {
            Err(Refusal::ConfigInUse { tasks, more: others }) => {
                assert_eq!((tasks.len(), others), (told, more))
            }
            other => panic!("{other:?}"),
        }
        delete(ports(&row), &ada, id, true, &Expected::Any).now_or_never().unwrap().unwrap();
        assert_eq!(*row.config.lock().unwrap(), None);
    }
}
