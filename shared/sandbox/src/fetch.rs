//! A function's way out: the supervisor makes its calls.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// What a function wants to send. `${secret:name}` is still text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchRequest {
    /// The method, in upper case.
    pub method: String,
    /// The destination.
    pub url: String,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body in base64; none if there is none.
    pub body: Option<String>,
    /// What to do about redirects.
    pub redirect: Redirect,
}

beadle_values::names! {
    /// What a fetch does about redirects.
    pub enum Redirect, default Follow {
        /// Follows them.
        Follow = "follow",
        /// Fails.
        Error = "error",
        /// Returns them.
        Manual = "manual",
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchResponse {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body in base64.
    pub body: String,
}

/// Makes the calls of functions.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// Makes one call.
    ///
    /// # Errors
    /// A text for the author of the function when there is no complete response of at most `max_body` bytes.
    async fn fetch(&self, request: FetchRequest, max_body: u64) -> Result<FetchResponse, String>;
}

/// Refuses every call: for functions that name no host, and for those that a rule calls.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFetch;

#[async_trait]
impl Fetch for NoFetch {
    async fn fetch(&self, _: FetchRequest, _: u64) -> Result<FetchResponse, String> {
        let message = "this function names no hosts, so it may not fetch: add the host to `hosts`; a retry rule or a \
            transformation never may";
        Err(message.to_owned())
    }
}
