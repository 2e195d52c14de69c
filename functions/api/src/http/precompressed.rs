//! Files that the build has compressed.

use std::{io::Read, sync::OnceLock};

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use flate2::read::GzDecoder;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::{
    Problem,
    accept_encoding::{self, Coding},
};

/// How many bytes of a digest an entity tag has.
const TAG_BYTES: usize = 12;

/// A file that the build has compressed, by its name.
macro_rules! precompressed {
    ($name:literal) => {
        $crate::http::precompressed::Precompressed::new(
            include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")),
            include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".br")),
        )
    };
}

pub(crate) use precompressed;

/// A file in each of its codings.
pub(crate) struct Precompressed {
    gzip: &'static [u8],
    br: &'static [u8],
    digest: OnceLock<String>,
}

/// How long a caller may keep a file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Caching {
    /// It is kept, and asked about each time.
    Ask,
    /// Its path names its content, so it never changes (RFC 8246).
    Immutable,
}

impl Caching {
    const fn directive(self) -> &'static str {
        match self {
            Self::Ask => "no-cache",
            Self::Immutable => "public, max-age=31536000, immutable",
        }
    }
}

impl Precompressed {
    /// A file by its compressed forms.
    pub(crate) const fn new(gzip: &'static [u8], br: &'static [u8]) -> Self {
        Self { gzip, br, digest: OnceLock::new() }
    }

    /// Names the content.
    pub(crate) fn digest(&self) -> &str {
        self.digest.get_or_init(|| {
            let digest = digest(&SHA256, self.gzip);
            digest.as_ref().iter().take(TAG_BYTES).map(|byte| format!("{byte:02x}")).collect()
        })
    }

    /// The response to a request for the file, in the coding that the caller prefers; 304 if the caller has it.
    ///
    /// # Errors
    /// [`Problem::internal`] if the file can't be decompressed.
    pub(crate) fn respond(
        &self,
        request: &HeaderMap,
        kind: &'static str,
        caching: Caching,
    ) -> Result<Response, Problem> {
        let coding = accept_encoding::preferred(request);
        let tag = self.tag(coding);
        let common = [
            (header::ETAG, HeaderValue::try_from(&tag).map_err(|error| internal(&error))?),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
            (header::CACHE_CONTROL, HeaderValue::from_static(caching.directive())),
        ];
        if is_known(request, &tag) {
            return Ok((StatusCode::NOT_MODIFIED, common).into_response());
        }
        let mut response = (common, self.content(coding)?).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        if let Some(name) = coding.name() {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        Ok(response)
    }

    /// The strong entity tag (RFC 9110 section 8.8.3): each coding has its own.
    fn tag(&self, coding: Coding) -> String {
        let digest = self.digest();
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
    tracing::error!(error, "failed to serve a file");
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
