//! Whom alerts tell.

use beadle_values::{
    body,
    body::{Shape, custom, list, one_of, optional, otherwise, required, text},
    names,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};

use super::rules::MAX_NAME;
use crate::{
    masking,
    spec::{
        WebhookSpec,
        calendar_event::{address, address_schema},
        origin::origin,
    },
    task::notify::{hook, hook_schema},
};

/// The most addresses of a target.
const MAX_ADDRESSES: usize = 10;

names! {
    /// What kind of thing a target is, which decides what is sent to it.
    pub enum TargetKind, schema "AlertTargetType" {
        /// A webhook (Standard Webhooks), signed where it has a secret.
        Webhook = "webhook",
        /// An incoming webhook of Slack.
        Slack = "slack",
        /// A webhook of Discord.
        Discord = "discord",
        /// A workflow of Microsoft Teams that posts what it receives.
        Teams = "teams",
        /// Mail by Amazon SES.
        Ses = "ses",
    }
}

body! {
    /// Whom to tell.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct AlertTarget as "AlertTarget" {
        /// Its name, by which rules name it; unique.
        pub name: String = required(text(1, MAX_NAME)),
        /// What it is: `webhook`, `slack`, `discord`, `teams` or `ses`.
        #[serde(rename = "type")]
        "type" => pub kind: TargetKind = required(one_of()),
        /// Its URL, which may be a reference to a secret, or the config of a webhook. For `ses` the action `SendEmail` of the API of
        /// a region, with `auth` of type `sigv4`.
        pub webhook: Box<WebhookSpec> = required(custom(hook, hook_schema).boxed()),
        /// The address that mails come from, for `ses`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub from: Option<String> = optional(custom(address, address_schema)),
        /// The addresses that mails go to, for `ses`; at most 10.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub to: Vec<String> =
            otherwise(list("addresses", custom(address, address_schema)).max(MAX_ADDRESSES).once(), Vec::new),
    }
    example {"name": "ops", "type": "slack", "webhook": "${secret:slack-ops}"}
    check |given, _members, path, violations| {
        if let (Some(kind), Some(from), Some(to)) = (given.kind, &given.from, &given.to) {
            for (member, is_given) in [("from", from.is_some()), ("to", !to.is_empty())] {
                if is_given && kind != TargetKind::Ses {
                    let message = format!("has no meaning for `{}`", kind.as_str());
                    violations.push(Violation::new(path.key(member), "conflict", message).hint("leave it out"));
                }
                if !is_given && kind == TargetKind::Ses {
                    let violation = Violation::new(path.key(member), "missing", "is required for `ses`");
                    violations.push(violation.hint("such as ops@example.com"));
                }
            }
        }
    }
}

impl AlertTarget {
    /// Restores the credentials that it repeats masked, from those of the `known` target of its name.
    ///
    /// # Errors
    /// A violation below `path` for each mask that stands for nothing known.
    pub fn unmask(&mut self, known: Option<&Self>, path: &Path) -> Result<(), Violations> {
        let known = known.map(|known| &known.webhook.http);
        let known = known.filter(|known| origin(&known.url) == origin(&self.webhook.http.url));
        let headers = &mut self.webhook.http.headers;
        masking::unmask_headers(headers, known.map(|known| &known.headers), &path.key("webhook"))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    fn ses(more: Value) -> Value {
        let mut target = json!({
            "name": "mail", "type": "ses",
            "webhook": {
                "url": "https://email.eu-central-1.amazonaws.com/v2/email/outbound-emails",
                "auth": {
                    "type": "sigv4", "region": "eu-central-1", "service": "ses", "access_key_id": "AKIA",
                    "secret_access_key": "${secret:ses}",
                },
            },
        });
        for (member, value) in more.as_object().into_iter().flatten() {
            target[member] = value.clone();
        }
        target
    }

    #[test]
    fn a_target_reads_back() {
        let written = ses(json!({"from": "beadle@a.example", "to": ["ops@a.example", "ada@a.example"]}));
        let target = AlertTarget::parse(&written, &Path::body()).unwrap();
        let stored = serde_json::to_value(&target).unwrap();
        assert_eq!(serde_json::from_value::<AlertTarget>(stored).unwrap(), target);
    }

    #[rstest]
    #[case(json!({}), 2)]
    #[case(json!({"from": "beadle", "to": ["ops@a.example"]}), 1)]
    #[case(json!({"from": "beadle@a.example", "to": []}), 1)]
    #[case(json!({"from": "beadle@a.example", "to": ["ops@a.example"], "type": "teams"}), 2)]
    fn only_mails_have_addresses(#[case] more: Value, #[case] faults: usize) {
        let refused = AlertTarget::parse(&ses(more), &Path::body()).unwrap_err();
        assert_eq!(refused.iter().count(), faults, "{refused:?}");
    }
}
