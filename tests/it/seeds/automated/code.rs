//! The scripts and functions of the document, in the real sandbox.

use anyhow::Context;
use serde_json::{Value, json};

use super::SEED;
use crate::{
    curl,
    seeds::{Answer, Block, Table, World, assess, describe, numbered, unless},
};

/// The scripts and functions of the document, each saved as it is written and run once.
pub async fn send(blocks: &[Block], world: &World, table: &mut Table) -> anyhow::Result<()> {
    let functions = [
        (
            "processData",
            "export async function processData(params) {
                console.log(`from ${params.source} to ${params.target}`);
                return { moved: 7 };
            }",
        ),
        (
            "custom-tasks",
            "export async function myCustomTask(params) {
                console.log('Running custom task with params:', JSON.stringify(params));
                return { result: 'success' };
            }",
        ),
    ];
    for (name, source) in functions {
        let upload = json!({"modules": {"custom-tasks.js": source}});
        let made = world.ask("PUT", &format!("/api/v1/functions/{name}"), Some(upload)).await?;
        anyhow::ensure!(made.status == 201, "{}", describe(&made));
    }
    let cases = [
        (
            2,
            r#"/usr/bin/node scripts/cleanup.js in /app with {"NODE_ENV": "production"}"#,
            (json!({"deleted": 3}), "cleaning app in production"),
            "an operator has allowed `node` in /app; run once in the sandbox, as written",
        ),
        (
            5,
            r#"processData({"source":"database","target":"cache"})"#,
            (json!({"moved": 7}), "from database to cache"),
            "its function is uploaded; run once in the sandbox, as written",
        ),
        (
            18,
            r#"myCustomTask({"key":"value"})"#,
            (json!({"result": "success"}), r#"Running custom task with params: {"key":"value"}"#),
            "a part of a task: a name is added; the function is found by its export, and runs in the sandbox",
        ),
    ];
    for (number, effect, (result, line), how) in cases {
        let block = numbered(blocks, number)?;
        let mut body: Value = serde_json::from_str(&block.text)?;
        if number == 18 {
            body["name"] = json!("Custom");
        }
        let answer = world.ask("POST", "/api/tasks", Some(body.clone())).await?;
        let mut faults = unless(
            answer.json["config"] == body["config"],
            format!("its config is {}", answer.json["config"]),
        );
        let path = format!("/api/tasks/{}", answer.json["id"].as_str().unwrap_or_default());
        let run = world.ask("POST", &format!("{path}/execute"), None).await?;
        faults.extend(unless(run.json["status"] == "completed", describe(&run)));
        faults.extend(unless(run.json["result"] == result, format!("its result is {}", run.json["result"])));
        let made = world.sandbox.runs().pop().unwrap_or_default();
        faults.extend(unless(made == effect, format!("{made} was run")));
        let logs = world.ask("GET", &format!("{path}/logs"), None).await?;
        let says = |entry: &Value| entry["message"] == line && entry["level"] == "INFO";
        faults.extend(unless(
            logs.json.as_array().is_some_and(|lines| lines.iter().any(says)),
            "its log is lost",
        ));
        table.row(SEED, block, &*block.note, describe(&answer), assess(&answer, 201, faults, how));
    }
    Ok(())
}

/// What is wrong with the refusal of shell syntax: it has to be at `place`, and to say what to write instead.
pub fn refused(answer: &Answer, place: &Value) -> Vec<String> {
    let faults = answer.json["detail"].as_array().cloned().unwrap_or_default();
    let hinted = |fault: &Value| {
        fault["loc"] == *place
            && fault["type"] == "shell_syntax"
            && fault["hint"].as_str().is_some_and(|hint| hint.contains("pg_dump -f backup.sql"))
    };
    unless(faults.len() == 1 && faults.iter().any(hinted), format!("{faults:?}"))
}

/// What is wrong with the back-up when it is written as the refusal says: with `-f`.
pub async fn backed_up(block: &Block, world: &World) -> anyhow::Result<Vec<String>> {
    let text = block.text.replace("YOUR_JWT_TOKEN", &World::token()?);
    let body = curl::read(&text)?.body.context("a body")?.replace(r#"">""#, r#""-f""#);
    let made = world.ask_with("POST", "/api/tasks", Some(body)).await?;
    let path = format!("/api/tasks/{}", made.json["id"].as_str().unwrap_or_default());
    let mut faults = unless(made.status == 201, describe(&made));
    let run = world.ask("POST", &format!("{path}/execute"), None).await?;
    faults.extend(unless(run.json["status"] == "completed", describe(&run)));
    faults.extend(unless(world.sandbox.has("/backups/backup.sql"), "there is no back-up"));
    world.ask("DELETE", &path, None).await?;
    Ok(faults)
}
