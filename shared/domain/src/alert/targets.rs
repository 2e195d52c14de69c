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
    interpolation::Template,
    masking,
    spec::{
        WebhookSpec,
        calendar_event::{address, address_schema},
        email::{server, server_schema},
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
        /// Mail over SMTP.
        Smtp = "smtp",
    }
}

body! {
    /// Whom to tell.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct AlertTarget as "AlertTarget" {
        /// Its name, by which rules name it; unique.
        pub name: String = required(text(1, MAX_NAME)),
        /// What it is: `webhook`, `slack`, `discord`, `teams`, `ses` or `smtp`.
        #[serde(rename = "type")]
        "type" => pub kind: TargetKind = required(one_of()),
        /// Its URL, which may be a reference to a secret, or the config of a webhook. For `ses` the action `SendEmail` of the API of
        /// a region, with `auth` of type `sigv4`. All but `smtp` need it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub webhook: Option<Box<WebhookSpec>> = optional(custom(hook, hook_schema).boxed()),
        /// The mail server, for `smtp`, as in a task of type `email`: `smtps://user:${secret:smtp}@mail.example.com`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub server: Option<Template> = optional(custom(server, server_schema)),
        /// The address that mails come from, for `ses` and `smtp`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub from: Option<String> = optional(custom(address, address_schema)),
        /// The addresses that mails go to, for `ses` and `smtp`; at most 10.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub to: Vec<String> =
            otherwise(list("addresses", custom(address, address_schema)).max(MAX_ADDRESSES).once(), Vec::new),
    }
    example {"name": "ops", "type": "slack", "webhook": "${secret:slack-ops}"}
    check |given, _members, path, violations| {
        if let (Some(kind), Some(webhook), Some(server), Some(from), Some(to)) =
            (given.kind, &given.webhook, &given.server, &given.from, &given.to)
        {
            let members = [
                ("webhook", webhook.is_some(), kind != TargetKind::Smtp, "such as https://hooks.example.com/1"),
                ("server", server.is_some(), kind == TargetKind::Smtp, "such as smtps://mail.example.com"),
                ("from", from.is_some(), kind.is_mail(), "such as beadle@example.com"),
                ("to", !to.is_empty(), kind.is_mail(), "such as [\"ops@example.com\"]"),
            ];
            for (member, is_given, is_needed, example) in members {
                let path = path.key(member);
                if is_given && !is_needed {
                    let message = format!("has no meaning for `{}`", kind.as_str());
                    violations.push(Violation::new(path, "conflict", message).hint("leave it out"));
                } else if is_needed && !is_given {
                    let message = format!("is required for `{}`", kind.as_str());
                    violations.push(Violation::new(path, "missing", message).hint(example));
                }
            }
        }
    }
}

impl TargetKind {
    /// Whether it sends mails.
    pub fn is_mail(self) -> bool {
        matches!(self, Self::Ses | Self::Smtp)
    }
}

impl AlertTarget {
    /// Restores the credentials that it repeats masked, from those of the `known` target of its name.
    ///
    /// # Errors
    /// A violation below `path` for each mask that stands for nothing known.
    pub fn unmask(&mut self, known: Option<&Self>, path: &Path) -> Result<(), Violations> {
        let mut violations = Violations::new();
        if let Some(webhook) = &mut self.webhook {
            let known = known.and_then(|known| known.webhook.as_deref()).map(|known| &known.http);
            let known = known.filter(|known| origin(&known.url) == origin(&webhook.http.url));
            let headers = known.map(|known| &known.headers);
            violations.take(masking::unmask_headers(
                &mut webhook.http.headers,
                headers,
                &path.key("webhook"),
            ));
        }
        if let Some(server) = &mut self.server {
            let known = known.and_then(|known| known.server.as_ref());
            let unmasked = masking::unmask_connection(server, known, &path.key("server"));
            violations.take(unmasked.map_err(Violations::from));
        }
        violations.into_result(())
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
    #[case(json!({"from": "beadle@a.example", "to": ["ops@a.example"], "type": "smtp"}), 2)]
    #[case(json!({"from": "beadle@a.example", "to": ["ops@a.example"], "server": "smtp://a.example"}), 1)]
    fn only_mails_have_addresses(#[case] more: Value, #[case] faults: usize) {
        let refused = AlertTarget::parse(&ses(more), &Path::body()).unwrap_err();
        assert_eq!(refused.iter().count(), faults, "{refused:?}");
    }
}
