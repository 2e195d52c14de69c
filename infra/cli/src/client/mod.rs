//! The HTTP client of the API: one connection, its requests, and what their responses mean.

mod connection;
mod error;
pub mod events;
pub mod lookup;
mod pages;
mod problem;
pub mod profile;

use std::time::Duration;

use reqwest::{Method, StatusCode, header};
use serde_json::Value;

pub use self::{
    connection::{Connection, ConnectionOptions, Credentials, SERVER_URL, parse as parse_url},
    error::{Error, Result},
    pages::{Amount, Pages},
    problem::Problem,
};

/// How long the connection to the server may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a response may take; `Prefer: wait` asks for 25 seconds at most.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(60);

/// A client of one server.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    connection: Connection,
}

/// A response as it came.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: header::HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// A client of the server that `connection` names.
    ///
    /// # Errors
    /// [`Error::Failed`] if there are no root certificates to trust.
    pub fn new(connection: Connection) -> Result<Self> {
        let http = reqwest::Client::builder()
            .user_agent(concat!("beadle/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            // Credentials in `X-API-Key` would go along to whatever the redirect names.
            .redirect(reqwest::redirect::Policy::none());
        // What is on this machine is not behind a proxy.
        let http = if connection.is_loopback() { http.no_proxy() } else { http };
        let http = http.build().map_err(|error| Error::Failed(format!("no HTTP client: {error}")))?;
        Ok(Self { http, connection })
    }

    /// The server's address and who asks.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Reads what is at `path`.
    ///
    /// # Errors
    /// What [`Self::send`] returns.
    pub async fn get(&self, path: &str) -> Result<Value> {
        self.send(Method::GET, path, None, &[]).await
    }

    /// Posts `body` to `path`.
    ///
    /// # Errors
    /// What [`Self::send`] returns.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    /// Sends a request and reads the JSON of its response; `null` if it has no body.
    ///
    /// # Errors
    /// [`Error::Refused`] for a status other than 2xx, [`Error::Unreachable`] if there is no response.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Result<Value> {
        let body = body.map(|body| body.to_string().into_bytes());
        let headers: Vec<_> = body
            .iter()
            .map(|_| ("content-type", "application/json"))
            .chain(headers.iter().copied())
            .collect();
        let answer = self.exchange(method, path, body, &headers).await?;
        let answer = answer.accepted()?;
        if answer.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&answer.body).map_err(|error| {
            let url = self.connection.at(path);
            Error::Failed(format!("{url} did not answer JSON ({error}): is it the address of Beadle's API?"))
        })
    }

    /// Sends a request and returns the response whatever its status.
    ///
    /// # Errors
    /// [`Error::Unreachable`] if there is no response.
    pub async fn exchange(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Result<Answer> {
        let mut request = self.request(method, path).timeout(RESPONSE_TIMEOUT);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.map_err(|error| self.unreachable(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.map_err(|error| self.unreachable(&error))?.to_vec();
        Ok(Answer { status, headers, body })
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, self.connection.at(path));
        match self.connection.credentials() {
            Some(Credentials::ApiKey(key)) => request.header("x-api-key", key.as_str()),
            Some(Credentials::Token(token)) => request.bearer_auth(token),
            None => request,
        }
    }

    fn unreachable(&self, error: &reqwest::Error) -> Error {
        let mut reason = String::new();
        let mut cause: Option<&dyn std::error::Error> = Some(error);
        while let Some(now) = cause {
            // The outer texts only repeat the address.
            reason = now.to_string();
            cause = now.source();
        }
        let reason = if error.is_timeout() { "it did not answer in time".to_owned() } else { reason };
        Error::Unreachable { url: self.connection.url().to_owned(), reason }
    }
}

impl Answer {
    /// The response, if its status is 2xx.
    ///
    /// # Errors
    /// [`Error::Refused`] otherwise.
    pub fn accepted(self) -> Result<Self> {
        if self.status.is_success() { Ok(self) } else { Err(Problem::read(&self).into()) }
    }
}

/// A path with `query`; members without a value are left out.
pub fn with_query(path: &str, query: &[(&str, Option<String>)]) -> String {
    let mut encoded = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in query {
        if let Some(value) = value {
            encoded.append_pair(name, value);
        }
    }
    match encoded.finish() {
        none if none.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}
