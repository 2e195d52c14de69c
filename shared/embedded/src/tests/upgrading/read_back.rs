//! What a store has, read as it was written and through the ports.

use std::collections::{BTreeMap, BTreeSet};

use beadle_application::port::{
    Accounts, ApiKeys, AuditQuery, AuditTrail, Batches, Calendars, Configs, Dependencies, ExecutionQuery,
    ExecutionScope, Executions, Functions, GateStore, Rollups, TaskQuery, Tasks, Templates, Watches,
};
use beadle_domain::{
    function::{Digest, FunctionName},
    gate::GateKey,
    projection::rollup::Hour,
    task::SavedTask,
    watch::WatchKey,
};
use beadle_schedule::calendar::CalendarName;
use beadle_values::id::{ApiKeyId, BatchId, ConfigId, ExecutionId, OwnerId, TaskId};
use jiff::Timestamp;
use rusqlite::{Connection, types::Value as Column};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::LATER;
use crate::{Embedded, row};

/// Each table with documents, the columns of its key and the document, as far as the schema of the store has it.
const DOCUMENTS: [(&str, &str); 16] = [
    ("tasks", "SELECT id, NULL, document FROM tasks"),
    ("task_stats", "SELECT task_id, NULL, json_remove(document, '$.facts') FROM task_stats"),
    ("task_numbers", "SELECT number, NULL, json_quote('tsk_' || lower(hex(task_id))) FROM task_numbers"),
    ("dependents", "SELECT upstream, NULL, json_quote('tsk_' || lower(hex(dependent))) FROM dependents"),
    ("releases", "SELECT task_id, NULL, document FROM releases"),
    ("configs", "SELECT id, NULL, document FROM configs"),
    ("gates", "SELECT config_id, part, document FROM gates"),
    ("api_keys", "SELECT id, NULL, document FROM api_keys"),
    ("accounts", "SELECT owner, NULL, document FROM accounts"),
    ("templates", "SELECT id, NULL, document FROM templates"),
    ("functions", "SELECT name, NULL, document FROM functions"),
    ("function_sources", "SELECT name, digest, document FROM function_sources"),
    ("calendars", "SELECT owner, name, document FROM calendars"),
    ("batches", "SELECT id, NULL, document FROM batches"),
    ("watches", "SELECT key, NULL, document FROM watches"),
    ("censuses", "SELECT owner, NULL, counters FROM censuses"),
];

/// What the hours of schema 3 and later have; those before had the same as columns.
const HOURS: [&str; 2] = [
    "SELECT owner, hour, counters FROM rollups",
    "SELECT owner, hour, json_object('started', started, 'completed', completed, 'failed', failed, 'cancelled', cancelled, \
        'attempts', attempts, 'duration_ms', duration_ms) FROM rollups",
];

/// A document of a store.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) table: &'static str,
    key: [Column; 2],
    pub(super) contents: Value,
}

impl Document {
    pub(super) fn uuid(&self) -> Uuid {
        match &self.key[0] {
            Column::Blob(bytes) => Uuid::from_slice(bytes).unwrap(),
            other => panic!("{other:?} is no id"),
        }
    }

    fn text(&self, column: usize) -> &str {
        match &self.key[column] {
            Column::Text(text) => text,
            other => panic!("{other:?} is no text"),
        }
    }

    fn number(&self, column: usize) -> i64 {
        match &self.key[column] {
            Column::Integer(number) => *number,
            other => panic!("{other:?} is no number"),
        }
    }

    fn owner(&self) -> OwnerId {
        OwnerId::parse(self.text(0)).unwrap()
    }
}

/// What lists have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Listed {
    executions: BTreeSet<String>,
    tasks: BTreeSet<String>,
    deleted_tasks: BTreeSet<String>,
    audit: BTreeSet<String>,
}

/// What is in a file.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) documents: Vec<Document>,
    pub(super) listed: Listed,
    /// How many rows each table has, but for those that an upgrade adds.
    pub(super) rows: BTreeMap<String, i64>,
    /// How many executions have not ended.
    pub(super) waiting: i64,
}

