//! The members of a task that options set.

use clap::Args;
use serde_json::{Map, Value, json};

use super::super::{Session, input, saved::Described};
use crate::client::{
    Result, SERVER_URL,
    lookup::{self, Noun},
};

/// The members of the body, and the options that set them.
pub const FLAGS: &[(&str, &str)] = &[
    ("name", "--name"),
    ("description", "--description"),
    ("type", "--type"),
    ("config.url", "--url"),
    ("config.method", "--method"),
    ("config_id", "--config"),
    ("schedule.timezone", "--tz"),
    ("schedule", "--schedule"),
    ("retries", "--retries"),
    ("timeout", "--timeout"),
    ("priority", "--priority"),
    ("tags", "--tag"),
    ("dependencies", "--after"),
];

/// The filters of a list, and the options that set them.
pub const FILTERS: &[(&str, &str)] = &[
    ("q", "QUERY"),
    ("status", "--status"),
    ("type", "--type"),
    ("priority", "--priority"),
    ("tag", "--tag"),
    ("assigned", "--assigned"),
    ("user_id", "--user"),
    ("sort", "--sort"),
];

/// The options.
#[derive(Debug, Args)]
pub struct Members {
    #[command(flatten)]
    described: Described,
    /// Its type; http unless another one is stated.
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// What it calls. The server's own address is `--server`, or `--url` before `task`.
    #[arg(id = "task_url", long = "url", value_name = "URL")]
    url: Option<String>,
    /// The address of the API.
    #[arg(id = SERVER_URL, long = "server", value_name = "URL")]
    _server: Option<String>,
    /// The method of the call.
    #[arg(long)]
    method: Option<String>,
    /// The config of its destination.
    #[arg(long, value_name = "NAME")]
    config: Option<String>,
    /// When it runs, such as `every 5 minutes`.
    #[arg(long)]
    schedule: Option<String>,
    /// The time zone of the schedule.
    #[arg(long, value_name = "ZONE", requires = "schedule")]
    tz: Option<String>,
    /// How often a failed attempt is repeated.
    #[arg(long, value_name = "N")]
    retries: Option<u32>,
    /// How long an attempt may take.
    #[arg(long, value_name = "DURATION")]
    timeout: Option<String>,
    /// Which comes first: low, medium or high.
    #[arg(long)]
    priority: Option<String>,
    /// A tag; may be repeated.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// A task that has to complete before; may be repeated.
    #[arg(long, value_name = "NAME")]
    after: Vec<String>,
}

impl Members {
    /// The body, with ids in place of names.
    ///
    /// # Errors
    /// What reading the data and looking up names return.
    pub async fn body(&self, session: &Session) -> Result<Map<String, Value>> {
        let mut body = self.described.body()?;
        input::set(&mut body, "type", self.kind.clone());
        if self.url.is_some() || self.method.is_some() {
            let config = body.entry("config").or_insert_with(|| json!({}));
            if let Some(config) = config.as_object_mut() {
                input::set(config, "url", self.url.clone());
                input::set(config, "method", self.method.clone());
            }
        }
        if let Some(config) = &self.config {
            input::set(
                &mut body,
                "config_id",
                Some(lookup::id(&session.client, Noun::Config, config).await?),
            );
        }
        match (&self.schedule, &self.tz) {
            (Some(schedule), Some(zone)) => {
                body.insert("schedule".to_owned(), json!({"expression": schedule, "timezone": zone}));
            }
            (schedule, _) => input::set(&mut body, "schedule", schedule.clone()),
        }
        input::set(&mut body, "retries", self.retries);
        input::set(&mut body, "timeout", self.timeout.clone());
        input::set(&mut body, "priority", self.priority.clone());
        if !self.tags.is_empty() {
            body.insert("tags".to_owned(), json!(self.tags));
        }
        if !self.after.is_empty() {
            let mut ids = Vec::new();
            for name in &self.after {
                ids.push(lookup::id(&session.client, Noun::Task, name).await?);
            }
            body.insert("dependencies".to_owned(), json!(ids));
        }
        Ok(body)
    }
}
