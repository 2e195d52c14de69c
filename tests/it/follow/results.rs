//! Results of tasks in the requests of their dependents.

use beadle_application::port::{ExecutionScope, Executions, Tasks};
use beadle_domain::{
    execution::{Execution, FailureCode, Status},
    interpolation::Template,
    spec::{HttpSpec, TaskSpec},
    task::Task,
};
use beadle_embedded::Options;
use beadle_values::id::TaskId;
use serde_json::{Value, json};

use super::World;
use crate::conformance::{
    http_caller::destination::{Destination, Reply, whole},
    specimen::{executions_of, owner, task_with},
};

const ITEMS: &[u8] = br#"{"items": [{"id": 7, "name": "a b"}]}"#;

/// Saves a task that posts `body` to `path` and runs after `upstream`.
async fn posting(world: &World, path: &str, body: Value, upstream: &Task) -> anyhow::Result<Task> {
    let url = Template::new(world.there.url(path));
    let task = task_with(|task| {
        task.spec = TaskSpec::Http(HttpSpec { url, body: Some(body), ..HttpSpec::new("POST", "") });
        task.dependencies = vec![upstream.id];
    });
    world.store.insert(&task).await?;
    Ok(task)
}

async fn only(world: &World, task: TaskId) -> anyhow::Result<Execution> {
    let mut page = Executions::list(&world.store, &executions_of(ExecutionScope::Task(task), 2)).await?;
    anyhow::ensure!(page.items.len() == 1, "{:?}", page.items);
    page.items.pop().ok_or_else(|| anyhow::anyhow!("none"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_result_is_used_in_the_url_and_the_body_of_a_dependent() -> anyhow::Result<()> {
    let there =
        Destination::start(|_| Reply::Bytes(whole(200, "content-type: application/json\r\n", ITEMS))).await;
    let mut world = World::new(there, Options::in_memory(), 7, 5)?;
    let fetch = world.save("fetch", &[]).await?;
    let of_fetch = format!("${{dep.{}.execution_id}}", fetch.id);
    let body = json!({"all": "${dep.fetch.result.items}", "run": of_fetch, "status": "${dep.fetch.status}"});
    let path = "/store/${dep.fetch.result.items[0].id}/${dep.fetch.result.items[0].name}";
    let store = posting(&world, path, body, &fetch).await?;
    let astray = posting(&world, "/astray", json!("${dep.fetched.result}"), &fetch).await?;
    let ran = world.start(&fetch).await?;
    world.settle().await?;

    let seen = world.there.seen();
    let posted: Vec<_> = seen.iter().filter(|seen| seen.line.starts_with("POST")).collect();
    assert_eq!(posted.len(), 1, "what names an unknown task sends nothing: {posted:?}");
    assert!(posted[0].line.starts_with("POST /store/7/a%20b "), "{}", posted[0].line);
    let sent: Value = serde_json::from_str(&posted[0].body)?;
    let items = json!([{"id": 7, "name": "a b"}]);
    assert_eq!(sent, json!({"all": items, "run": ran.id(), "status": "completed"}));
    assert_eq!(only(&world, store.id).await?.status(), Status::Completed);
    let astray = only(&world, astray.id).await?;
    let failure = astray.progress.failure().map(|failure| (failure.code, failure.message.as_str()));
    let (code, message) = failure.ok_or_else(|| anyhow::anyhow!("it did not fail"))?;
    assert_eq!(code, FailureCode::Interpolation);
    assert!(message.contains("`dep.fetch`"), "{message}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_result_of_another_users_task_is_readable_while_assigned() -> anyhow::Result<()> {
    for (assignee, sent) in [(Some("ada"), 1), (None, 0)] {
        let there = Destination::start(|_| Reply::Bytes(whole(200, "", b"theirs"))).await;
        let mut world = World::new(there, Options::in_memory(), 0, 0)?;
        let theirs = task_with(|task| {
            task.owner = owner("bob");
            task.assigned_to = assignee.map(owner);
            task.spec = TaskSpec::Http(HttpSpec::new("GET", &world.there.url("/theirs")));
        });
        world.store.insert(&theirs).await?;
        let body = json!(format!("${{dep.{}.result}}", theirs.id));
        let mine = posting(&world, "/mine", body, &theirs).await?;
        assert_eq!(mine.owner, owner("ada"));
        world.start(&theirs).await?;
        world.settle().await?;
        let seen = world.there.seen();
        let posted: Vec<_> = seen.iter().filter(|seen| seen.line.starts_with("POST")).collect();
        assert_eq!(posted.len(), sent, "{assignee:?}: {posted:?}");
        assert!(posted.iter().all(|seen| seen.body.contains("theirs")), "{posted:?}");
    }
    Ok(())
}
