//! Functions that retry rules and transformations name, and the deletion of functions that something names.

use serde_json::{Value, json};

use super::{
    client::Client,
    functions::{client, upload},
};

/// A client of an API with the function `rules`, which exports `patience` and `rows`.
async fn with_rules() -> Client {
    let client = client();
    client.put("/api/v1/functions/rules", upload("export patience\nexport rows")).await.expecting(201);
    client
}

fn http(transform: Value, retry: Value) -> Value {
    let config = json!({"url": "https://a.example/", "response": {"transform": transform}});
    json!({"name": "a", "type": "http", "config": config, "retry": retry})
}

fn by(name: &str) -> Value {
    json!({"function": {"name": name}})
}

#[tokio::test]
async fn a_rule_names_only_functions_that_there_are() {
    let client = with_rules().await;
    for name in ["rules", "rules@1", "patience"] {
        let saved = client.post("/api/v1/tasks", http(by(name), by(name))).await.expecting(201);
        assert_eq!(saved.json["retry"]["function"]["name"], name);
        assert_eq!(saved.json["retry"]["strategy"], "custom");
        assert_eq!(saved.json["config"]["response"]["transform"], by(name));
    }
    let places = ["body.config.response.transform.function.name", "body.retry.function.name"];
    for name in ["nothing", "rules@2", "patience@1"] {
        let refused = client.post("/api/v1/tasks", http(by(name), by(name))).await.violations(&places);
        assert_eq!(refused.json["detail"][0]["type"], "no_such_function", "{name}");
    }
    let export = json!({"function": {"name": "rules", "export": "other"}});
    client.post("/api/v1/tasks", http(export.clone(), export)).await.violations(&places);
    let notify = json!({"webhook": {"url": "https://b.example/", "response": {"transform": by("nothing")}}});
    let task = json!({"name": "a", "type": "todo", "config": {}, "notify": notify});
    let place = "body.notify.webhook.response.transform.function.name";
    client.post("/api/v1/tasks", task).await.violations(&[place]);

    let request = json!({"type": "http", "url": "https://a.example/", "response": {"transform": by("nothing")}, "retry": by("none")});
    let places = ["body.response.transform.function.name", "body.retry.function.name"];
    client.post("/api/v1/execute", request).await.violations(&places);
    let wait = json!({
        "request": {"url": "https://a.example/", "response": {"transform": by("rules")}},
        "poll": {"url": "https://a.example/jobs/1"},
    });
    let place = "body.config.request.response.transform";
    client
        .post("/api/v1/tasks", json!({"name": "a", "type": "wait", "config": wait}))
        .await
        .violations(&[place]);
}

#[tokio::test]
async fn a_template_whose_code_is_not_there_makes_no_task_and_says_why() {
    let client = client();
    let make = |id: &str, config: Value| {
        client.post("/api/v1/tasks/from-template", json!({"template_id": id, "config": config}))
    };
    let config = json!({"cwd": "/var/tmp", "older_than_days": 30});
    let refused = make("tpl_nightly_clean_up", config).await.violations(&["body.config.command"]);
    let fault = &refused.json["detail"][0];
    assert!(fault["hint"].as_str().unwrap().contains("/srv/scripts.json"), "{fault}");

    let template = json!({
        "template_id": "tpl_invoices", "name": "Invoices", "category": "money", "task_type": "custom",
        "default_config": {"function": "invoices"},
    });
    client.post("/api/v1/templates", template).await.expecting(201);
    let refused = make("tpl_invoices", json!({})).await.violations(&["body.config.function"]);
    assert_eq!(refused.json["detail"][0]["type"], "no_such_function");
    client.put("/api/v1/functions/invoices", upload("export invoices")).await.expecting(201);
    make("tpl_invoices", json!({})).await.expecting(201);
}

