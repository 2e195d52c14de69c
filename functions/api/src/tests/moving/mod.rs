//! Exports and imports, from one store to another.

use beadle_application::port::Executions;
use serde_json::{Value, json};

use super::{Client, functions};

mod owners;

const EXPORT: &str = "/api/v1/export";
const IMPORT: &str = "/api/v1/import";

/// All records of the caller, in pages.
async fn exported(client: &Client) -> Vec<Value> {
    let (mut records, mut path) = (Vec::new(), EXPORT.to_owned());
    loop {
        let page = client.get(&path).await.expecting(200).json;
        records.extend(page["records"].as_array().unwrap().iter().cloned());
        let Some(cursor) = page["next_cursor"].as_str() else { return records };
        path = format!("{EXPORT}?cursor={cursor}");
    }
}

/// What became of each of `records`: its outcome, or the code of its problem.
async fn import(client: &Client, records: &[Value], options: Value) -> Vec<String> {
    let mut outcomes = Vec::new();
    for some in records.chunks(100) {
        let mut body = options.clone();
        body["records"] = json!(some);
        let answer = client.post(IMPORT, body).await.expecting(207).json;
        outcomes.extend(answer["results"].as_array().unwrap().iter().map(outcome));
    }
    outcomes
}

fn outcome(result: &Value) -> String {
    let code = result["problem"]["code"].as_str().or_else(|| result["outcome"].as_str());
    code.unwrap().to_owned()
}

/// The records that are moved, without those that say what is not.
fn moved(records: &[Value]) -> Vec<Value> {
    records.iter().filter(|record| record["kind"] != "left_out").cloned().collect()
}

fn of_kind<'a>(records: &'a [Value], kind: &str) -> Vec<&'a Value> {
    records.iter().filter(|record| record["kind"] == kind).collect()
}

/// One of each kind, in different states.
async fn furnished() -> Client {
    let client = functions::client();
    for source in ["export one 1", "export one 2", "export one 3"] {
        let body = functions::upload(source);
        client.put("/api/v1/functions/invoices", body).await;
    }
    client.put("/api/v1/functions/invoices/current", json!({"version": 2})).await.expecting(200);
    client
        .put("/api/v1/calendars/closed", json!({"days": ["2027-05-06"], "weekly": ["sunday"]}))
        .await
        .expecting(201);
    let template =
        json!({"template_id": "tpl_ping", "name": "Ping", "category": "monitoring", "task_type": "http"});
    client.post("/api/v1/templates", template).await.expecting(201);
    let config = json!({"name": "shop", "base_url": "https://shop.example/", "concurrency": 3,
        "auth": {"type": "bearer", "token": "${secret:shop#token}"}});
    let config = client.post("/api/v1/configs", config).await.expecting(201).id();
    let first = client
        .task(json!({"name": "first", "config_id": config, "config": {"url": "/orders"},
        "schedule": {"cron": "0 7 * * *", "exclude": ["closed"]}, "tags": ["x"]}))
        .await
        .id();
    let later = client.task(json!({"name": "later"})).await.id();
    client.task(json!({"name": "third", "dependencies": [first]})).await;
    // One that runs after a later one.
    client
        .patch(&format!("/api/v1/tasks/{first}"), json!({"schedule": null, "dependencies": [later]}))
        .await
        .expecting(200);
    let paused = client.task(json!({"name": "paused", "schedule": "every 5 minutes"})).await.id();
    client.ask(&format!("/api/v1/tasks/{paused}/pause")).await.expecting(200);
    let todo = json!({"name": "done", "type": "todo", "is_completed": true});
    client.post("/api/v1/tasks", todo).await.expecting(201);
    let custom = json!({"name": "custom", "type": "custom", "config": {"function": "one"}});
    client.post("/api/v1/tasks", custom).await.expecting(201);
    let deleted = client.task(json!({"name": "deleted"})).await.id();
    client.delete(&format!("/api/v1/tasks/{deleted}")).await.expecting(204);
    let rules = json!({"rules": [{"name": "r", "when": "consecutive_failures", "task_id": later, "targets": ["ops"]}],
        "targets": [{"name": "ops", "type": "slack", "webhook": "${secret:slack}"}]});
    client.put("/api/v1/alerts", rules).await.expecting(200);
    let done = client.execution().await.id();
    client.complete(&done, json!({"rows": 1})).await;
    let run = client.ask(&format!("/api/v1/tasks/{later}/execute")).await.json["execution_id"]
        .as_str()
        .unwrap()
        .to_owned();
    client.complete(&run, json!({"rows": 2})).await;
    client.post("/api/v1/api-keys", json!({"name": "ci", "scopes": ["read"]})).await.expecting(201);
    client
}

