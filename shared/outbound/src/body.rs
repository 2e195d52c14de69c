//! Reads response bodies up to a limit.

use beadle_domain::call::CallError;
use bytes::{Bytes, BytesMut};
use reqwest::{Response, header::CONTENT_ENCODING};

use crate::{decompress, decompress::Coding, error::call_error};

/// Reads the body, decompresses it as its `Content-Encoding` says, and returns its first `max` bytes and whether there
/// was more. At most `max` bytes are taken from the network; the connection of a longer body is closed instead of being
/// reused.
///
/// # Errors
/// [`CallError`] if the body ends early or can't be decompressed.
pub(crate) async fn read(response: Response, max: usize) -> Result<(Bytes, bool), CallError> {
    let codings: Vec<Coding> = response
        .headers()
        .get_all(CONTENT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(Coding::parse)
        .collect();
    let (body, truncated) = first_bytes(response, max).await?;
    if codings.is_empty() || body.is_empty() {
        return Ok((body, truncated));
    }
    decompress::decompress(body, truncated, codings, max).await
}

async fn first_bytes(mut response: Response, max: usize) -> Result<(Bytes, bool), CallError> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(mut chunk) = response.chunk().await.map_err(|error| call_error(&error))? {
        let left = max - first.len().max(all.len());
        let over = chunk.len() > left;
        chunk.truncate(left);
        // Most bodies arrive in one chunk, which needs no copy.
        if first.is_empty() {
            first = chunk;
        } else {
            if all.is_empty() {
                all.extend_from_slice(&first);
            }
            all.extend_from_slice(&chunk);
        }
        if over {
            return Ok((joined(first, all), true));
        }
    }
    Ok((joined(first, all), false))
}

fn joined(first: Bytes, all: BytesMut) -> Bytes {
    if all.is_empty() { first } else { all.freeze() }
}
