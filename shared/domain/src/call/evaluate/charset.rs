//! Text of a response in UTF-8, whatever character set the destination writes.

use bytes::Bytes;
use encoding_rs::{Encoding, UTF_8};

use crate::call::HttpResponse;

const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";

/// The body of `response`, as UTF-8 where its content type names another character set (RFC 9110 section 8.3.2), and
/// without a byte order mark (RFC 8259 section 8.1 lets a parser of JSON ignore it). A body that is not in the character
/// set that is named, or in an unknown one, stays as it is.
pub(super) fn in_utf_8(response: &HttpResponse) -> Bytes {
    let body = &response.body;
    let named = response.header("content-type").and_then(charset);
    match named {
        Some(encoding) if encoding != UTF_8 && !response.truncated => match encoding.decode(body) {
            (text, _, false) => Bytes::from(text.into_owned()),
            (_, _, true) => body.clone(),
        },
        _ if body.starts_with(UTF_8_MARK) => body.slice(UTF_8_MARK.len()..),
        _ => body.clone(),
    }
}

fn charset(content_type: &str) -> Option<&'static Encoding> {
    let mut parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, label) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Encoding::for_label(label.trim().trim_matches('"').as_bytes())
}
