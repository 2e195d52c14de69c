//! Calendars: rows with a version.

use async_trait::async_trait;
use beadle_application::port::{Calendars, Replaced, StoreError};
use beadle_domain::{day_calendar::Calendar, projection::AuditEntry};
use beadle_schedule::calendar::CalendarName;
use beadle_values::id::OwnerId;
use rusqlite::params;

use crate::{Embedded, audit, error::Error, row, set_aside::CALENDARS};

/// The owner of shared calendars, which no user is.
const EVERYONE: &str = "";

fn owner_column(owner: Option<&OwnerId>) -> String {
    owner.map_or(EVERYONE, OwnerId::as_str).to_owned()
}

#[async_trait]
impl Calendars for Embedded {
    async fn get(
        &self,
        owner: Option<&OwnerId>,
        name: &CalendarName,
    ) -> Result<Option<Calendar>, StoreError> {
        const GET: &str = "SELECT document FROM calendars WHERE owner = ?1 AND name = ?2";
        let (owner, name) = (owner_column(owner), name.clone());
        Self::read(self, move |sql| {
            let mut statement = sql.prepare_cached(GET)?;
            let mut rows = statement.query([owner.as_str(), name.as_str()])?;
            rows.next()?.map(|found| row::document(found, 0, "a calendar")).transpose()
        })
        .await
    }

    async fn all(&self, owner: Option<&OwnerId>) -> Result<Vec<Calendar>, StoreError> {
        const ALL: &str = "SELECT document, owner, name FROM calendars WHERE owner = ?1 ORDER BY name";
        let (owner, aside) = (owner_column(owner), self.set_aside());
        Self::read(self, move |sql| {
            let mut statement = sql.prepare_cached(ALL)?;
            let mut rows = statement.query([owner.as_str()])?;
            let mut calendars = Vec::new();
            while let Some(found) = rows.next()? {
                let calendar = row::document(found, 0, "a calendar");
                let key = [found.get_ref(1)?, found.get_ref(2)?];
                calendars.extend(aside.or_skip(sql, CALENDARS, &key, calendar)?);
            }
            Ok(calendars)
        })
        .await
    }

    async fn write(
        &self,
        calendar: &Calendar,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        const REPLACE: &str = "UPDATE calendars SET version = ?3, document = ?4 WHERE owner = ?1 AND name = ?2 AND version = ?5";
        const INSERT: &str = "INSERT INTO calendars (owner, name, version, document) \
            SELECT ?1, ?2, ?3, ?4 WHERE ?5 = 0 ON CONFLICT (owner, name) DO NOTHING";
        let document = serde_json::to_string(calendar).map_err(Error::from)?;
        let (owner, name) = (owner_column(calendar.owner.as_ref()), calendar.name.clone());
        let (version, audit) = (calendar.version, audit.cloned());
        self.writer
            .ask(move |write| {
                let sql = if expected == 0 { INSERT } else { REPLACE };
                let values =
                    params![owner, name.as_str(), row::number(version), document, row::number(expected)];
                if write.sql.prepare_cached(sql)?.execute(values)? == 0 {
                    return Ok(Replaced::Conflict);
                }
                audit::append_entry(write, audit.as_ref())?;
                Ok(Replaced::Done)
            })
            .await
    }

    async fn remove(&self, calendar: &Calendar, audit: Option<&AuditEntry>) -> Result<Replaced, StoreError> {
        const REMOVE: &str = "DELETE FROM calendars WHERE owner = ?1 AND name = ?2 AND version = ?3";
        const LEFT: &str = "SELECT count(*) FROM calendars WHERE owner = ?1 AND name = ?2";
        let (owner, name) = (owner_column(calendar.owner.as_ref()), calendar.name.clone());
        let (version, audit) = (calendar.version, audit.cloned());
        self.writer
            .ask(move |write| {
                let key = params![owner, name.as_str(), row::number(version)];
                write.sql.prepare_cached(REMOVE)?.execute(key)?;
                let key = [owner.as_str(), name.as_str()];
                let left: u32 = write.sql.prepare_cached(LEFT)?.query_row(key, |row| row.get(0))?;
                if left > 0 {
                    return Ok(Replaced::Conflict);
                }
                audit::append_entry(write, audit.as_ref())?;
                Ok(Replaced::Done)
            })
            .await
    }
}
