//! The audit trail: appended to, and read by page.

pub mod appending;
pub mod listing;
mod with_changes;

use std::{any::Any, sync::Arc};

use beadle_application::port::{AuditQuery, AuditTrail};
use beadle_domain::projection::{
    AuditEntry,
    audit::{AuditAction, Subject, Verb},
};
use beadle_values::id::TaskId;
use jiff::Timestamp;

use super::{
    adapters::{
        sqlite::{self, Place},
        table::{self, Server},
    },
    specimen::owner,
};

/// An audit trail under test.
pub struct Fixture {
    /// The trail, empty.
    pub trail: Arc<dyn Trail>,
    /// Resources that must outlive it, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Every port of the audit trail.
pub trait Trail: AuditTrail + AuditTrail {}
impl<T: AuditTrail + AuditTrail> Trail for T {}

impl Fixture {
    /// All entries that `query` selects, page by page.
    pub async fn all(&self, query: &AuditQuery) -> anyhow::Result<Vec<AuditEntry>> {
        let mut query = query.clone();
        let mut entries = Vec::new();
        loop {
            let page = self.trail.list(&query).await?;
            entries.extend(page.items);
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => return Ok(entries),
            }
        }
    }
}

/// An entry about `actor`'s action at `at` on a task of `of`.
pub fn task_entry(verb: Verb, actor: &str, of: &str, task: TaskId, at: Timestamp) -> AuditEntry {
    let action = AuditAction { subject: Subject::Task, verb };
    AuditEntry::new(action, &owner(actor), Some(&owner(of)), task, Some(task), at)
}

/// All entries, in pages of `limit`.
pub fn everything(limit: usize) -> AuditQuery {
    AuditQuery { limit, ..AuditQuery::default() }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { audit on $fixture;
                appending:
                    an_entry_is_read_back_as_written,
                    a_repeat_adds_no_entry,
                    refusals_of_one_minute_are_one_entry;
                listing:
                    entries_are_listed_newest_first,
                    entries_are_filtered_by_owner_and_actor,
                    filters_go_together,
                    the_time_span_excludes_its_end,
                    pages_are_complete_while_others_are_appended,
                    a_foreign_cursor_is_refused;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::audit(Place::Memory));
suite!(sqlite_file: sqlite::audit(Place::File));
suite!(dynamodb: table::audit(Server::InProcess));
suite!(dynamodb_spread: table::spread_audit(Server::InProcess));
