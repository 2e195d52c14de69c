//! Rows as the server sends them: each value is the text that the server writes for its type.

use std::borrow::Cow;

use fallible_iterator::FallibleIterator;
use postgres_protocol::message::backend::DataRowBody;

/// The texts of a row, `None` for NULL; `None` for the whole if it can't be taken apart.
pub(super) fn texts(row: &DataRowBody) -> Option<Vec<Option<Cow<'_, str>>>> {
    let bytes = row.buffer();
    row.ranges()
        .map(|range| Ok(range.and_then(|range| bytes.get(range)).map(String::from_utf8_lossy)))
        .collect()
        .ok()
}
