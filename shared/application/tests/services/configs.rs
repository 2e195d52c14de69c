//! Who may do what to a config, and what an edit makes of it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use beadle_application::{
    Call, Edit, Error, Expected, Operation,
    config::ConfigService,
    port::{Configs, Tasks},
};
use beadle_domain::{
    access::{Principal, Role},
    config::{Config, ConfigDraft},
    masking::MASK,
    task::{Task, TaskDraft},
};
use beadle_embedded::Embedded;
use beadle_testing::FailingStore;
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId},
    violation::Path,
};
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{NOW, principal as by, store};

/// A store with a config of ada's, and somebody who is faster to rename it as often as `rivals` says.
struct World {
    store: Embedded,
    configs: ConfigService,
    rivals: Arc<AtomicUsize>,
    id: ConfigId,
}

/// The service over `store`, in which the next `rivals` writes of a config come second.
fn service(store: &Embedded, rivals: &Arc<AtomicUsize>) -> ConfigService {
    let (rival, left) = (store.clone(), Arc::clone(rivals));
    let contested = FailingStore::new(store.clone(), |_, _| None).interfered(move |call, _| {
        let first = call == "configs.replace"
            && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        let rival = rival.clone();
        first.then(|| Box::pin(async move { rename(&rival).await }) as _)
    });
    let mut configs = beadle_testing::services(&Arc::new(store.clone())).configs;
    configs.configs = Arc::new(contested);
    configs
}

/// Renames the only config to `theirs`.
async fn rename(store: &Embedded) {
    let query = beadle_application::port::ConfigQuery::newest(OwnerId::parse("ada").unwrap(), 1);
    let config = Configs::list(store, &query).await.unwrap().items.remove(0);
    let version = config.version;
    let theirs = Config { name: "theirs".to_owned(), version: version + 1, ..config };
    Configs::replace(store, &theirs, version).await.unwrap();
}

impl World {
    /// The config has these members, and an admin has shared it, or not.
    async fn with(members: Value, shared: bool) -> Self {
        let mut body = json!({"name": "users"});
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        let draft = ConfigDraft::parse(&body, &Path::body()).unwrap();
        let (store, rivals) = (store(), Arc::default());
        let configs = service(&store, &rivals);
        let created = configs.create(Call::new(&by("ada", Role::User), NOW), draft).await.unwrap();
        let id = created.config.id;
        if shared {
            let share = Edit::Set(json!({"shared": true}));
            let admin = by("root", Role::Admin);
            configs.update(Call::new(&admin, NOW), id, &share, &Expected::Any).await.unwrap();
        }
        Self { store, configs, rivals, id }
    }

    async fn edited(&self, by: &Principal, edit: &Edit) -> Result<Config, Error> {
        self.configs.update(Call::new(by, NOW), self.id, edit, &Expected::Any).await
    }

    async fn delete(&self, by: &Principal, force: bool) -> Result<Config, Error> {
        self.configs.delete(Call::new(by, NOW), self.id, force, &Expected::Any).await
    }

    /// `count` tasks use the config.
    async fn is_used_by(&self, count: u128) {
        let body = json!({"name": "ping", "type": "http", "config": {"url": "http://a.example"}});
        let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
        for number in 0..count {
            let id = TaskId::from_uuid(Uuid::from_u128(number));
            let task = draft.clone().into_task(id, OwnerId::parse("ada").unwrap(), NOW);
            Tasks::insert(&self.store, &Task { config_id: Some(self.id), ..task }).await.unwrap();
        }
    }
}

#[rstest]
// reads, changes, shares it: of her own, of a shared one
#[case("ada", Role::User, "ok ok denied", "ok ok denied")]
#[case("ada", Role::Viewer, "ok denied denied", "ok denied denied")]
#[case("bob", Role::User, "hidden hidden hidden", "ok denied denied")]
#[case("bob", Role::Viewer, "hidden hidden hidden", "ok denied denied")]
#[case("bob", Role::Operator, "ok denied denied", "ok denied denied")]
#[case("bob", Role::Admin, "ok ok ok", "ok ok ok")]
#[tokio::test]
async fn who_may_do_what(#[case] name: &str, #[case] role: Role, #[case] own: &str, #[case] common: &str) {
    fn word<T>(result: Result<T, Error>) -> &'static str {
        match result {
            Ok(_) => "ok",
            Err(Error::Denied(_)) => "denied",
            Err(Error::ConfigNotFound(_)) => "hidden",
            Err(_) => "something else",
        }
    }
    for (shared, expected) in [(false, own), (true, common)] {
        let world = World::with(json!({}), shared).await;
        let by = by(name, role);
        let read = world.configs.find(&by, world.id, Operation::ReadConfig).await;
        let change = world.edited(&by, &Edit::Set(json!({"name": "renamed"}))).await;
        let share = world.edited(&by, &Edit::Set(json!({"shared": !shared}))).await;
        assert_eq!([word(read), word(change), word(share)].join(" "), expected, "shared: {shared}");
    }
}

