//! Seed 002: the Automated Task System.

mod code;

use anyhow::Context;
use serde_json::{Value, json};

use super::{Answer, Block, Table, World, assess, describe, numbered, shape, unless};
use crate::curl;

const SEED: &str = "002";

/// Sends the requests of the document.
pub async fn send(blocks: &[Block], world: &World, table: &mut Table) -> anyhow::Result<()> {
    let task = tasks(blocks, world, table).await?;
    schedules(numbered(blocks, 6)?, &task, world, table).await?;
    commands(blocks, &task, world, table).await?;
    logs_and_statistics(blocks, world, table).await?;
    routes(numbered(blocks, 1)?, world, table).await
}

/// The tasks of the document; returns the path of the health check.
async fn tasks(blocks: &[Block], world: &World, table: &mut Table) -> anyhow::Result<String> {
    let mut health_check = String::new();
    for (number, effect) in [(3, "GET /health HTTP/1.1"), (4, "POST /api/webhooks/... HTTP/1.1")] {
        let block = numbered(blocks, number)?;
        let answer = world.ask_with("POST", "/api/tasks", Some(block.text.clone())).await?;
        let path = format!("/api/tasks/{}", answer.json["id"].as_str().unwrap_or_default());
        let mut faults = Vec::new();
        for (name, written) in serde_json::from_str::<Value>(&block.text)?.as_object().context("a task")? {
            if name != "config" {
                faults.extend(unless(
                    answer.json[name] == *written,
                    format!("{name} is {}", answer.json[name]),
                ));
            }
        }
        let run = world.ask("POST", &format!("{path}/execute"), None).await?;
        faults.extend(unless(run.status == 200 && run.json["status"] == "completed", describe(&run)));
        let called = world.seen().last().map(|call| call.line.clone()).unwrap_or_default();
        faults.extend(unless(called == effect, format!("{called} was called")));
        let verdict = assess(&answer, 201, faults, "saved, and run once: the call is the one in the config");
        table.row(SEED, block, &*block.note, describe(&answer), verdict);
        if number == 3 {
            health_check = path;
        }
    }
    code::send(blocks, world, table).await?;
    let block = numbered(blocks, 10)?;
    let ids = [
        world.ask_with("POST", "/api/tasks", Some(numbered(blocks, 3)?.text.clone())).await?,
        world.ask_with("POST", "/api/tasks", Some(numbered(blocks, 4)?.text.clone())).await?,
    ];
    let mut text = block.text.clone();
    for (name, made) in ["task_build_app", "task_run_tests"].iter().zip(&ids) {
        text = text.replace(name, made.json["id"].as_str().context("an id")?);
    }
    let mut body: Value = serde_json::from_str(&text)?;
    let alone = world.ask("POST", "/api/tasks", Some(body.clone())).await?;
    let kind = &alone.json["detail"][0]["loc"][1];
    let mut faults =
        unless(alone.status == 422 && kind == "type", format!("without a type: {}", describe(&alone)));
    body["type"] = json!("webhook");
    body["config"] = json!({"url": "https://discord.com/api/webhooks/1"});
    let answer = world.ask("POST", "/api/tasks", Some(body.clone())).await?;
    faults.extend(unless(answer.json["dependencies"] == body["dependencies"], "the dependencies are others"));
    faults.extend(unless(answer.json["schedule"].is_null(), "it runs by itself"));
    let how = "a part of a task: its two ids are real ones, and a type and a config are added, without which it is a 422";
    table.row(SEED, block, &*block.note, describe(&answer), assess(&answer, 201, faults, how));
    Ok(health_check)
}

/// Each phrase of the document as the schedule of a task.
async fn schedules(block: &Block, task: &str, world: &World, table: &mut Table) -> anyhow::Result<()> {
    for line in block.text.lines() {
        let phrase = line.split('"').nth(1).context("a phrase")?;
        let answer = world.ask("PUT", task, Some(json!({"schedule": phrase}))).await?;
        let faults = unless(
            answer.json["schedule"] == phrase && answer.json["nextRun"].is_string(),
            format!("it is {}", answer.json["schedule"]),
        );
        let request = format!("PUT /api/tasks/{{id}} schedule {phrase:?}");
        table.row(SEED, block, request, describe(&answer), assess(&answer, 200, faults, ""));
    }
    Ok(())
}

/// The commands of the document with a real token and the id of a task.
async fn commands(blocks: &[Block], task: &str, world: &World, table: &mut Table) -> anyhow::Result<()> {
    let id = task.rsplit('/').next().unwrap_or_default();
    for (number, status) in [(7, 422), (8, 200), (9, 200), (19, 200)] {
        let block = numbered(blocks, number)?;
        let answer = command(block, id, world).await?;
        let (faults, how) = match number {
            7 => {
                let mut faults = code::refused(&answer, &json!(["body", "config", "args", 5]));
                faults.extend(code::backed_up(block, world).await?);
                let how = "no shell runs it: refused with what to write in place of `>`; written so, it runs in the sandbox";
                (faults, how)
            }
            8 => (
                unless(answer.json["tasks"][0]["name"] == "Log Cleanup", "the script is not there"),
                "the script that waits for its time",
            ),
            9 => (unless(answer.json["status"] == "completed", "it has not run"), ""),
            _ => (
                unless(answer.json.as_array().is_some_and(|lines| !lines.is_empty()), "there are no lines"),
                "with a token, which the document requires elsewhere",
            ),
        };
        let verdict = assess(&answer, status, faults, how);
        let request = block.text.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
        table.row(SEED, block, request, describe(&answer), verdict);
    }
    Ok(())
}

