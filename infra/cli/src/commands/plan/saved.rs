//! What the server has of the things of a plan.

use std::collections::BTreeSet;

use beadle_domain::{
    config::ConfigDraft,
    plan::{Kind, written},
    task::TaskDraft,
    template::TemplateDraft,
};
use beadle_values::{body::Body, violation::Path};
use serde_json::{Map, Value, json};

use crate::{
    client::{Amount, Client, Error, Pages, Result, with_query},
    commands::input,
};

/// A thing on the server.
#[derive(Debug, Clone, Default)]
pub struct Saved {
    /// Its path.
    pub path: String,
    /// Its id, or its name where it has none.
    pub id: String,
    /// Its version, which a change has to match.
    pub version: u64,
    /// Its members in normal form; it names others by ids.
    pub written: Map<String, Value>,
    /// The plan that keeps it, and the digest of what that wrote.
    pub mark: Option<(String, String)>,
    /// Who changed it last, and when, where the server says it.
    pub changed: Option<(String, String)>,
}

/// The path of the list of a kind.
pub fn list(kind: Kind) -> String {
    format!("/api/v1/{}", kind.table())
}

/// Whether things of the kind have keys, and not names or ids that their owner chooses.
pub fn is_keyed(kind: Kind) -> bool {
    matches!(kind, Kind::Config | Kind::Task)
}

/// The thing with this key, if the server has it.
///
/// # Errors
/// What the requests return.
pub async fn find(client: &Client, kind: Kind, key: &str) -> Result<Option<Saved>> {
    let (path, member) = (list(kind), kind.table());
    if !is_keyed(kind) {
        return read(client, kind, format!("{path}/{key}")).await;
    }
    let page = client.get(&with_query(&path, &[("key", Some(key.to_owned()))])).await?;
    match page[member][0]["id"].as_str() {
        Some(id) => read(client, kind, format!("{path}/{id}")).await,
        None => Ok(None),
    }
}

/// The things of a kind that the plan keeps and whose keys are not `named`, by their keys.
///
/// # Errors
/// What the requests return.
pub async fn kept_by(
    client: &Client,
    kind: Kind,
    plan: &str,
    named: &BTreeSet<&str>,
) -> Result<Vec<(String, Saved)>> {
    let (path, member) = (list(kind), kind.table());
    let query = if is_keyed(kind) { vec![("plan", Some(plan.to_owned()))] } else { Vec::new() };
    let items = match is_keyed(kind) {
        true => Pages::new(client, &path, member, query, Amount::All).collect().await?.0,
        false => client.get(&path).await?[member].as_array().cloned().unwrap_or_default(),
    };
    let mut kept = Vec::new();
    // A list of configs or tasks has only those that the plan keeps.
    let is_kept =
        |item: &&Value| is_keyed(kind) || item["plan"]["name"] == plan && item["shared"] != json!(true);
    for item in items.iter().filter(is_kept) {
        let name = ["key", "name"].into_iter().find_map(|member| match (kind, member) {
            (Kind::Template, _) => item["id"].as_str(),
            (Kind::Config | Kind::Task, "key") | (Kind::Calendar | Kind::Function, "name") => {
                item[member].as_str()
            }
            _ => None,
        });
        let id = if is_keyed(kind) { item["id"].as_str() } else { name };
        // Without a key it is nothing that a file could name.
        let (Some(key), Some(id)) = (name.or(id), id) else { continue };
        if named.contains(key) {
            continue;
        }
        if let Some(saved) = read(client, kind, format!("{path}/{id}")).await? {
            kept.push((key.to_owned(), saved));
        }
    }
    Ok(kept)
}

/// What is at `path`, if there is anything of the caller's.
async fn read(client: &Client, kind: Kind, path: String) -> Result<Option<Saved>> {
    let item = match client.get(&path).await {
        Ok(item) => item,
        Err(Error::Refused(problem)) if problem.status == 404 => return Ok(None),
        Err(error) => return Err(error),
    };
    // In the place of a calendar that the caller does not have, the shared one of this name is answered.
    if kind == Kind::Calendar && item["shared"] == json!(true) {
        return Ok(None);
    }
    let body = match kind {
        Kind::Function => {
            let version = client.get(&format!("{path}/versions/{}", item["current"])).await?;
            members(&version, &["modules", "entry", "hosts", "memory_mb", "cpu_ms"])
        }
        Kind::Calendar => members(&item, &["description", "days", "weekly", "recurring"]),
        Kind::Config => members(&item, &ConfigDraft::members()),
        Kind::Template => members(&item, &TemplateDraft::members()),
        Kind::Task => task(&item),
    };
    let name = if kind == Kind::Template || is_keyed(kind) { "id" } else { "name" };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Ok(Some(Saved {
        id: input::member(&item, name).to_owned(),
        version: item["version"].as_u64().unwrap_or_default(),
        written: normal(kind, body),
        mark: text(&item["plan"]["name"]).zip(text(&item["plan"]["digest"])),
        changed: text(&item["updated_by"]).zip(text(&item["updated_at"])),
        path,
    }))
}

/// Members in normal form; as they are where this version of the command does not know them.
fn normal(kind: Kind, body: Map<String, Value>) -> Map<String, Value> {
    let body = Value::Object(body);
    match (written(kind, &body, &Path::body()), body) {
        (Ok(written), _) => written,
        (Err(_), Value::Object(body)) => body,
        (Err(_), _) => Map::new(),
    }
}

/// The members of a task; its timeout and its retries are those that it states, and not those of the defaults.
fn task(item: &Value) -> Map<String, Value> {
    let mut task = members(item, &TaskDraft::members());
    for stated in ["timeout_ms", "retry", "give_up_after_ms"] {
        task.insert(stated.to_owned(), item["stated_policy"][stated].clone());
    }
    // The same under another name.
    task.shift_remove("task_type");
    task
}

fn members(item: &Value, names: &[&str]) -> Map<String, Value> {
    let known = item.as_object().into_iter().flatten();
    let known = known.filter(|(name, value)| names.contains(&name.as_str()) && !value.is_null());
    known.map(|(name, value)| (name.clone(), value.clone())).collect()
}
