//! Serves the documents as the build has compressed them.

use std::{io::Read, sync::LazyLock};

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use flate2::read::GzDecoder;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::http::{
    Problem,
    accept_encoding::{self, Coding},
};

/// A document in each of its codings.
struct Document {
    gzip: &'static [u8],
    br: &'static [u8],
    /// Names the content in entity tags.
    digest: LazyLock<String>,
}

/// How many bytes of a digest an entity tag has.
const TAG_BYTES: usize = 12;

static WHOLE: Document = Document {
    gzip: include_bytes!(concat!(env!("OUT_DIR"), "/openapi.json.gz")),
    br: include_bytes!(concat!(env!("OUT_DIR"), "/openapi.json.br")),
    digest: LazyLock::new(|| name(WHOLE.gzip)),
};

static V1: Document = Document {
    gzip: include_bytes!(concat!(env!("OUT_DIR"), "/openapi.v1.json.gz")),
    br: include_bytes!(concat!(env!("OUT_DIR"), "/openapi.v1.json.br")),
    digest: LazyLock::new(|| name(V1.gzip)),
};

static PLAN: Document = Document {
    gzip: include_bytes!(concat!(env!("OUT_DIR"), "/beadle.schema.json.gz")),
    br: include_bytes!(concat!(env!("OUT_DIR"), "/beadle.schema.json.br")),
    digest: LazyLock::new(|| name(PLAN.gzip)),
};

fn name(content: &[u8]) -> String {
    digest(&SHA256, content).as_ref().iter().take(TAG_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

/// Serves the document of all routes.
pub(crate) async fn whole(request: HeaderMap) -> Result<Response, Problem> {
    WHOLE.respond(&request)
}

/// Serves the document that clients are generated from.
pub(crate) async fn v1(request: HeaderMap) -> Result<Response, Problem> {
    V1.respond(&request)
}

/// Serves the JSON Schema of the file of a plan.
pub(crate) async fn plan(request: HeaderMap) -> Result<Response, Problem> {
    PLAN.respond(&request)
}

impl Document {
    fn respond(&self, request: &HeaderMap) -> Result<Response, Problem> {
        let coding = accept_encoding::preferred(request);
        let tag = self.tag(coding);
        let common = [
            (header::ETAG, HeaderValue::try_from(&tag).map_err(|error| internal(&error))?),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
            // Kept by the caller, and asked about each time.
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        ];
        if is_known(request, &tag) {
            return Ok((StatusCode::NOT_MODIFIED, common).into_response());
        }
        let mut response = (common, self.content(coding)?).into_response();
        let kind = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        if let Some(name) = coding.name() {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        Ok(response)
    }

    /// The strong entity tag (RFC 9110 section 8.8.3): each coding has its own.
    fn tag(&self, coding: Coding) -> String {
        let digest = &*self.digest;
        coding.name().map_or_else(|| format!("\"{digest}\""), |name| format!("\"{digest}-{name}\""))
    }

    fn content(&self, coding: Coding) -> Result<Bytes, Problem> {
        Ok(match coding {
            Coding::Br => Bytes::from_static(self.br),
            Coding::Gzip => Bytes::from_static(self.gzip),
            Coding::Identity => {
                let mut content = Vec::new();
                GzDecoder::new(self.gzip).read_to_end(&mut content).map_err(|error| internal(&error))?;
                content.into()
            }
        })
    }
}

fn internal(error: &(dyn std::error::Error + 'static)) -> Problem {
    tracing::error!(error, "failed to serve a document of the API");
    Problem::internal()
}

/// Whether `If-None-Match` has the tag, compared weakly (RFC 9110 section 13.1.2).
fn is_known(request: &HeaderMap, tag: &str) -> bool {
    listed(request, &header::IF_NONE_MATCH).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

/// The elements of a header that is a list.
fn listed<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}
