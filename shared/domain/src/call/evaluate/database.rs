//! Evaluates results of database statements.

use bytes::Bytes;
use serde_json::{Value, json};

use super::read::Body;
use crate::{
    call::{
        DatabaseAnswer, MAX_STORED, MAX_STORED_HEADERS, Redactor,
        stored_response::{self, RawResponse},
    },
    execution::conclude::Outcome,
};

/// The most that surrounds the columns and rows of a stored result, in bytes.
const FRAME: usize = 1024;

/// Evaluates a database result, which is always a success: a statement that the database refuses is an error
/// of the call. The stored body is `{"columns": [{"name", "type"}], "rows": [{…}], "row_count",
/// "affected", "truncated"}`, with as many rows as fit.
pub fn evaluate_database(answer: DatabaseAnswer, redactor: &Redactor) -> Outcome {
    let DatabaseAnswer { columns, rows, affected, truncated } = answer;
    let columns = json!(columns);
    let mut left = (MAX_STORED - MAX_STORED_HEADERS)
        .saturating_sub(stored_response::len_within(&columns, MAX_STORED).unwrap_or(MAX_STORED) + FRAME);
    let mut size = 0;
    let mut fits = true;
    let mut stored_rows = Vec::with_capacity(rows.len());
    for row in rows {
        let mut row = Value::Object(row);
        redactor.value(&mut row);
        let length = 1 + stored_response::len_within(&row, MAX_STORED).unwrap_or(MAX_STORED);
        size += length;
        fits = fits && length <= left;
        if fits {
            left -= length;
            stored_rows.push(row);
        }
    }
    let body = json!({
        "columns": columns, "row_count": stored_rows.len(), "affected": affected, "rows": stored_rows,
        "truncated": truncated || !fits,
    });
    let raw = RawResponse {
        status: None,
        headers: Vec::new(),
        bytes: Bytes::new(),
        size: 0,
        truncated: false,
        body: Body::Value(body),
    };
    let mut answer = stored_response::build(raw, None, Vec::new(), redactor);
    answer.size = size as u64;
    answer.truncated = truncated || !fits;
    Outcome::Succeeded { answer: Some(answer) }
}
