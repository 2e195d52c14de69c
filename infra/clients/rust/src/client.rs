//! The client.

use std::{fmt::Display, time::Duration};

use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde_json::Value;
use tokio::time::Instant;

use crate::{
    Callback, Error, ForeignCallback, Request, RetryPolicy,
    types::{Execution, ExecutionStatus},
};

/// The first pause between two looks at an execution that is waited for; each further one is half as long again.
const FIRST_LOOK: Duration = Duration::from_millis(200);

const LONGEST_LOOK: Duration = Duration::from_secs(5);

/// How long a request may take: a preferred wait is 25 seconds at most.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);

/// What a client proves itself with.
#[derive(Clone)]
pub enum Credentials {
    /// A key that was created at `/api/v1/api-keys`.
    ApiKey(String),
    /// A JWT.
    Token(String),
}

/// A client of one server. Clones share their connections.
#[derive(Clone)]
pub struct Beadle {
    http: reqwest::Client,
    base: String,
    credentials: Credentials,
    pub(crate) retry: RetryPolicy,
}

impl Beadle {
    /// A client of the server at `url`, such as `https://tasks.example.com`.
    ///
    /// # Errors
    /// If TLS can't be set up.
    pub fn new(url: &str, credentials: Credentials) -> Result<Self, Error> {
        let http = reqwest::Client::builder().timeout(REQUEST_TIMEOUT).build()?;
        let base = url.trim_end_matches('/').to_owned();
        Ok(Self { http, base, credentials, retry: RetryPolicy::default() })
    }

    /// The same client with another policy.
    pub fn with_retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// A request to a route, such as `/api/v1/tasks`.
    pub fn request(&self, method: Method, path: &str) -> Request<'_> {
        Request::new(self, method, path)
    }

    /// Runs a request once, without saving it: `types::AdHocRequest`, or JSON of its form.
    ///
    /// # Errors
    /// See [`Request::send`].
    pub async fn execute(&self, request: &(impl Serialize + ?Sized)) -> Result<Execution, Error> {
        self.request(Method::POST, "/api/v1/execute").json(request)?.send().await
    }

    /// An execution as it is now.
    ///
    /// # Errors
    /// See [`Request::send`]. [`Error::Body`] if its record is deferred and it has not begun: it is a `types::UnrecordedExecution`.
    pub async fn execution(&self, id: impl Display) -> Result<Execution, Error> {
        self.request(Method::GET, &format!("/api/v1/executions/{id}")).send().await
    }

    /// Waits until an execution has ended: `completed`, `failed` or `cancelled`.
    ///
    /// # Errors
    /// [`Error::Timeout`] if it has not after `longest`; see also [`Request::send`].
    pub async fn wait(&self, id: &str, longest: Duration) -> Result<Execution, Error> {
        let until = Instant::now() + longest;
        let mut pause = FIRST_LOOK;
        loop {
            let found: Value = self.request(Method::GET, &format!("/api/v1/executions/{id}")).send().await?;
            // One whose record is deferred has neither a result nor an error before that is written.
            if found.get("record").is_none() {
                let execution: Execution = serde_json::from_value(found)?;
                if matches!(
                    execution.status,
                    ExecutionStatus::Completed | ExecutionStatus::Failed | ExecutionStatus::Cancelled
                ) {
                    return Ok(execution);
                }
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Error::Timeout { id: id.to_owned(), waited: longest });
            }
            tokio::time::sleep(pause.min(left)).await;
            pause = pause.mul_f64(1.5).min(LONGEST_LOOK);
        }
    }

    /// The way back to the execution whose `${callback.url}` it is.
    ///
    /// # Errors
    /// If it is not a URL of this server: whoever sends it could make this process call any address.
    pub fn callback(&self, url: &str) -> Result<Callback, ForeignCallback> {
        Callback::new(&self.http, &self.base, url, self.retry)
    }

    /// One attempt of a request, with the credentials.
    pub(crate) fn attempt(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.credentials {
            Credentials::ApiKey(key) => request.header("x-api-key", key),
            Credentials::Token(token) => request.bearer_auth(token),
        }
    }
}
