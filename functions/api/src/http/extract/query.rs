//! Query parameters. Routes read them by name; parameters that are left over are unknown; all violations are
//! reported together.

use std::{fmt::Display, str::FromStr, sync::Arc};

use axum::extract::FromRequestParts;
use beadle_domain::access::Principal;
use beadle_values::{
    id::OwnerId,
    page::Cursor,
    violation::{Path, Violation, Violations},
};
use http::{HeaderValue, Uri, request::Parts};
use jiff::Timestamp;
use serde_json::Value;
use std::convert::Infallible;
use url::form_urlencoded;

use crate::{http::Problem, state::Api};

/// Default page size.
const DEFAULT_LIMIT: usize = 50;
/// Maximum page size.
const MAX_LIMIT: usize = 100;

/// The parameters that have not been read yet, and the violations of those that have.
pub(crate) struct Query {
    uri: Uri,
    unread: Vec<(String, String)>,
    violations: Violations,
}

impl Query {
    fn of(uri: &Uri) -> Self {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        Self { uri: uri.clone(), unread: pairs.into_owned().collect(), violations: Violations::new() }
    }

    /// Reads the parameter `name` as text.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let (mut given, unread) =
            std::mem::take(&mut self.unread).into_iter().partition::<Vec<_>, _>(|(known, _)| known == name);
        self.unread = unread;
        if given.len() > 1 {
            self.violation(name, "conflict", "is given more than once");
        }
        given.pop().map(|(_, value)| value)
    }

    /// Reads the parameter `name` and parses it.
    pub(crate) fn parsed<T: FromStr<Err: Display>>(&mut self, name: &str, kind: &'static str) -> Option<T> {
        let text = self.text(name)?;
        text.parse().map_err(|error: T::Err| self.violation(name, kind, error.to_string())).ok()
    }

    /// Reads the parameter `name` like a member of a body.
    pub(crate) fn value<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&Value, &Path) -> Result<T, Violation>,
    ) -> Option<T> {
        let text = self.text(name)?;
        parse(&text.into(), &path(name)).map_err(|violation| self.violations.push(violation)).ok()
    }

    /// Reads a timestamp (RFC 3339).
    pub(crate) fn time(&mut self, name: &str) -> Option<Timestamp> {
        let text = self.text(name)?;
        let violation = || {
            Violation::new(path(name), "time", "is not a time").hint("RFC 3339, such as 2027-01-01T09:00:00Z")
        };
        text.parse().map_err(|_| self.violations.push(violation())).ok()
    }

    /// Reads `user_id`, by default the caller.
    pub(crate) fn owner(&mut self, by: &Principal) -> OwnerId {
        self.parsed("user_id", "user_id").unwrap_or_else(|| by.owner.clone())
    }

    /// Reads `from` and `to`, an interval whose end is after its start.
    pub(crate) fn span(&mut self) -> (Option<Timestamp>, Option<Timestamp>) {
        let (from, to) = (self.time("from"), self.time("to"));
        if from.zip(to).is_some_and(|(from, to)| to <= from) {
            self.violation("to", "out_of_range", "must lie after `from`");
        }
        (from, to)
    }

    /// Reads an integer from 1 to `max`.
    pub(crate) fn number(&mut self, name: &str, default: usize, max: usize) -> usize {
        let Some(text) = self.text(name) else { return default };
        match text.parse() {
            Ok(number) if (1..=max).contains(&number) => number,
            _ => {
                self.violation(name, "out_of_range", format!("must be a whole number from 1 to {max}"));
                default
            }
        }
    }

    /// Reads `limit` and `cursor`.
    pub(crate) fn page(&mut self) -> (usize, Option<Cursor>) {
        (self.number("limit", DEFAULT_LIMIT, MAX_LIMIT), self.text("cursor").map(Cursor))
    }

    /// Adds a violation of the parameter `name`.
    pub(crate) fn violation(&mut self, name: &str, kind: &'static str, message: impl Into<String>) {
        self.violations.add(path(name), kind, message);
    }

    /// Builds the `Link` (RFC 8288) to the page that starts at `next`.
    pub(crate) fn next_link(uri: &Uri, next: &Cursor) -> Option<HeaderValue> {
        let given = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(given.filter(|(name, _)| name != "cursor")).append_pair("cursor", &next.0);
        HeaderValue::try_from(format!("<{}?{}>; rel=\"next\"", uri.path(), query.finish())).ok()
    }

    /// Returns the URI of the request.
    ///
    /// # Errors
    /// All violations, including those of unknown parameters.
    pub(crate) fn finish(mut self) -> Result<Uri, Problem> {
        for (name, _) in std::mem::take(&mut self.unread) {
            self.violation(&name, "unknown_parameter", "unknown parameter");
        }
        Ok(self.violations.into_result(self.uri)?)
    }
}

fn path(name: &str) -> Path {
    Path::of("query").key(name)
}

impl FromRequestParts<Arc<Api>> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Api>) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri))
    }
}
