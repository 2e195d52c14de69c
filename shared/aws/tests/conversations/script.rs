//! A scripted conversation: the requests that the adapter must make, in order, and their responses.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_http_client::test_util::infallible_client_fn;
use beadle_aws::Aws;
use http::{Response, header::CONTENT_TYPE};
use serde_json::{Value, json};

/// One exchange.
struct Exchange {
    operation: &'static str,
    status: u16,
    answer: String,
    /// Whether the function that was invoked ended with an error.
    is_broken: bool,
}

/// A conversation in progress.
#[derive(Clone, Default)]
pub struct Script {
    exchanges: Arc<Mutex<VecDeque<Exchange>>>,
    asked: Arc<Mutex<Vec<Value>>>,
    tenants: Arc<Mutex<Vec<String>>>,
}

impl Script {
    /// Expects `operation` next and answers it with `answer`.
    pub fn answers(self, operation: &'static str, answer: Value) -> Self {
        self.exchange(operation, 200, answer)
    }

    /// Expects `operation` next and refuses it with this status and error `code`.
    pub fn refuses(self, operation: &'static str, status: u16, code: &str) -> Self {
        let answer = json!({"__type": format!("com.amazonaws#{code}"), "Message": "scripted"});
        self.exchange(operation, status, answer)
    }

    /// Expects an invocation next, in which the function ends with `error`.
    pub fn breaks(self, operation: &'static str, error: Value) -> Self {
        let script = self.exchange(operation, 200, error);
        if let Some(exchange) = script.exchanges.lock().unwrap().back_mut() {
            exchange.is_broken = true;
        }
        script
    }

    /// Expects `operation` next and fails it with the error `code` and the other `members`.
    pub fn fails(self, operation: &'static str, code: &str, members: Value) -> Self {
        let mut answer =
            json!({"__type": format!("com.amazonaws#{code}"), "message": format!("scripted {code}")});
        for (name, value) in members.as_object().into_iter().flatten() {
            answer[name.as_str()] = value.clone();
        }
        self.exchange(operation, 400, answer)
    }

    fn exchange(self, operation: &'static str, status: u16, answer: Value) -> Self {
        let exchange = Exchange { operation, status, answer: answer.to_string(), is_broken: false };
        self.exchanges.lock().unwrap().push_back(exchange);
        self
    }

    /// Clients that take part in this conversation; each call is attempted twice.
    pub fn aws(&self) -> Aws {
        let script = self.clone();
        let http = infallible_client_fn(move |request| {
            let target =
                request.headers().get("x-amz-target").map(|target| target.to_str().unwrap().to_owned());
            let asked = target.unwrap_or_else(|| format!("{} {}", request.method(), request.uri().path()));
            let tenant = request.headers().get("x-amz-tenant-id");
            let tenant = tenant.map(|tenant| tenant.to_str().unwrap().to_owned());
            script.tenants.lock().unwrap().extend(tenant);
            let body = request.body().bytes().unwrap_or_default();
            script.asked.lock().unwrap().push(serde_json::from_slice(body).unwrap_or_default());
            let next = script.exchanges.lock().unwrap().pop_front();
            let next = next.unwrap_or_else(|| panic!("unexpected request {asked}"));
            assert!(asked.contains(next.operation), "{} is expected, not {asked}", next.operation);
            let code =
                serde_json::from_str::<Value>(&next.answer).unwrap()["__type"].as_str().map(str::to_owned);
            let answer =
                Response::builder().status(next.status).header(CONTENT_TYPE, "application/x-amz-json-1.0");
            let answer =
                if next.is_broken { answer.header("x-amz-function-error", "Unhandled") } else { answer };
            match code {
                Some(code) => answer.header("x-amzn-errortype", code),
                None => answer,
            }
            .body(next.answer)
            .unwrap()
        });
        let retry =
            RetryConfig::standard().with_max_attempts(2).with_initial_backoff(Duration::from_millis(1));
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
                "a", "b", None, None, "tests",
            )))
            .retry_config(retry)
            .http_client(http)
            .build();
        Aws::with_config(config)
    }

    /// The tenants of the invocations.
    pub fn tenants(&self) -> Vec<String> {
        self.tenants.lock().unwrap().clone()
    }

    /// The bodies of the requests; fails unless the whole script was used.
    pub fn asked(&self) -> Vec<Value> {
        let left: Vec<_> = self.exchanges.lock().unwrap().iter().map(|exchange| exchange.operation).collect();
        assert!(left.is_empty(), "{left:?} were not requested");
        self.asked.lock().unwrap().clone()
    }
}
