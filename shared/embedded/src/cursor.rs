//! Cursors: a position in one list, signed so that clients can't forge one.

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use beadle_application::port::StoreError;
use beadle_values::page::Cursor;
use rusqlite::Row;
use uuid::Uuid;

use crate::error::Error;

const TAG: usize = 32;

/// The position of an item in a list sorted by creation time, then id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Position {
    /// When the item was created, in milliseconds.
    pub(crate) at: i64,
    /// The id of the item.
    pub(crate) id: Uuid,
}

impl Position {
    /// The position in the columns of a row from `first` on; `None` if the row has no readable id.
    pub(crate) fn of(row: &Row<'_>, first: usize) -> Result<Option<Self>, Error> {
        let id = row.get_ref(first + 1)?.as_blob().ok().and_then(|id| Uuid::from_slice(id).ok());
        id.map(|id| Ok(Self { at: row.get(first)?, id })).transpose()
    }
}

/// The cursors of one list.
pub(crate) struct Cursors<'k> {
    key: &'k hmac::Key,
    scope: String,
}

impl<'k> Cursors<'k> {
    /// The cursors of the list that `scope` describes: its owner and filters.
    pub(crate) fn of(key: &'k hmac::Key, scope: String) -> Self {
        Self { key, scope }
    }

    /// The cursor of the page that follows `position`.
    pub(crate) fn issue(&self, position: &Position) -> Cursor {
        self.issue_text(&format!("{}.{}", position.at, position.id.as_simple()))
    }

    /// The cursor of the page that follows `text`, in a list with another order.
    pub(crate) fn issue_text(&self, text: &str) -> Cursor {
        let tag = hmac::sign(self.key, &self.signed(text.as_bytes()));
        Cursor(URL_SAFE_NO_PAD.encode([tag.as_ref(), text.as_bytes()].concat()))
    }

    /// The text in `cursor`.
    pub(crate) fn read_text(&self, cursor: &Cursor) -> Result<String, StoreError> {
        String::from_utf8(self.opened(cursor)?).map_err(|_| StoreError::InvalidCursor)
    }

    /// The position in `cursor`.
    pub(crate) fn read(&self, cursor: &Cursor) -> Result<Position, StoreError> {
        position(&self.opened(cursor)?).ok_or(StoreError::InvalidCursor)
    }

    fn opened(&self, cursor: &Cursor) -> Result<Vec<u8>, StoreError> {
        let refused = |_| StoreError::InvalidCursor;
        let bytes = URL_SAFE_NO_PAD.decode(&cursor.0).map_err(|_| StoreError::InvalidCursor)?;
        let (tag, text) = bytes.split_at_checked(TAG).ok_or(StoreError::InvalidCursor)?;
        hmac::verify(self.key, &self.signed(text), tag).map_err(refused)?;
        Ok(text.to_vec())
    }

    fn signed(&self, text: &[u8]) -> Vec<u8> {
        [text, b"\0", self.scope.as_bytes()].concat()
    }
}

fn position(text: &[u8]) -> Option<Position> {
    let (at, id) = std::str::from_utf8(text).ok()?.split_once('.')?;
    Some(Position { at: at.parse().ok()?, id: Uuid::try_parse(id).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_in_its_own_list_only() {
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"a key");
        let other_key = hmac::Key::new(hmac::HMAC_SHA256, b"another key");
        let position = Position { at: 1_700_000_000_000, id: Uuid::from_u128(7) };
        let cursors = Cursors::of(&key, "owner:ada".to_owned());
        let cursor = cursors.issue(&position);
        assert_eq!(cursors.read(&cursor).unwrap(), position);

        let changed = Cursor(format!("A{}", &cursor.0[1..]));
        let foreign = Cursors::of(&other_key, "owner:ada".to_owned()).issue(&position);
        let elsewhere = Cursors::of(&key, "owner:bob".to_owned()).issue(&position);
        for refused in [changed, foreign, elsewhere, Cursor(String::new()), Cursor("a/b".to_owned())] {
            assert!(matches!(cursors.read(&refused), Err(StoreError::InvalidCursor)), "{refused:?}");
        }
    }
}
