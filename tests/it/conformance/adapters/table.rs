//! The table of DynamoDB: on dynoxide in this process, or on a server.

use std::{any::Any, sync::Arc, time::Duration};

use anyhow::Context;
use beadle_application::account::RecentAccounts;
use beadle_aws::{
    AccountStore, ApiKeyTable, AuditStore, BatchTable, CalendarTable, ConfigStore, DependencyStore,
    ExecutionStore, FeedPace, FunctionTable, Gates, PolledFeeds, Projections, Retention, RollupStore,
    SharedTokens, Table, TaskStore, TemplateTable, WatchTable,
};
use beadle_values::id::ListParts;
use uuid::Uuid;

use super::{sent::SentMessages, stepped_clock::SteppedClock};
use crate::{
    bucket::Bucket,
    conformance::{
        accounts, api_keys, audit, batches, calendars, configs, dependencies, executions, feeds, functions,
        gates, numbers, projection, rollups, tasks, templates, tokens, watches,
    },
    dynamo::{self, Dynamo, TABLE},
};

/// Where the table is.
#[derive(Debug, Clone)]
pub enum Server {
    /// In a DynamoDB of its own, in this process.
    InProcess,
    /// At this endpoint, under a name of its own.
    At(String),
}

/// Executions, whose messages are kept where the case can read them.
pub async fn executions(server: Server) -> anyhow::Result<executions::Fixture> {
    let (table, held) = create(server).await?;
    let sent = Arc::new(SentMessages::default());
    let queue = Arc::clone(&sent);
    let store = Arc::new(ExecutionStore::new(table, queue, Retention::default()));
    Ok(executions::Fixture { store, outbox: Box::new(sent), _held: held })
}

/// The same, in a table that spreads its lists over several partitions.
pub async fn spread_executions(server: Server) -> anyhow::Result<executions::Fixture> {
    let (table, held) = create(server).await?;
    let sent = Arc::new(SentMessages::default());
    let queue = Arc::clone(&sent);
    let store = Arc::new(ExecutionStore::new(spread(table)?, queue, Retention::default()));
    Ok(executions::Fixture { store, outbox: Box::new(sent), _held: held })
}

fn spread(table: Table) -> anyhow::Result<Table> {
    Ok(table.spreading_lists(ListParts::new(5).context("so many parts are allowed")?))
}

/// Executions that are followed, at a pace for tests.
pub async fn feeds(server: Server) -> anyhow::Result<feeds::Fixture> {
    let (table, held) = create(server).await?;
    let sent = Arc::new(SentMessages::default());
    let queue = Arc::clone(&sent);
    let store = Arc::new(ExecutionStore::new(table, queue, Retention::default()));
    let pace = FeedPace { one: Duration::from_millis(20), list: Duration::from_millis(20) };
    let feeds = Arc::new(PolledFeeds::new(store.clone(), pace));
    let executions = executions::Fixture { store, outbox: Box::new(sent), _held: Box::new(()) };
    Ok(feeds::Fixture { feeds, executions, _held: held })
}

/// Tasks.
pub async fn tasks(server: Server) -> anyhow::Result<tasks::Fixture> {
    let (table, held) = create(server).await?;
    Ok(tasks::Fixture { store: Arc::new(TaskStore::new(table)), _held: held })
}

/// Configs, and the tasks that name them.
pub async fn configs(server: Server) -> anyhow::Result<configs::Fixture> {
    let (table, held) = create(server).await?;
    let store = Arc::new(ConfigStore::new(table.clone()));
    Ok(configs::Fixture { store, tasks: Arc::new(TaskStore::new(table)), _held: held })
}

/// API keys.
pub async fn api_keys(server: Server) -> anyhow::Result<api_keys::Fixture> {
    let (table, held) = create(server).await?;
    Ok(api_keys::Fixture { store: Arc::new(ApiKeyTable::new(table)), _held: held })
}

/// Accounts, with the tasks and executions that are counted.
pub async fn accounts(server: Server) -> anyhow::Result<accounts::Fixture> {
    let (table, held) = create(server).await?;
    let store = Arc::new(AccountStore::new(table.clone()));
    Ok(accounts::Fixture {
        store: RecentAccounts::over(store.clone(), Arc::new(SteppedClock::default())),
        usage: store,
        tasks: Arc::new(TaskStore::new(table.clone())),
        projections: Arc::new(Projections::new(table, Arc::new(SteppedClock::default()))),
        _held: held,
    })
}

