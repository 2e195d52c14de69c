//! The size of an execution's row in the table, by which its writes are billed.
//!
//! The table adapter stores the request as [`crate::execution::compact`] encodes it, and the progress as
//! [`crate::execution::stored`] does. The sizes here are computed from the same texts, so that a receipt needs only
//! the execution. A test compares them with the units that DynamoDB counts (`tests/it/write_units.rs`).
//!
//! A long progress is compressed for that once more, which takes up to three times as long as parsing it did (ADR 62).

use jiff::Timestamp;
use serde::Serialize;

use crate::execution::{
    Answer, Execution, Progress, Request, compact,
    stored::{MAX_PLAIN, Stored, StoredProgress, request::without_identity},
};

/// The size of a write unit.
const UNIT: u64 = 1_024;

/// Specs of at least this size, in bytes, are stored beside their row.
pub const LARGE_SPEC: usize = 8 * 1_024;

/// The maximum part of a spec in one item beside the row, in bytes.
pub const SPEC_CHUNK: usize = 380 * 1_024;

/// The names of `request`, `progress`, `version` and `status`, which every row has, with the values of the last two.
const FRAME: u64 = 7 + 8 + (7 + 2) + (6 + 9);
/// The keys of a row that its key lists (`pk`, `sk`), and its `owner`, without the owner's name.
const LISTED_BY_KEY: u64 = (2 + 10) + (2 + 52) + 5;
/// The keys of a row that the index lists (`pk`, `sk`, `gsi1pk`, `gsi1sk`), without the owner's name.
const LISTED_BY_INDEX: u64 = (2 + 38) + (2 + 1) + (6 + 4) + (6 + 52);
/// `lease_until`, while it runs.
const LEASE: u64 = 11 + 8;
/// `ttl`, once it has ended.
const TTL: u64 = 3 + 6;
/// `large_spec`, if the spec is stored beside the row.
const PLACE: u64 = 90;
/// The keys and the time to live of an item that contains a part of a spec.
const CHUNK_FRAME: u64 = (2 + 38) + (2 + 29) + 4 + (3 + 6);
/// The head and the entry of a line, in a transaction, which costs twice the units.
const HEAD_AND_ENTRY: u64 = 4;
/// The removal of the entry.
const LEAVING: u64 = 1;
/// How much larger the state of a running attempt is than that of a pending execution.
const RUNNING: u64 = 75;

/// The units by which the writes of an execution are billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowUnits {
    /// The row as first written; 0 if that is left to the claim.
    pub start: u64,
    /// Its entry in the index, if its key does not list it.
    pub index: u64,
    /// The row as first claimed.
    pub claim: u64,
    /// The current row.
    pub now: u64,
    /// The items of a large spec, in total.
    pub spec: u64,
    /// The place in the line of its order key, if it has one: what the transaction of its start costs beside the row, and
    /// leaving the line.
    pub place: u64,
    /// The objects beside the row, each written once.
    pub objects: u64,
}

/// The sizes from which the units are computed, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// The owner's name.
    pub owner: usize,
    /// Whether the key of the row lists it ([`lists_itself`](beadle_values::id::ExecutionId::lists_itself)); otherwise the index does.
    pub listed_by_key: bool,
    /// Whether its record is deferred ([`defers_its_record`](beadle_values::id::ExecutionId::defers_its_record)).
    pub record_deferred: bool,
    /// The stored request, without a large spec.
    pub request: usize,
    /// The stored progress.
    pub progress: usize,
    /// A spec that is stored beside the row, or 0.
    pub spec: usize,
    /// Whether it is in the line of an order key.
    pub in_line: bool,
    /// Whether its response is in an object beside the row.
    pub object: bool,
}

impl RowUnits {
    /// The units of `execution`.
    pub fn of(execution: &Execution) -> Self {
        let Execution { request, progress } = execution;
        let (text, spec) = stored_request(request);
        let (size, object) = stored_size(execution);
        let sizes = Sizes {
            owner: request.owner.as_str().len(),
            listed_by_key: request.id.lists_itself(&request.owner, request.created_at),
            record_deferred: request.id.defers_its_record(),
            request: compact::shortened_len(&text),
            progress: size,
            spec,
            in_line: execution.order_line().is_some(),
            object,
        };
        Self::of_sizes(&sizes, request.created_at, progress)
    }

    /// The units of a row with these sizes that was requested at `created_at`.
    pub fn of_sizes(sizes: &Sizes, created_at: Timestamp, progress: &Progress) -> Self {
        let beside = if sizes.spec > 0 { PLACE } else { 0 };
        let keys = if sizes.listed_by_key { LISTED_BY_KEY } else { LISTED_BY_INDEX };
        let frame = FRAME + keys + bytes(sizes.owner) + bytes(sizes.request) + beside;
        let pending = bytes(compact::shortened_len(&stored_progress(&Progress::new(created_at, created_at))));
        let ended = if progress.state.ended_at().is_some() { TTL } else { 0 };
        let start = if sizes.record_deferred { 0 } else { units(frame + pending) };
        Self {
            start,
            index: u64::from(!sizes.listed_by_key),
            claim: units(frame + pending + RUNNING + LEASE),
            now: units(frame + bytes(sizes.progress) + ended),
            spec: spec_units(sizes.spec),
            place: if sizes.in_line { start + HEAD_AND_ENTRY + LEAVING } else { 0 },
            objects: u64::from(sizes.object),
        }
    }
}

/// The units of the items of a spec of `size` bytes.
fn spec_units(size: usize) -> u64 {
    let (whole, rest) = (bytes(size / SPEC_CHUNK), size % SPEC_CHUNK);
    let full = units(bytes(SPEC_CHUNK) + CHUNK_FRAME);
    whole * full + if rest > 0 { units(bytes(rest) + CHUNK_FRAME) } else { 0 }
}

/// The request as stored in the row, without the members that its keys contain and without a large spec,
/// whose size is returned.
fn stored_request(request: &Request) -> (String, usize) {
    let text = json(request);
    let text = without_identity(request, &text).ok().flatten().unwrap_or(text);
    if text.len() < LARGE_SPEC {
        return (text, 0);
    }
    let spec = json(&request.spec);
    if spec.len() < LARGE_SPEC {
        return (text, 0);
    }
    let member = format!(r#""spec":{spec},"#);
    (text.replacen(&member, "", 1), spec.len())
}

/// The progress as stored in the row, without the members that have their own attributes.
fn stored_progress(progress: &Progress) -> String {
    let mut text = json(progress);
    for member in [format!(r#""version":{},"#, progress.version), r#""cancel_requested":true,"#.to_owned()] {
        if let Some(place) = text.find(&member) {
            text.replace_range(place..place + member.len(), "");
        }
    }
    text
}

/// The size of the stored progress in the row, and whether its response is in an object beside it.
fn stored_size(execution: &Execution) -> (usize, bool) {
    let is_apart = execution.progress.answer.as_ref().and_then(Answer::apart).is_some();
    let text = stored_progress(&execution.progress);
    match compact::shortened_len(&text) {
        plain if plain <= MAX_PLAIN => (plain, is_apart),
        _ => match StoredProgress::of(execution) {
            Ok(stored) => (stored.row.len(), is_apart || stored.object.is_some()),
            Err(_) => (Stored::len_of(&text), is_apart),
        },
    }
}

fn json(value: &impl Serialize) -> String {
    #[expect(clippy::expect_used, reason = "an execution consists of what can be stored as JSON")]
    serde_json::to_string(value).expect("a part of an execution serializes")
}

fn bytes(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

fn units(size: u64) -> u64 {
    size.div_ceil(UNIT)
}
