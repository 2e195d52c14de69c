//! Follows redirects (RFC 9110 section 15.4).

use beadle_domain::call::{CallError, HttpRequest};
use bytes::Bytes;
use reqwest::StatusCode;
use url::Url;

/// Turns `request` into the request that follows a redirect to `location` with status `status`.
///
/// A request to another origin loses all headers that may carry credentials. A request that becomes a GET
/// loses its body and the headers that describe it.
///
/// # Errors
/// [`CallError::Redirect`] if the target can't be called.
pub(crate) fn follow(
    request: &mut HttpRequest,
    status: StatusCode,
    location: &[u8],
) -> Result<(), CallError> {
    let url = target(&request.url, location)?;
    if request.url.origin() != url.origin() {
        request.headers.retain(|(name, _)| may_cross_origins(name));
    }
    if becomes_get(&request.method, status) {
        "GET".clone_into(&mut request.method);
        request.body = Bytes::new();
        request.headers.retain(|(name, _)| !name.starts_with("content-"));
    }
    request.url = url;
    Ok(())
}

/// Whether the header `name` may be sent to another origin. A header with any other name may carry a
/// credential.
fn may_cross_origins(name: &str) -> bool {
    const KNOWN: [&str; 4] = ["user-agent", "idempotency-key", "traceparent", "tracestate"];
    KNOWN.contains(&name) || ["accept", "content-", "beadle-"].iter().any(|start| name.starts_with(start))
}

/// Whether a response with this status and a `Location` is followed.
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    )
}

/// 303 asks for a GET; after 301 and 302 a POST becomes a GET by convention (sections 15.4.2 to 15.4.4).
fn becomes_get(method: &str, status: StatusCode) -> bool {
    match status {
        StatusCode::SEE_OTHER => method != "HEAD",
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => method == "POST",
        _ => false,
    }
}

fn target(from: &Url, location: &[u8]) -> Result<Url, CallError> {
    let refused = |what: &str| Err(CallError::Redirect(format!("redirected to {what}")));
    let Some(url) = std::str::from_utf8(location).ok().and_then(|location| from.join(location).ok()) else {
        return refused("something that is no address");
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refused("an address that is neither http nor https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("an address that carries user information");
    }
    Ok(url)
}

#[cfg(test)]
mod tests;