impl Written {
    pub(super) fn of(sql: &Connection) -> Self {
        let exists = |table: &str| {
            let query = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
            sql.query_row(query, [table], |row| row.get::<_, bool>(0)).unwrap()
        };
        let mut documents = read_executions(sql);
        for (table, query) in DOCUMENTS.into_iter().filter(|(table, _)| exists(table)) {
            documents.extend(read_documents(sql, table, query));
        }
        let has_counters = sql.prepare(HOURS[0]).is_ok();
        documents.extend(read_documents(sql, "rollups", HOURS[usize::from(!has_counters)]));
        let ids = |query: &str| -> BTreeSet<String> {
            let mut statement = sql.prepare(query).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        let listed = Listed {
            executions: ids("SELECT 'exe_' || lower(hex(id)) FROM executions WHERE owner = 'local'"),
            tasks: ids("SELECT 'tsk_' || lower(hex(id)) FROM tasks WHERE deleted_at IS NULL"),
            deleted_tasks: ids("SELECT 'tsk_' || lower(hex(id)) FROM tasks WHERE deleted_at IS NOT NULL"),
            audit: ids("SELECT 'evt_' || lower(hex(id)) FROM audit"),
        };
        let tables = ids("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
        let lasting =
            tables.into_iter().filter(|table| !["task_stats", "censuses"].contains(&table.as_str()));
        let count = |table: &str| -> i64 {
            sql.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
        };
        let rows = lasting.map(|table| (count(&table), table)).filter(|(rows, _)| *rows > 0);
        let rows = rows.map(|(rows, table)| (table, rows)).collect();
        let waiting = "SELECT count(*) FROM executions WHERE wake IS NOT NULL";
        let waiting = sql.query_row(waiting, [], |row| row.get(0)).unwrap();
        Self { documents, listed, rows, waiting }
    }
}

/// The executions: as plain JSON before schema 9.
fn read_executions(sql: &Connection) -> Vec<Document> {
    let is_plain = sql.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap() < 9;
    let mut statement = sql.prepare(concat!("SELECT ", row::columns!(), " FROM executions")).unwrap();
    let document = |found: &rusqlite::Row<'_>| {
        let plain =
            |column| -> Value { serde_json::from_str(&found.get::<_, String>(column).unwrap()).unwrap() };
        let contents = if is_plain {
            json!({"request": plain(0), "progress": plain(1)})
        } else {
            serde_json::to_value(row::execution(found, 0).unwrap()).unwrap()
        };
        Ok(Document { table: "executions", key: [found.get(3)?, Column::Null], contents })
    };
    statement.query_map([], document).unwrap().map(Result::unwrap).collect()
}

fn read_documents(sql: &Connection, table: &'static str, query: &str) -> Vec<Document> {
    let mut statement = sql.prepare(query).unwrap();
    let document = |row: &rusqlite::Row<'_>| {
        let contents: String = row.get(2)?;
        Ok(Document {
            table,
            key: [row.get(0)?, row.get(1)?],
            contents: serde_json::from_str(&contents).unwrap(),
        })
    };
    statement.query_map([], document).unwrap().map(Result::unwrap).collect()
}

