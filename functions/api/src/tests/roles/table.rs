//! The authorization table: a row for every route. A new route needs a row that states who may use it.

use serde_json::{Value, json};

use super::cell::{
    Access::{self, Denied as D, Granted as G, Hidden as H},
    Thing,
};

/// Access of viewers, users, operators and admins to resources that are their own, assigned to them, shared
/// with them, or another user's.
pub(super) type Grid = [[Access; 4]; 4];

//                 own assigned shared other
const LOOK: Grid = [[G, G, G, H], [G, G, G, H], [G, G, G, G], [G, G, G, G]];
const RUN: Grid = [[D, D, D, H], [G, G, D, H], [G, G, D, D], [G, G, G, G]];
/// An assignee may edit the task too.
const EDIT: Grid = RUN;
const CONTROL: Grid = [[D, D, D, H], [G, D, D, H], [G, D, D, D], [G, G, G, G]];
const OPERATE: Grid = [[D, D, D, H], [D, D, D, H], [G, G, G, G], [G, G, G, G]];
const ADMINISTER: Grid = [[D, D, D, H], [D, D, D, H], [D, D, D, D], [G, G, G, G]];
/// A name means one's own, so that nobody else's is found by it.
const OWN_LOOK: Grid = [[G, G, G, H]; 4];
const OWN_CONTROL: Grid = [[D; 4], [G, D, D, H], [G, D, D, H], [G, G, G, H]];
const CREATE: Grid = [[D; 4], [G; 4], [G; 4], [G; 4]];
/// Only admins; the existence of the resource is not hidden.
const ADMINS: Grid = [[D; 4], [D; 4], [D; 4], [G; 4]];
/// Only operators; the existence of the resource is not hidden.
const OPERATORS: Grid = [[D; 4], [D; 4], [G; 4], [G; 4]];
/// The owner, and operators for whatever they find.
const SHUT: Grid = [[D, D, D, H], [G, D, D, H], [G; 4], [G; 4]];
/// The owner of an account and admins; its existence is not hidden.
const OWN_ACCOUNT: Grid = [[D; 4], [G, D, D, D], [G, D, D, D], [G; 4]];
const ANYONE: Grid = [[G; 4]; 4];
/// Nobody without the token of the execution, whatever else they may do.
const TOKEN: Grid = [[H; 4]; 4];

/// Nobody without the secret of the hook; a task without one is not told from an unknown one.
const SENDER: Grid = [[D; 4]; 4];

/// A route with its resource, an example body and its access.
pub(super) struct Row {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) thing: Thing,
    pub(super) body: fn() -> Option<Value>,
    pub(super) grid: Grid,
}

const fn row(method: &'static str, path: &'static str, thing: Thing, grid: Grid) -> Row {
    Row { method, path, thing, body: || None, grid }
}

impl Row {
    const fn sending(self, body: fn() -> Option<Value>) -> Self {
        Self { body, ..self }
    }
}

fn ad_hoc() -> Option<Value> {
    Some(json!({"type": "http", "url": "http://a.example/"}))
}

fn task() -> Option<Value> {
    Some(json!({"name": "ping", "type": "http", "config": {"url": "http://a.example/"}}))
}

fn from_template() -> Option<Value> {
    Some(json!({"template_id": "tpl_uptime_check", "config": {"url": "http://a.example/"}}))
}

fn pause() -> Option<Value> {
    Some(json!({"reason": "maintenance"}))
}

fn template() -> Option<Value> {
    Some(json!({"name": "Ping", "category": "monitoring", "task_type": "http"}))
}

