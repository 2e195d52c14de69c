//! Reads response bodies up to a limit.

use beadle_domain::call::CallError;
use bytes::{Bytes, BytesMut};
use reqwest::{Response, header::CONTENT_ENCODING};

use crate::{
    decompress,
    decompress::Coding,
    error::call_error,
    room::{FREE, Reservation, Room},
};

/// Reads the body, decompresses it as its `Content-Encoding` says, and returns its first `max` bytes and whether there
/// was more. At most `max` bytes are taken from the network; the connection of a longer body is closed instead of being
/// reused. A large body waits for `room`, and keeps it until it is dropped.
///
/// # Errors
/// [`CallError`] if the body ends early or can't be decompressed.
pub(crate) async fn read(response: Response, max: usize, room: &Room) -> Result<(Bytes, bool), CallError> {
    let codings: Vec<Coding> = response
        .headers()
        .get_all(CONTENT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(Coding::parse)
        .collect();
    let is_compressed = !codings.is_empty();
    // The most that it takes: what arrives, and what that becomes.
    let length = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(max);
    let most = length.min(max) + if is_compressed { max } else { 0 };
    let (body, truncated, mut taken) = first_bytes(response, max, most, room).await?;
    if !is_compressed || body.is_empty() {
        return Ok((taken.hold(body), truncated));
    }
    if taken.is_nothing() {
        taken = room.take(most).await;
    }
    let (body, truncated) = decompress::decompress(body, truncated, codings, max).await?;
    Ok((taken.hold(body), truncated))
}

/// The first `max` bytes, whether there was more, and the room for `most` bytes that more than a small body takes.
async fn first_bytes(
    mut response: Response,
    max: usize,
    most: usize,
    room: &Room,
) -> Result<(Bytes, bool, Reservation), CallError> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let mut taken = Reservation::nothing();
    while let Some(mut chunk) = response.chunk().await.map_err(|error| call_error(&error))? {
        let so_far = first.len().max(all.len());
        if so_far + chunk.len() > FREE && taken.is_nothing() {
            taken = room.take(most).await;
        }
        let left = max - so_far;
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
            return Ok((joined(first, all), true, taken));
        }
    }
    Ok((joined(first, all), false, taken))
}

fn joined(first: Bytes, all: BytesMut) -> Bytes {
    if all.is_empty() { first } else { all.freeze() }
}