#[tokio::test]
async fn what_is_imported_exports_the_same_and_importing_it_again_changes_nothing() {
    let here = furnished().await;
    let records = exported(&here).await;
    let kinds =
        ["config", "calendar", "function_version", "function", "template", "task", "alerts", "execution"];
    for kind in kinds {
        assert!(!of_kind(&records, kind).is_empty(), "no record of {kind}");
    }
    let there = functions::client();
    there.clock.advance(3_600_000);
    let mut outcomes = import(&there, &records, json!({})).await;
    // A task that runs after a later one is sent again.
    let waiting: Vec<Value> = records
        .iter()
        .zip(&outcomes)
        .filter(|(_, outcome)| *outcome == "validation")
        .map(|(record, _)| record.clone())
        .collect();
    assert_eq!(waiting.len(), 1, "{outcomes:?}");
    outcomes.extend(import(&there, &waiting, json!({})).await);
    assert!(
        outcomes.iter().all(|outcome| matches!(outcome.as_str(), "created" | "left_out" | "validation")),
        "{outcomes:?}"
    );
    let again = exported(&there).await;
    let text = |records: &[Value]| moved(records).iter().map(Value::to_string).collect::<Vec<_>>();
    assert_eq!(text(&again), text(&records));
    let outcomes = import(&there, &moved(&records), json!({"pending": true})).await;
    assert!(outcomes.iter().all(|outcome| outcome == "same"), "{outcomes:?}");
    assert_eq!(text(&exported(&there).await), text(&records));
}

