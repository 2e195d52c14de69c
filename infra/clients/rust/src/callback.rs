//! What a job reports about itself to the execution that waits for it.

use reqwest::header::CONTENT_TYPE;
use serde::Serialize;

use crate::{Error, RetryPolicy, types::JobReport};

/// A URL that is not one of callbacks of this server.
#[derive(Debug, thiserror::Error)]
#[error("the URL is not one of callbacks of this server")]
pub struct ForeignCallback;

/// The way back to a waiting execution.
#[derive(Clone)]
pub struct Callback {
    http: reqwest::Client,
    url: String,
    retry: RetryPolicy,
    execution_id: String,
    attempt: u32,
}

impl Callback {
    pub(crate) fn new(
        http: &reqwest::Client,
        base: &str,
        url: &str,
        retry: RetryPolicy,
    ) -> Result<Self, ForeignCallback> {
        let token =
            url.strip_prefix(base).and_then(|rest| rest.strip_prefix("/cb/")).ok_or(ForeignCallback)?;
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
        let mut parts = token.split('.');
        let (execution, attempt) = (parts.next(), parts.next().and_then(|attempt| attempt.parse().ok()));
        match (execution, attempt) {
            (Some(execution), Some(attempt))
                if execution.starts_with("exe_") && parts.next().is_some() && token.bytes().all(is_token) =>
            {
                let (http, url) = (http.clone(), url.to_owned());
                Ok(Self { http, url, retry, execution_id: execution.to_owned(), attempt })
            }
            _ => Err(ForeignCallback),
        }
    }

    /// The execution that waits.
    pub fn execution_id(&self) -> &str {
        &self.execution_id
    }

    /// Its attempt, which is the same when a job is started a second time by mistake.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The job has succeeded; `result` is what the execution results in.
    ///
    /// # Errors
    /// [`Error::is_gone`] if nobody waits for it any more.
    pub async fn complete(&self, result: &(impl Serialize + ?Sized)) -> Result<JobReport, Error> {
        self.report("", result).await
    }

    /// The job has failed.
    ///
    /// # Errors
    /// As of [`Callback::complete`].
    pub async fn fail(&self, reason: &(impl Serialize + ?Sized)) -> Result<JobReport, Error> {
        self.report("/fail", reason).await
    }

    /// The job goes on: `types::HeartbeatRequest`, or JSON of its form. `cancel_requested` of the response asks it to
    /// stop.
    ///
    /// # Errors
    /// As of [`Callback::complete`].
    pub async fn heartbeat(&self, progress: &(impl Serialize + ?Sized)) -> Result<JobReport, Error> {
        self.report("/heartbeat", progress).await
    }

    /// Each report may be repeated: the same end again is answered as the first time.
    async fn report(&self, kind: &str, body: &(impl Serialize + ?Sized)) -> Result<JobReport, Error> {
        let (url, body) = (format!("{}{kind}", self.url), serde_json::to_vec(body)?);
        let attempt = || self.http.post(&url).header(CONTENT_TYPE, "application/json").body(body.clone());
        self.retry.send(attempt, true).await?.read()
    }
}
