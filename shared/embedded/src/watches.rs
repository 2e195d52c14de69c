//! Watches, as rows with a version and an index of those that are due.

use async_trait::async_trait;
use beadle_application::port::{Replaced, StoreError, Watches};
use beadle_domain::watch::{DueWatch, Watch, WatchKey};
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{
    Embedded,
    error::Error,
    row,
    set_aside::{SetAside, WATCHES},
};

#[async_trait]
impl Watches for Embedded {
    async fn read(&self, key: &WatchKey) -> Result<Option<Watch>, StoreError> {
        const FIND: &str = "SELECT version, due, document, keep_until FROM watches WHERE key = ?1";
        let key = key.clone();
        Self::read(self, move |sql| {
            let mut statement = sql.prepare_cached(FIND)?;
            let mut rows = statement.query([key.to_string()])?;
            let Some(found) = rows.next()? else { return Ok(None) };
            let time = |column| found.get::<_, Option<i64>>(column)?.map(row::time).transpose();
            let (due, keep_until) = (time(1)?, time(3)?);
            let seen = row::document(found, 2, "a watch")?;
            Ok(Some(Watch { key: key.clone(), version: found.get(0)?, due, keep_until, seen }))
        })
        .await
    }

    async fn write(&self, watch: &Watch) -> Result<Replaced, StoreError> {
        const OLD: &str = "DELETE FROM watches WHERE keep_until < ?1 AND key <> ?2";
        const INSERT: &str = "INSERT INTO watches (key, version, due, keep_until, document) \
            VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key) DO NOTHING";
        const REPLACE: &str = "UPDATE watches SET version = ?2, due = ?3, keep_until = ?4, document = ?5 \
            WHERE key = ?1 AND version = ?2 - 1";
        let document = serde_json::to_string(&watch.seen).map_err(Error::from)?;
        let (key, version) = (watch.key.to_string(), watch.version);
        let [due, keep_until] =
            [watch.due, watch.keep_until].map(|time| time.map(|time| time.as_millisecond()));
        self.writer
            .ask(move |write| {
                if version == 1 {
                    write.sql.prepare_cached(OLD)?.execute(params![write.now.as_millisecond(), key])?;
                }
                let sql = if version == 1 { INSERT } else { REPLACE };
                let values = params![key, row::number(version), due, keep_until, document];
                let written = write.sql.prepare_cached(sql)?.execute(values)?;
                Ok(if written == 1 { Replaced::Done } else { Replaced::Conflict })
            })
            .await
    }

    async fn due(
        &self,
        now: Timestamp,
        after: Option<&DueWatch>,
        limit: usize,
    ) -> Result<Vec<DueWatch>, StoreError> {
        let (after, aside) = (after.cloned(), self.set_aside());
        Self::read(self, move |sql| due(sql, now, after.as_ref(), limit, &aside)).await
    }
}

fn due(
    sql: &Connection,
    now: Timestamp,
    after: Option<&DueWatch>,
    limit: usize,
    aside: &SetAside,
) -> Result<Vec<DueWatch>, Error> {
    const DUE: &str = "SELECT due, key FROM watches \
        WHERE due IS NOT NULL AND due <= ?1 AND (due, key) > (?2, ?3) ORDER BY due, key";
    let (last, key) =
        after.map_or((i64::MIN, String::new()), |after| (after.due.as_millisecond(), after.key.to_string()));
    let mut statement = sql.prepare_cached(DUE)?;
    let mut rows = statement.query(params![now.as_millisecond(), last, key])?;
    let mut watches = Vec::new();
    while let Some(found) = rows.next()? {
        if watches.len() == limit {
            break;
        }
        let watch = row::time(found.get(0)?).and_then(|due| {
            let key: String = found.get(1)?;
            let key = key.parse().map_err(|error| Error::unreadable("the key of a watch", error))?;
            Ok(DueWatch { due, key })
        });
        watches.extend(aside.or_skip(sql, WATCHES, &[found.get_ref(1)?], watch)?);
    }
    Ok(watches)
}
