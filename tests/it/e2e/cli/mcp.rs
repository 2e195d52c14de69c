//! `beadle mcp`, by a client that speaks the protocol as its specification writes it (<https://modelcontextprotocol.io>).

use std::process::Stdio;

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout},
};

use super::Desk;

/// The tools that change nothing.
const READING: [&str; 7] = [
    "explain_execution",
    "get_execution",
    "get_execution_logs",
    "get_task",
    "list_executions",
    "list_tasks",
    "preview_schedule",
];
/// The others.
const CHANGING: [&str; 4] = ["cancel_execution", "retry_execution", "run_request", "run_task"];

/// A client that has started the command.
struct Model {
    child: Child,
    sends: ChildStdin,
    reads: Lines<BufReader<ChildStdout>>,
    asked: u64,
}

impl Model {
    async fn start(desk: &Desk, options: &[&str]) -> anyhow::Result<Self> {
        let mut command = desk.command()?;
        let mut child = command.arg("mcp").args(options).stdin(Stdio::piped()).spawn()?;
        let sends = child.stdin.take().context("no input")?;
        let reads = BufReader::new(child.stdout.take().context("no output")?).lines();
        let mut model = Self { child, sends, reads, asked: 0 };
        let client = json!({"name": "test", "version": "1"});
        let about = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
        let greeting = model.ask("initialize", &about).await?;
        ensure!(greeting["result"]["serverInfo"]["name"] == "beadle", "{greeting:#}");
        ensure!(greeting["result"]["capabilities"]["tools"].is_object(), "{greeting:#}");
        model.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"})).await?;
        Ok(model)
    }

    async fn send(&mut self, message: &Value) -> anyhow::Result<()> {
        self.sends.write_all(format!("{message}\n").as_bytes()).await?;
        Ok(self.sends.flush().await?)
    }

    async fn ask(&mut self, method: &str, params: &Value) -> anyhow::Result<Value> {
        self.asked += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params})).await?;
        let line = self.reads.next_line().await?.context("it ended")?;
        let answer: Value = serde_json::from_str(&line)?;
        ensure!(answer["id"] == self.asked, "{answer:#}");
        Ok(answer)
    }

    /// The names of all tools.
    async fn tools(&mut self) -> anyhow::Result<Vec<String>> {
        let answer = self.ask("tools/list", &json!({})).await?;
        let mut names = Vec::new();
        for tool in answer["result"]["tools"].as_array().context("no tools")? {
            let name = tool["name"].as_str().context("no name")?;
            ensure!(tool["description"].as_str().is_some_and(|text| !text.is_empty()), "{tool:#}");
            ensure!(tool["inputSchema"]["type"] == "object", "{tool:#}");
            ensure!(
                tool["annotations"]["readOnlyHint"] == READING.contains(&name),
                "what {name} says of itself: {tool:#}"
            );
            names.push(name.to_owned());
        }
        names.sort();
        Ok(names)
    }

    /// What a tool returns.
    async fn call(&mut self, tool: &str, arguments: &Value) -> anyhow::Result<Value> {
        let answer = self.ask("tools/call", &json!({"name": tool, "arguments": arguments})).await?;
        ensure!(answer["result"]["isError"] == false, "{tool}: {answer:#}");
        Ok(answer["result"]["structuredContent"].clone())
    }

    /// Why a tool does not do it.
    async fn refusal(&mut self, tool: &str, arguments: &Value) -> anyhow::Result<String> {
        let answer = self.ask("tools/call", &json!({"name": tool, "arguments": arguments})).await?;
        ensure!(answer["result"]["isError"] == true, "{tool}: {answer:#}");
        Ok(answer["result"]["content"][0]["text"].as_str().context("no text")?.to_owned())
    }

    /// Ends as a client does.
    async fn end(mut self) -> anyhow::Result<()> {
        drop(self.sends);
        let status = self.child.wait().await?;
        ensure!(status.success(), "{status}");
        Ok(())
    }
}

#[tokio::test]
async fn a_model_runs_lists_explains_and_retries_within_its_budget() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let failed = desk.failed().await?;
    let mut model = Model::start(&desk, &["--max-executions", "3"]).await?;
    let mut expected = READING.map(str::to_owned).to_vec();
    expected.extend(CHANGING.map(str::to_owned));
    expected.sort();
    let tools = model.tools().await?;
    ensure!(tools == expected, "{tools:?}");

    let url = format!("{}/health", desk.beadle.url);
    let ran = model.call("run_request", &json!({"url": url, "wait_seconds": 60})).await?;
    ensure!(ran["status"] == "completed" && ran["executions_left"] == 2, "{ran:#}");
    let refused = model.refusal("run_request", &json!({"url": "not a URL"})).await?;
    ensure!(refused.contains("url"), "{refused}");
    let run = json!({"task": "health", "input": {"day": 1}, "wait_seconds": 60});
    let ran = model.call("run_task", &run).await?;
    ensure!(ran["status"] == "completed" && ran["executions_left"] == 1, "{ran:#}");

    let list = model.call("list_executions", &json!({"status": "failed", "since": "1h"})).await?;
    ensure!(list["executions"][0]["id"] == failed.as_str() && list["more"] == false, "{list:#}");
    let explained = model.call("explain_execution", &json!({"id": failed})).await?;
    ensure!(explained.to_string().contains("it was refused"), "{explained:#}");
    let retried = model.call("retry_execution", &json!({"id": failed})).await?;
    ensure!(retried["executions_left"] == 0, "{retried:#}");
    for (tool, arguments) in
        [("run_request", json!({"url": url})), ("retry_execution", json!({"id": failed}))]
    {
        let refused = model.refusal(tool, &arguments).await?;
        ensure!(refused.contains("the budget of 3 executions is used up"), "{refused}");
    }
    let preview = json!({"schedule": "every monday at 9:00", "timezone": "Europe/Berlin", "count": 2});
    let shown = model.call("preview_schedule", &preview).await?;
    ensure!(shown["runs"].as_array().is_some_and(|runs| runs.len() == 2), "{shown:#}");
    let tasks = model.call("list_tasks", &json!({})).await?;
    ensure!(tasks["tasks"][0]["name"] == "Health check", "{tasks:#}");
    let missing = model.refusal("get_task", &json!({"task": "nobody"})).await?;
    ensure!(missing.contains("no task is called nobody"), "{missing}");
    model.end().await
}

#[tokio::test]
async fn a_model_that_may_only_read_has_no_tool_that_changes() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let mut model = Model::start(&desk, &["--read-only"]).await?;
    let tools = model.tools().await?;
    ensure!(tools == READING, "{tools:?}");
    for tool in CHANGING {
        let answer = model.ask("tools/call", &json!({"name": tool, "arguments": {}})).await?;
        ensure!(answer["error"].is_object(), "{tool}: {answer:#}");
    }
    let list = model.call("list_executions", &json!({})).await?;
    ensure!(list["executions"] == json!([]), "{list:#}");
    model.end().await
}
