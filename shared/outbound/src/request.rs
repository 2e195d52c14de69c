//! Converts a request for reqwest.

use beadle_domain::call::{CallError, HttpRequest};
use reqwest::{
    Method, Request,
    header::{HeaderMap, HeaderName, HeaderValue},
};

/// The number of headers that reqwest adds.
const EXTRA_HEADERS: usize = 2;

/// Converts `request` for the client.
///
/// # Errors
/// [`CallError::InvalidRequest`] for a method or a header that HTTP can't encode.
pub(crate) fn to_reqwest(request: &HttpRequest) -> Result<Request, CallError> {
    let method = Method::from_bytes(request.method.as_bytes())
        .map_err(|_| CallError::InvalidRequest(format!("`{}` is no method", request.method)))?;
    let mut outgoing = Request::new(method, request.url.clone());
    *outgoing.headers_mut() = headers(&request.headers)?;
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
