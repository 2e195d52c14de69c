//! Seed 003: the flows of the Task Service, its tables as responses, and its errors.

use anyhow::Context;
use serde_json::{Value, json};

use super::{Block, Table, World, assess, describe, numbered, unless};

const SEED: &str = "003";

/// Sends the requests of the document.
pub async fn send(blocks: &[Block], world: &World, table: &mut Table) -> anyhow::Result<()> {
    let body = json!({
        "name": "Weather", "task_type": "api_call", "priority": "medium", "tags": ["morning"],
        "config": {"method": "GET", "url": "https://api.example.com/weather"},
    });
    let created = world.ask("POST", "/api/v1/tasks", Some(body)).await?;
    let how = "the document shows the flow without a body; this one has the columns of its table";
    let flow = numbered(blocks, 6)?;
    table.row(SEED, flow, "POST /api/v1/tasks", describe(&created), assess(&created, 201, Vec::new(), how));

    let id = created.json["task_id"].as_str().context("an id")?.to_owned();
    let executed = world.ask("POST", &format!("/api/v1/tasks/{id}/execute"), None).await?;
    let faults = unless(executed.json["result"] == json!({"ok": true}), "it has no result");
    let how = "answered with the result";
    let flow = numbered(blocks, 7)?;
    table.row(
        SEED,
        flow,
        "POST /api/v1/tasks/{task_id}/execute",
        describe(&executed),
        assess(&executed, 200, faults, how),
    );

    let filled = json!({
        "template_id": "tpl_weather_current", "name": "Weather in Berlin",
        "config": {"latitude": 52.52, "longitude": 13.41},
    });
    let made = world.ask("POST", "/api/v1/tasks/from-template", Some(filled)).await?;
    let faults = unless(made.json["template_id"] == "tpl_weather_current", "it names no template");
    let verdict = assess(&made, 201, faults, "the fields of a built-in template");
    table.row(SEED, numbered(blocks, 8)?, "POST /api/v1/tasks/from-template", describe(&made), verdict);
    let listed = world.ask("GET", "/api/v1/templates", None).await?;
    let template = &listed.json["templates"][0];
    columns(numbered(blocks, 5)?, "GET /api/v1/templates", template, table)?;

    let path = "/api/v1/analytics?days=30";
    let analytics = world.counted(path, |report| !report["by_status"]["completed"].is_null()).await?;
    let how = "the execution is counted";
    table.row(
        SEED,
        numbered(blocks, 9)?,
        format!("GET {path}"),
        describe(&analytics),
        assess(&analytics, 200, Vec::new(), how),
    );

    columns(numbered(blocks, 3)?, "GET /api/v1/tasks/{id}", &created.json, table)?;
    columns(numbered(blocks, 4)?, "GET /api/v1/executions/{id}", &executed.json, table)?;
    errors(&id, world, table).await?;
    health(world, table).await
}

/// Each column of a table is a member of the response.
fn columns(block: &Block, request: &str, answer: &Value, table: &mut Table) -> anyhow::Result<()> {
    let declared = block.text.lines().filter_map(|line| line.strip_prefix("    "));
    let names = declared.filter_map(|line| line.split_whitespace().next());
    let is_name = |name: &&str| name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    let missing: Vec<&str> = names.filter(is_name).filter(|name| answer.get(name).is_none()).collect();
    let verdict = if missing.is_empty() {
        super::Verdict::AsDescribed("every column of the table is a member of the answer")
    } else {
        super::Verdict::Wrong(format!("the answer lacks {}", missing.join(", ")))
    };
    table.row(SEED, block, request, "-", verdict);
    Ok(())
}

/// The table of errors.
async fn errors(id: &str, world: &World, table: &mut Table) -> anyhow::Result<()> {
    let place = "Error Types and HTTP Codes";
    let unknown = "tsk_ffffffffffffffffffffffffffffffff";
    let answer = world.ask("GET", &format!("/api/v1/tasks/{unknown}"), None).await?;
    let faults = unless(
        answer.json["detail"] == "Task not found" && answer.json["task_id"] == unknown,
        "its members are others",
    );
    table.prose(
        SEED,
        place,
        "GET /api/v1/tasks/{unknown}",
        describe(&answer),
        assess(&answer, 404, faults, ""),
    );

    let answer = world.ask("POST", "/api/v1/tasks", Some(json!({"name": ""}))).await?;
    let listed = answer.json["detail"].as_array().cloned().unwrap_or_default();
    let shaped =
        |fault: &Value| fault["loc"].is_array() && fault["msg"].is_string() && fault["type"].is_string();
    let faults = unless(!listed.is_empty() && listed.iter().all(shaped), "its members are others");
    table.prose(
        SEED,
        place,
        "POST /api/v1/tasks {\"name\": \"\"}",
        describe(&answer),
        assess(&answer, 422, faults, ""),
    );

    let shared = json!({"name": "for all", "shared": true});
    let answer = world.ask("POST", "/api/v1/configs", Some(shared)).await?;
    let faults = unless(
        answer.json["detail"] == "Permission denied" && answer.json["action"].is_string(),
        "its members are others",
    );
    let how = "a user who shares a config";
    table.prose(SEED, place, "POST /api/v1/configs", describe(&answer), assess(&answer, 403, faults, how));
    let deleted = world.ask("DELETE", &format!("/api/v1/tasks/{id}"), None).await?;
    table.prose(
        SEED,
        "Service Layer",
        "DELETE /api/v1/tasks/{id}",
        describe(&deleted),
        assess(&deleted, 204, Vec::new(), ""),
    );
    Ok(())
}

/// The health checks.
async fn health(world: &World, table: &mut Table) -> anyhow::Result<()> {
    for path in ["/health", "/health/detailed"] {
        let answer = world.ask("GET", path, None).await?;
        let verdict = assess(&answer, 200, Vec::new(), "");
        table.prose(SEED, "Health Checks", format!("GET {path}"), describe(&answer), verdict);
    }
    Ok(())
}
