//! The proxy through which the calls of a config go.

use std::fmt;

use beadle_values::{
    body,
    body::{Shape, custom, optional, required},
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use super::auth::parse::{secret, template};
use crate::{
    execution::{Failure, FailureCode},
    interpolation::Template,
};

body! {
    /// An HTTP proxy. Each call goes through a tunnel that the proxy opens (CONNECT, RFC 9110 section 9.3.6), so it sees
    /// neither what an https call sends nor what is answered.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Proxy as "Proxy" {
        /// Its address: an http URL of a host and a port alone.
        pub url: String = required(custom(read_url, |_| json!({"type": "string", "example": "http://proxy.example.com:3128"}))),
        /// The name it knows the caller by; it may hold placeholders, and no colon.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub username: Option<Template> = optional(template().shown(|| json!({"minLength": 1, "pattern": "^[^:]+$"}))),
        /// The password, as a reference to a secret.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub password: Option<Template> = optional(secret().shown(|| json!({"example": "${secret:proxy#password}"}))),
    }
    example {"url": "http://proxy.example.com:3128", "username": "beadle", "password": "${secret:proxy#password}"}
    check |given, _members, path, violations| {
        let name = given.username.as_ref().and_then(Option::as_ref);
        if name.is_some_and(|name| !name.as_str().contains("${") && name.as_str().contains(':')) {
            violations.add(path.key("username"), "value_error", "holds a colon, which no name may (RFC 7617 section 2)");
        }
        match (name, given.password.as_ref().and_then(Option::as_ref)) {
            (Some(_), None) if given.password.is_some() => {
                violations.add(path.key("password"), "missing", "is required with `username`");
            }
            (None, Some(_)) if given.username.is_some() => {
                violations.add(path.key("username"), "missing", "is required with `password`");
            }
            _ => {}
        }
    }
}

/// A proxy and the credentials for it, as a call needs them.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxyRoute {
    /// Its address.
    pub url: Url,
    /// Name and password.
    pub credentials: Option<(String, String)>,
}

impl fmt::Debug for ProxyRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyRoute").field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

fn read_url(value: &Value, path: &Path) -> Result<String, Violations> {
    let refused = |message: &str| {
        let violation = Violation::new(path.clone(), "url", message);
        Err(violation.hint("such as http://proxy.example.com:3128").into())
    };
    let Some(text) = value.as_str() else { return refused("must be a string") };
    let Ok(url) = Url::parse(text) else { return refused("is not an absolute URL") };
    if url.scheme() != "http" {
        return refused("is not an http URL; calls over https are encrypted through the tunnel all the same");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("carries user information; say it in `username` and `password`");
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return refused("has more than a host and a port");
    }
    Ok(text.to_owned())
}

impl Proxy {
    /// Every template in it.
    pub fn templates(&self) -> impl Iterator<Item = &Template> {
        self.username.iter().chain(&self.password)
    }

    /// The proxy with all placeholders replaced by `render`.
    ///
    /// # Errors
    /// The first failure of `render`.
    pub fn render(
        &self,
        render: &dyn Fn(&Template) -> Result<String, Failure>,
    ) -> Result<ProxyRoute, Failure> {
        let url = Url::parse(&self.url);
        let url =
            url.map_err(|_| Failure::new(FailureCode::InvalidRequest, "the proxy of the config has no URL"))?;
        let credentials = match (&self.username, &self.password) {
            (Some(username), Some(password)) => Some((render(username)?, render(password)?)),
            _ => None,
        };
        Ok(ProxyRoute { url, credentials })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(json!({"url": "http://proxy.example.com:3128"}), &[])]
    #[case(json!({"url": "http://10.0.0.1", "username": "a", "password": "${secret:proxy}"}), &[])]
    #[case(json!({}), &["body.url"])]
    #[case(json!({"url": "proxy:3128"}), &["body.url"])]
    #[case(json!({"url": "https://proxy.example.com"}), &["body.url"])]
    #[case(json!({"url": "http://a:b@proxy.example.com"}), &["body.url"])]
    #[case(json!({"url": "http://proxy.example.com/path"}), &["body.url"])]
    #[case(json!({"url": "http://p.example", "username": "a"}), &["body.password"])]
    #[case(json!({"url": "http://p.example", "password": "${secret:proxy}"}), &["body.username"])]
    #[case(json!({"url": "http://p.example", "username": "a:b", "password": "clear"}), &["body.password", "body.username"])]
    fn what_a_proxy_may_be(#[case] body: Value, #[case] places: &[&str]) {
        let read = Proxy::parse(&body, &Path::body());
        let faults =
            read.err().map(|faults| faults.iter().map(|fault| fault.path.to_string()).collect::<Vec<_>>());
        assert_eq!(faults.unwrap_or_default(), places);
    }

    #[test]
    fn credentials_are_no_part_of_what_is_logged() {
        let proxy = Proxy::parse(
            &json!({"url": "http://p.example:3128", "username": "ada", "password": "${secret:proxy}"}),
            &Path::body(),
        );
        let route = proxy.unwrap().render(&|template| Ok(format!("<{}>", template.as_str()))).unwrap();
        assert_eq!(route.credentials, Some(("<ada>".to_owned(), "<${secret:proxy}>".to_owned())));
        assert!(!format!("{route:?}").contains("ada"), "{route:?}");
    }
}
