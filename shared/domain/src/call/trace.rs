//! The trace context of an execution's calls (W3C Trace Context level 1, section 3.2).

use std::fmt;

use beadle_values::id::ExecutionId;

use crate::execution::Execution;

/// The trace of an execution: the digits of its id, so that all attempts share it and it can be found without
/// a lookup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceId(u128);

impl TraceId {
    /// The trace of the execution `id`.
    pub fn of(id: ExecutionId) -> Self {
        // All zeros are not a valid trace id (section 3.2.2.3).
        Self(id.uuid().as_u128().max(1))
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The `traceparent` header of the claimed attempt of `execution`: sampled, with a separate span for every
/// claim.
pub(super) fn parent(execution: &Execution) -> String {
    let TraceId(trace) = TraceId::of(execution.id());
    let span = span(trace, execution.version());
    format!("00-{trace:032x}-{span:016x}-01")
}

/// Mixes the trace with the version that the claim wrote, which is unique per claim (the finalizer of
/// `SplitMix64`).
fn span(trace: u128, version: u64) -> u64 {
    #[expect(clippy::cast_possible_truncation, reason = "the low half, which is the random one of a UUID")]
    let seed = trace as u64;
    let mut mixed = seed.wrapping_add(version.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)).max(1)
}
