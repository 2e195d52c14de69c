//! Tokens of authorization servers: one item each, which expires with the token.

use async_trait::async_trait;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use beadle_application::port::{Replaced, StoreError, TokenKey, TokenRow, Tokens};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    errors::{Conditional, conditional, unreadable},
    keys::Key,
    table::{Item, Table},
};

/// The port of shared tokens over the table.
#[derive(Debug, Clone)]
pub struct SharedTokens {
    table: Table,
}

impl SharedTokens {
    /// Tokens in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

/// Times are in milliseconds since the epoch, except `ttl`, which is in seconds.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    pk: String,
    sk: String,
    version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    leased_until: Option<i64>,
    keep_until: i64,
    ttl: i64,
}

impl Row {
    fn of(key: &TokenKey, token: &TokenRow) -> Self {
        let Key { pk, sk } = Key::token(key);
        Self {
            pk,
            sk,
            version: token.version,
            sealed: token.sealed.as_ref().map(|sealed| BASE64_STANDARD.encode(sealed)),
            leased_until: token.leased_until.map(|time| time.as_millisecond()),
            keep_until: token.keep_until.as_millisecond(),
            // Rounded up to a whole second.
            ttl: token.keep_until.as_second().saturating_add(1),
        }
    }

    fn token(&self) -> Result<TokenRow, StoreError> {
        const ROW: &str = "the row of a token";
        let time =
            |milliseconds| Timestamp::from_millisecond(milliseconds).map_err(|error| unreadable(ROW, error));
        let sealed = self.sealed.as_ref().map(|sealed| BASE64_STANDARD.decode(sealed)).transpose();
        Ok(TokenRow {
            version: self.version,
            sealed: sealed.map_err(|error| unreadable(ROW, error))?,
            leased_until: self.leased_until.map(time).transpose()?,
            keep_until: time(self.keep_until)?,
        })
    }
}

#[async_trait]
impl Tokens for SharedTokens {
    async fn read(&self, key: &TokenKey) -> Result<Option<TokenRow>, StoreError> {
        self.table.get(&Key::token(key)).await?.map(stored).transpose()
    }

    async fn write(&self, key: &TokenKey, row: &TokenRow) -> Result<Replaced, StoreError> {
        let put = self.table.put_over(&Row::of(key, row), row.version.saturating_sub(1))?;
        match conditional("write a token", put.send().await)? {
            Conditional::Done(_) => Ok(Replaced::Done),
            // A repeated write whose first response was lost. Two leases taken at the same moment look the
            // same, so both may succeed: the token is then fetched twice, which does no harm.
            Conditional::ConditionFailed(Some(item))
                if row.sealed.is_some() && stored(item.clone())? == *row =>
            {
                Ok(Replaced::Done)
            }
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }
}

fn stored(item: Item) -> Result<TokenRow, StoreError> {
    let row: Row = serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a token", error))?;
    row.token()
}
