//! Messages to people.

use serde_json::json;

use super::row::{Answered, Expected, Outcome, Request, Row};

pub fn rows() -> Vec<Row> {
    vec![slack(), discord()]
}

/// The errors are those of
/// <https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks>: short texts, each
/// with a status.
fn slack() -> Row {
    let refused =
        |when, status| Answered::of(when, status, "text/html", when, Outcome::Failed("http_status"));
    Row {
        template: "tpl_slack_message",
        fields: json!({
            "url": "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            "text": "Hello, \"world\".\nTwo lines & <https://example.com|a link>",
            "body": {"unfurl_links": false},
        }),
        asked: Expected::Http(Request {
            method: "POST",
            url: "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            query: &[],
            headers: &[("content-type", "application/json")],
            body: json!({
                "text": "Hello, \"world\".\nTwo lines & <https://example.com|a link>", "unfurl_links": false,
            }),
        }),
        answers: vec![
            Answered::of("ok", 200, "text/html", "ok", Outcome::Result(json!("ok"))),
            refused("invalid_payload", 400),
            refused("action_prohibited", 403),
            refused("channel_not_found", 404),
            refused("channel_is_archived", 410),
            Answered::of("rollup_error", 500, "text/html", "rollup_error", Outcome::Retried("http_status")),
        ],
    }
}

/// The errors are those of <https://discord.com/developers/docs/topics/opcodes-and-status-codes#json> and
/// <https://discord.com/developers/docs/topics/rate-limits>.
fn discord() -> Row {
    let message = json!({
        "id": "1097552150294626415", "type": 0, "content": "Built", "channel_id": "1097552148939866112",
        "author": {"id": "1097552149000000000", "username": "Beadle", "avatar": null, "bot": true},
        "attachments": [], "embeds": [], "mentions": [], "mention_roles": [], "pinned": false,
        "mention_everyone": false, "tts": false, "timestamp": "2026-11-21T00:00:00.000000+00:00",
        "edited_timestamp": null, "flags": 0, "components": [], "webhook_id": "1097552149000000000",
    });
    let empty = json!({"message": "Cannot send an empty message", "code": 50006});
    let unknown = json!({"message": "Unknown Webhook", "code": 10015});
    let limited = json!({"message": "You are being rate limited.", "retry_after": 0.529, "global": false});
    Row {
        template: "tpl_discord_message",
        fields: json!({
            "url": "https://discord.com/api/webhooks/1097552149000000000/abc_DEF-123",
            "content": "Built",
            "body": {"username": "Beadle"},
        }),
        asked: Expected::Http(Request {
            method: "POST",
            url: "https://discord.com/api/webhooks/1097552149000000000/abc_DEF-123",
            query: &[("wait", "true")],
            headers: &[("content-type", "application/json")],
            body: json!({"content": "Built", "username": "Beadle"}),
        }),
        answers: vec![
            Answered::json(
                "the message, since the webhook is asked to wait",
                200,
                message,
                Outcome::Result(
                    json!({"message_id": "1097552150294626415", "channel_id": "1097552148939866112"}),
                ),
            ),
            Answered::json("an empty message", 400, empty, Outcome::Failed("http_status")),
            Answered::json("an unknown webhook", 404, unknown, Outcome::Failed("http_status")),
            Answered {
                headers: "content-type: application/json\r\nretry-after: 1\r\n".to_owned(),
                ..Answered::json("too many messages", 429, limited, Outcome::Retried("http_status"))
            },
        ],
    }
}
