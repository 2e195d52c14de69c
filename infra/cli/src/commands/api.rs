//! `beadle api`: a request to the API as it is.

use clap::Args;
use reqwest::{Method, header::CONTENT_TYPE};
use serde_json::Value;

use super::{Session, input};
use crate::{
    client::{Error, Result},
    output::Format,
};

/// The options of `beadle api`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle api /api/v1/stats
  beadle api POST /api/v1/schedules/preview -d '{\"schedule\": \"daily at 9:00\"}'")]
pub struct Api {
    /// The method, GET unless there is data, and the path with its query.
    #[arg(num_args = 1..=2, required = true, value_names = ["METHOD", "PATH"])]
    request: Vec<String>,
    /// The body: a text, `@FILE`, or `@-` for standard input.
    #[arg(short, long)]
    data: Option<String>,
    /// A header, as `Name: value`; may be repeated.
    #[arg(short = 'H', long = "header", value_parser = input::header)]
    headers: Vec<(String, String)>,
}

impl Api {
    /// Sends the request and shows the body of the response.
    ///
    /// # Errors
    /// [`Error::Usage`] for a method or a path that is none, [`Error::Refused`] for a status other than 2xx.
    pub async fn run(self, session: &Session) -> Result<()> {
        let method = match self.request.as_slice() {
            [method, _] => method.to_uppercase(),
            _ if self.data.is_some() => "POST".to_owned(),
            _ => "GET".to_owned(),
        };
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| Error::Usage(format!("METHOD: {method} is no method of HTTP")))?;
        let path = self.request.last().map(String::as_str).unwrap_or_default();
        if !path.starts_with('/') {
            return Err(Error::Usage(format!("PATH: {path} must begin with a slash")));
        }
        let body = self.data.as_deref().map(input::text).transpose()?;
        let mut headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if body.is_some() && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            headers.push(("content-type", "application/json"));
        }
        let answer = session.client.exchange(method, path, body.map(String::into_bytes), &headers).await?;
        let answer = answer.accepted()?;
        let is_json = answer
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.split(';').next().is_some_and(|kind| kind.ends_with("json")));
        if !is_json {
            return session.output.bytes(&answer.body);
        }
        let value: Value = serde_json::from_slice(&answer.body)
            .map_err(|error| Error::Failed(format!("the response is damaged: {error}")))?;
        match session.output.format() {
            Format::Table | Format::Json => session.output.json(&value),
            Format::Ndjson | Format::Id => session.output.item(&[], &value),
        }
    }
}
