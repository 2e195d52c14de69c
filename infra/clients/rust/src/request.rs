//! A request and how it is sent.

use reqwest::{
    Method, RequestBuilder,
    header::{CONTENT_TYPE, IF_MATCH},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Beadle, Error};

const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The routes that take an `Idempotency-Key`; `*` stands for an id.
pub(crate) const TAKES_KEY: &[&str] = &[
    "/api/v1/execute",
    "/api/v1/tasks/execute",
    "/api/v1/tasks",
    "/api/v1/tasks/*/execute",
    "/api/v1/tasks/batch",
    "/api/v1/tasks/from-template",
    "/api/v1/executions/batch",
    "/api/v1/executions/replay",
    "/api/v1/executions/*/retry",
    "/api/v1/batches/*/replay",
    "/api/v1/configs",
    "/api/v1/accounts/*/credits",
];

/// A request to a route. One that starts something gets an `Idempotency-Key`, the same in each attempt.
#[must_use = "it has to be sent"]
pub struct Request<'a> {
    client: &'a Beadle,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(&'static str, String)>,
    /// The key that was made up for it, unless another one is chosen.
    key: Option<String>,
    body: Option<Vec<u8>>,
}

impl<'a> Request<'a> {
    pub(crate) fn new(client: &'a Beadle, method: Method, path: &str) -> Self {
        let key = method == Method::POST && TAKES_KEY.iter().any(|known| matches(known, path));
        Self {
            client,
            method,
            path: path.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            key: key.then(|| uuid::Uuid::now_v7().to_string()),
            body: None,
        }
    }

    /// Adds a parameter to the query.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.query.push((name.to_owned(), value.to_string()));
        self
    }

    /// Sends a body: a type of [`crate::types`], or any other value.
    ///
    /// # Errors
    /// If the value can't be written as JSON.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Result<Self, Error> {
        let body = serde_json::to_value(body)?;
        if defers_record(&body) {
            self.key = None;
        }
        self.body = Some(serde_json::to_vec(&body)?);
        Ok(self)
    }

    /// Chooses the `Idempotency-Key`: a repeat finds what the first request started.
    pub fn idempotency_key(mut self, key: &str) -> Self {
        self.key = None;
        self.headers.retain(|(name, _)| *name != IDEMPOTENCY_KEY);
        self.headers.push((IDEMPOTENCY_KEY, key.to_owned()));
        self
    }

    /// Changes only this version, an `ETag`.
    pub fn if_match(mut self, tag: &str) -> Self {
        self.headers.push((IF_MATCH.as_str(), tag.to_owned()));
        self
    }

    /// Waits for the end of what is started, at most 25 seconds.
    pub fn wait(mut self, seconds: u8) -> Self {
        self.headers.push(("prefer", format!("wait={seconds}")));
        self
    }

    /// Sends the request, as often as is needed and does no harm. `()` reads a response without a body.
    ///
    /// # Errors
    /// What the server refuses, a server that can't be reached, and a response of another type.
    pub async fn send<T: DeserializeOwned>(mut self) -> Result<T, Error> {
        self.headers.extend(self.key.take().map(|key| (IDEMPOTENCY_KEY, key)));
        let has = |wanted: &str| self.headers.iter().any(|(name, _)| *name == wanted);
        // A change that was made, and whose response was lost, has another version the second time.
        let repeatable = has(IDEMPOTENCY_KEY) || (self.method != Method::POST && !has(IF_MATCH.as_str()));
        self.client.retry.send(|| self.attempt(), repeatable).await?.read()
    }

    fn attempt(&self) -> RequestBuilder {
        let mut request = self.client.attempt(self.method.clone(), &self.path).query(&self.query);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        match &self.body {
            Some(body) => request.header(CONTENT_TYPE, "application/json").body(body.clone()),
            None => request,
        }
    }
}

/// Whether a body asks for a deferred record. A repeat under a key would find what it started by the record, so that it takes none.
fn defers_record(body: &Value) -> bool {
    let defers = |request: &Value| request["record"] == "deferred";
    body["requests"].as_array().map_or_else(|| defers(body), |requests| requests.iter().any(defers))
}

fn matches(known: &str, path: &str) -> bool {
    let steps = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (known, path) = (steps(known), steps(path));
    known.len() == path.len() && known.iter().zip(&path).all(|(known, step)| known == "*" || known == step)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::TAKES_KEY;

    #[test]
    fn the_routes_that_take_a_key_are_those_of_the_document() {
        let document: Value =
            serde_json::from_str(include_str!("../../../../functions/api/openapi.v1.json")).unwrap();
        let takes = |item: &Value| {
            let parameters = item["post"]["parameters"].as_array().cloned().unwrap_or_default();
            parameters.iter().any(|parameter| parameter["name"] == "Idempotency-Key")
        };
        let paths = document["paths"].as_object().unwrap().iter();
        let described = paths.filter(|(_, item)| takes(item)).map(|(path, _)| path.replace("{id}", "*"));
        let known: BTreeSet<String> = TAKES_KEY.iter().map(|path| (*path).to_owned()).collect();
        assert_eq!(known, described.collect());
    }
}