#[tokio::test]
async fn only_an_admin_creates_a_shared_one() {
    let draft = ConfigDraft::parse(&json!({"name": "common", "shared": true}), &Path::body()).unwrap();
    for (role, granted) in [(Role::User, false), (Role::Operator, false), (Role::Admin, true)] {
        let configs = service(&store(), &Arc::default());
        let root = by("root", role);
        let created = configs.create(Call::new(&root, NOW), draft.clone()).await;
        assert_eq!(created.is_ok(), granted, "{role:?}");
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
#[case(json!({"headers": {"ACCEPT": null, "Authorization": "Token u"}}), json!({"headers": {"authorization": "Token u"}}))]
#[case(json!({"variables": {"b": 2}}), json!({"variables": {"a": 1, "b": 2}}))]
#[tokio::test]
async fn a_patch_is_merged_into_what_answers_tell(#[case] patch: Value, #[case] expected: Value) {
    let world = World::with(
        json!({
            "rate_limit": {"rate": 5, "burst": 9}, "timeout_ms": 1_000, "variables": {"a": 1},
            "breaker": {"failure_rate": 0.5, "window": "30s", "minimum": 10, "open_for": "15s"},
            "auth": {"type": "basic", "username": "ada", "password": "${secret:p}"},
            "headers": {"Accept": "a/b", "Authorization": "Token t"},
        }),
        false,
    )
    .await;
    let config = world.edited(&by("ada", Role::User), &Edit::Merge(patch)).await.unwrap();
    let document = ConfigDraft::document(&config);
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(document[name], *value, "{name}");
    }
}

#[tokio::test]
async fn a_masked_header_is_kept_only_where_the_base_stays() {
    let headers = json!({"headers": {"Authorization": "Token t"}, "base_url": "https://a.example/v1"});
    for (base, kept) in
        [(json!("https://a.example/v2"), true), (json!("https://b.example/v1"), false), (json!(null), false)]
    {
        let world = World::with(headers.clone(), false).await;
        let patch = json!({"base_url": base, "headers": {"authorization": MASK}});
        let edited = world.edited(&by("ada", Role::User), &Edit::Merge(patch)).await;
        assert_eq!(edited.is_ok(), kept, "{base}");
    }
}

#[tokio::test]
async fn an_edit_that_loses_a_race_is_made_to_what_won_and_gives_up_in_the_end() {
    let world = World::with(json!({}), false).await;
    world.rivals.store(1, Ordering::SeqCst);
    let config = world.edited(&by("ada", Role::User), &Edit::Set(json!({"concurrency": 5}))).await.unwrap();
    assert_eq!((config.name.as_str(), config.version, config.profile.concurrency), ("theirs", 3, Some(5)));
    world.rivals.store(usize::MAX, Ordering::SeqCst);
    let refused = world.edited(&by("ada", Role::User), &Edit::Set(json!({"concurrency": 6}))).await;
    assert!(matches!(refused, Err(Error::Contended)));
}

#[tokio::test]
async fn one_in_use_is_deleted_by_force_only() {
    let ada = by("ada", Role::User);
    for (count, listed, more) in [(1, 1, false), (100, 100, false), (150, 100, true)] {
        let world = World::with(json!({}), false).await;
        world.is_used_by(count).await;
        let refused = world.delete(&ada, false).await;
        match refused {
            Err(Error::ConfigInUse { tasks, more: others }) => {
                assert_eq!((tasks.len(), others), (listed, more))
            }
            other => panic!("{other:?}"),
        }
        world.delete(&ada, true).await.unwrap();
        assert_eq!(Configs::get(&world.store, world.id).await.unwrap(), None);
    }
}
