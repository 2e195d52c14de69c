//! Closing an account in DynamoDB with less time than it takes.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use beadle_application::port::{
    ApiKeys, Arming, Clock, Configs, Executions, Scheduler, StartExecutions, Tasks,
};
use beadle_application::{
    PolicyDefaults,
    account::{AccountClosing, AccountEventService, AccountService},
    alert::AlertService,
    task::TaskService,
};
use beadle_aws::{
    AccountStore, ApiKeyTable, AuditStore, CalendarTable, ConfigStore, ExecutionStore, FunctionTable,
    Retention, Table, TaskStore, WatchTable,
};
use beadle_domain::{
    account_event::AccountEvent,
    execution::{CancelReason, Execution, State},
    task::Task,
};
use beadle_embedded::{Embedded, Options};
use beadle_listener::{ListenError, Listener};
use beadle_testing::CountedIds;
use jiff::{SignedDuration, Timestamp};

use super::task;
use crate::{
    conformance::{
        adapters::sent::SentMessages,
        api_keys::key_with,
        configs::config_with,
        specimen::{T0, execution_of, executions_of_owner, fresh_task_id, owner, tasks_of},
    },
    dynamo::{Dynamo, TABLE},
};

/// More than two pages.
const TASKS: i64 = 230;

/// A clock that advances by a second whenever it is read.
#[derive(Default)]
struct TickingClock(AtomicI64);

impl Clock for TickingClock {
    fn now(&self) -> Timestamp {
        T0 + SignedDuration::from_secs(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_closed_by_repeats_in_the_table() -> anyhow::Result<()> {
    let dynamo = Dynamo::start().await?;
    let table = Table::new(dynamo.client.clone(), TABLE);
    let tasks = Arc::new(TaskStore::new(table.clone()));
    let configs = Arc::new(ConfigStore::new(table.clone()));
    let queue = Arc::new(SentMessages::default());
    let executions = Arc::new(ExecutionStore::new(table.clone(), queue, Retention::default()));
    let api_keys = Arc::new(ApiKeyTable::new(table.clone()));
    let accounts = Arc::new(AccountStore::new(table.clone()));
    // The emulator of the scheduler is a server; the one of one machine holds the same.
    let (scheduler, clock) =
        (Arc::new(Embedded::open(Options::in_memory())?), Arc::new(TickingClock::default()));

    let mut ids = Vec::new();
    for second in 0..TASKS {
        let created = T0 + SignedDuration::from_secs(second);
        let task = Task { id: fresh_task_id(), created_at: created, ..task()? };
        ids.push(task.id);
        scheduler.arm(&Arming::of(&task).expect("a schedule")).await?;
        tasks.insert(&task).await?;
        if second % 10 == 0 {
            executions.start(&execution_of(task.id, created)).await?;
        }
    }
    configs.insert(&config_with(|_| {})).await?;
    let key = key_with(|_| {});
    api_keys.insert(&key, None).await?;

    let audit = Arc::new(AuditStore::new(table.clone()));
    let alerts = AlertService {
        watches: Arc::new(WatchTable::new(table.clone())),
        accounts: accounts.clone(),
        tasks: tasks.clone(),
        configs: configs.clone(),
        executions: executions.clone(),
        starter: executions.clone(),
        audit: audit.clone(),
        clock: clock.clone(),
        defaults: PolicyDefaults::default(),
    };
    let services = TaskService {
        tasks: tasks.clone(),
        calendars: Arc::new(CalendarTable::new(table.clone())),
        configs: configs.clone(),
        scheduler: scheduler.clone(),
        accounts: accounts.clone(),
        code: beadle_testing::without_scripts(Arc::new(FunctionTable::new(table))),
        ids: Arc::new(CountedIds::default()),
    };
    let closing = AccountClosing {
        alerts,
        tasks: services.clone(),
        executions: executions.clone(),
        configs,
        api_keys: api_keys.clone(),
        audit,
        clock: clock.clone(),
    };
    let accounts = AccountService { accounts, tasks: services, executions: executions.clone() };
    let listener = Listener::new(AccountEventService { closing, accounts });
    let event = AccountEvent::UserDeleted { user: owner("ada") };
    let mut repeats = 0;
    while let Err(error) = listener.handle(&event, clock.now() + SignedDuration::from_secs(60)).await {
        assert!(matches!(error, ListenError::Unfinished), "{error}");
        repeats += 1;
        assert!(repeats < 10, "no end in sight");
    }
    assert!(repeats >= 2, "{repeats} repeats");

    for id in ids {
        assert_eq!(scheduler.armed(id).await?, None, "{id}");
    }
    assert_eq!(tasks.list(&tasks_of("ada", 100)).await?.items, []);
    assert_eq!(api_keys.get(key.id).await?, None);
    let left = executions.list(&executions_of_owner("ada", 100)).await?.items;
    assert_eq!(left.len(), 23);
    let cancelled = |execution: &Execution| {
        matches!(execution.state(), State::Cancelled { reason: Some(CancelReason::AccountClosed), .. })
    };
    assert!(left.iter().all(cancelled));
    Ok(())
}
