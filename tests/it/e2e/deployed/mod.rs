//! Requests to the deployed functions.

mod access;
mod account_events;
mod api_keys;
mod calendars;
mod code;
mod credits;
mod dependencies;
mod dialects;
mod encodings;
mod event_streams;
mod flow;
mod front;
mod notices;
mod poison;
mod records;
mod reports;
mod schedule;
mod templates;

use anyhow::{Context, ensure};
use jiff::Timestamp;
use jsonwebtoken::{EncodingKey, Header};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{eventually::eventually, stack::Stack};

const SECRET: &str = "a secret that is long enough for HS256";

/// The key of callbacks.
const CALLBACK_KEYS: &str = "k1:YSBrZXkgb2YgY2FsbGJhY2tzIHRoYXQgaXMgbG9uZyBlbm91Z2g=";

/// The deployed stack and a caller with a token.
pub(super) struct Deployed {
    stack: Stack,
    client: Client,
    token: String,
}

impl Deployed {
    /// Deploys the template with HS256 tokens and simulated tasks that take a second; the tests share one
    /// stack. The caller is `ada`.
    pub(super) async fn start() -> anyhow::Result<Self> {
        Self::deploy("released", 1).await
    }

    /// The same as a stack of this name, for tests that switch parts of it off or put much into its queues.
    pub(super) async fn start_as(name: &str) -> anyhow::Result<Self> {
        Self::deploy(name, 30).await
    }

    /// The same with these keys of callbacks. Functions read them when they start, and a change of their settings, here
    /// of the level of their log, starts them again.
    pub(super) async fn start_with_callback_keys(
        name: &str,
        keys: &str,
        log_level: &str,
    ) -> anyhow::Result<Self> {
        Self::deploy_with(name, 30, keys, &[("LogLevel", log_level)]).await
    }

    /// The same behind this front.
    async fn start_behind(front: &str, name: &str) -> anyhow::Result<Self> {
        Self::deploy_with(name, 30, CALLBACK_KEYS, &[("Front", front)]).await
    }

    /// Failed messages come again after so many seconds.
    async fn deploy(name: &str, redelivery: u32) -> anyhow::Result<Self> {
        Self::deploy_with(name, redelivery, CALLBACK_KEYS, &[]).await
    }

    async fn deploy_with(
        name: &str,
        redelivery: u32,
        keys: &str,
        others: &[(&str, &str)],
    ) -> anyhow::Result<Self> {
        let parameters = [
            ("JwtAlgorithm", "HS256"),
            ("SimulatedMin", "1s"),
            ("SimulatedMax", "1s"),
            ("SimulatedFailureRate", "0"),
            ("Scripts", r#"{"cat": {"path": "/usr/bin/cat"}, "sleep": {"path": "/usr/bin/sleep"}}"#),
        ];
        Stack::put_api_secret(name, "jwt-secret", SECRET).await?;
        Stack::put_api_secret(name, "callback-keys", keys).await?;
        let stack = Stack::deploy(name, &[&parameters[..], others].concat()).await?;
        stack.redeliver_after(redelivery).await?;
        let token = token(SECRET, 3_600)?;
        Ok(Self { stack, client: Client::builder().no_proxy().build()?, token })
    }

    /// The same stack, called by `user`.
    fn by(&self, user: &str, role: &str) -> anyhow::Result<Self> {
        let token = token_of(user, role, SECRET, 3_600)?;
        Ok(Self { stack: self.stack.clone(), client: self.client.clone(), token })
    }

    /// The same stack, called by a new user, and the user's name.
    pub(super) fn by_someone_new(&self) -> anyhow::Result<(Self, String)> {
        self.by_someone_new_as("user")
    }

    /// The same with another role.
    pub(super) fn by_someone_new_as(&self, role: &str) -> anyhow::Result<(Self, String)> {
        let user = format!("user-{}", Uuid::now_v7().simple());
        Ok((self.by(&user, role)?, user))
    }

    /// The token of the caller.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The same stack, called by an admin.
    pub(super) fn by_admin(&self) -> anyhow::Result<Self> {
        self.by("root", "admin")
    }

    /// The URL of a path of the API.
    pub(super) fn url(&self, path: &str) -> anyhow::Result<String> {
        self.stack.api(path)
    }

    /// Sends a request without waiting for what it starts; returns the status, and the JSON of the response
    /// or null.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.client.request(method, self.stack.api(path)?).bearer_auth(&self.token);
        let response = request.header("prefer", "respond-async").json(body).send().await?;
        let (status, bytes) = (response.status(), response.bytes().await?);
        let answer = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes)? };
        Ok((status, answer))
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.client.post(self.stack.api(path)?).bearer_auth(&self.token).json(body);
        let response = request.send().await?;
        Ok((response.status(), response.json().await?))
    }

    /// Sends a POST request under an `Idempotency-Key`.
    pub(super) async fn post_with_key(
        &self,
        path: &str,
        key: &str,
        body: &Value,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.client.post(self.stack.api(path)?).bearer_auth(&self.token);
        let response = request.header("idempotency-key", key).json(body).send().await?;
        Ok((response.status(), response.json().await?))
    }

    pub(super) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let request = self.client.get(self.stack.api(path)?).bearer_auth(&self.token);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// Creates a resource with an id; returns the response.
    pub(super) async fn create(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let (status, created) = self.post(path, body).await?;
        ensure!(status == StatusCode::CREATED, "{status} {created:#}");
        Ok(created)
    }

    /// Saves a task and returns its id.
    async fn task(&self, body: &Value) -> anyhow::Result<String> {
        Ok(text(&self.create("/api/v1/tasks", body).await?, "id").to_owned())
    }

    /// Starts a run of a task; returns the id of the execution.
    async fn run(&self, task: &str) -> anyhow::Result<String> {
        let (status, started) =
            self.send(Method::POST, &format!("/api/v1/tasks/{task}/execute"), &json!({})).await?;
        ensure!(status == StatusCode::ACCEPTED, "{status} {started:#}");
        Ok(text(&started, "execution_id").to_owned())
    }

    /// The execution, once it has ended.
    async fn ended(&self, id: &str) -> anyhow::Result<Value> {
        self.execution(id, |execution| !execution["completed_at"].is_null()).await
    }

    /// The execution, once `wanted` holds.
    async fn execution(&self, id: &str, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        self.once(&format!("/api/v1/executions/{id}"), wanted).await
    }

    /// The executions of a task that have ended, once there are `count`.
    async fn runs(&self, task: &str, count: usize) -> anyhow::Result<Vec<Value>> {
        let ended = |list: &Value| {
            let all = list["executions"].as_array().into_iter().flatten();
            all.filter(|one| !one["completed_at"].is_null()).cloned().collect::<Vec<_>>()
        };
        let path = format!("/api/v1/tasks/{task}/executions");
        Ok(ended(&self.once(&path, |list| ended(list).len() >= count).await?))
    }

    /// The resource at `path`, once `wanted` holds.
    async fn once(&self, path: &str, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        eventually(&format!("{path} as it is wanted"), || async {
            Ok(Some(self.get(path).await?).filter(|answer| wanted(answer)))
        })
        .await
    }
}

/// A token of `ada` that expires in `seconds`.
fn token(secret: &str, seconds: i64) -> anyhow::Result<String> {
    token_of("ada", "user", secret, seconds)
}

fn token_of(user: &str, role: &str, secret: &str, seconds: i64) -> anyhow::Result<String> {
    let claims = json!({"sub": user, "roles": [role], "exp": Timestamp::now().as_second() + seconds});
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::default(), &claims, &key).context("signing a token")
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}