#[tokio::test]
async fn a_change_of_a_rule_is_checked_like_a_new_one() {
    let client = with_rules().await;
    let task = client.post("/api/v1/tasks", http(by("rules"), by("rules"))).await.expecting(201).id();
    let path = format!("/api/v1/tasks/{task}");
    client.patch(&path, json!({"retry": by("nothing")})).await.violations(&["body.retry.function.name"]);
    let change = json!({"config": {"response": {"transform": by("nothing")}}});
    client.patch(&path, change).await.violations(&["body.config.response.transform.function.name"]);
    client.patch(&path, json!({"retry": by("patience"), "tags": ["x"]})).await.expecting(200);

    let config = json!({"name": "users", "base_url": "https://a.example/", "retry": by("nothing")});
    client.post("/api/v1/configs", config).await.violations(&["body.retry.function.name"]);
    let config = json!({"name": "users", "base_url": "https://a.example/", "retry": by("rules@1")});
    let saved = client.post("/api/v1/configs", config).await.expecting(201);
    assert_eq!(saved.json["retry"]["function"]["name"], "rules@1");
    let path = format!("/api/v1/configs/{}", saved.json["config_id"].as_str().unwrap());
    client.patch(&path, json!({"retry": by("rules@2")})).await.violations(&["body.retry.function.name"]);
    client.patch(&path, json!({"retry": by("patience")})).await.expecting(200);
}

#[tokio::test]
async fn a_rule_has_one_way_to_say_its_delay() {
    let client = with_rules().await;
    let refused = [
        (json!({"function": {"name": "rules"}, "delays": ["1s"]}), "body.retry.function"),
        (json!({"strategy": "custom", "function": {"name": "rules"}, "delay": "5"}), "body.retry.function"),
        (json!({"function": {}}), "body.retry.function.name"),
        (json!({"function": {"name": "../x"}}), "body.retry.function.name"),
        (json!({"strategy": "fixed", "function": {"name": "rules"}}), "body.retry.function"),
    ];
    for (retry, place) in refused {
        client.post("/api/v1/tasks", http(json!("body"), retry)).await.violations(&[place]);
    }
}

#[tokio::test]
async fn a_function_that_tasks_or_configs_name_is_deleted_only_by_force() {
    let client = with_rules().await;
    let path = "/api/v1/functions/rules";
    let task = |body: Value| client.post("/api/v1/tasks", body);
    let by_retry = task(http(json!("body"), by("rules@1"))).await.expecting(201).id();
    let by_transform = task(http(by("rows"), json!(1))).await.expecting(201).id();
    let called = json!({"name": "c", "type": "custom", "config": {"function": "rules"}});
    let called = task(called).await.expecting(201).id();
    task(http(json!("body"), json!(1))).await.expecting(201);
    let config = json!({"name": "users", "base_url": "https://a.example/", "retry": by("patience")});
    let config = client.post("/api/v1/configs", config).await.expecting(201);
    let config = config.json["config_id"].as_str().unwrap();

    let refused = client.delete(path).await.problem(409, "function_in_use");
    assert_eq!(refused.json["use_count"], 4);
    let mut found: Vec<(String, String)> = refused.json["uses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|used| {
            let id = used.get("task_id").or_else(|| used.get("config_id")).unwrap();
            (used["place"].as_str().unwrap().to_owned(), id.as_str().unwrap().to_owned())
        })
        .collect();
    found.sort();
    let expected = [
        ("config.function", called.as_str()),
        ("config.response.transform.function.name", by_transform.as_str()),
        ("retry.function.name", by_retry.as_str()),
        ("retry.function.name", config),
    ];
    let mut expected = expected.map(|(place, id)| (place.to_owned(), id.to_owned()));
    expected.sort();
    assert_eq!(found, expected);
    client.get(path).await.expecting(200);

    client.delete(&format!("{path}?force=true")).await.expecting(204);
    client.get(path).await.expecting(404);
    let change = json!({"tags": ["still there"]});
    client.patch(&format!("/api/v1/tasks/{by_retry}"), change).await.expecting(200);
}

#[tokio::test]
async fn a_function_that_nothing_names_any_more_is_deleted() {
    let client = with_rules().await;
    let task = client.post("/api/v1/tasks", http(by("rows"), json!(1))).await.expecting(201).id();
    // This one is named like the export, so the task means it from now on.
    client.put("/api/v1/functions/rows", upload("export rows")).await.expecting(201);
    client.delete("/api/v1/functions/rules").await.expecting(204);
    client.delete("/api/v1/functions/rows").await.problem(409, "function_in_use");
    client.delete(&format!("/api/v1/tasks/{task}")).await.expecting(204);
    client.delete("/api/v1/functions/rows").await.expecting(204);
}
