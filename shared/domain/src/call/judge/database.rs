//! What the answer of a database comes to.

use bytes::Bytes;
use serde_json::{Value, json};

use super::read::Body;
use crate::{
    call::{
        DatabaseAnswer, MAX_KEPT, MAX_KEPT_HEADERS, Redactor,
        kept::{self, Raw},
    },
    execution::conclude::Outcome,
};

/// What stands beside the columns and rows of a kept answer, at most, in bytes.
const FRAME: usize = 1024;

/// Judges the answer of a database, which is always a success: what the database refuses is an error of the call. The
/// body that is kept is `{"columns": [{"name", "type"}], "rows": [{…}], "row_count", "affected"}`, as many rows as fit.
pub fn judge_database(answer: DatabaseAnswer, redactor: &Redactor) -> Outcome {
    let DatabaseAnswer { columns, rows, affected, truncated } = answer;
    let columns = json!(columns);
    let mut left = (MAX_KEPT - MAX_KEPT_HEADERS)
        .saturating_sub(kept::len_within(&columns, MAX_KEPT).unwrap_or(MAX_KEPT) + FRAME);
    let mut size = 0;
    let mut fits = true;
    let mut kept_rows = Vec::with_capacity(rows.len());
    for row in rows {
        let mut row = Value::Object(row);
        redactor.value(&mut row);
        let length = 1 + kept::len_within(&row, MAX_KEPT).unwrap_or(MAX_KEPT);
        size += length;
        fits = fits && length <= left;
        if fits {
            left -= length;
            kept_rows.push(row);
        }
    }
    let body = json!({
        "columns": columns, "row_count": kept_rows.len(), "affected": affected, "rows": kept_rows,
    });
    let raw = Raw {
        status: None,
        headers: Vec::new(),
        bytes: Bytes::new(),
        truncated: false,
        body: Body::Value(body),
    };
    let mut answer = kept::answer(raw, None, Vec::new(), redactor);
    answer.size = size as u64;
    answer.truncated = truncated || !fits;
    Outcome::Succeeded { answer: Some(answer) }
}
