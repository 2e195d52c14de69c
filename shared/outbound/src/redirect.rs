//! Where a redirect leads, and what goes there (RFC 9110 section 15.4).

use beadle_domain::call::{CallError, HttpRequest};
use bytes::Bytes;
use reqwest::StatusCode;
use url::Url;

/// Turns `request` into the one that follows the redirect to `location` that was answered with `status`.
///
/// Another origin gets no credentials, and no header that may be one; a request that becomes a GET loses its body and what describes it.
///
/// # Errors
/// [`CallError::Redirect`] when it leads to somewhere that can't be called.
pub(crate) fn follow(
    request: &mut HttpRequest,
    status: StatusCode,
    location: &[u8],
) -> Result<(), CallError> {
    let url = target(&request.url, location)?;
    if request.url.origin() != url.origin() {
        request.headers.retain(|(name, _)| goes_anywhere(name));
    }
    if becomes_get(&request.method, status) {
        "GET".clone_into(&mut request.method);
        request.body = Bytes::new();
        request.headers.retain(|(name, _)| !name.starts_with("content-"));
    }
    request.url = url;
    Ok(())
}

/// Whether the header `name` tells nothing that only the first origin may know. A header of any other name may carry a
/// credential, whatever it is called.
fn goes_anywhere(name: &str) -> bool {
    const KNOWN: [&str; 4] = ["user-agent", "idempotency-key", "traceparent", "tracestate"];
    KNOWN.contains(&name) || ["accept", "content-", "beadle-"].iter().any(|start| name.starts_with(start))
}

/// Whether a `Location` beside `status` is one to follow.
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

/// 303 asks for a GET; after 301 and 302 a POST becomes one by custom (sections 15.4.2 to 15.4.4).
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
