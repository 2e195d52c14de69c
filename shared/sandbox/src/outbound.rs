//! The calls of functions over the one HTTP client, with its egress guard, and with secrets filled in here.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use base64::{Engine, prelude::BASE64_STANDARD};
use beadle_application::port::HttpCaller;
use beadle_domain::{
    call::{CallLimits, HttpRequest, HttpResponse, Redactor},
    destination::EgressScope,
    interpolation::percent_encoded,
    spec::{Redirects, headers::RESERVED_HEADERS, redirects::OnRedirect},
};
use bytes::Bytes;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::fetch::{Fetch, FetchRequest, FetchResponse, Redirect};

/// How many redirects of a fetch are followed, as browsers do (Fetch standard, "HTTP-redirect fetch").
const MAX_REDIRECTS: u32 = 20;

/// Makes the calls of one function: only to the hosts that it names, with its secrets filled in, and with them masked in what
/// comes back.
pub struct OutboundFetch {
    caller: Arc<dyn HttpCaller>,
    scope: EgressScope,
    secrets: BTreeMap<String, SecretString>,
    redactor: Redactor,
    timeout: Duration,
}

impl OutboundFetch {
    /// Calls `hosts` (a name, or `*.` before a name) over `caller`, each within `timeout`. `secrets` are the values of the
    /// function's secrets by their names.
    #[must_use]
    pub fn new(
        caller: Arc<dyn HttpCaller>,
        hosts: Vec<String>,
        secrets: BTreeMap<String, SecretString>,
        timeout: Duration,
    ) -> Self {
        let redactor = Redactor::new(secrets.values().map(ExposeSecret::expose_secret));
        let scope = EgressScope { hosts, ports: Vec::new(), schemes: Vec::new() };
        Self { caller, scope, secrets, redactor, timeout }
    }

    /// What masks the secrets in the result and the log of the function.
    #[must_use]
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    fn request(&self, request: FetchRequest) -> Result<HttpRequest, String> {
        let url = self.filled(&request.url, |secret| percent_encoded(secret).into_owned())?;
        let url = Url::parse(&url).map_err(|error| format!("the URL can't be read: {error}"))?;
        let host = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https"));
        let host = host.ok_or("only http and https URLs can be fetched")?;
        let port = url.port_or_known_default().unwrap_or_default();
        if self.scope.hosts.is_empty() || !self.scope.permits(url.scheme(), host, port) {
            return Err(format!("this function does not name the host `{host}`; add it to `hosts`"));
        }
        if !is_method(&request.method) {
            return Err(format!("the method {} can't be used", request.method));
        }
        if let Some((name, _)) = request.headers.iter().find(|(name, _)| is_of_client(name)) {
            return Err(format!("the header `{name}` is written by the client; leave it out"));
        }
        let headers = request
            .headers
            .into_iter()
            .map(|(name, value)| Ok((name, self.filled(&value, str::to_owned)?)))
            .collect::<Result<_, String>>()?;
        let body = match request.body {
            Some(body) => self.filled_body(&body)?,
            None => Bytes::new(),
        };
        let redirects = match request.redirect {
            Redirect::Follow => Redirects::Follow(MAX_REDIRECTS),
            Redirect::Error => Redirects::Stop(OnRedirect::Error),
            Redirect::Manual => Redirects::Stop(OnRedirect::Manual),
        };
        Ok(HttpRequest {
            method: request.method,
            url,
            headers,
            body,
            egress: self.scope.clone(),
            redirects,
            proxy: None,
        })
    }

    /// A body with its secrets; one that is not text is sent as it is.
    fn filled_body(&self, body: &str) -> Result<Bytes, String> {
        let bytes = BASE64_STANDARD.decode(body).map_err(|_| "the body is not base64".to_owned())?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(self.filled(&text, str::to_owned)?.into()),
            Err(error) => Ok(error.into_bytes().into()),
        }
    }

    /// `text` with each `${secret:name}` replaced.
    fn filled(&self, text: &str, written: fn(&str) -> String) -> Result<String, String> {
        let mut parts = text.split("${secret:");
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').ok_or("a `${secret:` has no `}`")?;
            let secret = self
                .secrets
                .get(name)
                .ok_or_else(|| format!("there is no secret `{name}`; create it, or correct the name"))?;
            filled.push_str(&written(secret.expose_secret()));
            filled.push_str(rest);
        }
        Ok(filled)
    }

    fn response(&self, response: HttpResponse) -> FetchResponse {
        let redacted = |(name, value): (String, String)| (name, self.redactor.text(&value).into_owned());
        let body = self.redactor.bytes(response.body, response.truncated);
        FetchResponse {
            status: response.status,
            headers: response.headers.into_iter().map(redacted).collect(),
            body: BASE64_STANDARD.encode(body),
        }
    }
}

#[async_trait]
impl Fetch for OutboundFetch {
    async fn fetch(&self, request: FetchRequest, max_body: u64) -> Result<FetchResponse, String> {
        let max_body = usize::try_from(max_body).unwrap_or(usize::MAX);
        let request = self.request(request)?;
        if request.body.len() > max_body {
            return Err(format!("the body of a fetch may have at most {max_body} bytes"));
        }
        let limits = CallLimits { timeout: self.timeout, max_body };
        let response = self.caller.call(request, limits).await;
        let response = response.map_err(|error| self.redactor.text(&error.to_string()).into_owned())?;
        if response.truncated {
            return Err(format!("the response has more than {max_body} bytes"));
        }
        Ok(self.response(response))
    }
}

/// Whether `method` asks for a resource, and not for a tunnel or an echo of the request with its credentials.
fn is_method(method: &str) -> bool {
    let is_token = !method.is_empty()
        && method.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    is_token && !["CONNECT", "TRACE", "TRACK"].contains(&method.to_ascii_uppercase().as_str())
}

/// Whether the client itself has to say where a request begins and ends, and whom it is for.
fn is_of_client(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    RESERVED_HEADERS.contains(&name.as_str()) || name == "expect" || name.starts_with("proxy-")
}
