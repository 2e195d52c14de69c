//! Tokens of authorization servers, as rows with a version.

use async_trait::async_trait;
use beadle_application::port::{Replaced, StoreError, TokenKey, TokenRow, Tokens};
use rusqlite::{OptionalExtension, params};

use crate::{Embedded, error::Error, group::Write, row};

#[async_trait]
impl Tokens for Embedded {
    async fn read(&self, key: &TokenKey) -> Result<Option<TokenRow>, StoreError> {
        const FIND: &str = "SELECT version, leased_until, keep_until, sealed FROM tokens WHERE key = ?1";
        let key = key.as_str().to_owned();
        Self::read(self, move |sql| {
            let found = sql.prepare_cached(FIND)?.query_row([key.as_str()], |found| {
                Ok((found.get(0)?, found.get::<_, Option<i64>>(1)?, found.get(2)?, found.get(3)?))
            });
            let Some((version, leased_until, keep_until, sealed)) = found.optional()? else {
                return Ok(None);
            };
            let leased_until = leased_until.map(row::time).transpose()?;
            Ok(Some(TokenRow { version, sealed, leased_until, keep_until: row::time(keep_until)? }))
        })
        .await
    }

    async fn write(&self, key: &TokenKey, row: &TokenRow) -> Result<Replaced, StoreError> {
        let (key, row) = (key.as_str().to_owned(), row.clone());
        self.writer.ask(move |write| replace(write, &key, &row)).await
    }
}

fn replace(write: &mut Write<'_>, key: &str, token: &TokenRow) -> Result<Replaced, Error> {
    const OLD: &str = "DELETE FROM tokens WHERE keep_until < ?1 AND key <> ?2";
    const INSERT: &str = "INSERT INTO tokens (key, version, leased_until, keep_until, sealed) \
        VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key) DO NOTHING";
    const REPLACE: &str = "UPDATE tokens SET version = ?2, leased_until = ?3, keep_until = ?4, sealed = ?5 \
        WHERE key = ?1 AND version = ?2 - 1";
    let first = token.version == 1;
    if first {
        write.sql.prepare_cached(OLD)?.execute(params![write.now.as_millisecond(), key])?;
    }
    let written = write.sql.prepare_cached(if first { INSERT } else { REPLACE })?.execute(params![
        key,
        row::number(token.version),
        token.leased_until.map(|time| time.as_millisecond()),
        token.keep_until.as_millisecond(),
        token.sealed,
    ])?;
    Ok(if written == 1 { Replaced::Done } else { Replaced::Conflict })
}
