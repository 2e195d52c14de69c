//! Every built-in template against the documentation that it names: a task is created from it as a user
//! would, its request is the documented one, and the documented responses lead to what the template promises.
//!
//! The whole service runs in this process; one local server replaces all hosts and is told the intended one.

mod checks;
mod jobs;
mod messages;
mod news;
mod reports;
mod row;

use std::collections::BTreeSet;

use anyhow::Context;
use beadle_domain::template::built_in;
use serde_json::{Value, json};

use self::row::{Answered, Expected, Outcome, Row};
use crate::{
    conformance::http_caller::destination::{Reply, whole},
    seeds::world::World,
};

fn rows() -> Vec<Row> {
    [messages::rows(), news::rows(), reports::rows(), checks::rows(), jobs::rows()]
        .into_iter()
        .flatten()
        .collect()
}

#[tokio::test]
async fn every_template_works_with_the_documented_shape_of_its_api() -> anyhow::Result<()> {
    let rows = rows();
    let with_row: BTreeSet<&str> = rows.iter().map(|row| row.template).collect();
    let templates: BTreeSet<&str> = built_in::all().iter().map(|template| template.id.as_str()).collect();
    assert_eq!(templates, with_row, "every template has its row, and every row a template");
    for row in &rows {
        let template = built_in::find(&row.template.parse()?).context("it is built in")?;
        println!("{} | {}", row.template, template.metadata["documentation"]);
        for answered in &row.answers {
            check(row, answered).await.with_context(|| format!("{}: {}", row.template, answered.when))?;
            println!("    {}: {}", answered.when, answered.outcome);
        }
    }
    Ok(())
}

/// Creates a task from the row's template, runs it against a destination with this response, and checks both
/// ends.
async fn check(row: &Row, answered: &Answered) -> anyhow::Result<()> {
    let bytes = whole(answered.status, &answered.headers, answered.body.as_bytes());
    let job = matches!(row.asked, Expected::Job { .. });
    let world = World::answering(move |seen| match job && seen.line.starts_with("POST") {
        true => Reply::Bytes(whole(202, "location: videos/7\r\n", b"")),
        false => Reply::Bytes(bytes.clone()),
    })
    .await?;
    let execution = run(&world, row.template, &row.fields).await?;
    match &row.asked {
        Expected::Http(asked) => {
            let [seen] = world.seen().try_into().map_err(|seen| anyhow::anyhow!("calls: {seen:?}"))?;
            assert_eq!(asked.differences(&seen), Vec::<String>::new(), "{seen:?}");
        }
        Expected::Statement { query, params } => {
            let wanted = ((*query).to_owned(), params.clone());
            assert_eq!(world.statements.run(), [wanted]);
        }
        Expected::Job { start, poll } => {
            let seen = world.seen();
            let [started, polled] = &seen[..] else { anyhow::bail!("calls: {seen:?}") };
            assert_eq!(start.differences(started), Vec::<String>::new(), "{started:?}");
            assert_eq!(poll.differences(polled), Vec::<String>::new(), "{polled:?}");
        }
        Expected::Script(run) => assert_eq!(world.sandbox.runs(), [*run]),
    }
    match &answered.outcome {
        Outcome::Result(result) => {
            assert_eq!(execution["status"], "completed", "{execution}");
            assert_eq!(execution["result"], *result);
        }
        Outcome::Failed(code) | Outcome::Retried(code) => {
            let status = if matches!(answered.outcome, Outcome::Failed(_)) { "failed" } else { "retrying" };
            assert_eq!(execution["status"], status, "{execution}");
            assert_eq!(execution["error_details"]["code"], *code, "{execution}");
            if !job {
                assert_eq!(execution["error_details"]["http_status"], answered.status);
            }
        }
    }
    Ok(())
}

/// Runs a task created from `template` with these fields, and waits until its first attempt has ended.
pub async fn run(world: &World, template: &str, fields: &Value) -> anyhow::Result<Value> {
    execute(world, "/api/v1/tasks/from-template", &json!({"template_id": template, "config": fields})).await
}

/// Creates a task by sending `body` to `route`, runs it and returns the settled execution.
pub async fn execute(world: &World, route: &str, body: &Value) -> anyhow::Result<Value> {
    let made = world.ask("POST", route, Some(body.clone())).await?;
    assert_eq!(made.status, 201, "{}", made.json);
    let task = made.json["task_id"].as_str().context("a task")?;
    let headers = [
        ("authorization".to_owned(), format!("Bearer {}", World::token()?)),
        ("prefer".to_owned(), "respond-async".to_owned()),
    ];
    let begun = world.send("POST", &format!("/api/v1/tasks/{task}/execute"), &headers, None).await?;
    let id = begun.json["execution_id"].as_str().context("an execution")?;
    let path = format!("/api/v1/executions/{id}");
    let settled = |execution: &Value| {
        ["completed", "failed", "retrying"].contains(&execution["status"].as_str().unwrap_or_default())
    };
    let waits_or_settled = |execution: &Value| execution["status"] == "waiting" || settled(execution);
    let found = world.counted(&path, waits_or_settled).await?.json;
    if found["status"] == "waiting" {
        let until = found["waiting_until"].as_str().context("a time")?;
        world.pass_until(until.parse()?);
    }
    Ok(world.counted(&path, settled).await?.json)
}