/// What the port says that reads the document; `None` if it knows none.
pub(super) async fn read(store: &Embedded, document: &Document) -> Option<Value> {
    match document.table {
        "executions" => {
            let found = Executions::get(store, ExecutionId::from_uuid(document.uuid())).await.unwrap();
            found.map(|found| json!({"request": &*found.request, "progress": found.progress}))
        }
        "tasks" => shown(saved_task(store, document).await.map(|saved| saved.task)),
        "task_stats" => shown(saved_task(store, document).await.map(|saved| saved.stats)),
        "task_numbers" => {
            let number = u64::try_from(document.number(0)).unwrap();
            shown(store.by_number(number).await.unwrap())
        }
        "dependents" => {
            let followers = store.followers(&[TaskId::from_uuid(document.uuid())]).await.unwrap();
            let tasks: BTreeSet<String> = followers.dependents.iter().map(ToString::to_string).collect();
            tasks.contains(document.contents.as_str()?).then(|| document.contents.clone())
        }
        "releases" => shown(store.last_release(TaskId::from_uuid(document.uuid())).await.unwrap()),
        "configs" => shown(Configs::get(store, ConfigId::from_uuid(document.uuid())).await.unwrap()),
        "gates" => {
            let key =
                GateKey::of_config(ConfigId::from_uuid(document.uuid()), document.text(1).parse().ok()?);
            shown(GateStore::read(store, &key).await.unwrap().state)
        }
        "api_keys" => shown(ApiKeys::get(store, ApiKeyId::from_uuid(document.uuid())).await.unwrap()),
        "accounts" => shown(Accounts::read(store, &document.owner()).await.unwrap().account),
        "templates" => shown(Templates::get(store, &document.text(0).parse().ok()?).await.unwrap()),
        "functions" => shown(Functions::get(store, &function(document)).await.unwrap()),
        "function_sources" => {
            let digest: Digest = serde_json::from_value(json!(document.text(1))).unwrap();
            shown(store.source(&function(document), &digest).await.unwrap())
        }
        "calendars" => {
            let name: CalendarName = serde_json::from_value(json!(document.text(1))).unwrap();
            shown(Calendars::get(store, Some(&document.owner()), &name).await.unwrap())
        }
        "batches" => {
            let found = Batches::get(store, BatchId::from_uuid(document.uuid())).await.unwrap();
            shown(found.map(|counted| counted.batch))
        }
        "watches" => {
            let key: WatchKey = document.text(0).parse().ok()?;
            shown(Watches::read(store, &key).await.unwrap().map(|watch| watch.seen))
        }
        "censuses" => shown(Some(store.tasks(&document.owner()).await.unwrap())),
        "rollups" => {
            let hour = Hour::of(Timestamp::from_second(document.number(1) * 3_600).unwrap());
            let next = Hour::of(Timestamp::from_second((document.number(1) + 1) * 3_600).unwrap());
            let hours = store.hours(&document.owner(), hour, next).await.unwrap();
            shown(hours.into_iter().next().map(|(_, counters)| counters))
        }
        other => panic!("nothing reads {other}"),
    }
}

fn shown<T: Serialize>(found: Option<T>) -> Option<Value> {
    found.map(|found| serde_json::to_value(found).unwrap())
}

fn function(document: &Document) -> FunctionName {
    serde_json::from_value(json!(document.text(0))).unwrap()
}

async fn saved_task(store: &Embedded, document: &Document) -> Option<SavedTask> {
    Tasks::get(store, TaskId::from_uuid(document.uuid())).await.unwrap()
}

/// What the lists have.
pub(super) async fn listed(store: &Embedded) -> Listed {
    let owner = OwnerId::parse("local").unwrap();
    let tasks = async |deleted: bool| {
        let now = Timestamp::from_second(LATER).unwrap();
        let query = TaskQuery { deleted, ..TaskQuery::newest(owner.clone(), 100, now) };
        let page = Tasks::list(store, &query).await.unwrap();
        page.items.iter().map(|saved| saved.task.id.to_string()).collect()
    };
    let executions = ExecutionQuery::newest(ExecutionScope::Owner(owner.clone()), 100);
    let executions = Executions::list(store, &executions).await.unwrap();
    let audit = AuditQuery { limit: 100, ..AuditQuery::default() };
    let audit = AuditTrail::list(store, &audit).await.unwrap();
    Listed {
        executions: executions.items.iter().map(|execution| execution.id().to_string()).collect(),
        tasks: tasks(false).await,
        deleted_tasks: tasks(true).await,
        audit: audit.items.iter().map(|entry| entry.id.to_string()).collect(),
    }
}
