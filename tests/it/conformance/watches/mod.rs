//! Watches.

pub mod finding;
pub mod writing;

use std::{any::Any, sync::Arc};

use beadle_application::port::Watches;
use beadle_domain::{
    alert::{AlertBook, AlertRules, AlertTurn, Failure, Firing, RuleState},
    task::Occasion,
    watch::{MonitorCondition, MonitorWatch, RunWatch, Seen, Turn, Watch, WatchKey},
};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    violation::Path,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    adapters::{
        sqlite::{self, Place},
        table::{self, Server},
    },
    specimen::at,
};

/// A store of watches under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Watches>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// A watch over runs, due at `due`.
pub fn runs(key: Uuid, version: u64, due: Option<i64>) -> Watch {
    let seen = RunWatch { schedule_version: version, late_until: at(1), missed_until: at(2) };
    let key = WatchKey::Task(TaskId::from_uuid(key));
    Watch { key, version, due: due.map(at), keep_until: None, seen: Seen::Runs(seen) }
}

/// A watch over a monitor with a value in every field.
pub fn monitor(key: Uuid, version: u64) -> Watch {
    let seen = MonitorWatch {
        schedule_version: 3,
        since: at(5),
        condition: MonitorCondition::Failing,
        last_ping_at: Some(at(4)),
        last_success_at: Some(at(3)),
        started_at: Some(at(2)),
        last_duration_ms: Some(1_500),
        exit_code: Some(3),
        pings: 7,
        turns: vec![Turn { occasion: Occasion::Failed, at: at(4) }],
    };
    Watch { keep_until: Some(at(4_000_000_000)), seen: Seen::Monitor(seen), ..runs(key, version, Some(6)) }
}

/// The alerts of an owner with a value in every field.
pub fn alerts(owner: &str, version: u64, due: Option<i64>) -> Watch {
    let rules = json!({
        "rules": [{"name": "r", "when": "consecutive_failures", "count": 2, "targets": ["t"], "mute_until": at(9)}],
        "targets": [{
            "name": "t", "type": "webhook",
            "webhook": {"url": "https://a.example/${input.rule}", "headers": {"x": "y"}, "body": {"n": 1.5}},
        }],
    });
    let task = TaskId::from_uuid(Uuid::from_u128(1));
    let failure = |number| Failure { at: at(3), execution: ExecutionId::from_uuid(Uuid::from_u128(number)) };
    let state = RuleState {
        failures: [(task, [failure(1), failure(2)].into())].into(),
        latest: [("cfg".to_owned(), at(4))].into(),
        firing: [(task.to_string(), Firing { since: at(3), told: true })].into(),
        look_at: Some(at(5)),
        seen_until: Some(at(6)),
    };
    let turn = AlertTurn {
        number: 7,
        rule: "r".to_owned(),
        subject: task.to_string(),
        firing: true,
        at: at(3),
        since: at(3),
    };
    let book = AlertBook {
        rules: AlertRules::parse(&rules, &Path::body()).expect("rules"),
        states: [("r".to_owned(), state)].into(),
        turns: vec![turn],
        counted: 7,
    };
    let key = WatchKey::Owner(OwnerId::parse(owner).expect("an owner"));
    Watch { key, version, due: due.map(at), keep_until: None, seen: Seen::Alerts(Box::new(book)) }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { watches on $fixture;
                writing:
                    an_unknown_watch_is_none,
                    every_field_round_trips;
                finding:
                    what_is_due_is_found_in_its_order_and_nothing_else,
                    a_watch_that_moved_is_found_where_it_is,
                    pages_go_on_where_they_ended;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::watches(Place::Memory));
suite!(sqlite_file: sqlite::watches(Place::File));
suite!(dynamodb: table::watches(Server::InProcess));
