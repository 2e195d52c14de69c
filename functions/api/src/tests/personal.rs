//! Todos, reminders and calendar events; deletion and restoration; assignment; search.

use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

async fn todo(client: &Client, members: Value) -> String {
    let mut body = json!({"name": "File the taxes", "type": "todo"});
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    format!("/api/v1/tasks/{}", client.post("/api/v1/tasks", body).await.expecting(201).id())
}

#[tokio::test]
async fn a_todo_is_completed_and_reopened() {
    let client = Client::new();
    let config =
        json!({"notes": "form A", "checklist": ["find the receipts", {"text": "fill in", "done": true}]});
    let path = todo(
        &client,
        json!({"config": config, "due_date": "2027-03-31T22:00:00Z",
        "reminder_time": "2027-03-30T08:00:00Z"}),
    )
    .await;
    let created = client.get(&path).await.json;
    assert_eq!(created["config"]["checklist"][0], json!({"text": "find the receipts", "done": false}));
    assert_eq!((&created["status"], &created["is_completed"]), (&json!("scheduled"), &json!(false)));
    assert_eq!(created["next_run_time"], "2027-03-30T08:00:00Z");

    client.clock.advance(1_000);
    let done = client.ask(&format!("{path}/complete")).await.expecting(200);
    assert_eq!(done.header("etag"), Some("\"2\""));
    assert_eq!(
        (&done.json["status"], &done.json["completed_at"]),
        (&json!("completed"), &json!("2027-01-15T08:00:01Z"))
    );
    assert_eq!(done.json["next_run_time"], json!(null));
    let again = client.ask(&format!("{path}/complete")).await.expecting(200);
    assert_eq!(again.json, done.json);
    let stale = client.header("if-match", "\"1\"");
    stale.ask(&format!("{path}/reopen")).await.problem(412, "version_mismatch");
    let reopened = client.ask(&format!("{path}/reopen")).await.expecting(200).json;
    assert_eq!((&reopened["status"], &reopened["completed_at"]), (&json!("scheduled"), &json!(null)));
    let by_patch = client.patch(&path, json!({"is_completed": true})).await.expecting(200).json;
    assert_eq!(by_patch["completed_at"], "2027-01-15T08:00:01Z");
}

#[tokio::test]
async fn only_todos_and_events_are_completed() {
    let client = Client::new();
    let id = client.task(json!({})).await.id();
    for word in ["complete", "reopen"] {
        let refused = client.ask(&format!("/api/v1/tasks/{id}/{word}")).await.problem(409, "not_a_todo");
        assert_eq!(refused.json["task_id"], json!(id));
    }
    client
        .put(&format!("/api/v1/tasks/{id}"), json!({"is_completed": true}))
        .await
        .violations(&["body.is_completed"]);
}

#[rstest]
#[case(json!({"schedule": "every 5 minutes", "reminder_time": "2027-03-30T08:00:00Z"}), &["body.reminder_time"])]
#[case(json!({"reminder_time": "2020-03-30T08:00:00Z"}), &["body.reminder_time"])]
#[case(json!({"reminder_time": "9999-12-31T23:59:59Z"}), &["body.reminder_time"])]
#[case(json!({"due_date": "-000001-06-01T00:00:00Z"}), &["body.due_date"])]
#[case(json!({"due_date": "0000-06-01T00:00:00Z"}), &["body.due_date"])]
#[case(json!({"due_date": "2027-06-01T00:00:00+0100"}), &["body.due_date"])]
#[case(json!({"is_completed": "yes", "due_date": "soon"}), &["body.due_date", "body.is_completed"])]
#[case(json!({"config": {"colour": 1}, "notify": {"webhook": {"url": "/relative"}}}), &["body.config.colour", "body.notify.webhook.url"])]
#[tokio::test]
async fn invalid_members_of_a_todo_are_refused(#[case] members: Value, #[case] places: &[&str]) {
    let mut body = json!({"name": "t", "type": "todo"});
    body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    Client::new().post("/api/v1/tasks", body).await.violations(places);
}

