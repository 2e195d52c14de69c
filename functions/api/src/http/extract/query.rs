//! The parameters of a list: each is read by name, what is left over is unknown, and all faults are answered at once.

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
use std::convert::Infallible;
use url::form_urlencoded;

use crate::{http::Problem, state::Api};

/// The length of a page where none is asked for.
const USUAL_LIMIT: usize = 50;
/// The longest page.
const LONGEST_LIMIT: usize = 100;

/// The parameters that have not been read yet, and the faults of those that have.
pub(crate) struct Query {
    uri: Uri,
    left: Vec<(String, String)>,
    violations: Violations,
}

impl Query {
    fn of(uri: &Uri) -> Self {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        Self { uri: uri.clone(), left: pairs.into_owned().collect(), violations: Violations::new() }
    }

    /// The parameter `name` as it was given.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let (mut given, left) =
            std::mem::take(&mut self.left).into_iter().partition::<Vec<_>, _>(|(known, _)| known == name);
        self.left = left;
        if given.len() > 1 {
            self.fault(name, "conflict", "is given more than once");
        }
        given.pop().map(|(_, value)| value)
    }

    /// The parameter `name` as its type reads it.
    pub(crate) fn parsed<T: FromStr<Err: Display>>(&mut self, name: &str, kind: &'static str) -> Option<T> {
        let text = self.text(name)?;
        text.parse().map_err(|error: T::Err| self.fault(name, kind, error.to_string())).ok()
    }

    /// A point in time, RFC 3339.
    pub(crate) fn time(&mut self, name: &str) -> Option<Timestamp> {
        let text = self.text(name)?;
        let refused = || {
            Violation::new(path(name), "time", "is not a time").hint("RFC 3339, such as 2027-01-01T09:00:00Z")
        };
        text.parse().map_err(|_| self.violations.push(refused())).ok()
    }

    /// `user_id`: whose things are asked for, the caller's where it is left out.
    pub(crate) fn owner(&mut self, by: &Principal) -> OwnerId {
        self.parsed("user_id", "user_id").unwrap_or_else(|| by.owner.clone())
    }

    /// `from` and `to`: a span of time that does not end before it begins.
    pub(crate) fn span(&mut self) -> (Option<Timestamp>, Option<Timestamp>) {
        let (from, to) = (self.time("from"), self.time("to"));
        if from.zip(to).is_some_and(|(from, to)| to <= from) {
            self.fault("to", "out_of_range", "must lie after `from`");
        }
        (from, to)
    }

    /// A whole number of 1 to `most`.
    pub(crate) fn number(&mut self, name: &str, usual: usize, most: usize) -> usize {
        let Some(text) = self.text(name) else { return usual };
        match text.parse() {
            Ok(number) if (1..=most).contains(&number) => number,
            _ => {
                self.fault(name, "out_of_range", format!("must be a whole number from 1 to {most}"));
                usual
            }
        }
    }

    /// `limit` and `cursor`.
    pub(crate) fn page(&mut self) -> (usize, Option<Cursor>) {
        (self.number("limit", USUAL_LIMIT, LONGEST_LIMIT), self.text("cursor").map(Cursor))
    }

    /// Notes a fault that was found elsewhere.
    pub(crate) fn push(&mut self, violation: Violation) {
        self.violations.push(violation);
    }

    /// Notes a fault of the parameter `name`.
    pub(crate) fn fault(&mut self, name: &str, kind: &'static str, message: impl Into<String>) {
        self.violations.add(path(name), kind, message);
    }

    /// The address of the page that starts at `next`, for `Link` (RFC 8288).
    pub(crate) fn next_link(uri: &Uri, next: &Cursor) -> Option<HeaderValue> {
        let given = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(given.filter(|(name, _)| name != "cursor")).append_pair("cursor", &next.0);
        HeaderValue::try_from(format!("<{}?{}>; rel=\"next\"", uri.path(), query.finish())).ok()
    }

    /// The address that was asked for.
    ///
    /// # Errors
    /// All faults of the parameters, those nobody read among them.
    pub(crate) fn finish(mut self) -> Result<Uri, Problem> {
        for (name, _) in std::mem::take(&mut self.left) {
            self.fault(&name, "unknown_parameter", "is not known here");
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
