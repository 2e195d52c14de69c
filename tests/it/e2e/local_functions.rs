//! The functions of a stack under `cargo lambda watch` (`infra/emulator/watch`): the requests of a page to the routes, and each
//! sample event to its function.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

use anyhow::{Context, ensure};
use jiff::{RoundMode, Timestamp, TimestampRound, ToSpan, Unit};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use uuid::Uuid;

use super::{destination::Destination, eventually::eventually, setting, stack::Stack};
use crate::{curl, documents, handlers::api::GATEWAY_SECRET, repository::root};

const STACK: &str = "watched";

/// The user of the samples.
const ADA: &str = "ada";

/// `cargo lambda watch`; killed when dropped. Its functions end when they can no longer ask it for events.
struct Watch {
    _child: Child,
    port: u16,
    client: Client,
    scratch: TempDir,
}

impl Watch {
    /// Starts it over a stack of its own, and waits until the API answers, which is built first if it is not.
    async fn start() -> anyhow::Result<Self> {
        Stack::deploy(STACK, &[("TrustGatewayIdentity", "true")]).await?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let scratch = tempfile::tempdir()?;
        let mut command = Command::new(python()?);
        command.arg(root().join("infra/emulator/watch")).args(["--stack", STACK]);
        command.args(["--endpoint", &setting("BEADLE_EMULATOR_URL")?]);
        command.args(["--secret", &format!("gateway-secret={GATEWAY_SECRET}")]);
        command.args([
            "--invoke-address",
            "127.0.0.1",
            "--invoke-port",
            &port.to_string(),
            "--ignore-changes",
        ]);
        // What cargo tells its tests would be another environment for what is built.
        for (name, _) in std::env::vars().filter(|(name, _)| is_of_the_test(name)) {
            command.env_remove(name);
        }
        let log = std::fs::File::create(scratch.path().join("log"))?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let child = command.kill_on_drop(true).spawn().context("infra/emulator/watch did not start")?;
        let client = Client::builder().no_proxy().build()?;
        let watch = Self { _child: child, port, client, scratch };
        eventually("the health of the API", || async {
            let health = watch.client.get(watch.url("/health")).send().await;
            Ok(health.ok().filter(|response| response.status().is_success()))
        })
        .await
        .with_context(|| watch.log())?;
        Ok(watch)
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.scratch.path().join("log")).unwrap_or_default()
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Sends a request by `user`; returns the status and the body.
    async fn send(
        &self,
        user: &str,
        method: Method,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.client.request(method, self.url(path)).header("x-user-id", user);
        let response = request.header("x-gateway-secret", GATEWAY_SECRET).json(body).send().await?;
        Ok((response.status(), response.json().await?))
    }

    async fn get(&self, user: &str, path: &str) -> anyhow::Result<Value> {
        let request = self.client.get(self.url(path)).header("x-user-id", user);
        let response = request.header("x-gateway-secret", GATEWAY_SECRET).send().await?;
        Ok(response.error_for_status()?.json().await?)
    }

    /// Sends the event to the function with `cargo lambda invoke`; returns what it answers.
    async fn invoke(&self, function: &str, event: &Path) -> anyhow::Result<Value> {
        let mut command = Command::new(python()?.with_file_name("cargo-lambda"));
        command.args(["lambda", "invoke", function, "--invoke-address", "127.0.0.1"]);
        command.args(["--invoke-port", &self.port.to_string(), "--data-file"]).arg(event);
        let Output { status, stdout, stderr } = command.output().await?;
        let (answer, errors) = (String::from_utf8(stdout)?, String::from_utf8_lossy(&stderr));
        ensure!(status.success(), "{}: {answer} {errors}\n{}", event.display(), self.log());
        serde_json::from_str(&answer).with_context(|| format!("{}: {answer}", event.display()))
    }

