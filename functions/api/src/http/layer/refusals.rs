//! What is refused goes into the audit trail: one entry for each caller, route and reason in a minute, however often it is
//! tried.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use axum::extract::MatchedPath;
use beadle_domain::projection::{AuditEntry, audit::Refused};
use beadle_values::id::{EventId, OwnerId};
use http::{Method, Uri};

use crate::{http::Problem, state::Api};

/// How many entries a process remembers; of more in one minute, none is written.
const MOST_REMEMBERED: usize = 1_000;

/// How much of a path is told, in bytes.
const LONGEST_PATH: usize = 512;

/// What this process has refused in the current minute.
#[derive(Debug, Default)]
pub(super) struct Refusals(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    minute: i64,
    entries: HashSet<EventId>,
}

impl Refusals {
    /// Notes that a request was answered with `problem`, if that is a refusal.
    pub(super) async fn note(
        &self,
        api: &Api,
        problem: &Problem,
        (method, uri, route): (&Method, &Uri, Option<&MatchedPath>),
        caller: Option<&OwnerId>,
    ) {
        if !problem.is_refusal() {
            return;
        }
        let now = api.clock.now();
        let path = uri.path();
        let refused = Refused {
            method: method.as_str().to_owned(),
            path: path[..path.floor_char_boundary(LONGEST_PATH)].to_owned(),
            status: problem.status().as_u16(),
            code: problem.code().to_owned(),
        };
        let route = route.map_or("", MatchedPath::as_str);
        let entry = AuditEntry::of_refusal(refused, route, caller, now);
        if self.is_new(entry.id, now.as_second().div_euclid(60)) {
            api.audit.append(&entry).await;
        }
    }

    fn is_new(&self, entry: EventId, minute: i64) -> bool {
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.minute != minute {
            *remembered = Remembered { minute, entries: HashSet::new() };
        }
        remembered.entries.len() < MOST_REMEMBERED && remembered.entries.insert(entry)
    }
}