#[tokio::test]
async fn running_a_todo_sends_its_notification() {
    let client = Client::new().header("prefer", "respond-async");
    let path = todo(
        &client,
        json!({"notify": {"webhook": {"url": "http://b.example/hook", "secret": "${secret:hook}"}}}),
    )
    .await;
    let run = client.ask(&format!("{path}/execute")).await.expecting(202).json;
    assert_eq!((&run["type"], &run["request"]["url"]), (&json!("webhook"), &json!("http://b.example/hook")));
    assert_eq!(run["request"]["body"]["data"]["name"], "File the taxes");
    let silent = todo(&client, json!({})).await;
    let run = client.ask(&format!("{silent}/execute")).await.expecting(202).json;
    assert_eq!((&run["type"], &run["task_id"]), (&json!("todo"), &json!(silent.rsplit('/').next())));
}

#[tokio::test]
async fn personal_types_can_not_run_ad_hoc() {
    let client = Client::new();
    for kind in ["todo", "reminder", "calendar_event"] {
        client.post("/api/v1/execute", json!({"type": kind})).await.violations(&["body.type"]);
    }
}

#[tokio::test]
async fn a_returned_mask_keeps_the_credential_of_a_notification() {
    let client = Client::new();
    let hook = json!({"webhook": {"url": "http://b.example", "headers": {"authorization": "Bearer s"}}});
    let path = todo(&client, json!({"notify": hook})).await;
    let shown = client.get(&path).await.json["notify"].clone();
    assert_eq!(shown["webhook"]["headers"]["authorization"], "********");
    let before = client.get(&path).await.header("etag").map(str::to_owned);
    client.put(&path, json!({"notify": {"webhook": shown["webhook"]}})).await.expecting(200);
    assert_eq!(client.get(&path).await.header("etag").map(str::to_owned), before, "nothing was changed");
    client
        .post("/api/v1/tasks", json!({"name": "n", "type": "todo", "notify": {"webhook": shown["webhook"]}}))
        .await
        .violations(&["body.notify.webhook.headers.authorization"]);
}

#[tokio::test]
async fn a_deleted_task_can_be_restored_for_thirty_days() {
    let client = Client::new();
    let path = todo(&client, json!({"reminder_time": "2027-03-30T08:00:00Z"})).await;
    client.ask(&format!("{path}/restore")).await.problem(409, "not_deleted");
    client.delete(&path).await.expecting(204);
    client.get(&path).await.problem(404, "task_not_found");
    assert_eq!(client.get("/api/v1/tasks").await.json["tasks"], json!([]));
    let listed = client.get("/api/v1/tasks?deleted=true").await.expecting(200).json;
    assert_eq!(listed["tasks"][0]["deleted_at"], "2027-01-15T08:00:00Z");
    for history in ["executions", "logs"] {
        client.get(&format!("{path}/{history}")).await.expecting(200);
    }
    let restored = client.ask(&format!("{path}/restore")).await.expecting(200);
    assert_eq!(restored.header("etag"), Some("\"3\""));
    assert_eq!(
        (&restored.json["deleted_at"], &restored.json["next_run_time"]),
        (&json!(null), &json!("2027-03-30T08:00:00Z"))
    );
    client.delete(&path).await.expecting(204);
    client.clock.advance(30 * 86_400_000);
    client.ask(&format!("{path}/restore")).await.problem(404, "task_not_found");
}

#[tokio::test]
async fn an_assigned_task_is_listed_for_the_assignee() {
    let gate = Client::behind_gateway();
    let (ada, bob) = (gate.by("ada"), gate.by("bob"));
    let id = ada.task(json!({"assigned_to": "bob"})).await.id();
    ada.task(json!({})).await;
    for (client, query, count) in [
        (&ada, "", 2),
        (&bob, "", 1),
        (&bob, "?assigned=me", 1),
        (&ada, "?assigned=me", 0),
        (&ada, "?assigned=bob", 1),
    ] {
        let tasks = client.get(&format!("/api/v1/tasks{query}")).await.expecting(200).json["tasks"].clone();
        assert_eq!(tasks.as_array().unwrap().len(), count, "{query}");
        assert!(count != 1 || tasks[0]["id"] == json!(id));
    }
}

