//! Converts a request for reqwest.

use beadle_domain::call::{CallError, HttpRequest};
use reqwest::{
    Method, Request,
    header::{ACCEPT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue},
};

use crate::decompress;

/// The number of headers that are added to those of the request.
const EXTRA_HEADERS: usize = 4;

/// Converts `request` for the client.
///
/// # Errors
/// [`CallError::InvalidRequest`] for a method or a header that HTTP can't encode.
pub(crate) fn to_reqwest(request: &HttpRequest) -> Result<Request, CallError> {
    let method = Method::from_bytes(request.method.as_bytes())
        .map_err(|_| CallError::InvalidRequest(format!("`{}` is no method", request.method)))?;
    let mut outgoing = Request::new(method, request.url.clone());
    *outgoing.headers_mut() = headers(&request.headers)?;
    let names = outgoing.headers();
    let has_no_accepted_coding = !names.contains_key(ACCEPT_ENCODING);
    // Without its length, a server may wait for the body (RFC 9110 section 8.6).
    let states_no_length = request.body.is_empty()
        && matches!(request.method.as_str(), "POST" | "PUT" | "PATCH")
        && !names.contains_key(CONTENT_LENGTH);
    if has_no_accepted_coding {
        outgoing.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(decompress::ACCEPTED));
    }
    if states_no_length {
        outgoing.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    if !request.body.is_empty() {
        *outgoing.body_mut() = Some(request.body.clone().into());
    }
    Ok(outgoing)
}

fn headers(given: &[(String, String)]) -> Result<HeaderMap, CallError> {
    let mut headers = HeaderMap::with_capacity(given.len() + EXTRA_HEADERS);
    for (name, value) in given {
        let header = HeaderName::from_bytes(name.as_bytes()).ok().zip(HeaderValue::from_str(value).ok());
        let Some((known, value)) = header else {
            return Err(CallError::InvalidRequest(format!("the header `{name}` can't be written")));
        };
        headers.append(known, value);
    }
    Ok(headers)
}
