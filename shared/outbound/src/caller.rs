//! The implementation of `HttpCaller` on reqwest.

use async_trait::async_trait;
use beadle_application::port::HttpCaller;
use beadle_domain::{
    call::{CallError, CallLimits, HttpRequest, HttpResponse},
    egress::EgressPolicy,
    spec::{Redirects, redirects::OnRedirect},
};
use bytes::Bytes;
use reqwest::{
    Client, Response,
    header::{HeaderValue, LOCATION},
};
use tokio::time::{self, Instant};

use crate::{
    body,
    builder::{BuildError, Builder},
    egress::Guard,
    error::call_error,
    redirect, request,
    room::Room,
    tunnel,
};

/// Calls destinations over one client. Its connections stay open for the next call to the same destination.
#[derive(Clone)]
pub struct ReqwestCaller {
    client: Client,
    guard: Guard,
    room: Room,
}

impl ReqwestCaller {
    /// A caller with the system's resolver and the egress policy `policy`.
    ///
    /// # Errors
    /// [`BuildError`] if the system has no trusted certificates.
    pub fn new(policy: EgressPolicy) -> Result<Self, BuildError> {
        Builder::new(policy).build()
    }

    pub(crate) fn with(client: Client, guard: Guard, room: Room) -> Self {
        Self { client, guard, room }
    }

    /// Sends `request` and what its redirects ask for, and returns the head of the last response, with the status of the
    /// redirect that took the body away, if one did.
    async fn follow(
        &self,
        request: &mut HttpRequest,
        deadline: Instant,
    ) -> Result<(Response, Option<u16>), CallError> {
        let (mut followed, mut lost_body) = (0, None);
        loop {
            let response = self.send(request, deadline).await?;
            let status = response.status();
            let location = response.headers().get(LOCATION).filter(|_| redirect::is_redirect(status));
            let max = match (location, request.redirects) {
                (None, _) | (_, Redirects::Stop(OnRedirect::Manual)) => return Ok((response, lost_body)),
                (Some(_), Redirects::Stop(OnRedirect::Error)) => {
                    return Err(CallError::Redirect(format!(
                        "the destination answered with a redirect ({status})"
                    )));
                }
                (Some(_), Redirects::Follow(max)) => max,
            };
            if followed == max {
                return Err(CallError::Redirect(format!("redirected more than {followed} times")));
            }
            let had_body = !request.body.is_empty();
            redirect::follow(request, status, location.map_or(&[], HeaderValue::as_bytes))?;
            if had_body && request.body.is_empty() {
                lost_body = Some(status.as_u16());
            }
            followed += 1;
        }
    }

    /// Sends one request: the first, or one after a redirect.
    async fn send(&self, request: &HttpRequest, deadline: Instant) -> Result<Response, CallError> {
        self.guard
            .check_call(&request.url, &request.egress)
            .map_err(|refusal| CallError::Egress(refusal.to_string()))?;
        let outgoing = request::to_reqwest(request)?;
        if let Some(route) = &request.proxy {
            return tunnel::send(&self.guard, request, route, outgoing, deadline).await;
        }
        self.client.execute(outgoing).await.map_err(|error| call_error(&error))
    }
}

#[async_trait]
impl HttpCaller for ReqwestCaller {
    async fn call(&self, mut request: HttpRequest, limits: CallLimits) -> Result<HttpResponse, CallError> {
        let late = |_| CallError::Timeout(limits.timeout);
        let deadline = Instant::now() + limits.timeout;
        let (response, lost_body) =
            time::timeout_at(deadline, self.follow(&mut request, deadline)).await.map_err(late).flatten()?;
        let status = response.status().as_u16();
        let headers = headers(&response);
        // Such responses have no body, whatever their headers say (RFC 9112 section 6.3), so there is nothing to
        // decompress.
        let (body, truncated) = if request.method == "HEAD" || matches!(status, 204 | 304) {
            (Bytes::new(), false)
        } else {
            time::timeout_at(deadline, body::read(response, limits.max_body, &self.room))
                .await
                .map_err(late)
                .flatten()
                .map_err(|error| error.after_head(status))?
        };
        Ok(HttpResponse { status, headers, body, truncated, lost_body })
    }
}

fn headers(response: &Response) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}
