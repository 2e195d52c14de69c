//! Published events of the configured kinds, kept in the store.

use async_trait::async_trait;
use beadle_application::port::{EventBus, EventBusError, StoreError};
use beadle_domain::event::{DomainEvent, EventKind};
use beadle_values::cause::Cause;
use rusqlite::params;

use crate::{Embedded, error::Error, group::Write, row, set_aside::EVENTS};

/// How many events are kept, the latest ones.
const MAX_EVENTS: i64 = 10_000;

#[async_trait]
impl EventBus for Embedded {
    async fn publish(&self, events: &[DomainEvent]) -> Result<(), EventBusError> {
        let is_wanted =
            |kind: EventKind| kind.is_asked_for_by_tasks() || self.options.event_kinds.contains(&kind);
        let wanted: Vec<_> = events.iter().filter(|event| is_wanted(event.kind())).cloned().collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let published = self.writer.ask(move |write| append(write, &wanted)).await;
        published.map_err(|error| EventBusError(Cause::of(error)))
    }
}

impl Embedded {
    /// The last `most` published events, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn published_events(&self, most: usize) -> Result<Vec<DomainEvent>, StoreError> {
        const LAST: &str = "SELECT document, seq FROM events ORDER BY seq DESC LIMIT ?1";
        let aside = self.set_aside();
        self.read(move |sql| {
            let mut statement = sql.prepare_cached(LAST)?;
            let mut rows = statement.query([row::number(most as u64)])?;
            let mut events = Vec::new();
            while let Some(found) = rows.next()? {
                let event = row::document(found, 0, "an event");
                events.extend(aside.or_skip(sql, EVENTS, &[found.get_ref(1)?], event)?);
            }
            events.reverse();
            Ok(events)
        })
        .await
    }
}

fn append(write: &mut Write<'_>, events: &[DomainEvent]) -> Result<(), Error> {
    const APPEND: &str =
        "INSERT INTO events (id, kind, document) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING";
    const TRIM: &str = "DELETE FROM events WHERE seq <= (SELECT max(seq) FROM events) - ?1";
    for event in events {
        let id = event.event_id.uuid();
        let document = serde_json::to_string(event)?;
        write.sql.prepare_cached(APPEND)?.execute(params![id.as_bytes(), event.kind().as_str(), document])?;
    }
    write.sql.prepare_cached(TRIM)?.execute([MAX_EVENTS])?;
    Ok(())
}
