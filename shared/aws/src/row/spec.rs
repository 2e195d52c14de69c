//! A spec that is too large for the row of its execution.
//!
//! Every write of a row is charged by the size of the whole row, so a large spec is written once beside it,
//! in chunks, instead of again with every claim and every settlement.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use beadle_domain::{cost, spec::TaskType};
use beadle_values::id::ExecutionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::keys::Key;

/// The size, in bytes, from which a spec is stored beside its row. Inline it is paid for three times (start,
/// claim, settle), beside it once, with one more item to write and to read.
const LARGE: usize = cost::row::LARGE_SPEC;

/// The part of a spec in one item, in bytes; an item may have 400 KB.
const CHUNK: usize = cost::row::SPEC_CHUNK;

/// The location of a large spec, stored in its row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LargeSpec {
    /// Digest of the spec. It is part of the chunks' keys, so that a repeat with another spec overwrites
    /// nothing.
    pub digest: String,
    pub chunks: usize,
    /// Its length in bytes.
    #[serde(default)]
    pub size: usize,
    /// The type of the task, for readers that don't need the spec itself.
    pub task_type: TaskType,
}

/// A large spec to be written to the table.
#[derive(Debug, Clone)]
pub(crate) struct SpecText {
    place: LargeSpec,
    text: String,
}

/// One chunk of a large spec.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SpecChunk {
    pub pk: String,
    pub sk: String,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl: Option<i64>,
}

impl SpecText {
    /// Removes a large spec from a request's members; `None` if the spec is not large.
    pub fn extract(members: &mut Map<String, Value>, task_type: TaskType) -> Option<Self> {
        let text = members.get("spec")?.to_string();
        if text.len() < LARGE {
            return None;
        }
        members.shift_remove("spec");
        let hash: Vec<u8> = digest(&SHA256, text.as_bytes()).as_ref().iter().take(18).copied().collect();
        let digest = URL_SAFE_NO_PAD.encode(hash);
        let chunks = pieces(&text).count();
        Some(Self { place: LargeSpec { digest, chunks, size: text.len(), task_type }, text })
    }

    pub fn place(&self) -> LargeSpec {
        self.place.clone()
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The items that contain it.
    pub fn chunks(&self, id: ExecutionId, ttl: Option<i64>) -> impl Iterator<Item = SpecChunk> {
        pieces(&self.text).enumerate().map(move |(number, piece)| {
            let Key { pk, sk } = Key::spec_chunk(id, &self.place.digest, number);
            SpecChunk { pk, sk, text: piece.to_owned(), ttl }
        })
    }
}

/// The text in pieces of at most [`CHUNK`] bytes, cut between characters.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, left) = rest.split_at(rest.floor_char_boundary(CHUNK));
        rest = left;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_join_to_the_text_and_fit_an_item() {
        for text in ["", "short", &"ä€𝄞".repeat(100_000)] {
            assert_eq!(pieces(text).collect::<String>(), text);
            assert!(pieces(text).all(|piece| piece.len() <= CHUNK));
        }
    }
}
