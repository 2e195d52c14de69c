//! `beadle batch create`: the lines of a CSV file as requests.

use aws_lc_rs::digest;
use beadle_values::duration;
use clap::Args;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{
    super::{Session, input, pace::Pace},
    shown,
    template::Line,
    watch,
};
use crate::{
    client::{
        Error, Result, SERVER_URL,
        lookup::{self, Noun},
    },
    output::bar,
};

/// The most requests of one call.
const MOST: usize = 100;
/// The most bytes of one call: the API takes 900 KB.
const MOST_BYTES: usize = 600_000;

/// The options of `beadle batch create`.
#[derive(Debug, Args)]
pub struct Create {
    /// The file, with the names of the columns in its first line; `-` for standard input.
    file: String,
    /// The name of the batch. The same file under the same name is sent once, however often that is tried.
    #[arg(long)]
    name: Option<String>,
    /// The config of the destination.
    #[arg(long, value_name = "NAME")]
    config: Option<String>,
    /// The method: POST with `--json`, GET without.
    #[arg(long)]
    method: Option<String>,
    /// What is called; a path with `--config`.
    #[arg(id = "request_url", long = "url", value_name = "URL")]
    url: String,
    /// The address of the API.
    #[arg(id = SERVER_URL, long = "server", value_name = "URL")]
    _server: Option<String>,
    /// The body, as JSON or `@FILE`.
    #[arg(long)]
    json: Option<String>,
    /// A header, as `Name: value`; may be repeated.
    #[arg(short = 'H', long = "header", value_parser = input::header)]
    headers: Vec<(String, String)>,
    /// How often a failed attempt is repeated.
    #[arg(long, value_name = "N")]
    retries: Option<u32>,
    /// How many begin in a time, such as `50/s`.
    #[arg(long, value_name = "N/TIME")]
    pace: Option<Pace>,
    /// Follow it until all of it has ended: exit code 3 if some failed.
    #[arg(long)]
    watch: bool,
}

impl Create {
    /// Runs the command.
    ///
    /// # Errors
    /// [`Error::Usage`] before anything is sent, [`Error::Failed`] if the server refused some lines.
    pub async fn run(self, session: &Session) -> Result<()> {
        let config = match &self.config {
            Some(name) => Some(lookup::id(&session.client, Noun::Config, name).await?),
            None => None,
        };
        let requests = self.requests(config.as_deref())?;
        if requests.is_empty() {
            return Err(Error::Usage(format!("{}: has no lines", self.file)));
        }
        let (batch, refused) = self.send(session, &requests).await?;
        let Some(id) = batch["id"].as_str() else {
            return Err(Error::Failed("the server did not say which batch it is".to_owned()));
        };
        let closed = session.client.post(&format!("{}/{id}/close", Noun::Batch.list()), &json!({})).await?;
        if self.watch {
            watch::until_end(session, id, None).await?;
        } else {
            session.output.item(shown::FIELDS, &closed)?;
        }
        match refused {
            0 => Ok(()),
            refused => Err(Error::Failed(format!("{refused} of {} lines were refused", requests.len()))),
        }
    }

    /// All requests: a fault in the last line is told before the first one is sent.
    fn requests(&self, config: Option<&str>) -> Result<Vec<Value>> {
        let from = if self.file == "-" { "@-".to_owned() } else { format!("@{}", self.file) };
        let text = input::text(&from)?;
        let body: Option<Value> = match &self.json {
            None => None,
            Some(given) => Some(
                serde_json::from_str(&input::text(given)?)
                    .map_err(|error| Error::Usage(format!("--json: not JSON: {error}")))?,
            ),
        };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(text.as_bytes());
        let fault = |error: csv::Error| Error::Usage(format!("{}: {error}", self.file));
        let names = reader.headers().map_err(fault)?.clone();
        let mut requests = Vec::new();
        for record in reader.records() {
            let values = record.map_err(fault)?;
            let index = u32::try_from(requests.len()).unwrap_or(u32::MAX);
            let request = self.request(Line { names: &names, values: &values }, body.as_ref(), config, index);
            requests.push(request.map_err(Error::Usage)?);
        }
        Ok(requests)
    }

