//! Calendars in the table: those of an owner in one partition, since there are few and they are listed together.

use async_trait::async_trait;
use beadle_application::port::{Calendars, Replaced, StoreError};
use beadle_domain::{day_calendar::Calendar, projection::AuditEntry};
use beadle_schedule::calendar::CalendarName;
use beadle_values::id::OwnerId;
use serde::{Deserialize, Serialize};

use crate::{
    errors::{Conditional, unreadable},
    keys::{self, Key},
    table::{Item, Table, key_of},
};

/// The port of calendars over the table.
pub struct CalendarTable {
    table: Table,
}

impl CalendarTable {
    /// Calendars in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct CalendarRow {
    pk: String,
    sk: String,
    version: u64,
    calendar: String,
}

fn row(item: Item) -> Result<CalendarRow, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a calendar", error))
}

fn calendar(item: Item) -> Result<Calendar, StoreError> {
    serde_json::from_str(&row(item)?.calendar).map_err(|error| unreadable("a calendar", error))
}

#[async_trait]
impl Calendars for CalendarTable {
    async fn get(
        &self,
        owner: Option<&OwnerId>,
        name: &CalendarName,
    ) -> Result<Option<Calendar>, StoreError> {
        self.table.get(&Key::calendar(owner, name)).await?.map(calendar).transpose()
    }

    async fn all(&self, owner: Option<&OwnerId>) -> Result<Vec<Calendar>, StoreError> {
        let items = self.table.partition(keys::calendars_of(owner), "").await?;
        let mut calendars = Vec::with_capacity(items.len());
        for item in items {
            let key = key_of(&item)?;
            calendars.extend(self.table.or_skip("calendars", &key, calendar(item))?);
        }
        Ok(calendars)
    }

    async fn write(
        &self,
        calendar: &Calendar,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        let Key { pk, sk } = Key::calendar(calendar.owner.as_ref(), &calendar.name);
        let text = serde_json::to_string(calendar).map_err(|error| unreadable("a calendar", error))?;
        let new = CalendarRow { pk, sk, version: calendar.version, calendar: text };
        let put = self.table.put_over(&new, expected)?;
        match self.table.write("write a calendar", put, audit).await? {
            Conditional::Done(_) => Ok(Replaced::Done),
            // A repeated write whose first response was lost.
            Conditional::ConditionFailed(Some(item)) if row(item.clone())?.calendar == new.calendar => {
                Ok(Replaced::Done)
            }
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }

    async fn remove(&self, calendar: &Calendar, audit: Option<&AuditEntry>) -> Result<Replaced, StoreError> {
        let key = Key::calendar(calendar.owner.as_ref(), &calendar.name);
        let delete = self.table.delete_version(&key, calendar.version);
        match self.table.write("remove a calendar", delete, audit).await? {
            Conditional::Done(_) => Ok(Replaced::Done),
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }
}
