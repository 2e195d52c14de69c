//! A webhook as a user writes it: an HTTP call that is signed where it has a secret.

use beadle_values::{
    body,
    body::{Schemas, Shape, custom, flatten, list, optional, otherwise},
    violation::Violation,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{HttpSpec, Redirects};
use crate::{destination::auth::parse::secret, interpolation::Template};

/// How many secrets sign at a time: the new one and the old one.
const MAX_SECRETS: usize = 2;

body! {
    /// A webhook: an HTTP call that is signed where it has a secret.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct WebhookSpec {
        /// The call: a `POST` unless it names a method.
        #[serde(flatten)]
        pub http: HttpSpec = flatten::<HttpSpec>().implying("method", "POST"),
        /// The secret it is signed with (Standard Webhooks), as a reference.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub secret: Option<Template> = optional(secret().shown(|| json!({"example": "${secret:hook}"}))),
        /// In place of `secret` while it changes: the new one, then the old one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub secrets: Vec<Template> = otherwise(
            list("references to secrets", custom(|value, path| secret().read(value, path), reference))
                .min(1)
                .max(MAX_SECRETS),
            Vec::new,
        ),
    }
    check |given, members, path, violations| {
        if ["secret", "secrets"].iter().all(|name| members.get(*name).is_some_and(|value| !value.is_null())) {
            let message = "says the same as `secret`: give one of them";
            let violation = Violation::new(path.key("secrets"), "conflict", message);
            violations.push(violation.hint("null takes the other away"));
        }
        if let Some(Some(Redirects::Follow(_))) = given.http.as_ref().map(|http| http.redirects) {
            let message = "a webhook follows no redirect: the receiver has to answer itself (Standard Webhooks)";
            violations.add(path.key("redirects"), "conflict", message);
        }
    }
}

fn reference(schemas: &mut Schemas) -> Value {
    schemas.named("SecretReference", |schemas| {
        let mut schema = secret().shown(|| json!({"example": "${secret:hook}"})).schema(schemas);
        schema["description"] = "A reference to a secret.".into();
        schema
    })
}

impl From<HttpSpec> for WebhookSpec {
    /// A webhook that is not signed.
    fn from(http: HttpSpec) -> Self {
        Self { http, secret: None, secrets: Vec::new() }
    }
}

impl WebhookSpec {
    /// The secrets it is signed with, the current one first; none for a webhook that is not signed.
    pub fn signing_secrets(&self) -> impl Iterator<Item = &Template> {
        self.secret.iter().chain(&self.secrets)
    }
}

#[cfg(test)]
mod tests {
    use beadle_values::{
        body::Body,
        violation::{Path, Violations},
    };
    use rstest::rstest;

    use super::*;

    fn parse(config: Value) -> Result<WebhookSpec, Violations> {
        WebhookSpec::parse_beside(config.as_object().unwrap(), &["type"], &Path::body())
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
