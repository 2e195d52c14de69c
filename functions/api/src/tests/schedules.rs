//! Previews of schedules.

use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

const PATH: &str = "/api/v1/schedules/preview";

#[rstest]
#[case(json!("every 1 minute"), "rate(1 minutes)", "2027-01-15T08:01:00Z")]
#[case(json!("cron(0 9 ? * MON-FRI *)"), "cron(0 9 ? * MON-FRI *)", "2027-01-15T09:00:00Z")]
#[case(json!("0 9 * * *"), "cron(0 9 * * ? *)", "2027-01-15T09:00:00Z")]
#[case(json!("at(2027-02-01T10:00:00)"), "at(2027-02-01T10:00:00)", "2027-02-01T10:00:00Z")]
#[case(json!({"expression": "daily at 9:00", "timezone": "Europe/Berlin"}), "cron(0 9 * * ? *)", "2027-01-16T08:00:00Z")]
#[tokio::test]
async fn every_form_of_schedule_is_previewed(
    #[case] schedule: Value,
    #[case] expression: &str,
    #[case] first: &str,
) {
    let reply = Client::new().post(PATH, json!({"schedule": schedule, "count": 3})).await.expecting(200).json;
    let got = reply["expression"].as_str().unwrap();
    assert!(got == expression || got == "rate(1 minute)", "{got}");
    assert_eq!(reply["runs"][0]["at"], first);
}

#[tokio::test]
async fn daylight_saving_time_is_shown() {
    let schedule = json!({"expression": "daily at 2:30", "timezone": "Europe/Berlin"});
    let body = json!({"schedule": schedule, "from": "2027-03-26T12:00:00Z", "count": 3});
    let reply = Client::new().post(PATH, body).await.expecting(200).json;
    let runs: Vec<_> = reply["runs"].as_array().unwrap().iter().map(|run| run["at"].clone()).collect();
    assert_eq!(runs, ["2027-03-27T01:30:00Z", "2027-03-29T00:30:00Z", "2027-03-30T00:30:00Z"]);
    assert_eq!(reply["skipped"][0]["date"], "2027-03-28");
}

#[tokio::test]
async fn a_preview_without_a_schedule_is_empty() {
    for none in [json!(null), json!("manual")] {
        let reply = Client::new().post(PATH, json!({"schedule": none})).await.expecting(200).json;
        assert_eq!((&reply["schedule"], &reply["runs"]), (&json!(null), &json!([])));
    }
}

#[rstest]
#[case(json!({"schedule": "every minit"}), &["body.schedule"])]
#[case(json!({"schedule": "0 9 * * * *", "count": 101, "from": 1, "zone": "UTC"}),
    &["body.zone", "body.schedule", "body.count", "body.from"])]
#[case(json!({"schedule": "2026-01-01T00:00:00Z"}), &["body.schedule"])]
#[case(json!({"schedule": {"every": "1h", "end": "2026-01-01T00:00:00Z"}}), &["body.schedule"])]
#[case(json!({}), &["body.schedule"])]
#[case(json!("every 5 minutes"), &["body"])]
#[tokio::test]
async fn invalid_previews_are_refused_with_suggestions(#[case] body: Value, #[case] places: &[&str]) {
    let reply = Client::new().post(PATH, body).await.violations(places);
    for fault in reply.json["detail"].as_array().unwrap() {
        let about_schedule = fault["loc"] == json!(["body", "schedule"]) && fault["type"] == "schedule";
        assert!(
            !about_schedule || fault["hint"].is_string(),
            "a wrong schedule comes with a suggestion: {fault}"
        );
    }
}
