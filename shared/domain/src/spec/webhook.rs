//! A webhook as a user writes it: an HTTP call that is signed where it has a secret.

use beadle_values::violation::{Path, Violation, Violations};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::HttpSpec;
use crate::interpolation::{SecretRef, Template};

/// How many secrets sign at a time: the new one and the old one.
const MOST_SECRETS: usize = 2;

/// A webhook, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WebhookSpec {
    /// The call.
    #[serde(flatten)]
    pub http: HttpSpec,
    /// The secret it is signed with (Standard Webhooks): a reference to a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Template>,
    /// The same while it changes: the new one, then the old one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<Template>,
}

impl From<HttpSpec> for WebhookSpec {
    /// A webhook that is not signed.
    fn from(http: HttpSpec) -> Self {
        Self { http, secret: None, secrets: Vec::new() }
    }
}

impl WebhookSpec {
    /// Reads the members of a webhook: a `POST` where no method is given.
    ///
    /// # Errors
    /// Every fault of them, unknown members included, save those named in `beside`.
    pub fn parse(config: &Map<String, Value>, beside: &[&str], path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let beside = [beside, &["secret", "secrets"]].concat();
        let http = violations.take(HttpSpec::parse(config, "POST", &beside, path));
        let present = |name: &str| config.get(name).filter(|value| !value.is_null());
        if present("secret").is_some() && present("secrets").is_some() {
            violations.push(
                Violation::new(
                    path.key("secrets"),
                    "conflict",
                    "says the same as `secret`: give one of them",
                )
                .hint("null takes the other away"),
            );
        }
        let secret =
            present("secret").and_then(|value| violations.take(reference(value, &path.key("secret"))));
        let secrets = match present("secrets") {
            None => Vec::new(),
            Some(Value::Array(values)) if (1..=MOST_SECRETS).contains(&values.len()) => {
                let read =
                    |(index, value)| violations.take(reference(value, &path.key("secrets").index(index)));
                values.iter().enumerate().filter_map(read).collect()
            }
            Some(_) => {
                let message = format!("must be a list of 1 to {MOST_SECRETS} references to secrets");
                violations.add(path.key("secrets"), "type_error", message);
                Vec::new()
            }
        };
        match http {
            Some(http) if violations.is_empty() => Ok(Self { http, secret, secrets }),
            _ => Err(violations),
        }
    }

    /// The secrets it is signed with, the current one first; none for a webhook that is not signed.
    pub fn signing_secrets(&self) -> impl Iterator<Item = &Template> {
        self.secret.iter().chain(&self.secrets)
    }
}

/// A text that is one reference to a secret and nothing else.
fn reference(value: &Value, path: &Path) -> Result<Template, Violations> {
    let place = value
        .as_str()
        .and_then(|text| text.strip_prefix("${secret:")?.strip_suffix('}'))
        .and_then(|place| place.parse::<SecretRef>().ok());
    match place {
        Some(place) => Ok(Template::new(format!("${{secret:{place}}}"))),
        None => {
            let message = "must be a reference to a secret and nothing else";
            let violation = Violation::new(path.clone(), "secret", message);
            Err(violation.hint("write \"${secret:name}\" or \"${secret:name#field}\"").into())
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn parse(config: Value) -> Result<WebhookSpec, Violations> {
        WebhookSpec::parse(config.as_object().unwrap(), &["type"], &Path::body())
    }

    #[rstest]
    #[case(json!({}), &[])]
    #[case(json!({"secret": "${secret:hook}"}), &["${secret:hook}"])]
    #[case(json!({"secrets": ["${secret:new}", "${secret:old#key}"]}), &["${secret:new}", "${secret:old#key}"])]
    #[case(json!({"secret": null, "secrets": ["${secret:new}"]}), &["${secret:new}"])]
    fn secrets_are_read_and_stored(#[case] members: Value, #[case] expected: &[&str]) {
        let mut config = json!({"type": "webhook", "url": "https://a.example/hook", "body": {"n": 1.5}});
        config.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let spec = parse(config).unwrap();
        assert_eq!(spec.http.method, "POST");
        assert_eq!(spec.signing_secrets().map(Template::as_str).collect::<Vec<_>>(), expected);
        let stored = serde_json::to_string(&spec).unwrap();
        assert_eq!(serde_json::from_str::<WebhookSpec>(&stored).unwrap(), spec);
    }

    #[rstest]
    #[case(json!({"url": "http://a.example", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}), &["body.secret"])]
    #[case(json!({"url": "http://a.example", "secret": "${secret:a}", "secrets": ["${secret:b}"]}), &["body.secrets"])]
    #[case(json!({"url": "http://a.example", "secrets": []}), &["body.secrets"])]
    #[case(json!({"url": "http://a.example", "secrets": ["${secret:a}", "x${secret:b}"]}), &["body.secrets[1]"])]
    #[case(json!({"colour": 1, "secret": 1}), &["body.colour", "body.url", "body.secret"])]
    fn every_fault_is_named_with_its_place(#[case] config: Value, #[case] places: &[&str]) {
        let violations = parse(config).unwrap_err();
        assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
    }
}
