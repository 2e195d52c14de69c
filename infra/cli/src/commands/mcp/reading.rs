//! The tools that change nothing.

use rmcp::{handler::server::wrapper::Parameters, model::CallToolResult, tool, tool_router};
use serde_json::{Value, json};

use super::{
    Server,
    arguments::{ExecutionFilter, OneExecution, OneTask, ScheduleText, TaskFilter},
    result_of,
};
use crate::{
    client::{
        Amount, Error, Pages, Result,
        lookup::{self, Noun},
    },
    commands::{exec::Filter, input, schedule},
};

/// How many items a list has unless the model asks for another number of them.
const ITEMS: usize = 20;
/// The most that one call of a tool lists.
const MAX_ITEMS: usize = 100;

#[tool_router(router = reading, vis = "pub(super)")]
impl Server {
    /// Lists executions, newest first, with their status, error and times.
    #[tool(annotations(title = "List executions", read_only_hint = true, open_world_hint = false))]
    async fn list_executions(&self, Parameters(filter): Parameters<ExecutionFilter>) -> CallToolResult {
        result_of(self.executions(filter).await)
    }

    /// Shows an execution with its attempts and its result.
    #[tool(annotations(title = "Show an execution", read_only_hint = true, open_world_hint = false))]
    async fn get_execution(&self, Parameters(one): Parameters<OneExecution>) -> CallToolResult {
        result_of(self.of_execution(&one.id, "").await)
    }

    /// Says in sentences why an execution is as it is, what holds it back, and what comes next.
    #[tool(annotations(title = "Explain an execution", read_only_hint = true, open_world_hint = false))]
    async fn explain_execution(&self, Parameters(one): Parameters<OneExecution>) -> CallToolResult {
        result_of(self.of_execution(&one.id, "/explain").await)
    }

    /// Shows the logs of an execution.
    #[tool(annotations(title = "Show logs", read_only_hint = true, open_world_hint = false))]
    async fn get_execution_logs(&self, Parameters(one): Parameters<OneExecution>) -> CallToolResult {
        result_of(self.of_execution(&one.id, "/logs").await)
    }

    /// Lists saved tasks.
    #[tool(annotations(title = "List tasks", read_only_hint = true, open_world_hint = false))]
    async fn list_tasks(&self, Parameters(filter): Parameters<TaskFilter>) -> CallToolResult {
        let query = vec![("q", filter.query), ("status", filter.status)];
        result_of(self.list(Noun::Task, query, filter.limit).await)
    }

    /// Shows a saved task with its request, its schedule and its next run.
    #[tool(annotations(title = "Show a task", read_only_hint = true, open_world_hint = false))]
    async fn get_task(&self, Parameters(one): Parameters<OneTask>) -> CallToolResult {
        result_of(self.task(&one.task).await)
    }

    /// Shows when a schedule would run, with notes on changes of the clock.
    #[tool(annotations(title = "Preview a schedule", read_only_hint = true, open_world_hint = false))]
    async fn preview_schedule(&self, Parameters(text): Parameters<ScheduleText>) -> CallToolResult {
        let (schedule, timezone) = (&text.schedule, text.timezone.as_deref());
        result_of(schedule::preview(&self.session.client, schedule, timezone, text.count, text.from).await)
    }
}

impl Server {
    async fn executions(&self, filter: ExecutionFilter) -> Result<Value> {
        let since = filter.since.as_deref().map(input::past).transpose();
        let since = since.map_err(|message| Error::Usage(format!("since: {message}")))?;
        let limit = filter.limit;
        let filter = Filter {
            status: filter.status,
            task: filter.task,
            config: filter.config,
            batch: filter.batch,
            error: filter.error_code,
            since,
            ..Filter::default()
        };
        let query = filter.query(&self.session).await?;
        self.list(Noun::Execution, query, limit).await
    }

    async fn list(
        &self,
        noun: Noun,
        query: Vec<(&'static str, Option<String>)>,
        limit: Option<usize>,
    ) -> Result<Value> {
        let amount = Amount::First(limit.unwrap_or(ITEMS).clamp(1, MAX_ITEMS));
        let pages = Pages::new(&self.session.client, noun.list(), noun.member(), query, amount);
        let (items, more) = pages.collect().await?;
        Ok(json!({noun.member(): items, "more": more}))
    }

    async fn of_execution(&self, id: &str, part: &str) -> Result<Value> {
        let path = lookup::path(&self.session.client, Noun::Execution, id).await?;
        self.session.client.get(&format!("{path}{part}")).await
    }

    async fn task(&self, name: &str) -> Result<Value> {
        let path = lookup::path(&self.session.client, Noun::Task, name).await?;
        self.session.client.get(&path).await
    }
}
