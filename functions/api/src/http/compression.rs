//! Compresses what the routes respond with.

use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{And, NotForContentType, Predicate, SizeAbove},
    },
};

/// Below this the headers are longer than what is saved, in bytes.
const MIN_SIZE: u16 = 1024;

/// Brotli at 4 and gzip at 4: a page of a hundred executions takes about a millisecond.
const LEVEL: CompressionLevel = CompressionLevel::Precise(4);

/// Compresses by gzip or brotli, as the caller accepts. Streams of events are not held back for it.
pub(super) fn layer() -> CompressionLayer<And<SizeAbove, NotForContentType>> {
    let predicate = SizeAbove::new(MIN_SIZE).and(NotForContentType::SSE);
    CompressionLayer::new().quality(LEVEL).compress_when(predicate)
}
