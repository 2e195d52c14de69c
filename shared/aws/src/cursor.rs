//! Cursors that can't be forged: a position and its list, signed with a key of the stack.
//!
//! The first process that needs the key creates it in the table; each process caches it.

use aws_lc_rs::{
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use beadle_application::port::StoreError;
use beadle_values::page::Cursor;
use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;

use crate::{
    errors::{Conditional, conditional, unreadable},
    keys::Key,
    table::{self, Item, Table},
};

const KEY_BYTES: usize = 32;

/// Issues and checks the cursors of a stack.
#[derive(Debug)]
pub(crate) struct Cursors {
    table: Table,
    key: OnceCell<hmac::Key>,
}

#[derive(Serialize, Deserialize)]
struct Payload<'a> {
    /// The partition of the list.
    #[serde(rename = "s")]
    scope: std::borrow::Cow<'a, str>,
    /// The sort key of the last entry on the page.
    #[serde(rename = "p")]
    position: std::borrow::Cow<'a, str>,
}

impl Cursors {
    pub fn new(table: Table) -> Self {
        Self { table, key: OnceCell::new() }
    }

    /// A cursor to the entries after `position` in the list `scope`.
    pub async fn issue(&self, scope: &str, position: &str) -> Result<Cursor, StoreError> {
        seal(self.key().await?, scope, position).map(Cursor)
    }

    /// The position that `cursor` encodes in the list `scope`.
    pub async fn open(&self, scope: &str, cursor: &Cursor) -> Result<String, StoreError> {
        open(self.key().await?, scope, &cursor.0).ok_or(StoreError::InvalidCursor)
    }

    async fn key(&self) -> Result<&hmac::Key, StoreError> {
        self.key.get_or_try_init(|| self.load()).await
    }

    async fn load(&self) -> Result<hmac::Key, StoreError> {
        let name = Key::cursor_key();
        if let Some(item) = self.table.get(&name).await? {
            return read_key(&item);
        }
        let mut fresh = [0; KEY_BYTES];
        SystemRandom::new()
            .fill(&mut fresh)
            .map_err(|_| StoreError::Unavailable("the system has no random bytes for a cursor key".into()))?;
        let mut item = table::attributes(&name);
        item.insert("key".to_owned(), AttributeValue::B(Blob::new(fresh)));
        let put = self.table.client().put_item().table_name(self.table.name()).set_item(Some(item));
        let put = put.condition_expression("attribute_not_exists(pk)").send().await;
        match conditional("write the cursor key", put)? {
            Conditional::Done(_) => Ok(hmac::Key::new(hmac::HMAC_SHA256, &fresh)),
            Conditional::ConditionFailed(_) => {
                let item = self.table.get(&name).await?;
                read_key(&item.ok_or_else(|| StoreError::Corrupt("the cursor key is missing".into()))?)
            }
        }
    }
}

fn read_key(item: &Item) -> Result<hmac::Key, StoreError> {
    match item.get("key").and_then(|value| value.as_b().ok()) {
        Some(key) if key.as_ref().len() == KEY_BYTES => Ok(hmac::Key::new(hmac::HMAC_SHA256, key.as_ref())),
        _ => Err(StoreError::Corrupt("the cursor key can't be read".into())),
    }
}

/// `base64url(payload).base64url(HMAC-SHA256(payload))`.
fn seal(key: &hmac::Key, scope: &str, position: &str) -> Result<String, StoreError> {
    let payload = Payload { scope: scope.into(), position: position.into() };
    let payload = serde_json::to_vec(&payload).map_err(|error| unreadable("a cursor", error))?;
    let tag = hmac::sign(key, &payload);
    Ok(format!("{}.{}", URL_SAFE_NO_PAD.encode(&payload), URL_SAFE_NO_PAD.encode(tag)))
}

fn open(key: &hmac::Key, scope: &str, cursor: &str) -> Option<String> {
    let (payload, tag) = cursor.split_once('.')?;
    let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
    let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
    hmac::verify(key, &payload, &tag).ok()?;
    let payload: Payload<'_> = serde_json::from_slice(&payload).ok()?;
    (payload.scope == scope).then(|| payload.position.into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(byte: u8) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &[byte; KEY_BYTES])
    }

    #[test]
    fn a_cursor_opens_in_its_own_list_of_its_own_stack_only() {
        let cursor = seal(&key(1), "O#ada#E", "000000000000005#exe_1").unwrap();
        assert_eq!(open(&key(1), "O#ada#E", &cursor).as_deref(), Some("000000000000005#exe_1"));
        assert_eq!(open(&key(1), "O#bob#E", &cursor), None);
        assert_eq!(open(&key(2), "O#ada#E", &cursor), None);
    }

    proptest! {
        #[test]
        fn any_position_is_read_back(scope in ".{0,40}", position in ".{0,40}") {
            prop_assert_eq!(open(&key(1), &scope, &seal(&key(1), &scope, &position).unwrap()), Some(position));
        }

        #[test]
        fn a_changed_cursor_is_refused(place in 0..200usize, with in any::<char>()) {
            let cursor = seal(&key(1), "O#ada#E", "000000000000005#exe_1").unwrap();
            let mut changed: Vec<char> = cursor.chars().collect();
            let place = place % changed.len();
            prop_assume!(changed[place] != with);
            changed[place] = with;
            prop_assert_eq!(open(&key(1), "O#ada#E", &changed.into_iter().collect::<String>()), None);
        }

        #[test]
        fn anything_else_is_refused_without_a_panic(text in ".{0,100}") {
            prop_assert_eq!(open(&key(1), "O#ada#E", &text), None);
        }
    }
}
