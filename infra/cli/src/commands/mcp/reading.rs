//! The tools that change nothing.

use rmcp::{handler::server::wrapper::Parameters, model::CallToolResult, tool, tool_router};
use serde_json::{Map, Value, json};

use super::{
    Server,
    arguments::{ExecutionFilter, OneExecution, OneTask, ScheduleText, TaskFilter},
    told,
};
use crate::{
    client::{
        Amount, Error, Pages, Result,
        lookup::{self, Noun},
    },
    commands::{exec::Filter, input},
};

/// How many items a list has unless the model asks for another number of them.
const ITEMS: usize = 20;
/// The most that one call of a tool lists.
const MOST_ITEMS: usize = 100;

#[tool_router(router = reading, vis = "pub(super)")]
impl Server {
    /// Lists executions, newest first, with their status, error and times.
    #[tool(annotations(title = "List executions", read_only_hint = true, open_world_hint = false))]
    async fn list_executions(&self, Parameters(filter): Parameters<ExecutionFilter>) -> CallToolResult {
        told(self.executions(filter).await)
    }

    /// Shows an execution with its attempts and its result.
    #[tool(annotations(title = "Show an execution", read_only_hint = true, open_world_hint = false))]
    async fn get_execution(&self, Parameters(one): Parameters<OneExecution>) -> CallToolResult {
        told(self.of_execution(&one.id, "").await)
    }

    /// Says in sentences why an execution is as it is, what holds it back, and what comes next.
    #[tool(annotations(title = "Explain an execution", read_only_hint = true, open_world_hint = false))]
    async fn explain_execution(&self, Parameters(one): Parameters<OneExecution>) -> CallToolResult {
        told(self.of_execution(&one.id, "/explain").await)
    }

    /// Shows the logs of an execution.
    #[tool(annotations(title = "Show logs", read_only_hint = true, open_world_hint = false))]
    async fn get_execution_logs(&self, Parameters(one): Parameters<OneExecution>) -> CallToolResult {
        told(self.of_execution(&one.id, "/logs").await)
    }

    /// Lists saved tasks.
    #[tool(annotations(title = "List tasks", read_only_hint = true, open_world_hint = false))]
    async fn list_tasks(&self, Parameters(filter): Parameters<TaskFilter>) -> CallToolResult {
        let query = vec![("q", filter.query), ("status", filter.status)];
        told(self.list(Noun::Task, query, filter.limit).await)
    }

    /// Shows a saved task with its request, its schedule and its next run.
    #[tool(annotations(title = "Show a task", read_only_hint = true, open_world_hint = false))]
    async fn get_task(&self, Parameters(one): Parameters<OneTask>) -> CallToolResult {
        told(self.task(&one.task).await)
    }

    /// Shows when a schedule would run, with notes on changes of the clock.
    #[tool(annotations(title = "Preview a schedule", read_only_hint = true, open_world_hint = false))]
    async fn preview_schedule(&self, Parameters(text): Parameters<ScheduleText>) -> CallToolResult {
        let mut schedule = Map::new();
        input::set(&mut schedule, "expression", Some(text.schedule));
        input::set(&mut schedule, "timezone", text.timezone);
        let mut body = Map::from_iter([("schedule".to_owned(), Value::Object(schedule))]);
        input::set(&mut body, "count", text.count);
        input::set(&mut body, "from", text.from);
        told(self.session.client.post("/api/v1/schedules/preview", &Value::Object(body)).await)
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
        let amount = Amount::First(limit.unwrap_or(ITEMS).clamp(1, MOST_ITEMS));
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
