//! The members of a config that options set.

use clap::Args;
use serde_json::{Map, Value, json};

use super::super::{input, pace::Pace, saved::Described};
use crate::client::Result;

/// The members of the body, and the options that set them.
pub const FLAGS: &[(&str, &str)] = &[
    ("name", "--name"),
    ("description", "--description"),
    ("base_url", "--base-url"),
    ("timeout", "--timeout"),
    ("retries", "--retries"),
    ("rate_limit", "--rate"),
    ("concurrency", "--concurrency"),
    ("headers", "--header"),
];

/// The options.
#[derive(Debug, Args)]
pub struct Members {
    #[command(flatten)]
    described: Described,
    /// The address that paths are appended to.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// A header of every call, as `Name: value`; may be repeated.
    #[arg(short = 'H', long = "header", value_parser = input::header)]
    headers: Vec<(String, String)>,
    /// How long an attempt may take.
    #[arg(long, value_name = "DURATION")]
    timeout: Option<String>,
    /// How often a failed attempt is repeated.
    #[arg(long, value_name = "N")]
    retries: Option<u32>,
    /// The most calls in a time, such as `50/s` or `100/m`.
    #[arg(long, value_name = "N/TIME")]
    rate: Option<Pace>,
    /// The most calls at once.
    #[arg(long, value_name = "N")]
    concurrency: Option<u32>,
}

impl Members {
    /// The body.
    ///
    /// # Errors
    /// What reading the data returns.
    pub fn body(&self) -> Result<Map<String, Value>> {
        let mut body = self.described.body()?;
        input::set(&mut body, "base_url", self.base_url.clone());
        if !self.headers.is_empty() {
            let headers = self.headers.iter().map(|(name, value)| (name.clone(), json!(value)));
            body.insert("headers".to_owned(), Value::Object(headers.collect()));
        }
        input::set(&mut body, "timeout", self.timeout.clone());
        input::set(&mut body, "retries", self.retries);
        input::set(&mut body, "rate_limit", self.rate.map(Pace::json));
        input::set(&mut body, "concurrency", self.concurrency);
        Ok(body)
    }
}
