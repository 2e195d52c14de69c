//! Dependencies between tasks, and running a task that has some.

use serde_json::{Value, json};

use super::{Client, client::Reply};

impl Client {
    /// Creates a task `name` that depends on `upstream`.
    async fn after(&self, name: &str, upstream: &[&str]) -> Reply {
        self.task(json!({"name": name, "dependencies": upstream})).await
    }

    /// Runs the task without waiting for the end.
    async fn run(&self, task: &str, query: &str) -> Reply {
        let asked = self.header("prefer", "respond-async");
        asked.ask(&format!("/api/v1/tasks/{task}/execute{query}")).await
    }
}

fn path(id: &str) -> String {
    format!("/api/v1/tasks/{id}")
}

#[tokio::test]
async fn a_task_shows_its_dependencies() {
    let client = Client::new();
    let (one, other) = (client.after("one", &[]).await.id(), client.after("other", &[]).await.id());
    let created = client.after("last", &[&one, &other]).await;
    assert_eq!(created.json["dependencies"], json!([one, other]));
    let changed = client.patch(&path(&created.id()), json!({"dependencies": [other]})).await.expecting(200);
    assert_eq!(changed.json["dependencies"], json!([other]));
    assert_eq!(client.get(&path(&created.id())).await.json["dependencies"], json!([other]));
}

#[tokio::test]
async fn running_a_task_with_unmet_dependencies_is_refused() {
    let client = Client::new();
    let (one, other) = (client.after("one", &[]).await.id(), client.after("other", &[]).await.id());
    let last = client.after("last", &[&one, &other]).await.id();
    let unmet = |one: Value, other: Value| json!([one, other]);
    let state = |id: &str, name: &str, status: Value| json!({"task_id": id, "name": name, "deleted": false, "last_status": status});

    let refused = client.run(&last, "").await.problem(409, "dependencies_unmet");
    let none = unmet(state(&one, "one", Value::Null), state(&other, "other", Value::Null));
    assert_eq!(refused.json["dependencies"], none);

    let first = client.run(&one, "").await.expecting(202).id();
    client.complete(&first, json!(1)).await;
    let failed = client.run(&other, "").await.expecting(202).id();
    client.fail(&failed, 404).await;
    client.project().await;
    let refused = client.run(&last, "").await.problem(409, "dependencies_unmet");
    assert_eq!(refused.json["dependencies"], json!([state(&other, "other", json!("failed"))]));
    assert_eq!(client.get(&format!("{}/executions", path(&last))).await.json["executions"], json!([]));
}

#[tokio::test]
async fn running_a_task_with_completed_dependencies_starts_it() {
    let client = Client::new();
    let one = client.after("one", &[]).await.id();
    let last = client.after("last", &[&one]).await.id();
    let first = client.run(&one, "").await.expecting(202).id();
    client.complete(&first, json!(1)).await;
    client.project().await;
    let run = client.run(&last, "").await.expecting(202);
    assert_eq!((&run.json["task_id"], &run.json["trigger_type"]), (&json!(last), &json!("manual")));
}

#[tokio::test]
async fn force_ignores_unmet_dependencies() {
    let client = Client::new();
    let one = client.after("one", &[]).await.id();
    let last = client.after("last", &[&one]).await.id();
    client.run(&last, "?force=false").await.problem(409, "dependencies_unmet");
    let run = client.run(&last, "?force=true").await.expecting(202);
    assert_eq!(run.json["task_id"], last);
    client.run(&last, "?force=perhaps").await.violations(&["query.force"]);
}

#[tokio::test]
async fn a_dependency_cycle_is_refused_with_its_path() {
    let client = Client::new();
    let a = client.after("a", &[]).await.id();
    let b = client.after("b", &[&a]).await.id();
    let c = client.after("c", &[&b]).await.id();
    let refused =
        client.patch(&path(&a), json!({"dependencies": [c]})).await.violations(&["body.dependencies"]);
    let fault = &refused.json["detail"][0];
    assert_eq!(fault["type"], "cycle");
    let way = format!("they lead back to the task itself: a ({a}) → c ({c}) → b ({b}) → a ({a})");
    assert_eq!(fault["msg"], way);
    let itself = client.put(&path(&a), json!({"dependencies": [a]})).await.violations(&["body.dependencies"]);
    let way = format!("they lead back to the task itself: a ({a}) → a ({a})");
    assert_eq!(itself.json["detail"][0]["msg"], way);
    assert_eq!(client.get(&path(&a)).await.json["dependencies"], json!([]));
}

#[tokio::test]
async fn a_dependency_on_an_unknown_or_hidden_task_is_refused() {
    let client = Client::behind_gateway();
    let (ada, eve) = (client.by("ada"), client.by("eve"));
    let mine = ada.after("mine", &[]).await.id();
    let hidden = eve.after("hidden", &[]).await.id();
    let gone = ada.after("gone", &[]).await.id();
    ada.delete(&path(&gone)).await.expecting(204);
    let unknown = "tsk_00000000000040008000000000000000";
    let body = json!({
        "name": "last", "type": "http", "config": {"url": "http://a.example/"},
        "dependencies": [mine, hidden, gone, unknown],
    });
    let faults = ["body.dependencies.1", "body.dependencies.2", "body.dependencies.3"];
    let refused = ada.post("/api/v1/tasks", body).await.violations(&faults);
    for (index, id) in [hidden.as_str(), gone.as_str(), unknown].into_iter().enumerate() {
        let fault = &refused.json["detail"][index];
        assert_eq!(fault["type"], "unknown_task");
        assert_eq!(fault["msg"], format!("there is no task {id}"));
    }
    ada.patch(&path(&mine), json!({"dependencies": [hidden]})).await.violations(&["body.dependencies.0"]);
}

#[tokio::test]
async fn deleting_a_task_that_others_run_after_names_them_and_has_to_be_forced() {
    for base in ["/api/v1/tasks", "/api/tasks"] {
        let client = Client::new();
        let upstream = client.after("upstream", &[]).await.id();
        let one = client.after("one", &[&upstream]).await.id();
        let gone = client.after("gone", &[&upstream]).await.id();
        client.delete(&path(&gone)).await.expecting(204);
        let refused = client.delete(&format!("{base}/{upstream}")).await.problem(409, "has_dependents");
        assert_eq!(refused.json["dependents"], json!([{"task_id": one, "name": "one"}]));
        assert_eq!(refused.json["dependent_count"], 1);
        client.get(&path(&upstream)).await.expecting(200);
        client.delete(&format!("{base}/{upstream}?force=perhaps")).await.violations(&["query.force"]);

        client.delete(&format!("{base}/{upstream}?force=true")).await.expecting(204);
        let refused = client.run(&one, "").await.problem(409, "dependencies_unmet");
        let missing = json!({"task_id": upstream, "name": "upstream", "deleted": true, "last_status": null});
        assert_eq!(refused.json["dependencies"], json!([missing]));
    }
}
