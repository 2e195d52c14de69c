//! `beadle export` and `beadle import`: between machines, to a stack and back.

mod interrupted;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use uuid::Uuid;

use super::{command::Beadle, deployed::Deployed, destination::Destination, eventually::eventually, setting};

/// A folder in which the command is called.
struct Place(TempDir);

impl Place {
    fn new() -> anyhow::Result<Self> {
        Ok(Self(tempfile::tempdir()?))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The command towards the server at `url`, by whoever has `token`.
    fn command(&self, url: &str, token: Option<&str>, arguments: &[&str]) -> anyhow::Result<Command> {
        let mut command = Command::new(setting("BEADLE_BIN")?);
        command.args(arguments).current_dir(self.0.path()).env_clear().env("HOME", self.0.path());
        command.env("BEADLE_URL", url).envs(token.map(|token| ("BEADLE_TOKEN", token)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        Ok(command)
    }

    /// Runs it; returns what it printed and complained.
    async fn run(&self, url: &str, token: Option<&str>, arguments: &[&str]) -> anyhow::Result<String> {
        let output = self.command(url, token, arguments)?.output().await?;
        let told = format!("{}{}", String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
        ensure!(output.status.success(), "{arguments:?}: {told}");
        Ok(told)
    }

    /// The lines of a file that are moved, in its order.
    fn moved(&self, name: &str) -> anyhow::Result<Vec<String>> {
        let text = std::fs::read_to_string(self.file(name))?;
        Ok(text.lines().filter(|line| !line.contains("\"kind\":\"left_out\"")).map(str::to_owned).collect())
    }
}

/// Something of each kind, some of it run, calling `destination`.
async fn furnish(beadle: &Beadle, destination: &Destination) -> anyhow::Result<()> {
    let post = async |path: &str, body: Value| {
        let (status, answer) = beadle.send(Method::POST, path, &body).await?;
        ensure!(status.is_success(), "{path}: {status} {answer:#}");
        anyhow::Ok(answer)
    };
    let put = async |path: &str, body: Value| {
        let (status, answer) = beadle.send(Method::PUT, path, &body).await?;
        ensure!(status.is_success(), "{path}: {status} {answer:#}");
        anyhow::Ok(answer)
    };
    // Templates and functions are everybody's, and the id of a batch derives from its name.
    let unique = Uuid::now_v7().simple().to_string();
    let function = format!("/api/v1/functions/numbers-{unique}");
    for source in ["export default () => 1", "export default () => 2"] {
        put(&function, json!({"modules": {"index.js": source}})).await?;
    }
    put(&format!("{function}/current"), json!({"version": 1})).await?;
    put("/api/v1/calendars/closed", json!({"weekly": ["sunday"], "days": ["2027-01-01"]})).await?;
    let template = json!({"template_id": format!("tpl_{unique}"), "name": "Ping", "category": "monitoring", "task_type": "http"});
    post("/api/v1/templates", template).await?;
    let config = post("/api/v1/configs", json!({"name": "shop", "base_url": destination.url("/")})).await?;
    let daily = json!({
        "name": "Daily", "type": "http", "config": {"url": "ok"}, "config_id": config["id"],
        "schedule": {"expression": "daily at 9:00", "timezone": "Europe/Berlin", "exclude": ["closed"]},
        "notify": {"on": ["completed"], "webhook": {"url": destination.url("/takes/1")}},
    });
    let daily = post("/api/v1/tasks", daily).await?;
    let after = json!({"name": "After", "type": "http", "config": {"url": destination.url("/takes/2")}, "dependencies": [daily["id"]]});
    post("/api/v1/tasks", after).await?;
    let paused = json!({"name": "Paused", "type": "http", "config": {"url": destination.url("/ok")}, "schedule": "every 1 minute"});
    let paused = post("/api/v1/tasks", paused).await?;
    post(&format!("/api/v1/tasks/{}/pause", text(&paused["id"])?), json!({})).await?;
    post("/api/v1/tasks", json!({"name": "Done", "type": "todo", "is_completed": true})).await?;
    let rules = json!({
        "rules": [{"name": "failing", "when": "consecutive_failures", "count": 1, "targets": ["ops"]}],
        "targets": [{"name": "ops", "type": "webhook", "webhook": {"url": destination.url("/takes/3")}}],
    });
    put("/api/v1/alerts", rules).await?;
    let run = post(&format!("/api/v1/tasks/{}/execute", text(&daily["id"])?), json!({})).await?;
    beadle.ended(text(&run["execution_id"])?).await?;
    let failing = json!({"name": "Failing", "type": "http", "config": {"url": destination.url("/status/500")}, "retries": 0});
    let failing = post("/api/v1/tasks", failing).await?;
    let run = post(&format!("/api/v1/tasks/{}/execute", text(&failing["id"])?), json!({})).await?;
    beadle.ended(text(&run["execution_id"])?).await?;
    let batch = json!({"batch": {"name": unique, "close": true}, "requests": [
        {"type": "http", "url": destination.url("/ok")}, {"type": "http", "url": destination.url("/ok")}]});
    post("/api/v1/executions/batch", batch).await?;
    eventually(
        "the end of the batch, the task that runs after the other one, a notification and an alert",
        async || {
            let batches = beadle.get("/api/v1/batches").await?;
            let calls = destination.calls();
            let has = |path: &str| calls.iter().any(|call| call.path == path);
            let called = ["/takes/1", "/takes/2", "/takes/3"].into_iter().all(has);
            Ok((batches["batches"][0]["status"] == "completed" && called).then_some(()))
        },
    )
    .await?;
    settled(beadle).await
}

fn text(value: &Value) -> anyhow::Result<&str> {
    value.as_str().context("no text")
}

/// Waits until nothing runs and all is projected.
async fn settled(beadle: &Beadle) -> anyhow::Result<()> {
    eventually("nothing runs", async || {
        let health = beadle.get("/health/detailed").await?;
        let open = beadle.get("/api/v1/executions?status=running,pending,retrying").await?;
        let is_quiet = health["dependencies"][0]["projector_lag_ms"] == 0 && open["executions"] == json!([]);
        Ok(is_quiet.then_some(()))
    })
    .await
}

/// The numbers of each task by its name, which come from its history.
fn numbers(tasks: &Value) -> anyhow::Result<BTreeMap<String, Value>> {
    let tasks = tasks["tasks"].as_array().context("no list")?;
    tasks
        .iter()
        .map(|task| {
            let numbers =
                json!([task["run_count"], task["success_count"], task["last_status"], task["last_run_time"]]);
            Ok((text(&task["name"])?.to_owned(), numbers))
        })
        .collect()
}

async fn start(folder: &Path) -> anyhow::Result<Beadle> {
    Beadle::start(folder).await
}

#[tokio::test]
async fn an_import_exports_the_same_and_nothing_follows_from_it_on_one_machine() -> anyhow::Result<()> {
    let (place, here, there) = (Place::new()?, tempfile::tempdir()?, tempfile::tempdir()?);
    let destination = Destination::start().await?;
    let (here, there) = (start(here.path()).await?, start(there.path()).await?);
    furnish(&here, &destination).await?;
    let told = place.run(&here.url, None, &["export", "-o", "all.ndjson"]).await?;
    ensure!(told.contains("5 tasks") && told.contains("2 function versions"), "{told}");
    let calls = destination.calls().len();
    let told = place.run(&there.url, None, &["import", "all.ndjson"]).await?;
    ensure!(told.contains("created") && !told.contains("same"), "{told}");
    settled(&there).await?;
    place.run(&there.url, None, &["export", "-o", "there.ndjson"]).await?;
    ensure!(place.moved("all.ndjson")? == place.moved("there.ndjson")?, "they differ");
    let told = place.run(&there.url, None, &["import", "all.ndjson"]).await?;
    ensure!(told.contains("same") && !told.contains("created"), "{told}");
    settled(&there).await?;
    ensure!(destination.calls().len() == calls, "{:#?}", destination.calls());
    let path = "/api/v1/tasks?limit=100";
    let (before, after) = (numbers(&here.get(path).await?)?, numbers(&there.get(path).await?)?);
    ensure!(before == after, "{before:#?}\n{after:#?}");
    // It ticks here too.
    let daily = there.get("/api/v1/tasks?q=Daily").await?;
    ensure!(!daily["tasks"][0]["next_run_time"].is_null(), "{daily:#}");
    let trail = there.get("/api/v1/audit?action=account.imported").await?;
    ensure!(trail["entries"].as_array().is_some_and(|entries| !entries.is_empty()), "{trail:#}");
    Ok(())
}

#[tokio::test]
async fn from_a_machine_to_a_stack_and_back_it_stays_the_same_on_aws() -> anyhow::Result<()> {
    let (place, here, back) = (Place::new()?, tempfile::tempdir()?, tempfile::tempdir()?);
    let deployed = Deployed::start().await?;
    let (stack, _) = deployed.by_someone_new_as("admin")?;
    let destination = Destination::start().await?;
    let (here, back) = (start(here.path()).await?, start(back.path()).await?);
    furnish(&here, &destination).await?;
    place.run(&here.url, None, &["export", "-o", "all.ndjson"]).await?;
    let calls = destination.calls().len();
    let (aws, token) = (deployed.url("")?, Some(stack.token()));
    let told = place.run(&aws, token, &["import", "all.ndjson"]).await?;
    ensure!(told.contains("created"), "{told}");
    let told = place.run(&aws, token, &["import", "all.ndjson"]).await?;
    ensure!(told.contains("same") && !told.contains("created"), "{told}");
    // The projector counts what came, and starts nothing.
    let before = numbers(&here.get("/api/v1/tasks?limit=100").await?)?;
    eventually("the numbers of the tasks", async || {
        Ok((numbers(&stack.get("/api/v1/tasks?limit=100").await?)? == before).then_some(()))
    })
    .await?;
    place.run(&aws, token, &["export", "-o", "aws.ndjson"]).await?;
    let (ours, theirs) = (place.moved("all.ndjson")?, place.moved("aws.ndjson")?);
    let own = |lines: &[String]| -> Vec<String> {
        // Functions and templates are everybody's, and other tests have some.
        let shared =
            |line: &&String| !line.contains("\"kind\":\"function") && !line.contains("\"kind\":\"template");
        lines.iter().filter(shared).cloned().collect()
    };
    ensure!(own(&ours) == own(&theirs), "{:#?}\n{:#?}", own(&ours), own(&theirs));
    ensure!(ours.iter().all(|line| theirs.contains(line)), "something is missing");
    let told = place.run(&back.url, None, &["import", "aws.ndjson"]).await?;
    ensure!(told.contains("created"), "{told}");
    settled(&back).await?;
    place.run(&back.url, None, &["export", "-o", "back.ndjson"]).await?;
    ensure!(own(&ours) == own(&place.moved("back.ndjson")?), "they differ");
    ensure!(destination.calls().len() == calls, "{:#?}", destination.calls());
    Ok(())
}
