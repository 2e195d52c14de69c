//! Repeats requests that may be repeated.

use std::time::Duration;

use reqwest::{
    RequestBuilder, StatusCode,
    header::{HeaderMap, RETRY_AFTER},
};

use serde::de::DeserializeOwned;

use crate::Error;

/// When requests are repeated.
#[derive(Debug, Clone, Copy)]
pub struct RetryPolicy {
    /// How often a request is sent at most.
    pub attempts: u32,
    /// The longest pause before the second attempt, which doubles with each further one.
    pub base: Duration,
    /// The longest pause, whatever `Retry-After` says.
    pub longest: Duration,
}

/// A response that has arrived as a whole.
pub(crate) struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Received {
    async fn of(request: RequestBuilder) -> Result<Self, reqwest::Error> {
        let mut response = request.send().await?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        Ok(Self { status, headers, body: response.bytes().await?.into() })
    }

    /// Reads the body; a response without one reads as null.
    ///
    /// # Errors
    /// The problem of a response that is no success, and a body of another type.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        if !self.status.is_success() {
            return Err(Error::of(self.status.as_u16(), &self.body));
        }
        Ok(serde_json::from_slice(if self.body.is_empty() { b"null" } else { &self.body })?)
    }

    /// The time that the server asks for; nothing if it asks for none.
    fn retry_after(&self) -> Duration {
        let value = self.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        value.and_then(|value| value.parse().ok()).map_or(Duration::ZERO, Duration::from_secs)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { attempts: 4, base: Duration::from_millis(250), longest: Duration::from_secs(30) }
    }
}

impl RetryPolicy {
    /// Sends a request until it is answered, for as often as the policy says. `repeatable`: doing it twice does no harm.
    ///
    /// # Errors
    /// That of the last attempt.
    pub(crate) async fn send(
        &self,
        attempt: impl Fn() -> RequestBuilder,
        repeatable: bool,
    ) -> Result<Received, Error> {
        let mut number = 1;
        loop {
            let last = number >= self.attempts;
            let mut pause = self.pause(number);
            match Received::of(attempt()).await {
                Ok(response) => {
                    let again = match response.status.as_u16() {
                        // Nothing was started, so that any request may be repeated.
                        429 | 503 => true,
                        // Nobody knows.
                        502 | 504 => repeatable,
                        _ => false,
                    };
                    if last || !again {
                        return Ok(response);
                    }
                    pause = pause.max(response.retry_after()).min(self.longest);
                }
                Err(error) if last || !repeatable => return Err(error.into()),
                Err(_) => {}
            }
            tokio::time::sleep(pause).await;
            number += 1;
        }
    }

    fn pause(&self, number: u32) -> Duration {
        let longest = self.base.saturating_mul(2u32.saturating_pow(number - 1)).min(self.longest);
        longest.mul_f64(fastrand::f64())
    }
}
