//! Answers to the calls of a function that is only tried.

use async_trait::async_trait;
use base64::{Engine, prelude::BASE64_STANDARD};
use beadle_domain::function::MockFetch;
use serde_json::Value;

use crate::fetch::{Fetch, FetchRequest, FetchResponse};

/// Answers each call with the first mock that matches it, and fails where none does.
pub struct MockedFetch(pub Vec<MockFetch>);

#[async_trait]
impl Fetch for MockedFetch {
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