pub(super) const ROWS: &[Row] = &[
    row("post", "/api/v1/execute", Thing::New, RUN).sending(ad_hoc),
    row("post", "/api/v1/tasks/execute", Thing::New, RUN).sending(ad_hoc),
    row("get", "/api/v1/tasks", Thing::Nothing, LOOK),
    row("post", "/api/v1/tasks", Thing::New, CONTROL).sending(task),
    row("get", "/api/v1/tasks/{id}", Thing::Task, LOOK),
    row("put", "/api/v1/tasks/{id}", Thing::Task, EDIT).sending(|| Some(json!({"tags": ["x"]}))),
    row("patch", "/api/v1/tasks/{id}", Thing::Task, EDIT).sending(|| Some(json!({"description": "x"}))),
    row("delete", "/api/v1/tasks/{id}", Thing::Task, CONTROL),
    row("post", "/api/v1/tasks/{id}/execute", Thing::Task, RUN),
    row("post", "/api/v1/tasks/{id}/cancel", Thing::Execution, RUN),
    row("post", "/api/v1/tasks/{id}/pause", Thing::Task, EDIT),
    row("post", "/api/v1/tasks/{id}/resume", Thing::Task, EDIT),
    row("post", "/api/v1/tasks/{id}/complete", Thing::Task, RUN),
    row("post", "/api/v1/tasks/{id}/reopen", Thing::Task, RUN),
    row("post", "/api/v1/tasks/{id}/restore", Thing::Task, CONTROL),
    row("post", "/api/v1/tasks/batch", Thing::New, CONTROL).sending(|| Some(json!({"tasks": [task()]}))),
    row("get", "/api/v1/tasks/{id}/logs", Thing::Task, LOOK),
    row("get", "/api/v1/tasks/{id}/calendar.ics", Thing::Task, LOOK),
    row("get", "/api/v1/calendar.ics", Thing::Nothing, LOOK),
    row("get", "/api/v1/tasks/{id}/graph", Thing::Task, LOOK),
    row("get", "/api/v1/tasks/{id}/upcoming", Thing::Task, LOOK),
    row("get", "/api/v1/tasks/{id}/executions", Thing::Task, LOOK),
    row("get", "/api/v1/executions", Thing::Nothing, LOOK),
    row("post", "/api/v1/executions/batch", Thing::New, RUN)
        .sending(|| Some(json!({"requests": [ad_hoc()]}))),
    row("post", "/api/v1/executions/replay", Thing::New, RUN)
        .sending(|| Some(json!({"filter": {"type": "http"}}))),
    row("get", "/api/v1/batches", Thing::Nothing, LOOK),
    row("get", "/api/v1/batches/{id}", Thing::Batch, LOOK),
    row("post", "/api/v1/batches/{id}/close", Thing::Batch, RUN),
    row("get", "/api/v1/batches/{id}/executions", Thing::Batch, LOOK),
    row("post", "/api/v1/batches/{id}/cancel", Thing::Batch, RUN),
    row("post", "/api/v1/batches/{id}/replay", Thing::Batch, RUN),
    row("post", "/api/v1/executions/retry", Thing::New, RUN)
        .sending(|| Some(json!({"filter": {"type": "http"}}))),
    row("post", "/api/v1/executions/cancel", Thing::New, RUN)
        .sending(|| Some(json!({"filter": {"type": "http"}}))),
    row("post", "/api/v1/tasks/pause", Thing::New, EDIT)
        .sending(|| Some(json!({"filter": {"type": "http"}}))),
    row("post", "/api/v1/tasks/resume", Thing::New, EDIT)
        .sending(|| Some(json!({"filter": {"type": "http"}}))),
    row("get", "/api/v1/executions/{id}/logs", Thing::Execution, LOOK),
    row("get", "/api/v1/executions/{id}", Thing::Execution, LOOK),
    row("get", "/api/v1/executions/{id}/explain", Thing::Execution, LOOK),
    row("get", "/api/v1/executions/counts", Thing::Nothing, LOOK),
    row("get", "/api/v1/executions/histogram", Thing::Nothing, LOOK),
    row("get", "/api/v1/executions/{id}/events", Thing::Execution, LOOK),
    row("get", "/api/v1/events", Thing::Nothing, LOOK),
    row("post", "/api/v1/executions/{id}/cancel", Thing::Execution, RUN),
    row("post", "/api/v1/executions/{id}/skip", Thing::Execution, RUN),
    row("get", "/api/v1/order-keys", Thing::Nothing, LOOK),
    row("post", "/api/v1/executions/{id}/retry", Thing::Execution, RUN),
    // The token of a job is the only credential, whoever sends it.
    row("post", "/api/v1/executions/{id}/complete", Thing::Execution, TOKEN),
    row("post", "/api/v1/executions/{id}/fail", Thing::Execution, TOKEN),
    row("post", "/api/v1/executions/{id}/heartbeat", Thing::Execution, TOKEN),
    row("get", "/cb/{token}", Thing::Nothing, TOKEN),
    row("post", "/cb/{token}", Thing::Nothing, TOKEN),
    row("post", "/cb/{token}/fail", Thing::Nothing, TOKEN),
    row("post", "/cb/{token}/heartbeat", Thing::Nothing, TOKEN),
    row("post", "/hooks/{id}", Thing::Task, SENDER),
    row("get", "/ping/{token}", Thing::Nothing, TOKEN),
    row("post", "/ping/{token}", Thing::Nothing, TOKEN),
    row("get", "/ping/{token}/{signal}", Thing::Nothing, TOKEN),
    row("post", "/ping/{token}/{signal}", Thing::Nothing, TOKEN),
    row("get", "/api/v1/tasks/{id}/monitor", Thing::Task, LOOK),
    row("get", "/api/v1/alerts", Thing::Nothing, LOOK),
    row("put", "/api/v1/alerts", Thing::New, CONTROL).sending(|| Some(json!({"rules": [], "targets": []}))),
    row("get", "/api/v1/alerts/state", Thing::Nothing, LOOK),
    row("get", "/api/v1/configs", Thing::Nothing, LOOK),
    row("post", "/api/v1/configs", Thing::New, CONTROL).sending(|| Some(json!({"name": "users"}))),
    row("get", "/api/v1/configs/{id}", Thing::Config, LOOK),
    row("put", "/api/v1/configs/{id}", Thing::Config, CONTROL).sending(|| Some(json!({"description": "x"}))),
    row("patch", "/api/v1/configs/{id}", Thing::Config, CONTROL)
        .sending(|| Some(json!({"description": "x"}))),
    row("delete", "/api/v1/configs/{id}", Thing::Config, CONTROL),
    row("get", "/api/v1/configs/{id}/gate", Thing::Config, LOOK),
    row("post", "/api/v1/configs/{id}/gate/reset", Thing::Config, OPERATE),
    row("post", "/api/v1/configs/{id}/pause", Thing::Config, SHUT).sending(pause),
    row("post", "/api/v1/configs/{id}/resume", Thing::Config, SHUT),
    row("get", "/api/v1/api-keys", Thing::Nothing, LOOK),
    row("post", "/api/v1/api-keys", Thing::New, CONTROL)
        .sending(|| Some(json!({"name": "ci", "scopes": ["read"]}))),
    row("delete", "/api/v1/api-keys/{id}", Thing::ApiKey, CONTROL),
    row("get", "/api/tasks", Thing::Nothing, LOOK),
    row("post", "/api/tasks", Thing::New, CONTROL).sending(task),
    row("get", "/api/tasks/stats", Thing::Nothing, LOOK),
    row("get", "/api/tasks/{id}/logs", Thing::Task, LOOK),
    row("get", "/api/tasks/{id}", Thing::Task, LOOK),
    row("put", "/api/tasks/{id}", Thing::Task, EDIT).sending(|| Some(json!({"tags": ["x"]}))),
    row("delete", "/api/tasks/{id}", Thing::Task, CONTROL),
    row("post", "/api/tasks/{id}/execute", Thing::Task, RUN),
    row("get", "/api/task", Thing::Nothing, LOOK),
    row("post", "/api/task", Thing::New, CONTROL).sending(|| Some(json!({"name": "minutes"}))),
    row("get", "/api/task/{id}", Thing::Number, LOOK),
    row("patch", "/api/task/{id}", Thing::Number, EDIT).sending(|| Some(json!({"description": "x"}))),
    row("delete", "/api/task/{id}", Thing::Number, CONTROL),
    row("get", "/task", Thing::Nothing, LOOK),
    row("post", "/task", Thing::New, CONTROL).sending(|| Some(json!({"name": "minutes"}))),
    row("get", "/task/{id}", Thing::Number, LOOK),
    row("patch", "/task/{id}", Thing::Number, EDIT).sending(|| Some(json!({"description": "x"}))),
    row("delete", "/task/{id}", Thing::Number, CONTROL),
    row("post", "/api/v1/events", Thing::New, ADMINISTER)
        .sending(|| Some(json!({"type": "user.deleted", "user_id": "nobody"}))),
    row("get", "/api/v1/analytics", Thing::Nothing, LOOK),
    row("get", "/api/v1/stats", Thing::Nothing, LOOK),
    row("get", "/api/v1/audit", Thing::Nothing, ADMINISTER),
    row("post", "/api/v1/tasks/from-template", Thing::New, CONTROL).sending(from_template),
    row("get", "/api/v1/calendars", Thing::Nothing, LOOK),
    row("put", "/api/v1/calendars/{name}", Thing::Calendar, CREATE)
        .sending(|| Some(json!({"days": ["2027-01-01"]}))),
    row("get", "/api/v1/calendars/{name}", Thing::Calendar, OWN_LOOK),
    row("delete", "/api/v1/calendars/{name}", Thing::Calendar, OWN_CONTROL),
    row("get", "/api/v1/functions", Thing::Nothing, LOOK),
    row("put", "/api/v1/functions/{name}", Thing::Function, OPERATORS)
        .sending(|| Some(json!({"modules": {"index.js": "export g"}}))),
    row("get", "/api/v1/functions/{name}", Thing::Function, ANYONE),
    row("delete", "/api/v1/functions/{name}", Thing::Function, OPERATORS),
    row("put", "/api/v1/functions/{name}/current", Thing::Function, OPERATORS)
        .sending(|| Some(json!({"version": 1}))),
    row("get", "/api/v1/functions/{name}/versions/{version}", Thing::Function, OPERATORS),
    row("post", "/api/v1/functions/{name}/test", Thing::Function, OPERATORS).sending(|| Some(json!({}))),
    row("get", "/api/v1/templates", Thing::Nothing, LOOK),
    row("post", "/api/v1/templates", Thing::New, ADMINS).sending(template),
    row("get", "/api/v1/templates/{id}", Thing::Template, ANYONE),
    row("put", "/api/v1/templates/{id}", Thing::Template, ADMINS)
        .sending(|| Some(json!({"description": "x"}))),
    row("delete", "/api/v1/templates/{id}", Thing::Template, ADMINS),
    row("get", "/api/v1/export", Thing::New, CONTROL),
    row("post", "/api/v1/import", Thing::New, CONTROL).sending(|| Some(json!({"records": [{}]}))),
    row("get", "/api/v1/account", Thing::Nothing, LOOK),
    row("get", "/api/v1/limits", Thing::Nothing, LOOK),
    row("put", "/api/v1/accounts/{id}", Thing::Account, ADMINS)
        .sending(|| Some(json!({"subscription_level": "pro"}))),
    row("post", "/api/v1/accounts/{id}/credits", Thing::Account, ADMINS)
        .sending(|| Some(json!({"credits": 1}))),
    row("post", "/api/v1/accounts/{id}/pause", Thing::Account, OWN_ACCOUNT).sending(pause),
    row("post", "/api/v1/accounts/{id}/resume", Thing::Account, OWN_ACCOUNT),
    row("get", "/api/v1/service", Thing::Nothing, LOOK),
    row("post", "/api/v1/service/pause", Thing::New, ADMINISTER).sending(pause),
    row("post", "/api/v1/service/resume", Thing::New, ADMINISTER),
    row("post", "/api/v1/schedules/preview", Thing::Nothing, ANYONE)
        .sending(|| Some(json!({"schedule": "every 5 minutes"}))),
    row("get", "/health", Thing::Nothing, ANYONE),
    row("get", "/health/detailed", Thing::Nothing, ANYONE),
    row("get", "/metrics", Thing::Nothing, OPERATORS),
];