    /// The same with a changed copy of a sample.
    async fn invoke_changed(
        &self,
        function: &str,
        sample: &str,
        change: impl FnOnce(&mut Value) -> anyhow::Result<()>,
    ) -> anyhow::Result<Value> {
        let mut event = serde_json::from_str(&std::fs::read_to_string(samples().join(sample))?)?;
        change(&mut event)?;
        let path = self.scratch.path().join(sample);
        std::fs::write(&path, event.to_string())?;
        self.invoke(function, &path).await
    }
}

fn python() -> anyhow::Result<PathBuf> {
    Ok(PathBuf::from(setting("BEADLE_VENV")?).join("bin/python"))
}

fn samples() -> PathBuf {
    root().join("events")
}

fn is_of_the_test(variable: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_EXE_", "NEXTEST"]
        .iter()
        .any(|start| variable.starts_with(start))
}

/// Makes the message of a sample one of an execution `id` of `user`, of no task that is due now and calls `url`.
fn due(event: &mut Value, user: &str, id: &str, url: &str) -> anyhow::Result<()> {
    let records = event["Records"].as_array_mut().context("records")?;
    records.truncate(1);
    let mut message: Value = serde_json::from_str(records[0]["body"].as_str().context("a body")?)?;
    let now = json!(Timestamp::now().round(Unit::Second)? - 60.seconds());
    let request = &mut message["execution"]["request"];
    request.as_object_mut().context("a request")?.remove("task_id");
    request["owner"] = user.into();
    (request["id"], request["created_at"], request["spec"]["config"]["url"]) =
        (id.into(), now.clone(), url.into());
    let progress = &mut message["execution"]["progress"];
    (progress["state"]["due"], progress["updated_at"]) = (now.clone(), now);
    records[0]["body"] = message.to_string().into();
    Ok(())
}

/// What the function answers to each sample, whatever day it is.
fn expected(sample: &str, answer: &Value) -> bool {
    let none_comes_again = answer["batchItemFailures"] == json!([]);
    match sample {
        "api-execute" | "api-function-url" => answer["statusCode"] == 202,
        "api-create-task" => answer["statusCode"] == 201,
        // The task of the samples is not there.
        "api-get-task" => answer["statusCode"] == 404,
        "executor-sqs" | "projector-stream" => none_comes_again,
        // The one that is cut off comes again.
        "schedule-undelivered" => {
            answer["batchItemFailures"].as_array().is_some_and(|again| again.len() == 1)
        }
        // Whether the execution has still time depends on the day.
        "deadletter-sqs" => answer["batchItemFailures"].as_array().is_some_and(|again| again.len() < 2),
        "sandbox-function" => answer["outcome"] == json!({"Ok": null}),
        _ => answer.is_null(),
    }
}

#[tokio::test]
async fn functions_under_cargo_lambda_watch_do_what_they_do_when_deployed() -> anyhow::Result<()> {
    let watch = Watch::start().await?;
    the_requests_of_the_page_are_answered(&watch).await?;
    what_is_due_has_its_effect(&watch).await?;
    each_sample_is_handled(&watch).await
}

async fn the_requests_of_the_page_are_answered(watch: &Watch) -> anyhow::Result<()> {
    let mut answers = Vec::new();
    for command in documents::requests(&documents::read(documents::OF_A_STACK)) {
        let curl = curl::read(&command).with_context(|| command.clone())?;
        let method = if curl.body.is_some() { Method::POST } else { Method::GET };
        let mut request = watch.client.request(method, watch.url(&curl.path));
        for (name, value) in &curl.headers {
            request = request.header(name, value);
        }
        let response = request.body(curl.body.unwrap_or_default()).send().await?;
        ensure!(response.status().is_success(), "{command} {response:?}");
        answers.push(response.json::<Value>().await?);
    }
    let [health, started] = &answers[..] else { anyhow::bail!("the requests: {answers:#?}") };
    ensure!((&health["status"], &health["service"]) == (&json!("healthy"), &json!(STACK)), "{health:#}");
    // It went onto the stack's queue, from which the stack's own executor took it.
    let path = format!("/api/v1/executions/{}", started["id"].as_str().context("an id")?);
    eventually("the end of what the page starts", || async {
        let execution = watch.get(ADA, &path).await?;
        Ok((execution["status"] == "completed").then_some(()))
    })
    .await
}

