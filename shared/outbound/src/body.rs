//! Reading a body, and no more of it than is wanted.

use beadle_domain::call::CallError;
use bytes::{Bytes, BytesMut};
use reqwest::Response;

use crate::fault;

/// The first `max` bytes of the body after decompression, and whether there was more. What is over is not read: the
/// connection is closed on it.
///
/// # Errors
/// [`CallError`] when the body breaks off or can't be unpacked.
pub(crate) async fn read(mut response: Response, max: usize) -> Result<(Bytes, bool), CallError> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(mut chunk) = response.chunk().await.map_err(|error| fault::of(&error))? {
        let left = max - first.len().max(all.len());
        let over = chunk.len() > left;
        chunk.truncate(left);
        // Most bodies come in one chunk, which needs no copy.
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
