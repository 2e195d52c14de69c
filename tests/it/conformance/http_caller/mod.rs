//! `HttpCaller`: one adapter, [`ReqwestCaller`], against local servers with scripted responses.

mod bodies;
pub mod destination;
mod egress;
mod failures;
mod hostile;
mod proxy;
mod redirects;
mod requests;

use std::time::Duration;

use beadle_application::port::HttpCaller;
use beadle_domain::{
    call::{CallError, CallLimits, HttpRequest, HttpResponse},
    destination::EgressScope,
    egress::EgressPolicy,
    spec::Redirects,
};
use beadle_outbound::ReqwestCaller;
use bytes::Bytes;

/// Limits that no response of these servers reaches.
const PATIENT: CallLimits = CallLimits { timeout: Duration::from_secs(20), max_body: 64 * 1024 };

fn caller() -> ReqwestCaller {
    ReqwestCaller::new(EgressPolicy::open()).expect("an HTTP client")
}

/// Makes a call within the [`PATIENT`] limits.
async fn call(request: HttpRequest) -> Result<HttpResponse, CallError> {
    caller().call(request, PATIENT).await
}

/// A request without headers and body.
fn request(method: &str, url: &str) -> HttpRequest {
    HttpRequest {
        method: method.into(),
        url: url.parse().expect("a URL"),
        headers: Vec::new(),
        body: Bytes::new(),
        egress: EgressScope::default(),
        redirects: Redirects::default(),
        proxy: None,
    }
}

/// A POST of `body` with `headers`.
fn post(url: &str, headers: &[(&str, &str)], body: &'static str) -> HttpRequest {
    let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    HttpRequest { headers, body: Bytes::from_static(body.as_bytes()), ..request("POST", url) }
}
