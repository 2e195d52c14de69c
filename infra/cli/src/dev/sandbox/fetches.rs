//! What becomes of the calls of a function.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use base64::{Engine, prelude::BASE64_STANDARD};
use beadle_application::port::{Fetches, FunctionRun, HttpCaller};
use beadle_domain::function::MockFetch;
use beadle_sandbox::{
    Fetch, OutboundFetch,
    fetch::{FetchRequest, FetchResponse},
};
use serde_json::Value;

/// What answers the calls of `run`.
pub(super) fn fetch_for(
    run: &FunctionRun,
    caller: &Arc<dyn HttpCaller>,
    timeout: Duration,
) -> Box<dyn Fetch> {
    match &run.fetches {
        Fetches::Mocked(mocks) => Box::new(Mocked(mocks.clone())),
        Fetches::Sent(secrets) => {
            let secrets: BTreeMap<_, _> =
                secrets.iter().map(|(place, value)| (place.to_string(), value.clone())).collect();
            Box::new(OutboundFetch::new(caller.clone(), run.upload.hosts.clone(), secrets, timeout))
        }
    }
}

/// Answers of a dry run.
struct Mocked(Vec<MockFetch>);

#[async_trait]
impl Fetch for Mocked {
    async fn fetch(&self, request: FetchRequest, _: u64) -> Result<FetchResponse, String> {
        let FetchRequest { method, url, .. } = request;
        let Some(mock) = self.0.iter().find(|mock| mock.answers(&method, &url)) else {
            return Err(format!("a test sends nothing: give an answer to {method} {url} in `fetches`"));
        };
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut headers: Vec<(String, String)> =
            mock.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), text(value))).collect();
        if !mock.body.is_string() && !headers.iter().any(|(name, _)| name == "content-type") {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        Ok(FetchResponse { status: mock.status, headers, body: BASE64_STANDARD.encode(mock.text()) })
    }
}
