//! Request ids: the caller's, else the trace id of API Gateway, else a new one.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::state::Api;

/// Header of the request and of the response.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");
const TRACE: &str = "x-amzn-trace-id";
const MAX_LENGTH: usize = 128;

/// A request id: visible ASCII.
#[derive(Debug, Clone)]
pub(super) struct RequestId(HeaderValue);

impl RequestId {
    pub(super) fn of(headers: &HeaderMap, api: &Api) -> Self {
        let given = headers.get(HEADER).filter(|value| is_usable(value)).cloned();
        let value = given.or_else(|| trace_root(headers)).or_else(|| {
            let fresh = api.services.ports.ids.fresh(api.now()).as_simple().to_string();
            HeaderValue::try_from(fresh).ok()
        });
        Self(value.unwrap_or_else(|| HeaderValue::from_static("unknown")))
    }

    pub(super) fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    pub(super) fn into_value(self) -> HeaderValue {
        self.0
    }
}

fn is_usable(value: &HeaderValue) -> bool {
    (1..=MAX_LENGTH).contains(&value.len()) && value.as_bytes().iter().all(u8::is_ascii_graphic)
}

/// Returns `Root=1-67891233-abcdef012345678912345678` of the trace header.
fn trace_root(headers: &HeaderMap) -> Option<HeaderValue> {
    let trace = headers.get(TRACE)?.to_str().ok()?;
    let root = trace.split(';').find_map(|part| part.trim().strip_prefix("Root="))?;
    HeaderValue::from_str(root).ok().filter(is_usable)
}
