//! What is sent to a destination, as it may be told.

use std::collections::BTreeMap;

use beadle_domain::{
    masking,
    spec::{HttpSpec, TaskSpec},
};
use serde::{Serialize, Serializer};
use serde_json::Value;
use utoipa::ToSchema;

/// The call that is made, credentials masked.
#[derive(Serialize, ToSchema)]
#[schema(as = Config)]
pub(crate) struct ConfigAnswer<'a> {
    /// The HTTP method.
    #[schema(example = "POST")]
    method: &'a str,
    /// Where to.
    #[schema(example = "https://api.example.com/users")]
    url: &'a str,
    /// The headers; values that carry credentials read `********`.
    #[schema(value_type = BTreeMap<String, String>)]
    headers: Masked<'a>,
    /// Parameters added to the URL.
    query: &'a BTreeMap<String, Value>,
    /// What is sent; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    body: Option<&'a Value>,
}

impl<'a> ConfigAnswer<'a> {
    pub(crate) fn of(spec: &'a TaskSpec) -> Self {
        let (TaskSpec::Http(http) | TaskSpec::ApiCall(http) | TaskSpec::Webhook(http)) = spec;
        let HttpSpec { method, url, headers, query, body } = http;
        Self { method, url: url.as_str(), headers: Masked(headers), query, body: body.as_ref() }
    }

    pub(crate) fn without_body(spec: &'a TaskSpec) -> Self {
        Self { body: None, ..Self::of(spec) }
    }
}

/// Headers whose credentials are masked.
pub(crate) struct Masked<'a>(pub(crate) &'a BTreeMap<String, String>);

impl Serialize for Masked<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, masking::shown(name, value))))
    }
}