async fn each_sample_is_handled(watch: &Watch) -> anyhow::Result<()> {
    let files = std::fs::read_dir(samples())?
        .map(|file| Ok(file?.path()))
        .collect::<anyhow::Result<BTreeSet<_>>>()?;
    let mut functions = BTreeSet::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "json")) {
        let sample = file.file_stem().and_then(|name| name.to_str()).context("a name")?;
        let function = sample.split('-').next().context("the name of a function")?;
        let answer = watch.invoke(function, file).await?;
        ensure!(expected(sample, &answer), "{sample} is answered {answer:#}\n{}", watch.log());
        functions.insert(function.to_owned());
    }
    let all = ["api", "deadletter", "executor", "listener", "projector", "sandbox", "schedule"];
    ensure!(functions.iter().eq(&all), "{functions:?}");

    let counted =
        watch.get(ADA, "/api/v1/analytics?from=2027-01-15T00:00:00Z&to=2027-01-16T00:00:00Z").await?;
    ensure!(counted["completed"].as_u64() > Some(0), "what the projector was told: {counted:#}");
    let tasks = watch.get(ADA, "/api/v1/tasks").await?;
    ensure!(tasks["tasks"] == json!([]), "the user whom the listener was told of has no tasks: {tasks:#}");
    let (status, problem) = watch
        .send(ADA, Method::POST, "/api/v1/tasks", &every_minute("https://api.example.com/weather"))
        .await?;
    let refused =
        (status, &problem["limit_type"]) == (StatusCode::TOO_MANY_REQUESTS, &json!("schedule_interval"));
    ensure!(refused, "the user has the free level, of which the listener was told: {problem:#}");
    Ok(())
}

/// A task that calls `url` every minute.
fn every_minute(url: &str) -> Value {
    json!({"name": "by its tick", "type": "http", "schedule": {"cron": "* * * * *"}, "config": {"url": url}})
}

/// Samples with the time of now and a destination of this test.
async fn what_is_due_has_its_effect(watch: &Watch) -> anyhow::Result<()> {
    let destination = Destination::start().await?;
    let user = format!("user-{}", Uuid::now_v7().simple());
    let [called, dead] = [(); 2].map(|()| format!("exe_{}", Uuid::now_v7().simple()));
    let answer = watch
        .invoke_changed("executor", "executor-sqs.json", |event| {
            due(event, &user, &called, &destination.url("/ok"))
        })
        .await?;
    ensure!(answer["batchItemFailures"] == json!([]), "{answer:#}");
    ensure!(watch.get(&user, &format!("/api/v1/executions/{called}")).await?["status"] == "completed");
    ensure!(destination.calls().iter().any(|call| call.key == called), "{:?}", destination.calls());

    let answer = watch
        .invoke_changed("deadletter", "deadletter-sqs.json", |event| {
            due(event, &user, &dead, &destination.url("/ok"))
        })
        .await?;
    ensure!(answer["batchItemFailures"] == json!([]), "{answer:#}");
    let execution = watch.get(&user, &format!("/api/v1/executions/{dead}")).await?;
    ensure!(execution["error_details"]["code"] == "undeliverable", "{execution:#}");

    let task = every_minute(&destination.url("/ok"));
    let (status, task) = watch.send(&user, Method::POST, "/api/v1/tasks", &task).await?;
    ensure!(status == StatusCode::CREATED, "{task:#}");
    let due = Timestamp::now().round(TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Trunc))?;
    let tick = |event: &mut Value| {
        (event["task_id"], event["scheduled_time"]) = (task["id"].clone(), json!(due));
        Ok(())
    };
    watch.invoke_changed("schedule", "schedule-tick.json", tick).await?;
    let path = format!("/api/v1/tasks/{}/executions", task["id"].as_str().context("an id")?);
    let started = watch.get(&user, &path).await?;
    let mut started = started["executions"].as_array().into_iter().flatten();
    ensure!(started.any(|run| run["trigger_type"] == "schedule"), "the tick of {due} starts a run");
    Ok(())
}