/// Batches, with their executions and what counts them.
pub async fn batches(server: Server) -> anyhow::Result<batches::Fixture> {
    let (table, held) = create(server).await?;
    let queue = Arc::new(SentMessages::default());
    Ok(batches::Fixture {
        store: Arc::new(BatchTable::new(table.clone(), Retention::default())),
        executions: Arc::new(ExecutionStore::new(table.clone(), queue, Retention::default())),
        projections: Arc::new(Projections::new(table, Arc::new(SteppedClock::default()))),
        _held: held,
    })
}

/// Templates.
pub async fn templates(server: Server) -> anyhow::Result<templates::Fixture> {
    let (table, held) = create(server).await?;
    Ok(templates::Fixture { store: Arc::new(TemplateTable::new(table)), _held: held })
}

/// Calendars.
pub async fn calendars(server: Server) -> anyhow::Result<calendars::Fixture> {
    let (table, held) = create(server).await?;
    Ok(calendars::Fixture { store: Arc::new(CalendarTable::new(table)), _held: held })
}

/// Functions.
pub async fn functions(server: Server) -> anyhow::Result<functions::Fixture> {
    let (table, held) = create(server).await?;
    Ok(functions::Fixture { store: Arc::new(FunctionTable::new(table)), _held: held })
}

/// Gates.
pub async fn gates(server: Server) -> anyhow::Result<gates::Fixture> {
    let (table, held) = create(server).await?;
    Ok(gates::Fixture { store: Arc::new(Gates::new(table)), _held: held })
}

/// The projector's sums.
pub async fn rollups(server: Server) -> anyhow::Result<rollups::Fixture> {
    let (table, held) = create(server).await?;
    let store = Arc::new(Projections::new(table.clone(), Arc::new(SteppedClock::default())));
    Ok(rollups::Fixture { rollups: Arc::new(RollupStore::new(table)), store, _held: held })
}

/// The audit trail.
pub async fn audit(server: Server) -> anyhow::Result<audit::Fixture> {
    let (table, held) = create(server).await?;
    Ok(audit::Fixture { trail: Arc::new(AuditStore::new(table)), _held: held })
}

/// The same, in a table that spreads its lists over several partitions.
pub async fn spread_audit(server: Server) -> anyhow::Result<audit::Fixture> {
    let (table, held) = create(server).await?;
    Ok(audit::Fixture { trail: Arc::new(AuditStore::new(spread(table)?)), _held: held })
}

/// Numbers for tasks.
pub async fn numbers(server: Server) -> anyhow::Result<numbers::Fixture> {
    let (table, held) = create(server).await?;
    Ok(numbers::Fixture { store: Arc::new(TaskStore::new(table)), _held: held })
}

/// Tokens of authorization servers.
pub async fn tokens(server: Server) -> anyhow::Result<tokens::Fixture> {
    let (table, held) = create(server).await?;
    Ok(tokens::Fixture { store: Arc::new(SharedTokens::new(table)), _held: held })
}

/// Watches.
pub async fn watches(server: Server) -> anyhow::Result<watches::Fixture> {
    let (table, held) = create(server).await?;
    Ok(watches::Fixture { store: Arc::new(WatchTable::new(table)), _held: held })
}

/// Projections, and the tasks that they count for.
pub async fn projections(server: Server) -> anyhow::Result<projection::Fixture> {
    let (table, held) = create(server).await?;
    let store = Arc::new(Projections::new(table.clone(), Arc::new(SteppedClock::default())));
    Ok(projection::Fixture { store, tasks: Arc::new(TaskStore::new(table)), _held: held })
}

/// Dependencies, with the tasks and ends that they are read from.
pub async fn dependencies(server: Server) -> anyhow::Result<dependencies::Fixture> {
    let (table, held) = create(server).await?;
    let dependencies = Arc::new(DependencyStore::new(table.clone()));
    Ok(dependencies::Fixture {
        dependencies: dependencies.clone(),
        releases: dependencies,
        tasks: Arc::new(TaskStore::new(table.clone())),
        projections: Arc::new(Projections::new(table, Arc::new(SteppedClock::default()))),
        _held: held,
    })
}

async fn create(server: Server) -> anyhow::Result<(Table, Box<dyn Any + Send + Sync>)> {
    match server {
        Server::InProcess => {
            let (dynamo, bucket) = (Dynamo::start().await?, Bucket::start().await?);
            let table = bucket.attached_to(Table::new(dynamo.client.clone(), TABLE));
            Ok((table, Box::new((dynamo, bucket))))
        }
        Server::At(endpoint) => {
            let client = dynamo::client(&endpoint);
            let name = format!("conformance-{}", Uuid::now_v7());
            dynamo::create_table(&client, &name).await?;
            Ok((Table::new(client, name), Box::new(())))
        }
    }
}
