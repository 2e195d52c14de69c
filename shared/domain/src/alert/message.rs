//! What a target is told, in the form that its kind documents.
//!
//! - Slack: <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/>.
//! - Discord: <https://docs.discord.com/developers/resources/webhook#execute-webhook>.
//! - Teams: <https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using>, a
//!   message with one adaptive card.
//! - SES: <https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html>.

use beadle_values::id::OwnerId;
use serde_json::{Map, Value, json};

use super::{AlertRule, AlertTarget, AlertTurn, Condition, TargetKind};
use crate::{
    interpolation::Template,
    spec::{EmailSpec, TaskSpec},
};

/// What is told of `turn`, whose subject is called `name`: the body of a webhook, and what texts are made of.
pub fn data(
    turn: &AlertTurn,
    rule: &AlertRule,
    owner: &OwnerId,
    name: Option<&str>,
    target: &AlertTarget,
) -> Map<String, Value> {
    let event = if turn.firing { "alert.firing" } else { "alert.resolved" };
    let text = sentence(turn, rule, name.unwrap_or(&turn.subject));
    let text = if target.kind == TargetKind::Slack { escaped(&text) } else { text };
    let mut data = Map::from_iter([
        ("type".to_owned(), json!(event)),
        ("timestamp".to_owned(), json!(turn.at)),
        ("user_id".to_owned(), json!(owner)),
        ("rule".to_owned(), json!(rule.name)),
        ("when".to_owned(), json!(rule.when)),
        ("subject".to_owned(), json!(turn.subject)),
        ("name".to_owned(), json!(name)),
        ("since".to_owned(), json!(turn.since)),
        ("text".to_owned(), json!(text)),
    ]);
    if target.kind.is_mail() {
        let subject = if turn.firing { "Firing" } else { "Resolved" };
        data.insert("mail_subject".to_owned(), json!(format!("{subject}: {}", rule.name)));
        data.insert("mail_from".to_owned(), json!(target.from));
        data.insert("mail_to".to_owned(), json!(target.to));
    }
    data
}

fn sentence(turn: &AlertTurn, rule: &AlertRule, name: &str) -> String {
    let AlertTurn { since, at, .. } = turn;
    let rule_name = &rule.name;
    if !turn.firing {
        return format!("Resolved: {rule_name} ({name}) at {at}, after firing since {since}");
    }
    let what = match rule.when {
        Condition::ConsecutiveFailures if rule.failures() == 1 => format!("{name} failed"),
        Condition::ConsecutiveFailures => format!("{name} failed {} times in a row", rule.failures()),
        Condition::BreakerOpen => format!("the circuit breaker of {name} is open"),
        Condition::Missed => format!("{name} did not come in time"),
        Condition::BacklogOlderThan => "executions have waited for too long".to_owned(),
        Condition::CreditsBelow => "few credits are left".to_owned(),
    };
    format!("Firing: {rule_name}: {what}, since {since}")
}

/// `text` without what Slack reads as a mention or a link.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What the execution that tells `target` does; `None` for a target that a later version wrote. A body of its own stays;
/// otherwise it is that which its kind documents.
pub fn call(target: &AlertTarget) -> Option<TaskSpec> {
    if target.kind == TargetKind::Smtp {
        return Some(TaskSpec::Email(EmailSpec {
            server: target.server.clone()?,
            from: target.from.clone()?,
            to: target.to.clone(),
            subject: Template::new("${input.mail_subject}".to_owned()),
            text: Template::new("${input.text}".to_owned()),
        }));
    }
    let mut call = target.webhook.as_deref()?.clone();
    call.http.body = call.http.body.or_else(|| body(target.kind));
    Some(TaskSpec::Webhook(call))
}

/// What is sent refers to the input of the execution, so that no name is read as a placeholder.
fn body(kind: TargetKind) -> Option<Value> {
    Some(match kind {
        TargetKind::Webhook => json!("${input}"),
        TargetKind::Slack => json!({"text": "${input.text}"}),
        TargetKind::Discord => json!({"content": "${input.text}", "allowed_mentions": {"parse": []}}),
        TargetKind::Teams => json!({
            "type": "message",
            "attachments": [{
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard",
                    "version": "1.4",
                    "body": [{"type": "TextBlock", "text": "${input.text}", "wrap": true}],
                },
            }],
        }),
        TargetKind::Ses => json!({
            "FromEmailAddress": "${input.mail_from}",
            "Destination": {"ToAddresses": "${input.mail_to}"},
            "Content": {"Simple": {
                "Subject": {"Data": "${input.mail_subject}", "Charset": "UTF-8"},
                "Body": {"Text": {"Data": "${input.text}", "Charset": "UTF-8"}},
            }},
        }),
        TargetKind::Smtp => return None,
    })
}

#[cfg(test)]
mod tests {
    use beadle_values::violation::Path;
    use rstest::rstest;

    use super::*;
    use crate::{alert::AlertRules, specimen::at};

    fn told(rule: Value, firing: bool, kind: &str) -> Map<String, Value> {
        let mut rule = rule;
        (rule["name"], rule["targets"]) = (json!("night"), json!(["ops"]));
        let mut target = json!({"name": "ops", "type": kind, "webhook": "https://hooks.example/1"});
        if kind == "ses" {
            (target["from"], target["to"]) = (json!("beadle@a.example"), json!(["ops@a.example"]));
        }
        let targets = json!([target]);
        let rules = AlertRules::parse(&json!({"rules": [rule], "targets": targets}), &Path::body()).unwrap();
        let (subject, since) = ("tsk_1".to_owned(), at(60));
        let turn = AlertTurn { number: 1, rule: "night".to_owned(), subject, firing, at: at(60), since };
        data(
            &turn,
            &rules.rules[0],
            &OwnerId::parse("ada").unwrap(),
            Some("<!channel> & co"),
            &rules.targets[0],
        )
    }

    #[rstest]
    #[case(json!({"when": "consecutive_failures"}), "<!channel> & co failed 3 times in a row")]
    #[case(json!({"when": "consecutive_failures", "count": 1}), "<!channel> & co failed")]
    #[case(json!({"when": "breaker_open"}), "the circuit breaker of <!channel> & co is open")]
    #[case(json!({"when": "missed"}), "<!channel> & co did not come in time")]
    #[case(json!({"when": "backlog_older_than", "older_than": "5m"}), "executions have waited for too long")]
    #[case(json!({"when": "credits_below", "credits": 1}), "few credits are left")]
    fn each_condition_has_its_sentence(#[case] rule: Value, #[case] expected: &str) {
        let data = told(rule, true, "webhook");
        assert_eq!(data["text"], format!("Firing: night: {expected}, since 1970-01-01T00:01:00Z"));
        assert_eq!(data["type"], "alert.firing");
    }

    #[test]
    fn names_mention_nobody_in_slack() {
        let data = told(json!({"when": "missed"}), false, "slack");
        assert_eq!(
            data["text"],
            "Resolved: night (&lt;!channel&gt; &amp; co) at 1970-01-01T00:01:00Z, after firing since 1970-01-01T00:01:00Z"
        );
        assert_eq!(data["name"], "<!channel> & co");
    }

    #[test]
    fn a_mail_has_a_subject_and_addresses() {
        let data = told(json!({"when": "missed"}), true, "ses");
        let members = ["mail_subject", "mail_from", "mail_to"].map(|member| data[member].clone());
        assert_eq!(members, [json!("Firing: night"), json!("beadle@a.example"), json!(["ops@a.example"])]);
        assert!(!told(json!({"when": "missed"}), true, "teams").contains_key("mail_to"));
    }
}
