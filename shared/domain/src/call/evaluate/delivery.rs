//! Reads what a webhook delivers: by its content type, as a response is read.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use serde_json::{Map, Value};

use super::{
    charset, expect,
    read::{self, Body},
};
use crate::{
    call::HttpResponse,
    spec::response::{Expect, ReadAs},
};

/// The member of an input that holds a payload which is no object.
const WHOLE: &str = "payload";

/// What a webhook delivers.
#[derive(Debug)]
pub struct Payload {
    request: HttpResponse,
    body: Body,
}

impl Payload {
    /// Reads the body of a delivery with `headers`, whose names are in lower case.
    pub fn read(headers: &[(String, String)], body: Bytes) -> Self {
        let headers = headers.to_vec();
        let mut request = HttpResponse { status: 200, headers, body, truncated: false, lost_body: None };
        request.body = charset::in_utf_8(&request);
        let body = read::read(&request, ReadAs::Auto);
        Self { request, body }
    }

    /// Its value, if its content type says what it is and it is that.
    pub fn value(&self) -> Option<&Value> {
        match &self.body {
            Body::Value(value) => Some(value),
            Body::Plain | Body::Bytes | Body::Unreadable { .. } => None,
        }
    }

    /// Whether its headers and its body are as `filter` says.
    pub fn matches(&self, filter: &Expect) -> bool {
        expect::contents(&self.request, &self.body, filter).is_ok()
    }

    /// The input that it gives to a task: the members of an object; anything else as the member `payload`, text as a string and
    /// other bytes in base64.
    pub fn into_input(self) -> Map<String, Value> {
        let whole = match self.body {
            Body::Value(Value::Object(members)) => return members,
            Body::Value(value) => value,
            _ if self.request.body.is_empty() => return Map::new(),
            _ => match std::str::from_utf8(&self.request.body) {
                Ok(text) => text.into(),
                Err(_) => BASE64_STANDARD.encode(&self.request.body).into(),
            },
        };
        Map::from_iter([(WHOLE.to_owned(), whole)])
    }
}
