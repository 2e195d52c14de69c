//! The profile of a destination in a config, and how callers write it.

use std::collections::BTreeMap;

use beadle_values::{
    body,
    body::{Schemas, custom, flatten, object, of, optional, otherwise},
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::Url;

use crate::{
    destination::{Auth, EgressScope, Proxy},
    interpolation::Template,
    policy::{BreakerPolicy, RateLimit, StatedPolicy, rate_limit::concurrency},
    spec::{headers, query},
};

body! {
    /// The profile of a destination in a config. A task or a request that says something else wins.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    pub struct Profile {
        /// What relative URLs are resolved against (RFC 3986 section 5): an absolute http or https URL, its path taken for a
        /// folder.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub base_url: Option<Template> = optional(custom(base_url, string)),
        /// The connection of database tasks that name none: a reference to a secret, or a URL whose password is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub connection: Option<Template> = optional(custom(connection, string)),
        /// Headers to send. Answers mask values that carry credentials.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub headers: BTreeMap<String, Template> = otherwise(headers::shape(), BTreeMap::new),
        /// Query parameters to add; a list repeats the parameter.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub query: BTreeMap<String, Value> = otherwise(query::shape(), BTreeMap::new),
        /// How calls show who calls.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub auth: Option<Auth> = optional(of()),
        /// The value of `${name}` where the input of an execution has no such member.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        pub variables: Map<String, Value> = otherwise(object(), Map::new),
        /// How long and how often to try.
        #[serde(default)]
        pub policy: StatedPolicy = flatten::<StatedPolicy>(),
        /// How many calls in how much time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rate_limit: Option<RateLimit> = optional(of()),
        /// How many calls at once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub concurrency: Option<u32> = optional(concurrency()),
        /// When to stop calling a destination that fails.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub breaker: Option<BreakerPolicy> = optional(of()),
        /// Where calls may go; what is left out restricts nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub egress: Option<EgressScope> = optional(of()),
        /// The HTTP proxy that calls go through.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub proxy: Option<Proxy> = optional(of()),
    }
}

fn string(_: &mut Schemas) -> Value {
    json!({"type": "string"})
}

/// An absolute `http` or `https` URL without user information, query or fragment; placeholders may stand in it.
fn base_url(value: &Value, path: &Path) -> Result<Template, Violations> {
    let refused = |message: String| {
        let violation = Violation::new(path.clone(), "url", message);
        Err(violation.hint("such as https://api.example.com/v1/").into())
    };
    let Some(text) = value.as_str() else { return refused("is not a string".to_owned()) };
    let template = Template::parse(text, path)?;
    let (outline, begins_with_placeholder) = template.outline("x");
    if begins_with_placeholder {
        return Ok(template);
    }
    let url = match Url::parse(&outline) {
        Ok(url) => url,
        Err(error) => return refused(format!("is not an absolute URL: {error}")),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refused("is neither an http nor an https URL".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("carries user information; say it in `auth`".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refused("carries a query or a fragment; say it in `query`".to_owned());
    }
    Ok(template)
}

/// The connection of a database: a string whose password, if there is one, is a secret.
fn connection(value: &Value, path: &Path) -> Result<Template, Violations> {
    let Some(text) = value.as_str().filter(|text| !text.is_empty()) else {
        return Err(Violation::new(path.clone(), "type_error", "must be a string").hint(CONNECTION).into());
    };
    let template = Template::parse(text, path)?;
    let (outline, _) = template.outline("");
    if Url::parse(&outline).is_ok_and(|url| url.password().is_some_and(|password| !password.is_empty())) {
        let message = "carries a password; only a reference to a secret may stand there";
        return Err(Violation::new(path.clone(), "secret", message).hint(CONNECTION).into());
    }
    Ok(template)
}

const CONNECTION: &str =
    "such as ${secret:orders-db}, or postgres://app:${secret:orders-db#password}@db.example.com/orders";
