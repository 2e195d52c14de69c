//! Decompresses response bodies (RFC 9110 section 8.4.1).

use std::io::{self, Read};

use beadle_domain::call::CallError;
use brotli_decompressor::Decompressor;
use bytes::Bytes;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;

/// The codings that a request asks for.
pub(crate) const ACCEPTED: &str = "gzip, deflate, br, zstd";

/// The largest compressed body that is decompressed on the thread that drives the calls.
const MAX_INLINE: usize = 64 * 1024;

const BROTLI_BUFFER: usize = 4096;

/// How a body is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl Coding {
    /// The coding with this name. One that is not known leaves the body as it is.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Deflate),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// Appends to `out` what `input` decompresses to, and no more than fills it to `max` bytes.
    fn decompress(self, input: &[u8], out: &mut Vec<u8>, max: usize) -> io::Result<()> {
        match self {
            Self::Gzip => members(input, out, max, &[0x1f, 0x8b], |input, out, left| {
                GzDecoder::new(input).take(left).read_to_end(out).map(drop)
            }),
            Self::Deflate if is_zlib(input) => fill(ZlibDecoder::new(input), out, max),
            // Servers have taken the name for the bare format too.
            Self::Deflate => fill(DeflateDecoder::new(input), out, max),
            Self::Brotli => fill(Decompressor::new(input, BROTLI_BUFFER), out, max),
            Self::Zstd => members(input, out, max, &[0x28, 0xb5, 0x2f, 0xfd], |input, out, left| {
                StreamingDecoder::new(input).map_err(io::Error::other)?.take(left).read_to_end(out).map(drop)
            }),
        }
    }
}

/// Decompresses `body`, to which `codings` were applied in this order, to at most `max` bytes; and says whether there is
/// more. Of a body that is `truncated` as much is decompressed as is there.
///
/// # Errors
/// [`CallError::InvalidResponse`] if a body is not what its `Content-Encoding` says.
pub(crate) async fn decompress(
    body: Bytes,
    truncated: bool,
    codings: Vec<Coding>,
    max: usize,
) -> Result<(Bytes, bool), CallError> {
    let is_small = body.len() <= MAX_INLINE;
    let all = move || {
        codings.into_iter().rev().try_fold((body, truncated), |(body, truncated), coding| {
            let mut out = Vec::new();
            match coding.decompress(&body, &mut out, max.saturating_add(1)) {
                Ok(()) => {}
                Err(error) if truncated && error.kind() != io::ErrorKind::InvalidInput && !out.is_empty() => {
                }
                Err(_) => return Err(CallError::InvalidResponse("its content can't be unpacked".to_owned())),
            }
            let more = out.len() > max;
            out.truncate(max);
            Ok((Bytes::from(out), truncated || more))
        })
    };
    if is_small {
        return all();
    }
    tokio::task::spawn_blocking(all)
        .await
        .unwrap_or_else(|_| Err(CallError::InvalidResponse("its content can't be unpacked".to_owned())))
}

fn fill(decoder: impl Read, out: &mut Vec<u8>, max: usize) -> io::Result<()> {
    decoder.take(left(out, max)).read_to_end(out).map(drop)
}

/// Decompresses one member (RFC 1952 section 2.2) or frame (RFC 8878 section 3.1) after the other. What follows the last
/// one and does not begin with `magic` is padding.
fn members(
    mut input: &[u8],
    out: &mut Vec<u8>,
    max: usize,
    magic: &[u8],
    one: impl Fn(&mut &[u8], &mut Vec<u8>, u64) -> io::Result<()>,
) -> io::Result<()> {
    loop {
        one(&mut input, out, left(out, max))?;
        if out.len() >= max || !input.starts_with(magic) {
            return Ok(());
        }
    }
}

fn left(out: &[u8], max: usize) -> u64 {
    max.saturating_sub(out.len()) as u64
}

/// Whether `input` begins with a header of zlib (RFC 1950 section 2.2).
fn is_zlib(input: &[u8]) -> bool {
    matches!(input, [method, flags, ..]
        if method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0)
}

#[cfg(test)]
mod tests;
