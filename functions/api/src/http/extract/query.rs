//! Query parameters, read by a table.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use beadle_domain::access::Principal;
use beadle_values::{
    body::{Body, Shape, optional, otherwise, parsed, query as table, string, whole},
    id::{ConfigId, OwnerId, TaskId},
    page::Cursor,
    query,
    violation::{Path, Violations},
};
use http::{HeaderValue, Uri, request::Parts};
use jiff::Timestamp;
use serde_json::json;
use url::form_urlencoded;

use crate::{http::Problem, state::Api};

/// Default page size.
const DEFAULT_LIMIT: usize = 50;
/// Maximum page size.
const MAX_LIMIT: usize = 100;

/// The parameters of a table, or of a pair of tables. A route without parameters has the table `()`.
pub(crate) struct Query<T> {
    /// The parameters.
    pub(crate) given: T,
    /// The URI of the request.
    pub(crate) uri: Uri,
}

impl<T: Body> FromRequestParts<Arc<Api>> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Api>) -> Result<Self, Problem> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self { given: table::parse(pairs.into_owned())?, uri: parts.uri.clone() })
    }
}

query! {
    /// Where a page starts and how long it is.
    pub(crate) struct PageParameters {
        /// How many at most.
        pub(crate) limit: usize =
            otherwise(up_to(MAX_LIMIT, || json!({"default": DEFAULT_LIMIT})), || DEFAULT_LIMIT),
        /// The `next_cursor` of the page before.
        pub(crate) cursor: Option<Cursor> = optional(cursor()),
    }
}

query! {
    /// Whose data is requested.
    pub(crate) struct OwnerParameters {
        /// Another user: for operators and admins.
        user_id: Option<OwnerId> = optional(user()),
    }
}

impl OwnerParameters {
    /// Returns `user_id`, by default the caller.
    pub(crate) fn owner(self, by: &Principal) -> OwnerId {
        self.user_id.unwrap_or_else(|| by.owner.clone())
    }
}

/// An integer from 1 to `max`; `extra` adds the default to its schema.
pub(crate) fn up_to(max: usize, extra: fn() -> serde_json::Value) -> impl Shape<Value = usize> {
    whole(1, max as u64).shown(extra)
}

/// The start of a page, which only the store can read.
pub(crate) fn cursor() -> impl Shape<Value = Cursor> {
    string().map(Cursor)
}

/// The id of a user.
pub(crate) fn user() -> impl Shape<Value = OwnerId> {
    parsed("user_id").shown(|| json!({"minLength": 1, "maxLength": 255}))
}

/// The id of a task that a list or a report is narrowed to.
pub(crate) fn task_id() -> impl Shape<Value = TaskId> {
    parsed("task_id").shown(|| json!({"pattern": "^tsk_[0-9a-f]{32}$"}))
}

/// The id of a config that a list or a report is narrowed to.
pub(crate) fn config_id() -> impl Shape<Value = ConfigId> {
    parsed("config_id").shown(|| json!({"pattern": "^cfg_[0-9a-f]{32}$"}))
}

/// A time in a table that is being read.
type Bound = Option<Option<Timestamp>>;

/// Refuses an interval whose end is not after its start.
pub(crate) fn check_span(from: Bound, to: Bound, path: &Path, violations: &mut Violations) {
    if from.flatten().zip(to.flatten()).is_some_and(|(from, to)| to <= from) {
        violations.add(path.key("to"), "out_of_range", "must lie after `from`");
    }
}

/// Builds the `Link` (RFC 8288) to the page that starts at `next`.
pub(crate) fn next_link(uri: &Uri, next: &Cursor) -> Option<HeaderValue> {
    let given = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(given.filter(|(name, _)| name != "cursor")).append_pair("cursor", &next.0);
    HeaderValue::try_from(format!("<{}?{}>; rel=\"next\"", uri.path(), query.finish())).ok()
}
