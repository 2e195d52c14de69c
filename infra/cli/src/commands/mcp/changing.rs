//! The tools that start and change something. What starts an execution takes it from the budget.

use std::time::Duration;

use rmcp::{handler::server::wrapper::Parameters, model::CallToolResult, tool, tool_router};
use serde_json::{Map, Value, json};

use super::{
    Server,
    arguments::{OneExecution, Repeat, Request, Start, TaskRun},
    result_of,
};
use crate::{
    client::{
        Result,
        lookup::{self, Noun},
    },
    commands::{exec, input, run},
};

/// The longest that a tool waits for an end, in seconds.
const MAX_WAIT: u64 = 60;

#[tool_router(router = changing, vis = "pub(super)")]
impl Server {
    /// Runs an HTTP request, now or after a delay. Counts against the budget of executions.
    #[tool(annotations(title = "Run a request", read_only_hint = false, destructive_hint = true))]
    async fn run_request(&self, Parameters(request): Parameters<Request>) -> CallToolResult {
        result_of(self.counted(self.request(request)).await)
    }

    /// Runs a saved task now. Counts against the budget of executions.
    #[tool(annotations(title = "Run a task", read_only_hint = false, destructive_hint = true))]
    async fn run_task(&self, Parameters(run): Parameters<TaskRun>) -> CallToolResult {
        result_of(self.counted(self.run_of_task(run)).await)
    }

    /// Runs an execution again that failed or was cancelled. Counts against the budget of executions.
    #[tool(annotations(title = "Retry an execution", read_only_hint = false, destructive_hint = true))]
    async fn retry_execution(&self, Parameters(repeat): Parameters<Repeat>) -> CallToolResult {
        result_of(self.counted(self.repeat(repeat)).await)
    }

    /// Cancels an execution that has not ended.
    #[tool(annotations(
        title = "Cancel an execution",
        read_only_hint = false,
        destructive_hint = true,
        idempotent_hint = true,
        open_world_hint = false
    ))]
    async fn cancel_execution(&self, Parameters(one): Parameters<OneExecution>) -> CallToolResult {
        result_of(self.cancel(&one.id).await)
    }
}

impl Server {
    /// What starts an execution, if the budget has one left.
    async fn counted(&self, starting: impl Future<Output = Result<Value>>) -> Result<Value> {
        self.budget.take()?;
        let mut started = self.budget.settle(starting.await)?;
        started["executions_left"] = json!(self.budget.left());
        Ok(started)
    }

    async fn request(&self, request: Request) -> Result<Value> {
        let mut body = Map::from_iter([("type".to_owned(), json!("http"))]);
        input::set(&mut body, "method", request.method.map(|method| method.to_uppercase()));
        input::set(&mut body, "url", Some(request.url));
        input::set(&mut body, "body", request.body);
        input::set(&mut body, "retries", request.retries);
        input::set(&mut body, "delay", request.delay);
        if !request.headers.is_empty() {
            body.insert("headers".to_owned(), json!(request.headers));
        }
        if let Some(config) = &request.config {
            let id = lookup::id(&self.session.client, Noun::Config, config).await?;
            input::set(&mut body, "config_id", Some(id));
        }
        self.start("/api/v1/execute", Value::Object(body), request.start).await
    }

    async fn run_of_task(&self, run: TaskRun) -> Result<Value> {
        let path = lookup::path(&self.session.client, Noun::Task, &run.task).await?;
        let mut body = Map::new();
        input::set(&mut body, "input", run.input);
        self.start(&format!("{path}/execute"), Value::Object(body), run.start).await
    }

    async fn repeat(&self, repeat: Repeat) -> Result<Value> {
        let path = lookup::path(&self.session.client, Noun::Execution, &repeat.id).await?;
        self.start(&format!("{path}/retry"), exec::repetition(repeat.current), repeat.start).await
    }

    /// Starts an execution; returns it as it is then, or as it ended if that is waited for.
    async fn start(&self, path: &str, body: Value, start: Start) -> Result<Value> {
        let key = start.idempotency_key.unwrap_or_else(input::idempotency_key);
        let started = run::send(&self.session.client, path, &body, &key).await?;
        let (Some(seconds), Some(id)) = (start.wait_seconds, started["execution_id"].as_str()) else {
            return Ok(started);
        };
        let limit = Duration::from_secs(seconds.min(MAX_WAIT));
        // It is started, whatever becomes of the wait.
        Ok(exec::until_end(&self.session, id, Some(limit), |_| Ok(())).await.unwrap_or(started))
    }

    async fn cancel(&self, id: &str) -> Result<Value> {
        let path = lookup::path(&self.session.client, Noun::Execution, id).await?;
        self.session.client.post(&format!("{path}/cancel"), &json!({})).await
    }
}
