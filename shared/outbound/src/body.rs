//! Reads response bodies up to a limit.

use beadle_domain::call::CallError;
use bytes::{Bytes, BytesMut};
use reqwest::Response;

use crate::error::call_error;

/// Reads the first `max` bytes of the body after decompression, and whether there was more. The rest is not
/// read; its connection is closed instead of being reused.
///
/// # Errors
/// [`CallError`] if the body ends early or can't be decompressed.
pub(crate) async fn read(mut response: Response, max: usize) -> Result<(Bytes, bool), CallError> {
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
