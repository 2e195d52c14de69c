//! `beadle run`: an HTTP request, now or later.

use std::time::Duration;

use clap::Args;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{Session, exec, input};
use crate::client::{
    Client, Result,
    lookup::{self, Noun},
};

/// The members of the body, and what sets them.
const FLAGS: &[(&str, &str)] = &[
    ("method", "METHOD"),
    ("url", "URL"),
    ("headers", "--header"),
    ("body", "--data"),
    ("config_id", "--config"),
    ("retries", "--retries"),
    ("delay", "--delay"),
    ("run_at", "--at"),
    ("timeout", "--attempt-timeout"),
    ("order_key", "--order-key"),
    ("priority", "--priority"),
];

/// The options of `beadle run`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle run GET http://127.0.0.1:8080/health --wait --timeout 60s
  beadle run POST /events -d '{\"text\": \"hello\"}' --config shop --retries 5 --delay 10m")]
pub struct Run {
    /// The method, GET unless there is data, and the address; a path with `--config`.
    #[arg(num_args = 1..=2, required = true, value_names = ["METHOD", "URL"])]
    request: Vec<String>,
    /// The body: JSON or text, `@FILE`, or `@-` for standard input.
    #[arg(short, long)]
    data: Option<String>,
    /// A header, as `Name: value`; may be repeated.
    #[arg(short = 'H', long = "header", value_parser = input::header)]
    headers: Vec<(String, String)>,
    /// The config of the destination.
    #[arg(long, value_name = "NAME")]
    config: Option<String>,
    /// How often a failed attempt is repeated.
    #[arg(long, value_name = "N")]
    retries: Option<u32>,
    /// When to run, from now.
    #[arg(long, value_name = "DURATION", conflicts_with = "at")]
    delay: Option<String>,
    /// When to run, such as 2027-01-15T09:00:00Z.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// How long an attempt may take.
    #[arg(long, value_name = "DURATION")]
    attempt_timeout: Option<String>,
    /// Executions with the same key run one after another.
    #[arg(long, value_name = "KEY")]
    order_key: Option<String>,
    /// Which comes first: low, medium or high.
    #[arg(long)]
    priority: Option<String>,
    /// The same key runs the request once, however often it is sent.
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
    #[command(flatten)]
    wait: Wait,
}

/// Whether to wait for the end, and how long.
#[derive(Debug, Args)]
pub struct Wait {
    /// Wait for the end: exit code 3 if it failed or was cancelled.
    #[arg(long)]
    pub wait: bool,
    /// How long to wait: exit code 8 if it still runs then.
    #[arg(long, value_name = "DURATION", value_parser = input::span, requires = "wait")]
    pub timeout: Option<Duration>,
}

impl Run {
    /// Starts the execution, and waits for its end if that is asked for.
    ///
    /// # Errors
    /// [`crate::client::Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        let (mut body, key) = self.body(session).await?;
        body.insert("type".to_owned(), json!("http"));
        start(session, "/api/v1/execute", &Value::Object(body), &key, &self.wait)
            .await
            .map_err(|error| error.under(FLAGS))
    }

    async fn body(&self, session: &Session) -> Result<(Map<String, Value>, String)> {
        let mut body = Map::new();
        let method = match self.request.as_slice() {
            [method, _] => method.to_uppercase(),
            _ if self.data.is_some() => "POST".to_owned(),
            _ => "GET".to_owned(),
        };
        input::set(&mut body, "method", Some(method));
        input::set(&mut body, "url", self.request.last().cloned());
        if let Some(data) = &self.data {
            let data = input::json_or_text(input::text(data)?);
            if data.is_string() {
                input::set(&mut body, "encoding", Some("text"));
            }
            body.insert("body".to_owned(), data);
        }
        if !self.headers.is_empty() {
            let headers = self.headers.iter().map(|(name, value)| (name.clone(), json!(value)));
            body.insert("headers".to_owned(), Value::Object(headers.collect()));
        }
        if let Some(config) = &self.config {
            input::set(
                &mut body,
                "config_id",
                Some(lookup::id(&session.client, Noun::Config, config).await?),
            );
        }
        input::set(&mut body, "retries", self.retries);
        input::set(&mut body, "delay", self.delay.clone());
        input::set(&mut body, "run_at", self.at.clone());
        input::set(&mut body, "timeout", self.attempt_timeout.clone());
        input::set(&mut body, "order_key", self.order_key.clone());
        input::set(&mut body, "priority", self.priority.clone());
        Ok((body, self.idempotency_key.clone().unwrap_or_else(input::idempotency_key)))
    }
}

/// Posts what starts an execution; the same `key` starts it once. Returns it as it is then.
///
/// # Errors
/// [`crate::client::Error`].
pub async fn send(client: &Client, path: &str, body: &Value, key: &str) -> Result<Value> {
    let headers = [("prefer", "respond-async"), ("idempotency-key", key)];
    client.send(Method::POST, path, Some(body), &headers).await
}

/// Posts what starts an execution, shows it, and waits for its end if that is asked for.
///
/// # Errors
/// [`crate::client::Error`].
pub async fn start(session: &Session, path: &str, body: &Value, key: &str, wait: &Wait) -> Result<()> {
    let started = send(&session.client, path, body, key).await?;
    let id = started["execution_id"].as_str().unwrap_or_default();
    if !wait.wait {
        let status = started["status"].as_str().unwrap_or_default();
        return session.output.done(&format!("{id}  {status}"), &started);
    }
    session.output.note(&format!("{id} started"));
    let ended = exec::until_end(session, id, wait.timeout, |_| Ok(())).await?;
    session.output.item(exec::FIELDS, &ended)?;
    exec::outcome(&ended)
}
