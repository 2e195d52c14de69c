//! Responses about alerts.

use std::borrow::Cow;

use beadle_domain::{
    alert::{AlertBook, AlertRule, AlertRules, TargetKind},
    masking,
};
use jiff::Timestamp;
use serde::Serialize;

use crate::tasks::response::config::CallConfig;

/// The rules of alerts, with credentials masked.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Alerts, example = json!({
    "rules": [{"name": "backups fail", "when": "consecutive_failures", "count": 3, "targets": ["ops"]}],
    "targets": [{"name": "ops", "type": "slack", "webhook": {"method": "POST", "url": "${secret:slack-ops}", "headers": {}, "query": {}}}]
})))]
pub(crate) struct AlertsResponse<'a> {
    /// The rules, as they are written.
    #[cfg_attr(test, schema(value_type = Vec<Object>))]
    rules: &'a [AlertRule],
    /// The targets.
    targets: Vec<AlertTargetResponse<'a>>,
}

/// A target.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct AlertTargetResponse<'a> {
    /// Its name.
    #[cfg_attr(test, schema(example = "ops"))]
    name: &'a str,
    /// What it is.
    #[cfg_attr(test, schema(value_type = String, example = "slack"))]
    r#type: TargetKind,
    /// The call, as the config of a webhook.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<Object>))]
    webhook: Option<CallConfig<'a>>,
    /// The mail server; a password is shown as `********`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>, example = "smtps://beadle:********@mail.example.com"))]
    server: Option<Cow<'a, str>>,
    /// The address that mails come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    /// The addresses that mails go to.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    to: &'a [String],
}

impl<'a> AlertsResponse<'a> {
    pub(super) fn of(rules: &'a AlertRules) -> Self {
        let targets = rules.targets.iter().map(|target| AlertTargetResponse {
            name: &target.name,
            r#type: target.kind,
            webhook: target.webhook.as_deref().map(CallConfig::of_webhook),
            server: target.server.as_ref().map(masking::connection_url),
            from: target.from.as_deref(),
            to: &target.to,
        });
        Self { rules: &rules.rules, targets: targets.collect() }
    }
}

/// The state of the rules.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = AlertState, example = json!({
    "rules": [{
        "rule": "backups fail", "muted_until": null,
        "firing": [{"subject": "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70", "since": "2027-01-15T03:02:11Z", "told": true}]
    }]
})))]
pub(crate) struct AlertStateResponse<'a> {
    /// The rules, in the order in which they are written.
    rules: Vec<RuleStateResponse<'a>>,
}

/// The state of a rule.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = AlertRuleState))]
pub(crate) struct RuleStateResponse<'a> {
    /// Its name.
    #[cfg_attr(test, schema(example = "backups fail"))]
    rule: &'a str,
    /// Until when it tells nobody, if it is muted now.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    muted_until: Option<Timestamp>,
    /// What fires by it.
    firing: Vec<FiringResponse<'a>>,
}

/// Something that fires.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Firing))]
pub(crate) struct FiringResponse<'a> {
    /// What it is about: the id of a task or a config, `backlog` or `credits`.
    #[cfg_attr(test, schema(example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    subject: &'a str,
    /// Since when.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    since: Timestamp,
    /// Whether the targets were told; not yet while the rule is muted.
    told: bool,
}

impl<'a> AlertStateResponse<'a> {
    pub(super) fn of(book: &'a AlertBook, now: Timestamp) -> Self {
        let is_pending = |rule: &str, subject: &str| {
            book.turns.iter().any(|turn| turn.firing && turn.rule == rule && turn.subject == subject)
        };
        let rules = book.rules.rules.iter().map(|rule| {
            let firing = book.states.get(&rule.name).into_iter().flat_map(|state| &state.firing);
            let firing = firing.map(|(subject, firing)| FiringResponse {
                subject,
                since: firing.since,
                told: firing.told && !is_pending(&rule.name, subject),
            });
            RuleStateResponse {
                rule: &rule.name,
                muted_until: rule.mute_until.filter(|_| rule.is_muted(now)),
                firing: firing.collect(),
            }
        });
        Self { rules: rules.collect() }
    }
}