async fn command(block: &Block, id: &str, world: &World) -> anyhow::Result<Answer> {
    let text = block.text.replace("YOUR_JWT_TOKEN", &World::token()?).replace("TASK_ID", id);
    let curl::Curl { method, path, mut headers, body } = curl::read(&text)?;
    if !headers.iter().any(|(name, _)| name == "Authorization") {
        headers.push(("Authorization".to_owned(), format!("Bearer {}", World::token()?)));
    }
    world.send(method.as_deref().unwrap_or("GET"), &path, &headers, body).await
}

/// Log lines and counters have the shape that the document shows.
async fn logs_and_statistics(blocks: &[Block], world: &World, table: &mut Table) -> anyhow::Result<()> {
    let failing =
        json!({"name": "fails", "type": "api_call", "config": {"url": "https://api.example.com/refused"}});
    let made = world.ask("POST", "/api/tasks", Some(failing)).await?;
    let path = format!("/api/tasks/{}", made.json["id"].as_str().context("an id")?);
    world.ask("POST", &format!("{path}/execute"), None).await?;
    let block = numbered(blocks, 11)?;
    let shown: Value = serde_json::from_str(&block.text)?;
    let answer = world.ask("GET", &format!("{path}/logs"), None).await?;
    let lines = answer.json.as_array().cloned().unwrap_or_default();
    let error = lines.iter().find(|line| line["level"] == "ERROR" && line["data"]["error"].is_string());
    let mut faults = unless(error.is_some(), "no line tells the error");
    for line in &lines {
        let names: Vec<&String> = line.as_object().context("a line")?.keys().collect();
        faults.extend(unless(names == ["timestamp", "level", "message", "data"], format!("{names:?}")));
    }
    faults.extend(unless(shown["data"].is_object(), "the document shows no data"));
    table.row(
        SEED,
        block,
        "GET /api/tasks/{id}/logs",
        describe(&answer),
        assess(&answer, 200, faults, "after a failure"),
    );

    let (asked, shown) = (numbered(blocks, 12)?, numbered(blocks, 13)?);
    world.counted("/api/tasks/stats", |stats| stats["byStatus"]["failed"] == 1).await?;
    let answer = command(asked, "", world).await?;
    let expected: Value = serde_json::from_str(&shown.text)?;
    let names = |value: &Value| value.as_object().map(|members| members.keys().cloned().collect::<Vec<_>>());
    let mut faults = unless(names(&expected) == names(&answer.json), "its members are others");
    for (name, value) in expected.as_object().context("statistics")? {
        match value {
            Value::Object(_) => {
                let counts = answer.json[name].as_object().cloned().unwrap_or_default();
                let total: u64 = counts.values().filter_map(Value::as_u64).sum();
                faults.extend(unless(
                    json!(total) == answer.json["total"],
                    format!("{name} does not add up to the total"),
                ));
            }
            _ => faults.extend(shape::differences(value, &answer.json[name])),
        }
    }
    table.row(SEED, asked, "GET /api/tasks/stats", describe(&answer), assess(&answer, 200, faults, ""));
    let priorities = names(&expected["byPriority"]);
    let faults = unless(
        names(&answer.json["byPriority"]) == priorities,
        format!("priorities {}", answer.json["byPriority"]),
    );
    table.row(
        SEED,
        shown,
        "GET /api/tasks/stats",
        describe(&answer),
        assess(&answer, 200, faults, "its counts add up"),
    );
    Ok(())
}

/// The eight routes of the document.
async fn routes(block: &Block, world: &World, table: &mut Table) -> anyhow::Result<()> {
    let task = json!({"name": "Health Check", "type": "api_call", "config": {"url": "https://api.example.com/health"}});
    let made = world.ask("POST", "/api/tasks", Some(task.clone())).await?;
    let id = made.json["id"].as_str().context("an id")?;
    let mut lines: Vec<&str> = block.text.lines().collect();
    // Deleting the task comes last.
    lines.sort_by_key(|line| line.starts_with("DELETE"));
    for line in lines {
        let mut words = line.split_whitespace();
        let (method, path) = (words.next().context("a method")?, words.next().context("a path")?);
        let (body, status) = match (method, path) {
            ("POST", "/api/tasks") => (Some(task.clone()), 201),
            ("PUT", _) => (Some(json!({"priority": "low"})), 200),
            ("DELETE", _) => (None, 204),
            _ => (None, 200),
        };
        let answer = world.ask(method, &path.replace(":id", id), body).await?;
        table.row(
            SEED,
            block,
            format!("{method} {path}"),
            describe(&answer),
            assess(&answer, status, Vec::new(), ""),
        );
    }
    Ok(())
}
