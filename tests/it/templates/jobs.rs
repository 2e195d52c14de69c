//! Jobs at other systems.

use serde_json::json;

use super::row::{Answered, Expected, Outcome, Request, Row};

pub fn rows() -> Vec<Row> {
    vec![job_and_poll()]
}

fn job_and_poll() -> Row {
    let request = |method, url, body| Request { method, url, query: &[], headers: &[], body };
    Row {
        template: "tpl_job_and_poll",
        fields: json!({
            "request": {"url": "https://render.example.com/videos", "body": {"frames": 1000}},
            "poll": {"interval": "10s"},
        }),
        asked: Expected::Job {
            start: request("POST", "https://render.example.com/videos", json!({"frames": 1000})),
            poll: request("GET", "https://render.example.com/videos/7", json!(null)),
        },
        answers: vec![
            Answered::json(
                "it is done",
                200,
                json!({"status": "succeeded", "url": "https://cdn.example.com/7.mp4"}),
                Outcome::Result(json!({"status": "succeeded", "url": "https://cdn.example.com/7.mp4"})),
            ),
            Answered::json(
                "it has failed",
                200,
                json!({"status": "failed", "error": "no such font"}),
                Outcome::Failed("job_failed"),
            ),
        ],
    }
}
