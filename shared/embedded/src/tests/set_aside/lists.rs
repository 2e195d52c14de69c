//! Lists pass over a row that can't be read.

use beadle_application::port::{
    ApiKeys, AuditQuery, AuditTrail, ConfigQuery, Configs, EventBus, ExecutionQuery, ExecutionScope,
    Executions, Probe, StartExecutions, StoreError, TaskQuery, Tasks, Templates,
};
use beadle_domain::{
    access::{Role, Scope, Scopes},
    account::SubscriptionLevel,
    api_key::{ApiKey, KeyHash},
    config::{Config, Profile},
    event::{DomainEvent, EventKind},
    projection::{
        AuditEntry,
        audit::{AuditAction, Subject, Verb},
    },
    specimen,
    template::{Template, built_in},
};
use beadle_values::id::ConfigId;
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    super::specimen::{SetClock, in_folder, in_memory},
    counts, of, owner, tamper,
};
use crate::{Embedded, Options};

fn key(number: u8) -> ApiKey {
    let hash = KeyHash::new([number; 32]);
    ApiKey {
        id: hash.key_id(),
        hash,
        owner: owner("ada"),
        name: "ci".into(),
        role: Role::User,
        level: SubscriptionLevel::Pro,
        scopes: Scopes::of([Scope::Read]),
        created_at: Timestamp::from_second(100).unwrap(),
        expires_at: None,
        last_used_at: None,
    }
}

fn config(number: u128) -> Config {
    Config {
        id: ConfigId::from_uuid(Uuid::from_u128(number)),
        owner: owner("ada"),
        name: "Users API".into(),
        description: None,
        shared: false,
        profile: Profile::default(),
        created_at: Timestamp::from_second(100).unwrap(),
        updated_at: Timestamp::from_second(100).unwrap(),
        updated_by: owner("ada"),
        version: 1,
        key: None,
        plan: None,
        idempotency: None,
    }
}

fn template(number: u8) -> Template {
    let like = built_in::find(&"tpl_database_cleanup".parse().unwrap()).unwrap();
    Template { id: format!("tpl_{number}").parse().unwrap(), version: 1, ..like.clone() }
}

fn entry(number: usize) -> AuditEntry {
    let action = AuditAction { subject: Subject::Task, verb: Verb::Updated };
    let (task, at) = (specimen::task_id(number), Timestamp::from_second(100).unwrap());
    AuditEntry::new(action, &owner("ada"), Some(&owner("ada")), task, Some(task), at)
}

/// How many items each list has, by table.
async fn lists(store: &Embedded) -> Vec<(&'static str, usize)> {
    let ada = owner("ada");
    let executions = ExecutionQuery::newest(ExecutionScope::Owner(ada.clone()), 9);
    let configs = ConfigQuery::newest(ada.clone(), 9);
    let audit = AuditQuery { limit: 9, ..AuditQuery::default() };
    let tasks = TaskQuery::newest(ada.clone(), 9, Timestamp::UNIX_EPOCH);
    vec![
        ("api_keys", ApiKeys::list(store, &ada).await.unwrap().len()),
        ("audit", AuditTrail::list(store, &audit).await.unwrap().items.len()),
        ("configs", Configs::list(store, &configs).await.unwrap().items.len()),
        ("events", store.published_events(9).await.unwrap().len()),
        ("executions", Executions::list(store, &executions).await.unwrap().items.len()),
        ("tasks", Tasks::list(store, &tasks).await.unwrap().items.len()),
        ("templates", Templates::all(store).await.unwrap().len()),
    ]
}

async fn filled(options: Options) -> Embedded {
    let store = Embedded::open(Options { event_kinds: EventKind::ALL.to_vec(), ..options }).unwrap();
    for number in 1..=3 {
        ApiKeys::insert(&store, &key(number), None).await.unwrap();
        store.append(&entry(usize::from(number))).await.unwrap();
        Configs::insert(&store, &config(u128::from(number))).await.unwrap();
        store.start(&of("ada", u128::from(number))).await.unwrap();
        Tasks::insert(&store, &specimen::task(usize::from(number), &[])).await.unwrap();
        Templates::write(&store, &template(number), 0, None).await.unwrap();
    }
    let changes = store.changes().first().await.unwrap();
    let events: Vec<DomainEvent> = changes.iter().flat_map(DomainEvent::of).take(3).collect();
    store.publish(&events).await.unwrap();
    store
}

/// Makes one row of each listed table unreadable, in each way: no JSON, another shape.
const DAMAGES: [&str; 7] = [
    "UPDATE api_keys SET document = '{garbage' WHERE id = (SELECT min(id) FROM api_keys)",
    "UPDATE audit SET document = '[]' WHERE id = (SELECT min(id) FROM audit)",
    "UPDATE configs SET document = '' WHERE id = (SELECT min(id) FROM configs)",
    "UPDATE events SET document = '{}' WHERE seq = (SELECT min(seq) FROM events)",
    "UPDATE executions SET request = 'null' WHERE seq = (SELECT min(seq) FROM executions)",
    "UPDATE tasks SET document = '{\"id\": 7}' WHERE id = (SELECT min(id) FROM tasks)",
    "UPDATE templates SET document = '{garbage' WHERE id = (SELECT min(id) FROM templates)",
];

#[tokio::test]
async fn each_list_passes_over_a_row_that_can_not_be_read() {
    let store = filled(in_memory(&SetClock::at(100))).await;
    assert!(lists(&store).await.iter().all(|(_, items)| *items == 3), "{:?}", lists(&store).await);
    for damage in DAMAGES {
        assert_eq!(tamper(&store, damage).await, 1, "{damage}");
    }
    for _ in 0..2 {
        assert!(lists(&store).await.iter().all(|(_, items)| *items == 2), "{:?}", lists(&store).await);
    }
    let listed: Vec<(String, u64)> =
        lists(&store).await.into_iter().map(|(table, _)| (table.to_owned(), 1)).collect();
    assert_eq!(counts(&store).await, listed, "each is noted once");
    assert!(store.probe().await.unwrap().is_degraded());

    let single = Templates::get(&store, &template(1).id).await;
    assert!(matches!(single, Err(StoreError::Corrupt(_))), "{single:?}");
    assert!(matches!(ApiKeys::get(&store, key(2).id).await.map(|key| key.is_some()), Ok(true)));
    println!("{} lists, each with one unreadable row", listed.len());
}

#[tokio::test]
async fn a_row_that_was_repaired_is_no_longer_set_aside_after_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let options = || in_folder(folder.path(), &SetClock::at(100));
    let store = filled(options()).await;
    for damage in DAMAGES {
        tamper(&store, damage).await;
    }
    lists(&store).await;
    assert_eq!(counts(&store).await.len(), 7);
    drop(store);
    let store = Embedded::open(options()).unwrap();
    assert_eq!(counts(&store).await.len(), 7, "it is remembered");
    tamper(&store, "DELETE FROM templates WHERE document = '{garbage'").await;
    tamper(&store, "UPDATE configs SET document = (SELECT max(document) FROM configs)").await;
    drop(store);
    let store = Embedded::open(options()).unwrap();
    let left: Vec<String> = counts(&store).await.into_iter().map(|(table, _)| table).collect();
    assert_eq!(left, ["api_keys", "audit", "events", "executions", "tasks"]);
}
