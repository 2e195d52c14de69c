//! A row of the table: the documentation of a template's API.

use std::{collections::BTreeMap, fmt};

use serde_json::Value;
use url::Url;

use crate::conformance::http_caller::destination::Seen;

/// The documentation of one template's API.
pub struct Row {
    /// The id of the template.
    pub template: &'static str,
    /// The values of its fields.
    pub fields: Value,
    /// The expected request.
    pub asked: Expected,
    /// The possible responses.
    pub answers: Vec<Answered>,
}

/// An expected request.
pub enum Expected {
    /// A request.
    Http(Request),
    /// A statement with its parameters.
    Statement { query: &'static str, params: Vec<Value> },
    /// The start of a job and a poll of it.
    Job {
        /// The start, which is answered with 202 and a `Location`.
        start: Request,
        /// The poll.
        poll: Request,
    },
    /// A script: its command line, its folder and its environment.
    Script(&'static str),
}

/// A documented request.
pub struct Request {
    pub method: &'static str,
    /// Its address, without the query.
    pub url: &'static str,
    /// The whole query, decoded.
    pub query: &'static [(&'static str, &'static str)],
    /// Headers that it must have, names in lower case.
    pub headers: &'static [(&'static str, &'static str)],
    /// Its body; null for none.
    pub body: Value,
}

impl Request {
    /// The differences of the actual request.
    pub fn differences(&self, seen: &Seen) -> Vec<String> {
        let mut found = Vec::new();
        let mut compare = |what: &str, wanted: &dyn fmt::Debug, came: &dyn fmt::Debug| {
            let (wanted, came) = (format!("{wanted:?}"), format!("{came:?}"));
            if wanted != came {
                found.push(format!("{what}: {came} in place of {wanted}"));
            }
        };
        let url: Url = self.url.parse().expect("the documented address");
        let (method, target) = seen.line.split_once(' ').unwrap_or_default();
        let target = target.split(' ').next().unwrap_or_default();
        let came = url.join(target).expect("a path");
        compare("method", &self.method, &method);
        compare("host", &Some(url.authority()), &seen.header("host"));
        compare("path", &url.path(), &came.path());
        let query: BTreeMap<String, String> = came.query_pairs().into_owned().collect();
        let wanted = self.query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        compare("query", &wanted.collect::<BTreeMap<_, _>>(), &query);
        for (name, value) in self.headers {
            compare(name, &Some(*value), &seen.header(name));
        }
        let body = serde_json::from_str(&seen.body).unwrap_or_else(|_| match seen.body.as_str() {
            "" => Value::Null,
            text => Value::String(text.to_owned()),
        });
        compare("body", &self.body, &body);
        found
    }
}

/// A documented response.
pub struct Answered {
    /// The case in which it is sent.
    pub when: &'static str,
    pub status: u16,
    /// Its headers, each ended by CRLF.
    pub headers: String,
    pub body: String,
    /// The expected result.
    pub outcome: Outcome,
}

impl Answered {
    /// A response in JSON.
    pub fn json(when: &'static str, status: u16, body: impl fmt::Display, outcome: Outcome) -> Self {
        Self::of(when, status, "application/json; charset=utf-8", body, outcome)
    }

    /// A response of another content type.
    pub fn of(
        when: &'static str,
        status: u16,
        content_type: &str,
        body: impl fmt::Display,
        outcome: Outcome,
    ) -> Self {
        let headers = format!("content-type: {content_type}\r\n");
        Self { when, status, headers, body: body.to_string(), outcome }
    }
}

/// The expected result of a response.
pub enum Outcome {
    /// The execution completes with this result.
    Result(Value),
    /// It fails with this code.
    Failed(&'static str),
    /// Its attempt fails with this code and is retried.
    Retried(&'static str),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Result(result) => write!(f, "completed with {result}"),
            Self::Failed(code) => write!(f, "failed, {code}"),
            Self::Retried(code) => write!(f, "to be tried again, {code}"),
        }
    }
}
