//! Records denied requests in the audit trail: one entry per caller, route, reason and minute, however often
//! a request is repeated.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use axum::extract::MatchedPath;
use beadle_domain::projection::{AuditEntry, audit::Refused};
use beadle_values::id::{EventId, OwnerId};
use http::{Method, Uri};

use crate::{callbacks, http::Problem, state::Api};

/// Maximum number of entries that a process records per minute.
const MAX_ENTRIES: usize = 1_000;

/// Maximum length of a recorded path, in bytes.
const MAX_PATH_BYTES: usize = 512;

/// The requests that this process has denied in the current minute.
#[derive(Debug, Default)]
pub(super) struct Denials(Mutex<Recorded>);

#[derive(Debug, Default)]
struct Recorded {
    minute: i64,
    entries: HashSet<EventId>,
}

impl Denials {
    /// Records `problem` if it denies the request.
    pub(super) async fn record(
        &self,
        api: &Api,
        problem: &Problem,
        (method, uri, route): (&Method, &Uri, Option<&MatchedPath>),
        caller: Option<&OwnerId>,
    ) {
        if !problem.is_denial() {
            return;
        }
        let now = api.now();
        let path = &*callbacks::without_token(uri.path());
        let refused = Refused {
            method: method.as_str().to_owned(),
            path: path[..path.floor_char_boundary(MAX_PATH_BYTES)].to_owned(),
            status: problem.status().as_u16(),
            code: problem.code().to_owned(),
        };
        let route = route.map_or("", MatchedPath::as_str);
        let entry = AuditEntry::of_refusal(refused, route, caller, now);
        if self.is_new(entry.id, now.as_second().div_euclid(60)) {
            api.services.audit.append(&entry).await;
        }
    }

    fn is_new(&self, entry: EventId, minute: i64) -> bool {
        let mut recorded = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if recorded.minute != minute {
            *recorded = Recorded { minute, entries: HashSet::new() };
        }
        recorded.entries.len() < MAX_ENTRIES && recorded.entries.insert(entry)
    }
}
