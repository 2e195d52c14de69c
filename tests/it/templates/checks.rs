//! Checks and cleanups.

use serde_json::json;

use super::row::{Answered, Expected, Outcome, Request, Row};

pub fn rows() -> Vec<Row> {
    vec![uptime(), database(), clean_up()]
}

fn uptime() -> Row {
    Row {
        template: "tpl_uptime_check",
        fields: json!({"url": "https://www.example.com/health", "method": "HEAD", "query": {"deep": true}}),
        asked: Expected::Http(Request {
            method: "HEAD",
            url: "https://www.example.com/health",
            query: &[("deep", "true")],
            headers: &[],
            body: json!(null),
        }),
        answers: vec![
            Answered::of("it is up", 204, "text/plain", "", Outcome::Result(json!(null))),
            Answered::of("it is not there", 404, "text/plain", "", Outcome::Failed("http_status")),
            Answered::of("it is down", 503, "text/plain", "", Outcome::Retried("http_status")),
        ],
    }
}

/// The effects in PostgreSQL and MariaDB are tested with the databases.
fn clean_up() -> Row {
    Row {
        template: "tpl_nightly_clean_up",
        fields: json!({"cwd": "/var/tmp/uploads", "older_than_days": 30}),
        asked: Expected::Script(
            "/usr/bin/find . -type f -mtime +30 -print -delete in /var/tmp/uploads with {}",
        ),
        answers: vec![Answered::of(
            "files are deleted",
            200,
            "text/plain",
            "",
            Outcome::Result(json!("./old.log")),
        )],
    }
}

fn database() -> Row {
    Row {
        template: "tpl_database_cleanup",
        fields: json!({"connection": "postgres://app@db.example.com/app", "older_than_days": 90}),
        asked: Expected::Statement {
            query: "DELETE FROM events WHERE created_at < now() - make_interval(days => $1)",
            params: vec![json!(90)],
        },
        answers: vec![Answered::of(
            "a row is deleted",
            200,
            "text/plain",
            "",
            Outcome::Result(
                json!({"columns": [], "row_count": 0, "affected": 1, "rows": [], "truncated": false}),
            ),
        )],
    }
}
