//! The headers of a call: the user's, the config's, and Beadle's defaults.

use std::collections::BTreeMap;

use super::{Calling, trace};
use crate::{
    execution::Failure,
    interpolation::{Place, Template},
};

pub(super) const USER_AGENT: &str = concat!("beadle/", env!("CARGO_PKG_VERSION"));

/// The maximum number of headers that Beadle adds, for the capacity.
const OWN_HEADERS: usize = 7;

/// The headers of a call, with unique names.
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    /// No headers yet.
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    /// The headers of the call, and those of the config that the call does not override.
    pub(super) fn given(calling: &Calling<'_>, own: &BTreeMap<String, Template>) -> Result<Self, Failure> {
        let mut all = Vec::with_capacity(own.len() + OWN_HEADERS);
        for (name, value) in own {
            all.push((name.clone(), value.render(&calling.scope, Place::Header)?));
        }
        let of_config = calling.profile().into_iter().flat_map(|profile| &profile.headers);
        for (name, value) in of_config.filter(|(name, _)| !own.contains_key(*name)) {
            all.push((name.clone(), value.render(&calling.config_scope, Place::Header)?));
        }
        Ok(Self(all))
    }

    /// The value of a header.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Adds a header unless it exists.
    pub(super) fn add(&mut self, name: &str, value: impl FnOnce() -> String) {
        if self.get(name).is_none() {
            self.0.push((name.to_owned(), value()));
        }
    }

    /// Sets or replaces a header.
    pub(super) fn set(&mut self, name: &str, value: String) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value));
    }

    /// Adds the headers that identify the execution and its attempt.
    pub(super) fn identify(&mut self, calling: &Calling<'_>) {
        let request = &*calling.execution.request;
        self.add("user-agent", || USER_AGENT.to_owned());
        self.add("idempotency-key", || request.destination_key());
        self.add("traceparent", || trace::parent(calling.execution));
        self.add("beadle-execution-id", || request.id.to_string());
        self.add("beadle-attempt", || calling.attempt.to_string());
        if let Some(time) = request.trigger.scheduled_for {
            self.add("beadle-scheduled-for", || time.to_string());
        }
    }

    /// Returns all headers.
    pub(super) fn into_all(self) -> Vec<(String, String)> {
        self.0
    }
}