    fn request(
        &self,
        line: Line<'_>,
        body: Option<&Value>,
        config: Option<&str>,
        index: u32,
    ) -> std::result::Result<Value, String> {
        let usual = if body.is_some() { "POST" } else { "GET" };
        let method = self.method.as_deref().unwrap_or(usual);
        let mut request = Map::new();
        input::set(&mut request, "type", Some("http"));
        input::set(&mut request, "method", Some(method.to_uppercase()));
        input::set(&mut request, "url", Some(line.url(&self.url)?));
        if !self.headers.is_empty() {
            let headers =
                self.headers.iter().map(|(name, value)| Ok((name.clone(), json!(line.text(value)?))));
            request.insert(
                "headers".to_owned(),
                Value::Object(headers.collect::<std::result::Result<_, String>>()?),
            );
        }
        if let Some(body) = body {
            request.insert("body".to_owned(), line.json(body)?);
        }
        input::set(&mut request, "config_id", config);
        input::set(&mut request, "retries", self.retries);
        if let Some(delay) =
            self.pace.map(|pace| duration::millis(pace.delay(index))).filter(|delay| *delay > 0)
        {
            input::set(&mut request, "delay", Some(delay));
        }
        Ok(Value::Object(request))
    }

    /// Sends the requests in as few calls as may be; returns the batch, and how many were refused.
    async fn send(&self, session: &Session, requests: &[Value]) -> Result<(Value, usize)> {
        let bar = bar::of(&session.output, u64::try_from(requests.len()).unwrap_or(u64::MAX), "sending");
        // Without a name each call would make a batch of its own.
        let mut batch = match &self.name {
            Some(name) => json!({"name": name}),
            None => json!({"name": input::idempotency_key()}),
        };
        let (mut last, mut refused, mut sent) = (Value::Null, 0, 0);
        for part in parts(requests) {
            let body = json!({"requests": part, "batch": batch});
            let key = key(&body, sent);
            let headers = [("idempotency-key", key.as_str())];
            let mut answer =
                session.client.send(Method::POST, "/api/v1/executions/batch", Some(&body), &headers).await?;
            for result in answer["results"].as_array().into_iter().flatten() {
                if !result["problem"].is_null() {
                    refused += 1;
                    // The first line has the names of the columns.
                    let line = sent
                        + result["index"].as_u64().and_then(|index| usize::try_from(index).ok()).unwrap_or(0)
                        + 2;
                    bar.suspend(|| {
                        session.output.complain(&format!("line {line}: {}", why(&result["problem"])))
                    });
                }
            }
            last = answer["batch"].take();
            if let Some(id) = last["id"].as_str() {
                batch = json!({"id": id});
            }
            sent += part.len();
            bar.inc(u64::try_from(part.len()).unwrap_or_default());
        }
        bar.finish_and_clear();
        Ok((last, refused))
    }
}

/// The requests in parts that one call takes.
fn parts(requests: &[Value]) -> Vec<&[Value]> {
    let (mut parts, mut start, mut bytes) = (Vec::new(), 0, 0);
    for (index, request) in requests.iter().enumerate() {
        let size = request.to_string().len();
        if index > start && (index - start == MOST || bytes + size > MOST_BYTES) {
            parts.push(&requests[start..index]);
            (start, bytes) = (index, 0);
        }
        bytes += size;
    }
    parts.push(&requests[start..]);
    parts
}

/// The same part of the same batch has the same key, so that whoever begins again after an interruption sends nothing twice.
fn key(body: &Value, index: usize) -> String {
    let digest = digest::digest(&digest::SHA256, format!("{index} {body}").as_bytes());
    digest.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn why(problem: &Value) -> String {
    match &problem["detail"] {
        Value::String(detail) => detail.clone(),
        Value::Array(faults) => {
            let faults = faults.iter().map(|fault| {
                let place = fault["loc"]
                    .as_array()
                    .and_then(|loc| loc.last())
                    .and_then(Value::as_str)
                    .unwrap_or("body");
                format!("{place} {}", input::member(fault, "msg"))
            });
            faults.collect::<Vec<_>>().join("; ")
        }
        _ => input::member(problem, "title").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_have_neither_too_many_requests_nor_too_many_bytes() {
        let sizes = |requests: &[Value]| parts(requests).iter().map(|part| part.len()).collect::<Vec<_>>();
        assert_eq!(sizes(&vec![json!(1); 250]), [100, 100, 50]);
        assert_eq!(sizes(&vec![json!("x".repeat(250_000)); 5]), [2, 2, 1]);
        assert_eq!(sizes(&[json!("x".repeat(700_000)), json!(1)]), [1, 1]);
    }
}
