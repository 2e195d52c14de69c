//! Functions and scripts over the API, with a sandbox that the tests play.

use std::sync::Arc;

use async_trait::async_trait;
use beadle_application::port::{CheckError, Defect, Fetches, Sandbox, SandboxRun, SandboxWork, TakesOutput};
use beadle_domain::{
    call::{RunResult, SandboxError},
    execution::{FailureCode, OutputStream},
    function::Upload,
    script::Scripts,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use serde_json::{Value, json};

use super::client::Client;
use crate::http::auth::{Auth, Expected, JwtVerifier};

const SECRET: &[u8] = b"a secret of at least thirty-two bytes";

/// Exports what stands behind `export` in the entry; a module with `import` has a defect. A run answers with what it was
/// given, or fails if that says so.
pub(super) struct Played;

#[async_trait]
impl Sandbox for Played {
    async fn run(&self, run: SandboxRun, output: &dyn TakesOutput) -> Result<RunResult, SandboxError> {
        output.take(vec![(OutputStream::Stdout, "running".to_owned())]).await;
        let SandboxWork::Function(run) = run.work else { return Ok(RunResult::Value(Value::Null)) };
        if run.params["throw"] == true {
            let message = "Error: no such row\n    at processData (index.js:3)".to_owned();
            return Err(SandboxError { code: FailureCode::FunctionThrew, message });
        }
        let mocks = matches!(&run.fetches, Fetches::Mocked(mocks) if mocks.len() == 1);
        Ok(RunResult::Value(json!({"params": run.params, "export": run.export, "mocks": mocks})))
    }

    async fn check(&self, upload: &Upload) -> Result<Vec<String>, CheckError> {
        let defects = upload.modules.iter().filter(|(_, source)| source.contains("import"));
        let defects: Vec<Defect> = defects
            .map(|(module, _)| Defect {
                module: module.clone(),
                line: 3,
                column: None,
                message: "cannot find the module `./b.js`".to_owned(),
            })
            .collect();
        if !defects.is_empty() {
            return Err(CheckError::Defects(defects));
        }
        let entry = upload.modules.get(&upload.entry).map(String::as_str).unwrap_or_default();
        let exports = entry.split("export ").skip(1).filter_map(|rest| rest.split_whitespace().next());
        Ok(exports.map(str::to_owned).collect())
    }
}

/// A client of an API with a sandbox and two commands.
pub(super) fn client() -> Client {
    Client::with(|setup| {
        setup.ports.sandbox = Arc::new(Played);
        let list = r#"{"node": {"path": "/usr/bin/node", "cwd": ["/app"]}, "pg_dump": {"path": "/usr/bin/pg_dump"}}"#;
        setup.ports.scripts = Arc::new(Scripts::parse(list, "/srv/scripts.json").unwrap());
    })
}

pub(super) fn upload(source: &str) -> Value {
    json!({"modules": {"index.js": source}, "hosts": ["api.example.com"]})
}

#[tokio::test]
async fn versions_of_a_function_are_uploaded_and_rolled_back() {
    let client = client();
    let path = "/api/v1/functions/processData";
    let first = client.put(path, upload("export processData 1")).await.expecting(201);
    assert_eq!(first.headers["location"], path);
    assert_eq!((&first.json["current"], &first.json["exports"]), (&json!(1), &json!(["processData"])));
    let second = client.put(path, upload("export processData 2")).await.expecting(200);
    assert_eq!((&second.json["current"], second.json["versions"].as_array().unwrap().len()), (&json!(2), 2));
    let same = client.put(path, upload("export processData 1")).await.expecting(200);
    assert_eq!((&same.json["current"], same.json["versions"].as_array().unwrap().len()), (&json!(1), 2));
    assert_eq!(same.json["versions"][0]["sha256"], first.json["versions"][0]["sha256"]);
    let moved = client.put(&format!("{path}/current"), json!({"version": 2})).await.expecting(200);
    assert_eq!((&moved.json["current"], &moved.json["version"]), (&json!(2), &json!(4)));
    let source = client.get(&format!("{path}/versions/1")).await.expecting(200);
    assert_eq!(source.json["modules"]["index.js"], "export processData 1");
    assert_eq!(source.json["sha256"].as_str().unwrap().len(), 64);
    let listed = client.get("/api/v1/functions").await.expecting(200);
    assert_eq!(listed.json["functions"][0], client.get(path).await.expecting(200).json);
    client.put(&format!("{path}/current"), json!({"version": 9})).await.expecting(404);
    client.get(&format!("{path}/versions/9")).await.expecting(404);
    client.get(&format!("{path}/versions/x")).await.expecting(404);
    client.header("if-match", "\"1\"").put(path, upload("export a")).await.expecting(412);
    client.delete(path).await.expecting(204);
    client.get(path).await.expecting(404);
    client.delete(path).await.expecting(404);
    client.get("/api/v1/functions/..").await.expecting(404);
}

#[tokio::test]
async fn every_change_of_a_function_is_in_the_audit_trail() {
    let client = client();
    let path = "/api/v1/functions/f";
    client.put(path, upload("export f 1")).await.expecting(201);
    client.put(path, upload("export f 2")).await.expecting(200);
    client.put(&format!("{path}/current"), json!({"version": 1})).await.expecting(200);
    client.delete(path).await.expecting(204);
    let trail = client.get("/api/v1/audit").await.expecting(200);
    let mut actions: Vec<&str> = trail.json["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    actions.sort_unstable();
    assert_eq!(actions, ["function.created", "function.deleted", "function.updated", "function.updated"]);
}

#[tokio::test]
async fn a_defect_is_reported_with_its_module_and_line() {
    let client = client();
    let body = json!({"modules": {"index.js": "export f", "lib/a.js": "import './b.js'"}});
    let refused = client.put("/api/v1/functions/f", body).await.violations(&["body.modules.lib/a.js"]);
    let message = refused.json["detail"][0]["msg"].as_str().unwrap();
    assert_eq!(message, "line 3: cannot find the module `./b.js`");
    client.put("/api/v1/functions/f", upload("const f = 1")).await.violations(&["body.modules.index.js"]);
    client.get("/api/v1/functions/f").await.expecting(404);
}

#[tokio::test]
async fn a_megabyte_of_source_is_accepted_and_more_is_not() {
    let client = client();
    let source = |size: usize| format!("export f {}", "x".repeat(size - 9));
    client.put("/api/v1/functions/f", upload(&source(1024 * 1024))).await.expecting(201);
    client.put("/api/v1/functions/f", upload(&source(1024 * 1024 + 1))).await.violations(&["body.modules"]);
}

#[tokio::test]
async fn a_function_is_tried_without_a_trace() {
    let client = client();
    client.put("/api/v1/functions/f", upload("export f")).await.expecting(201);
    let mock = json!({"url": "https://api.example.com/*", "body": {"rows": []}});
    let body = json!({"params": {"a": 1}, "fetches": [mock]});
    let run = client.post("/api/v1/functions/f/test", body).await.expecting(200);
    assert_eq!(run.json["result"], json!({"params": {"a": 1}, "export": "f", "mocks": true}));
    assert_eq!(
        (&run.json["status"], &run.json["output"][0]["text"]),
        (&json!("completed"), &json!("running"))
    );
    let failed =
        client.post("/api/v1/functions/f/test", json!({"params": {"throw": true}})).await.expecting(200);
    assert_eq!(
        (&failed.json["status"], &failed.json["error"]["code"]),
        (&json!("failed"), &json!("function_threw"))
    );
    client.post("/api/v1/functions/f/test", json!({"version": 2})).await.expecting(404);
    client.post("/api/v1/functions/f/test", json!({"export": "g"})).await.violations(&["body.export"]);
    let executions = client.get("/api/v1/executions").await.expecting(200);
    assert_eq!(executions.json["executions"], json!([]));
}

#[tokio::test]
async fn without_a_sandbox_nothing_is_uploaded() {
    let refused = Client::new().put("/api/v1/functions/f", upload("export f")).await.expecting(503);
    assert_eq!(refused.json["code"], "sandbox_unavailable");
}

#[tokio::test]
async fn a_task_calls_only_functions_that_there_are() {
    let client = client();
    client.put("/api/v1/functions/tasks", upload("export myCustomTask\nexport other")).await.expecting(201);
    let task = |config: Value| json!({"name": "a", "type": "custom", "config": config});
    for config in [
        json!({"function": "myCustomTask", "params": {"key": "value"}}),
        json!({"function": "tasks", "export": "other"}),
        json!({"function": "tasks@1"}),
    ] {
        let saved = client.post("/api/v1/tasks", task(config.clone())).await.expecting(201);
        assert_eq!(saved.json["config"]["function"], config["function"]);
    }
    for config in [
        json!({"function": "nothing"}),
        json!({"function": "tasks@2"}),
        json!({"function": "tasks", "export": "x"}),
    ] {
        client.post("/api/v1/tasks", task(config)).await.violations(&["body.config.function"]);
    }
    let saved = client.post("/api/v1/tasks", task(json!({"function": "tasks"}))).await.expecting(201).id();
    let change = json!({"config": {"function": "nothing"}});
    client.patch(&format!("/api/v1/tasks/{saved}"), change).await.violations(&["body.config.function"]);
    let ad_hoc = json!({"type": "custom", "function": "nothing"});
    client.post("/api/v1/execute", ad_hoc).await.violations(&["body.function"]);
}

#[tokio::test]
async fn a_script_runs_only_commands_of_the_list() {
    let client = client();
    let clean_up = json!({
        "name": "Log Cleanup", "type": "script", "schedule": "daily at 2:00",
        "config": {"command": "node", "args": ["scripts/cleanup.js"], "cwd": "/app", "env": {"NODE_ENV": "production"}},
    });
    let saved = client.post("/api/tasks", clean_up.clone()).await.expecting(201);
    assert_eq!(saved.json["config"], clean_up["config"]);
    let listed = client.get("/api/tasks?status=pending&type=script").await.expecting(200);
    assert_eq!(listed.json["tasks"].as_array().unwrap().len(), 1);
    let bash =
        json!({"name": "a", "type": "script", "config": {"command": "bash", "args": ["-c", "rm -rf /"]}});
    let refused = client.post("/api/v1/tasks", bash).await.violations(&["body.config.command"]);
    assert!(refused.json["detail"][0]["hint"].as_str().unwrap().contains("/srv/scripts.json"));
    let elsewhere = json!({"type": "script", "command": "node", "cwd": "/etc"});
    client.post("/api/v1/execute", elsewhere).await.violations(&["body.cwd"]);
    let change = json!({"config": {"command": "bash"}});
    client.patch(&format!("/api/v1/tasks/{}", saved.id()), change).await.violations(&["body.config.command"]);
    client.patch(&format!("/api/v1/tasks/{}", saved.id()), json!({"tags": ["x"]})).await.expecting(200);
}

#[tokio::test]
async fn a_script_needs_an_operator_and_a_function_that_exists_does_not() {
    let api = Client::with(|setup| {
        setup.ports.sandbox = Arc::new(Played);
        setup.ports.scripts =
            Arc::new(Scripts::parse(r#"{"date": {"path": "/usr/bin/date"}}"#, "the test").unwrap());
        let verifier = JwtVerifier::secret(SECRET, &Expected::default());
        setup.auth = Auth::Jwt { verifier: Box::new(verifier), gateway: None };
    });
    let by = |name: &str, role: &str| {
        let claims = json!({"sub": name, "exp": get_current_timestamp() + 600, "roles": [role]});
        let token =
            encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(SECRET)).unwrap();
        api.header("authorization", &format!("Bearer {token}")).header("prefer", "respond-async")
    };
    let (ada, operator, bob) = (by("ada", "user"), by("olga", "operator"), by("bob", "user"));
    let script = json!({"name": "a", "type": "script", "config": {"command": "date"}});
    let refused = ada.post("/api/v1/tasks", script.clone()).await.expecting(403);
    assert_eq!(refused.json["action"], "script.use");
    ada.post("/api/v1/execute", json!({"type": "script", "command": "date"})).await.expecting(403);
    let config = json!({"cwd": "/var/tmp", "older_than_days": 30});
    let template = json!({"template_id": "tpl_nightly_clean_up", "config": config});
    let refused = ada.post("/api/v1/tasks/from-template", template).await.expecting(403);
    assert_eq!(refused.json["action"], "script.use");
    let saved = operator.post("/api/v1/tasks", script).await.expecting(201).id();
    operator.patch(&format!("/api/v1/tasks/{saved}"), json!({"assigned_to": "bob"})).await.expecting(200);
    bob.ask(&format!("/api/v1/tasks/{saved}/execute")).await.expecting(202);
    ada.put("/api/v1/functions/f", upload("export f")).await.expecting(403);
    operator.put("/api/v1/functions/f", upload("export f")).await.expecting(201);
    ada.get("/api/v1/functions/f").await.expecting(200);
    ada.get("/api/v1/functions/f/versions/1").await.expecting(403);
    ada.post("/api/v1/functions/f/test", json!({})).await.expecting(403);
    ada.post("/api/v1/execute", json!({"type": "custom", "function": "f"})).await.expecting(202);
}