#[tokio::test]
async fn lists_are_searched_and_sorted() {
    let client = Client::new();
    for (name, due) in
        [("Bravo", Some("2027-03-02T00:00:00Z")), ("alpha", None), ("Charlie", Some("2027-03-01T00:00:00Z"))]
    {
        client.task(json!({"name": name, "due_date": due})).await;
        client.clock.advance(1_000);
    }
    for (query, expected) in [
        ("sort=name", vec!["alpha", "Bravo", "Charlie"]),
        ("sort=-name", vec!["Charlie", "Bravo", "alpha"]),
        ("sort=due_date", vec!["Charlie", "Bravo", "alpha"]),
        ("sort=created_at", vec!["Bravo", "alpha", "Charlie"]),
        ("q=ARL", vec!["Charlie"]),
        ("due_before=2027-03-02T00:00:00Z", vec!["Charlie"]),
        ("due_after=2027-03-02T00:00:00Z&sort=name", vec!["Bravo"]),
    ] {
        let mut names = Vec::new();
        let mut path = format!("/api/v1/tasks?limit=2&{query}");
        loop {
            let page = client.get(&path).await.expecting(200);
            names.extend(
                page.json["tasks"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|task| task["name"].as_str().unwrap().to_owned()),
            );
            let Some(link) = page.header("link") else { break };
            path = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned();
        }
        assert_eq!(names, expected, "{query}");
    }
    client.get("/api/v1/tasks?sort=colour&q=&due_before=soon&deleted=maybe").await.violations(&[
        "query.deleted",
        "query.q",
        "query.due_before",
        "query.sort",
    ]);
}

#[tokio::test]
async fn a_calendar_event_is_completed_like_a_todo() {
    let client = Client::new();
    let body = json!({"name": "Talk", "type": "calendar_event", "due_date": "2027-03-31T22:00:00Z",
        "reminder_time": "2027-03-31T21:00:00Z"});
    let path = format!("/api/v1/tasks/{}", client.post("/api/v1/tasks", body).await.expecting(201).id());
    let done = client.ask(&format!("{path}/complete")).await.expecting(200).json;
    assert_eq!((&done["status"], &done["is_completed"]), (&json!("completed"), &json!(true)));
    assert_eq!(done["next_run_time"], json!(null), "it reminds no more");
    let open = client.patch(&path, json!({"is_completed": false})).await.expecting(200).json;
    assert_eq!((&open["status"], &open["completed_at"]), (&json!("scheduled"), &json!(null)));
}

#[tokio::test]
async fn an_event_does_not_remind_after_it_begins() {
    let client = Client::new();
    let event = |reminder: &str| json!({"name": "Talk", "type": "calendar_event", "due_date": "2027-03-31T22:00:00Z", "reminder_time": reminder});
    client.post("/api/v1/tasks", event("2027-03-31T22:00:01Z")).await.violations(&["body.reminder_time"]);
    let at_its_time = client.post("/api/v1/tasks", event("2027-03-31T22:00:00Z")).await.expecting(201);
    let path = format!("/api/v1/tasks/{}", at_its_time.id());
    client
        .patch(&path, json!({"due_date": "2027-03-30T22:00:00Z"}))
        .await
        .violations(&["body.reminder_time"]);
    todo(&client, json!({"due_date": "2027-03-31T22:00:00Z", "reminder_time": "2027-04-01T08:00:00Z"})).await;
}

#[tokio::test]
async fn what_is_never_due_is_kept_listed_and_in_the_calendar() {
    let client = Client::new();
    let never = todo(&client, json!({"due_date": "9999-12-31T23:59:59Z"})).await;
    let soon = todo(&client, json!({"due_date": "2027-02-01T00:00:00+01:00"})).await;
    assert_eq!(client.get(&never).await.json["due_date"], "9999-12-31T23:59:59Z");
    assert_eq!(client.get(&soon).await.json["due_date"], "2027-01-31T23:00:00Z");
    let sorted = client.get("/api/v1/tasks?sort=-due_date").await.expecting(200).json;
    assert_eq!(sorted["tasks"][0]["due_date"], "9999-12-31T23:59:59Z");
    let listed = client.get("/api/v1/tasks?due_after=9999-12-31T23:59:59Z").await.expecting(200).json;
    assert_eq!(listed["tasks"].as_array().unwrap().len(), 1);
    let refused = client.get("/api/v1/tasks?due_before=%2B10000-01-01T00:00:00Z").await;
    refused.violations(&["query.due_before"]);
    let calendar = client.get("/api/v1/calendar.ics").await.expecting(200).json;
    let calendar = calendar.as_str().unwrap();
    assert!(
        calendar.contains("DUE:99991231T235959Z") && calendar.contains("DUE:20270131T230000Z"),
        "{calendar}"
    );
}
