//! Scripts and functions in the deployed sandbox.

use anyhow::{Context, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Deployed, text};
use crate::e2e::destination::Destination;

impl Deployed {
    /// The same stack, called by an operator.
    fn by_operator(&self, user: &str) -> anyhow::Result<Self> {
        self.by(user, "operator")
    }

    /// Uploads a function of one module.
    async fn upload(&self, name: &str, source: &str, hosts: &[&str]) -> anyhow::Result<(StatusCode, Value)> {
        let body = json!({"modules": {"index.js": source}, "hosts": hosts, "cpu_ms": 500});
        self.send(Method::PUT, &format!("/api/v1/functions/{name}"), &body).await
    }

    /// The execution of a new task, once it has ended.
    async fn ran(
        &self,
        name: &str,
        kind: &str,
        config: &Value,
        input: &Value,
    ) -> anyhow::Result<(String, Value)> {
        let body = json!({"name": name, "type": kind, "config": config, "input": input, "max_retries": 0});
        let task = self.task(&body).await?;
        let execution = self.ended(&self.run(&task).await?).await?;
        Ok((task, execution))
    }
}

#[tokio::test]
async fn a_function_is_uploaded_and_runs_as_a_task() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?.by_operator("olga")?;
    let destination = Destination::start().await?;
    let source = "export async function processRows(params, ctx) {
        console.log('rows of', params.source, 'attempt', ctx.attempt);
        console.error('careful');
        const answer = await fetch(params.url, { method: 'POST', body: '{}', headers: { 'idempotency-key': ctx.idempotencyKey } });
        return { source: params.source, called: answer.status };
    }";
    let (status, function) = deployed.upload("e2e-rows", source, &["127.0.0.1"]).await?;
    ensure!(status.is_success(), "{status} {function:#}");
    let config =
        json!({"function": "processRows", "params": {"source": "database", "url": destination.url("/ok")}});
    let (task, execution) = deployed.ran("rows", "custom", &config, &Value::Null).await?;
    assert_eq!(execution["status"], "completed", "{execution:#}");
    assert_eq!(execution["result"], json!({"source": "database", "called": 200}));
    assert_eq!(execution["function"]["name"], "e2e-rows", "{execution:#}");
    let said: Vec<_> =
        execution["output"].as_array().context("output")?.iter().map(|line| text(line, "text")).collect();
    assert_eq!(said, ["rows of database attempt 1", "careful"]);
    assert_eq!(destination.calls().len(), 1);

    let lines = deployed.get(&format!("/api/tasks/{task}/logs")).await?;
    let lines = lines.as_array().context("lines")?;
    for (level, message) in [("INFO", "rows of database attempt 1"), ("WARN", "careful")] {
        let is_it = |line: &&Value| line["level"] == level && line["message"] == message;
        ensure!(lines.iter().any(|line| is_it(&line)), "{level} {message} is missing: {lines:#?}");
    }

    let (status, refused) =
        deployed.upload("e2e-broken", "export default () => {\n  return )\n}", &[]).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:#}");
    ensure!(text(&refused["detail"][0], "msg").contains("line 2"), "{refused:#}");
    Ok(())
}

#[tokio::test]
async fn a_run_is_stopped_by_its_limits_and_the_next_one_is_clean() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?.by_operator("olga")?;
    let (status, function) =
        deployed.upload("e2e-endless", "export default function spin() { for (;;) {} }", &[]).await?;
    ensure!(status.is_success(), "{status} {function:#}");
    let config = json!({"function": "e2e-endless"});
    let (_, endless) = deployed.ran("endless", "custom", &config, &Value::Null).await?;
    assert_eq!(endless["status"], "failed", "{endless:#}");
    assert_eq!(endless["error_details"]["code"], "cpu_limit", "{endless:#}");

    let sleeps = json!({"name": "sleeps", "type": "script", "timeout": "2s", "max_retries": 0,
        "config": {"command": "sleep", "args": ["60"]}});
    let task = deployed.task(&sleeps).await?;
    let late = deployed.ended(&deployed.run(&task).await?).await?;
    assert_eq!(late["error_details"]["code"], "timeout", "{late:#}");

    let (_, next) = deployed.ran("cat", "script", &json!({"command": "cat"}), &json!({"days": 7})).await?;
    assert_eq!((&next["status"], &next["result"]), (&json!("completed"), &json!({"days": 7})), "{next:#}");
    Ok(())
}

#[tokio::test]
async fn each_owner_runs_scripts_of_the_list_as_a_tenant() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let mut machines = Vec::new();
    for owner in ["olga", "otto"] {
        let operator = deployed.by_operator(owner)?;
        let config = json!({"command": "cat", "args": ["/proc/self/stat"]});
        let (task, execution) = operator.ran("whose machine", "script", &config, &Value::Null).await?;
        assert_eq!(execution["status"], "completed", "{execution:#}");
        let stat = text(&execution, "result");
        // The fourth field is the process that started it: the supervisor of the execution environment.
        let supervisor = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1));
        machines.push(supervisor.with_context(|| format!("no process: {stat}"))?.to_owned());
        let lines = operator.get(&format!("/api/tasks/{task}/logs")).await?;
        ensure!(
            lines.as_array().is_some_and(|lines| lines.iter().any(|line| line["message"] == stat)),
            "{lines:#}"
        );

        let unlisted = json!({"name": "unlisted", "type": "script", "config": {"command": "bash"}});
        let (status, refused) = operator.post("/api/v1/tasks", &unlisted).await?;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:#}");
    }
    if machines[0] == machines[1] {
        println!("the emulator ignores TenancyConfig: two owners ran in one execution environment");
    }

    let health = deployed.get("/health/detailed").await?;
    let all = health["dependencies"].as_array().context("dependencies")?;
    let sandbox = all.iter().find(|one| one["name"] == "sandbox").context("the sandbox")?;
    assert_eq!((&sandbox["status"], &sandbox["runs_code"]), (&json!("healthy"), &json!(true)), "{health:#}");
    ensure!(sandbox["layers"]["limits"] == true && sandbox["layers"]["undumpable"] == true, "{health:#}");
    println!("layers: {}", sandbox["layers"]);
    Ok(())
}
