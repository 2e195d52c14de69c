//! Circles of dependencies that concurrent changes try to close, through the service of tasks over each store.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use anyhow::{Context, ensure};
use async_trait::async_trait;
use beadle_application::{
    Call, Edit, Error, Expected,
    port::{Arming, Inserted, Scheduler, SchedulerError},
    task::TaskService,
};
use beadle_aws::{AccountStore, CalendarTable, ConfigStore, FunctionTable, Table, TaskStore};
use beadle_domain::access::{Principal, Role};
use beadle_embedded::{Embedded, Options};
use beadle_testing::CountedIds;
use beadle_values::id::TaskId;
use serde_json::json;
use tokio::sync::Barrier;

use crate::{
    conformance::specimen::{T0, owner, task_with},
    dynamo::{Dynamo, TABLE},
};

/// A scheduler for tasks without schedules.
struct Unscheduled;

#[async_trait]
impl Scheduler for Unscheduled {
    async fn arm(&self, _: &Arming) -> Result<(), SchedulerError> {
        Ok(())
    }

    async fn disarm(&self, _: TaskId) -> Result<(), SchedulerError> {
        Ok(())
    }
}

/// What happened in a number of tries.
#[derive(Debug, Default)]
struct Tally {
    tries: usize,
    circles: usize,
    accepted: usize,
    refused: usize,
    contended: usize,
}

/// `width` new tasks; each is changed to run after the next one, all at once. Counts what remains.
async fn try_once(service: &TaskService, width: usize, tally: &mut Tally) -> anyhow::Result<()> {
    let mut ids = Vec::new();
    for number in 0..width {
        let task = task_with(|task| task.name = format!("t{number}"));
        ensure!(service.tasks.insert(&task).await? == Inserted::Created);
        ids.push(task.id);
    }
    let start = Arc::new(Barrier::new(width));
    let rivals: Vec<_> = (0..width)
        .map(|number| {
            let (service, start) = (service.clone(), Arc::clone(&start));
            let (id, upstream) = (ids[number], ids[(number + 1) % width]);
            tokio::spawn(async move {
                let by = Principal::in_person(owner("ada"), Role::User);
                let edit = Edit::Set(json!({"name": "renamed", "dependencies": [upstream]}));
                start.wait().await;
                service.update(Call::new(&by, T0), id, &edit, &Expected::Any).await
            })
        })
        .collect();
    let mut accepted = BTreeSet::new();
    for (id, rival) in ids.iter().zip(rivals) {
        match rival.await? {
            Ok(_) => {
                accepted.insert(*id);
            }
            Err(Error::Invalid(violations)) => {
                let told = format!("{violations:?}");
                ensure!(told.contains("lead back to the task itself"), "{told}");
                tally.refused += 1;
            }
            Err(Error::Contended) => tally.contended += 1,
            Err(other) => return Err(other.into()),
        }
    }
    let mut next = BTreeMap::new();
    for id in &ids {
        let task = service.tasks.get(*id).await?.context("a task")?.task;
        // What was refused is as it was before, and what was accepted is as it was asked for.
        let (linked, renamed) = (!task.dependencies.is_empty(), task.name == "renamed");
        ensure!((linked, renamed) == (accepted.contains(id), accepted.contains(id)), "{task:?}");
        next.extend(task.dependencies.first().map(|upstream| (*id, *upstream)));
    }
    tally.tries += 1;
    tally.accepted += accepted.len();
    tally.circles += usize::from(next.len() == width);
    Ok(())
}

async fn tries(service: &TaskService, store: &str, number: usize) -> anyhow::Result<()> {
    for width in [2, 3] {
        let mut tally = Tally::default();
        for _ in 0..number {
            try_once(service, width, &mut tally).await?;
        }
        println!("{store}, {width} tasks: {tally:?}");
        assert_eq!((tally.tries, tally.circles), (number, 0));
        assert!(tally.refused + tally.contended >= number, "each try has one that is refused: {tally:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_races_close_no_circle_on_sqlite() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Arc::new(Embedded::open(Options::in_folder(folder.path()))?);
    let service = beadle_testing::services(&store).tasks;
    tries(&service, "SQLite", 200).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_races_close_no_circle_on_dynamodb() -> anyhow::Result<()> {
    let dynamo = Dynamo::start().await?;
    let table = Table::new(dynamo.client.clone(), TABLE);
    let service = TaskService {
        tasks: Arc::new(TaskStore::new(table.clone())),
        calendars: Arc::new(CalendarTable::new(table.clone())),
        configs: Arc::new(ConfigStore::new(table.clone())),
        accounts: Arc::new(AccountStore::new(table.clone())),
        scheduler: Arc::new(Unscheduled),
        code: beadle_testing::without_scripts(Arc::new(FunctionTable::new(table))),
        ids: Arc::new(CountedIds::default()),
    };
    tries(&service, "DynamoDB", 40).await
}
