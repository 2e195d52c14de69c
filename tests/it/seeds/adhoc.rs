//! Seeds 000 and 001: requests that run at once, and configs.

use anyhow::Context;
use beadle_domain::execution::Status;
use serde_json::{Value, json};

use super::{Answer, Block, Table, World, assess, describe, unless};

/// The token in place of `${token}`.
const TOKEN: &str = "t0k3n";

/// Sends the requests of the document.
pub async fn send(
    seed: &'static str,
    blocks: &[Block],
    world: &World,
    table: &mut Table,
) -> anyhow::Result<()> {
    for block in blocks.iter().filter(|block| block.kind == "request") {
        let (method, path) = block.note.split_once(' ').context("a request line")?;
        let written = block.text.replace("${token}", TOKEN);
        let answer = world.ask_with(method, path, Some(written.clone())).await?;
        let faults = match answer.status {
            202 => effect(seed, &serde_json::from_str(&written)?, &answer, world).await?,
            _ => Vec::new(),
        };
        let how = "started, polled at the document's path until it completed, and sent to the destination as written";
        table.row(seed, block, &*block.note, describe(&answer), assess(&answer, 202, faults, how));
    }
    bullets(seed, world, table).await
}

/// The path of an execution in this document.
fn place(seed: &str, id: &Value) -> String {
    let id = id.as_str().unwrap_or_default();
    if seed == "000" { format!("/api/v1/tasks/{id}") } else { format!("/api/v1/executions/{id}") }
}

/// What is wrong with the effect of a request.
async fn effect(
    seed: &'static str,
    asked: &Value,
    answer: &Answer,
    world: &World,
) -> anyhow::Result<Vec<String>> {
    let id = &answer.json["id"];
    let ended = world.ended(id).await?;
    let polled = world.ask("GET", &place(seed, id), None).await?;
    let mut faults = unless(
        ended.status() == Status::Completed && polled.json["status"] == "completed",
        format!("it is {}", ended.status()),
    );
    let kind = asked["type"].as_str().context("a type")?;
    if kind == "database" {
        let statement = (asked["query"].as_str().unwrap_or_default().to_owned(), asked["params"].clone());
        let run = world.statements.run().into_iter().map(|(query, params)| (query, Value::Array(params)));
        faults.extend(unless(run.into_iter().any(|run| run == statement), "the statement was not run"));
        return Ok(faults);
    }
    let seen = world.seen();
    let call = seen.last().context("a call")?;
    let (line, sent) = match kind {
        "http" => ("POST /users HTTP/1.1", asked["body"].clone()),
        _ => ("POST /graphql HTTP/1.1", json!({"query": asked["query"], "variables": asked["variables"]})),
    };
    faults.extend(unless(call.line == line, format!("{} was called", call.line)));
    faults.extend(unless(
        serde_json::from_str::<Value>(&call.body)? == sent,
        format!("{} was sent", call.body),
    ));
    if kind == "http" {
        let bearer = format!("Bearer {TOKEN}");
        faults
            .extend(unless(call.header("authorization") == Some(&bearer), "the token is not the one given"));
        faults.extend(unless(polled.json["result"]["id"] == 7, "the result is not the answer"));
    } else {
        let made = &polled.json["result"]["createUser"]["name"];
        faults.extend(unless(made == "John Doe", "the result is not the data"));
    }
    Ok(faults)
}

/// The routes that the document lists in its text.
async fn bullets(seed: &'static str, world: &World, table: &mut Table) -> anyhow::Result<()> {
    let execute = if seed == "000" { "/api/v1/tasks/execute" } else { "/api/v1/execute" };
    let later = json!({"type": "http", "url": "https://api.example.com/users", "delay": "1h"});
    let started = world.ask("POST", execute, Some(later)).await?;
    let path = format!("{}/cancel", place(seed, &started.json["id"]));
    let cancelled = world.ask("POST", &path, None).await?;
    let faults = unless(cancelled.json["status"] == "cancelled", "it is not cancelled");
    let verdict = assess(&cancelled, 200, faults, "of one that was to run in an hour");
    table.prose(seed, "Task Execution", "POST …/{id}/cancel", describe(&cancelled), verdict);

    let config =
        json!({"name": "users", "base_url": "https://api.example.com", "timeout": "30s", "retries": 3});
    let made = world.ask("POST", "/api/v1/configs", Some(config)).await?;
    let verdict = assess(&made, 201, Vec::new(), "");
    table.prose(seed, "Configuration", "POST /api/v1/configs", describe(&made), verdict);
    let listed = world.ask("GET", "/api/v1/configs", None).await?;
    let faults = unless(listed.json["configs"][0]["id"] == made.json["id"], "it is not listed");
    table.prose(
        seed,
        "Configuration",
        "GET /api/v1/configs",
        describe(&listed),
        assess(&listed, 200, faults, ""),
    );
    let path = format!("/api/v1/configs/{}", made.json["id"].as_str().context("an id")?);
    let changed = world.ask("PUT", &path, Some(json!({"retries": 5}))).await?;
    let faults = unless(changed.json["retry"]["max_retries"] == 5, "it is not changed");
    table.prose(
        seed,
        "Configuration",
        "PUT /api/v1/configs/{id}",
        describe(&changed),
        assess(&changed, 200, faults, ""),
    );
    retry_logic(seed, execute, world, table).await
}

/// The custom retry policy: a function of the user says when to try again.
async fn retry_logic(
    seed: &'static str,
    execute: &str,
    world: &World,
    table: &mut Table,
) -> anyhow::Result<()> {
    let source =
        "export async function patience({ attempt, status }) { return status === 503 ? 7 * attempt : null; }";
    let upload = json!({"modules": {"index.js": source}});
    world.ask("PUT", "/api/v1/functions/patience", Some(upload)).await?;
    let request = json!({"type": "http", "url": "https://api.example.com/busy", "retry": {"function": {"name": "patience"}}});
    let started = world.ask("POST", execute, Some(request)).await?;
    let path = place(seed, &started.json["id"]);
    let retrying = world.counted(&path, |execution| execution["status"] == "retrying").await?;
    let explained = format!("/api/v1/executions/{}/explain", started.json["id"].as_str().context("an id")?);
    let explained = world.ask("GET", &explained, None).await?;
    let mut faults = unless(retrying.json["status"] == "retrying", "it is not tried again");
    let said = "the retry function `patience` (version 1 of `patience`) answered 7 s";
    faults.extend(unless(
        explained.json.to_string().contains(said),
        "the explanation does not say who said so",
    ));
    let run = world.sandbox.runs().into_iter().find(|run| run.starts_with("patience("));
    faults.extend(unless(run.is_some(), "the function was not asked"));
    let how = "after a failed attempt a function that a user wrote says the delay, in `retry.function`";
    let verdict = assess(&retrying, 200, faults, how);
    table.prose(seed, "Retry Policies, Custom", format!("POST {execute}"), describe(&retrying), verdict);
    Ok(())
}
