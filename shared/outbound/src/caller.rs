//! The implementation of `HttpCaller` on reqwest.

use async_trait::async_trait;
use beadle_application::port::HttpCaller;
use beadle_domain::{
    call::{CallError, CallLimits, HttpRequest, HttpResponse},
    egress::EgressPolicy,
};
use bytes::Bytes;
use reqwest::{Client, Response, header::LOCATION};
use tokio::time;

use crate::{
    body,
    builder::{BuildError, Builder},
    egress::Guard,
    error::call_error,
    redirect, request,
};

/// Calls destinations over one client. Its connections stay open for the next call to the same destination.
#[derive(Clone)]
pub struct ReqwestCaller {
    client: Client,
    guard: Guard,
}

impl ReqwestCaller {
    /// A caller with the system's resolver and the egress policy `policy`.
    ///
    /// # Errors
    /// [`BuildError`] if the system has no trusted certificates.
    pub fn new(policy: EgressPolicy) -> Result<Self, BuildError> {
        Builder::new(policy).build()
    }

    pub(crate) fn with(client: Client, guard: Guard) -> Self {
        Self { client, guard }
    }

    async fn follow(&self, mut request: HttpRequest, limits: CallLimits) -> Result<HttpResponse, CallError> {
        let mut followed = 0;
        loop {
            let response = self.send(&request).await?;
            let status = response.status();
            // With a limit of zero, the redirect itself is the response.
            let follows = limits.max_redirects > 0 && redirect::is_redirect(status);
            let Some(location) = response.headers().get(LOCATION).filter(|_| follows) else {
                return answer(&request, response, limits.max_body).await;
            };
            if followed == limits.max_redirects {
                return Err(CallError::Redirect(format!("redirected more than {followed} times")));
            }
            redirect::follow(&mut request, status, location.as_bytes())?;
            followed += 1;
        }
    }

    /// Sends one request: the first, or one after a redirect.
    async fn send(&self, request: &HttpRequest) -> Result<Response, CallError> {
        self.guard
            .check_call(&request.url, &request.egress)
            .map_err(|refusal| CallError::Egress(refusal.to_string()))?;
        let outgoing = request::to_reqwest(request)?;
        self.client.execute(outgoing).await.map_err(|error| call_error(&error))
    }
}

#[async_trait]
impl HttpCaller for ReqwestCaller {
    async fn call(&self, request: HttpRequest, limits: CallLimits) -> Result<HttpResponse, CallError> {
        time::timeout(limits.timeout, self.follow(request, limits))
            .await
            .unwrap_or(Err(CallError::Timeout(limits.timeout)))
    }
}

async fn answer(
    request: &HttpRequest,
    response: Response,
    max_body: usize,
) -> Result<HttpResponse, CallError> {
    let status = response.status().as_u16();
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    // Such responses have no body, whatever their headers say (RFC 9112 section 6.3), so there is nothing to
    // decompress.
    let bodyless = request.method == "HEAD" || matches!(status, 204 | 304);
    let (body, truncated) =
        if bodyless { (Bytes::new(), false) } else { body::read(response, max_body).await? };
    Ok(HttpResponse { status, headers, body, truncated })
}
