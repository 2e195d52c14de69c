//! What a config says about its destination, and how callers write it.

use std::collections::BTreeMap;

use beadle_values::violation::{Path, Violation, Violations};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use crate::{
    destination::{Auth, EgressScope},
    execution::request,
    interpolation::Template,
    policy::{BreakerPolicy, RateLimit, StatedPolicy, rate_limit::parse_concurrency},
    spec::{headers, query},
};

/// What a config says about its destination. What a task or a request says itself wins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// What relative URLs are resolved against (RFC 3986 section 5, its path taken for a folder).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<Template>,
    /// The connection of database tasks that name none: a secret, or a URL without a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<Template>,
    /// Headers to send, names in lower case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Template>,
    /// Query parameters to add; a list repeats the parameter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, Value>,
    /// How calls show who calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<Auth>,
    /// What `${name}` stands for where the input of an execution has no such member.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub variables: Map<String, Value>,
    /// How long and how often to try.
    #[serde(default)]
    pub policy: StatedPolicy,
    /// How many calls in how much time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimit>,
    /// How many calls at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<u32>,
    /// When to stop calling a destination that fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaker: Option<BreakerPolicy>,
    /// Where calls may go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub egress: Option<EgressScope>,
}

impl Profile {
    /// The members that make a profile, those of [`StatedPolicy::MEMBERS`] aside.
    pub const MEMBERS: [&'static str; 10] = [
        "base_url",
        "connection",
        "headers",
        "query",
        "auth",
        "variables",
        "rate_limit",
        "concurrency",
        "breaker",
        "egress",
    ];

    /// Reads the members of a profile that stand in `body`; others are left alone.
    ///
    /// # Errors
    /// Every fault of them.
    pub fn parse(body: &Map<String, Value>, path: &Path) -> Result<Self, Violations> {
        let mut reading = Reading { body, path, violations: Violations::new() };
        let profile = Self {
            base_url: reading.member("base_url", base_url),
            connection: reading.member("connection", connection),
            headers: reading.member("headers", headers::parse).unwrap_or_default(),
            query: reading.member("query", query::parse).unwrap_or_default(),
            auth: reading.member("auth", Auth::parse),
            variables: {
                let variables = request::object(body, "variables", path);
                reading.violations.take(variables).unwrap_or_default()
            },
            policy: {
                let policy = StatedPolicy::parse(body, path);
                reading.violations.take(policy).unwrap_or_default()
            },
            rate_limit: reading.member("rate_limit", RateLimit::parse),
            concurrency: reading.member("concurrency", |value, path| Ok(parse_concurrency(value, path)?)),
            breaker: reading.member("breaker", BreakerPolicy::parse),
            egress: reading.member("egress", EgressScope::parse),
        };
        reading.violations.into_result(profile)
    }
}

/// A body that is being read, and the faults found so far.
struct Reading<'b> {
    body: &'b Map<String, Value>,
    path: &'b Path,
    violations: Violations,
}

impl Reading<'_> {
    /// The member `name` as `read` reads it; `None` where it is missing, null or faulty.
    fn member<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&Value, &Path) -> Result<T, Violations>,
    ) -> Option<T> {
        let value = self.body.get(name).filter(|value| !value.is_null())?;
        self.violations.take(read(value, &self.path.key(name)))
    }
}

/// An absolute `http` or `https` URL without user information, query or fragment; placeholders may stand in it.
fn base_url(value: &Value, path: &Path) -> Result<Template, Violations> {
    let refused = |message: String| {
        let violation = Violation::new(path.clone(), "url", message);
        Err(violation.hint("such as https://api.example.com/v1/").into())
    };
    let Some(text) = value.as_str() else { return refused("is not a text".to_owned()) };
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

/// The connection of a database: a text whose password, if there is one, is a secret.
fn connection(value: &Value, path: &Path) -> Result<Template, Violations> {
    let Some(text) = value.as_str().filter(|text| !text.is_empty()) else {
        return Err(Violation::new(path.clone(), "type_error", "must be a text").hint(CONNECTION).into());
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
