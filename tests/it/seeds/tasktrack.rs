//! Seed 004: `TaskTrack`.

use anyhow::Context;
use serde_json::{Value, json};

use super::{Block, Table, World, assess, describe, numbered, shape, unless};

const SEED: &str = "004";

/// Sends the requests of the document.
pub async fn send(blocks: &[Block], world: &World, table: &mut Table) -> anyhow::Result<()> {
    let shown = |number: usize| -> anyhow::Result<(&Block, Value)> {
        let block = numbered(blocks, number)?;
        Ok((block, serde_json::from_str(&block.text)?))
    };
    let (request, (response, message)) = (numbered(blocks, 2)?, shown(3)?);
    let created = world.ask_with("POST", "/task", Some(request.text.clone())).await?;
    let faults = unless(created.json == message, "the message is another");
    let how = "201; the document shows no status";
    table.row(SEED, request, &*request.note, describe(&created), assess(&created, 201, Vec::new(), how));
    table.row(
        SEED,
        response,
        &*request.note,
        describe(&created),
        assess(&created, 201, faults, "word for word"),
    );

    // The first one has ended when the second one begins.
    let first = execution(world, 0).await?;
    let waiting = world.waiting(&first).await?;
    world.pass_until(waiting.state().due().context("a time")?);
    world.ended(&first).await?;
    world.ask("POST", "/api/task", Some(json!({"name": "someName2", "description": "1234"}))).await?;
    world.waiting(&execution(world, 0).await?).await?;

    let (response, list) = shown(4)?;
    let statuses = |list: &Value| {
        list.as_array().map(|tasks| tasks.iter().map(|t| t["status"].clone()).collect::<Vec<_>>())
    };
    let answer =
        world.counted("/task", |list| statuses(list) == Some(vec![json!("done"), json!("running")])).await?;
    let faults = shape::differences(&list, &answer.json);
    let how = "one is done and one runs; every path begins with /task or /api/task";
    table.row(SEED, response, "GET /task", describe(&answer), assess(&answer, 200, faults, how));

    let (response, one) = shown(5)?;
    let answer = world.ask("GET", "/task/1", None).await?;
    let mut faults = shape::differences(&one, &answer.json);
    faults.extend(unless(answer.json["status"] == "done", "it is not done"));
    let duration = answer.json["duration"].as_str().unwrap_or_default();
    let minutes: Option<u32> = duration.split_once('m').and_then(|(minutes, _)| minutes.parse().ok());
    faults.extend(unless(
        minutes.is_some_and(|minutes| (3..=5).contains(&minutes)),
        format!("it took {duration}"),
    ));
    let how = "it took three to five minutes of the clock";
    table.row(SEED, response, "GET /task/:id", describe(&answer), assess(&answer, 200, faults, how));

    let (request, (response, message)) = (numbered(blocks, 6)?, shown(7)?);
    let answer = world.ask_with("PATCH", "/task/1", Some(request.text.clone())).await?;
    let now = world.ask("GET", "/task/1", None).await?;
    let written: Value = serde_json::from_str(&request.text)?;
    let changed = now.json["name"] == written["name"] && now.json["description"] == written["description"];
    table.row(
        SEED,
        request,
        &*request.note,
        describe(&answer),
        assess(&answer, 200, unless(changed, describe(&now)), "and it reads so afterwards"),
    );
    let faults = unless(answer.json == message, "the message is another");
    table.row(
        SEED,
        response,
        &*request.note,
        describe(&answer),
        assess(&answer, 200, faults, "word for word"),
    );

    let response = numbered(blocks, 8)?;
    let answer = world.ask("DELETE", "/task/1", None).await?;
    let gone = world.ask("GET", "/task/1", None).await?;
    let faults = unless(answer.json.is_null() && gone.status == 404, "it is still there");
    table.row(SEED, response, "DELETE /task/:id", describe(&answer), assess(&answer, 204, faults, ""));
    Ok(())
}

/// The id of the last started execution, or the one `before` it.
async fn execution(world: &World, before: usize) -> anyhow::Result<Value> {
    let list = world.ask("GET", "/api/v1/executions", None).await?;
    Ok(list.json["executions"][before]["id"].clone())
}