#[tokio::test]
async fn what_is_not_moved_is_said() {
    let client = furnished().await;
    let running = client.execution().await.id();
    client.claim(&running).await;
    let headers = json!({"url": "https://a.example/", "headers": {"authorization": "Bearer abc"}});
    let masked = client.task(json!({"config": headers})).await.id();
    client.post("/api/v1/accounts/local/pause", json!({"reason": "moving"})).await.expecting(200);
    let records = exported(&client).await;
    assert!(!json!(records).to_string().contains("abc"));
    let left_out: Vec<(String, String)> = of_kind(&records, "left_out")
        .iter()
        .map(|record| {
            (
                record["state"]["what"].as_str().unwrap().to_owned(),
                record["state"]["name"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    for (what, name) in [
        ("secret", "shop"),
        ("secret", "slack"),
        ("api_key", "ci"),
        ("execution", "running"),
        ("pause", "moving"),
        ("credential", "members.config.headers.authorization"),
    ] {
        assert!(left_out.contains(&(what.to_owned(), name.to_owned())), "{what} {name}: {left_out:?}");
    }
    // A mask is no value; with the credential in its place the task is imported.
    let mut record = records.iter().find(|record| record["id"] == masked.as_str()).unwrap().clone();
    let there = functions::client();
    assert_eq!(import(&there, std::slice::from_ref(&record), json!({})).await, ["validation"]);
    record["members"]["config"]["headers"]["authorization"] = json!("Bearer abc");
    assert_eq!(import(&there, std::slice::from_ref(&record), json!({})).await, ["created"]);
    assert_eq!(import(&there, &[record], json!({})).await, ["same"]);
}

#[tokio::test]
async fn history_is_listed_and_counted_and_nothing_follows_from_it() {
    let here = furnished().await;
    let records = exported(&here).await;
    let there = functions::client();
    import(&there, &records, json!({})).await;
    let task = of_kind(&records, "execution")
        .iter()
        .find_map(|record| record["request"]["task_id"].as_str())
        .unwrap()
        .to_owned();
    let listed = there.get(&format!("/api/v1/tasks/{task}/executions")).await.expecting(200).json;
    let run = listed["executions"][0]["id"].as_str().unwrap();
    let shown = there.get(&format!("/api/v1/executions/{run}")).await.expecting(200).json;
    assert_eq!(
        (&shown["result"], &shown["attempts"][0]["outcome"]),
        (&json!({"rows": 2}), &json!("succeeded"))
    );
    let shown = there.get(&format!("/api/v1/tasks/{task}")).await.expecting(200).json;
    assert_eq!((&shown["run_count"], &shown["success_count"]), (&json!(1), &json!(1)));
    let executions = there.get("/api/v1/executions").await.expecting(200).json;
    let found = executions["executions"].as_array().unwrap().len();
    assert_eq!(found, of_kind(&records, "execution").len(), "nothing was started");
}

#[tokio::test]
async fn what_differs_is_left_as_it_is() {
    let here = furnished().await;
    let records = moved(&exported(&here).await);
    let there = functions::client();
    import(&there, &records, json!({})).await;
    import(&there, &records, json!({})).await;
    let task = of_kind(&records, "task").iter().find(|record| record["members"]["name"] == "later").unwrap()
        ["id"]
        .clone();
    there
        .patch(&format!("/api/v1/tasks/{}", task.as_str().unwrap()), json!({"description": "changed here"}))
        .await
        .expecting(200);
    there.put("/api/v1/functions/invoices/current", json!({"version": 1})).await.expecting(200);
    let outcomes = import(&there, &records, json!({})).await;
    let differ: Vec<&str> = records
        .iter()
        .zip(&outcomes)
        .filter(|(_, outcome)| *outcome == "import_differs")
        .map(|(record, _)| record["kind"].as_str().unwrap())
        .collect();
    assert_eq!(differ, ["function", "task"], "{outcomes:?}");
    assert!(
        outcomes.iter().all(|outcome| matches!(outcome.as_str(), "same" | "import_differs")),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn a_deleted_task_is_imported_although_another_one_has_its_key_by_now() {
    let here = Client::new();
    let task = json!({"name": "Poll", "type": "todo", "key": "poll"});
    let deleted = here.post("/api/v1/tasks", task.clone()).await.expecting(201).id();
    here.delete(&format!("/api/v1/tasks/{deleted}")).await.expecting(204);
    here.post("/api/v1/tasks", task).await.expecting(201);
    let records = moved(&exported(&here).await);
    let there = Client::new();
    assert_eq!(import(&there, &records, json!({})).await, ["created", "created"]);
    assert_eq!(moved(&exported(&there).await), records);
}

#[tokio::test]
async fn executions_that_have_not_begun_run_here_only_if_that_is_asked_for() {
    let here = functions::client();
    let task = here.task(json!({})).await.id();
    let delayed = here
        .post("/api/v1/execute", json!({"type": "http", "url": "http://a.example/", "delay": "1h"}))
        .await
        .expecting(202)
        .id();
    let run = here.ask(&format!("/api/v1/tasks/{task}/execute")).await.json["execution_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let records = moved(&exported(&here).await);
    let there = functions::client();
    assert_eq!(import(&there, &records, json!({})).await, ["created", "left_out", "left_out"]);
    assert_eq!(import(&there, &records, json!({"pending": true})).await, ["same", "created", "created"]);
    let shown = there.get(&format!("/api/v1/executions/{delayed}")).await.expecting(200).json;
    assert_eq!(
        (&shown["status"], &shown["run_at"]),
        (&json!("pending"), &here.get(&format!("/api/v1/executions/{delayed}")).await.json["run_at"])
    );
    there.complete(&run, json!({})).await;
    // What ran here meanwhile does not run again.
    assert_eq!(import(&there, &records, json!({"pending": true})).await, ["same", "same", "same"]);
    assert_eq!(
        Executions::get(&there.store, run.parse().unwrap()).await.unwrap().unwrap().status().as_str(),
        "completed"
    );
}

#[tokio::test]
async fn an_export_goes_on_where_a_page_ended_and_refuses_other_cursors() {
    let client = functions::client();
    for _ in 0..130 {
        client.task(json!({})).await;
    }
    let first = client.get(EXPORT).await.expecting(200);
    assert_eq!(first.json["records"].as_array().unwrap().len(), 100);
    assert!(first.header("link").unwrap().contains("rel=\"next\""));
    assert_eq!(of_kind(&exported(&client).await, "task").len(), 130);
    for cursor in ["tasks", "spells.", "tasks.abc", "executions.abc"] {
        client.get(&format!("{EXPORT}?cursor={cursor}")).await.violations(&["query.cursor"]);
    }
    client.post(IMPORT, json!({"records": []})).await.violations(&["body.records"]);
}
