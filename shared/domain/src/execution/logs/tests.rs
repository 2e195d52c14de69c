//! Tests of the log lines.

use serde_json::json;

use super::*;
use crate::{
    execution::{Answer, AnswerBody, Event, Request, Trigger},
    specimen::{at, claimed, deferred, pending, retrying, task_id, timeout},
};

fn lines(execution: &Execution) -> Vec<(i64, &'static str, String)> {
    let lines = entries(execution).into_iter();
    lines.map(|line| (line.timestamp.as_second(), line.level.as_str(), line.message)).collect()
}

fn line(second: i64, level: &'static str, message: &str) -> (i64, &'static str, String) {
    (second, level, message.to_owned())
}

#[test]
fn logs_a_failure_after_a_retry() {
    let put_off = deferred(&claimed(&pending(), 1), 2, 5);
    let second = claimed(&retrying(&claimed(&put_off, 5), 6, 16), 16);
    let failed = second.apply(Event::Fail { failure: timeout(), answer: None }, at(20)).unwrap();
    assert_eq!(
        lines(&failed),
        [
            line(0, "INFO", "Execution created: api"),
            line(2, "WARN", "Attempt 1 put off: breaker"),
            line(5, "INFO", "Attempt 1 began"),
            line(6, "WARN", "Attempt 1 failed: no answer"),
            line(16, "INFO", "Attempt 2 began"),
            line(20, "ERROR", "Attempt 2 failed: no answer"),
            line(20, "ERROR", "no answer"),
        ]
    );
    let data: Vec<_> = entries(&failed).into_iter().map(|line| line.data).collect();
    assert!(data.iter().all(|data| data["execution_id"] == json!(failed.id())));
    assert_eq!(data[3]["error"], json!("timeout"));
    assert_eq!(data[3]["next_attempt_at"], json!(at(16)));
    assert_eq!(data[6]["attempts"], json!(2));
}

#[test]
fn a_notification_that_is_not_delivered_is_a_warning() {
    let mut request = Request::clone(&pending().request);
    request.trigger = Trigger::notice(task_id(7));
    let running = claimed(&Execution::new(request, at(0)), 1);
    let failed = running.apply(Event::Fail { failure: timeout(), answer: None }, at(3)).unwrap();
    assert!(failed.is_undelivered_notice() && !running.is_undelivered_notice());
    assert_eq!(
        lines(&failed),
        [
            line(0, "INFO", "Execution created: event"),
            line(1, "INFO", "Attempt 1 began"),
            line(3, "WARN", "Attempt 1 failed: no answer"),
            line(3, "WARN", "The notification was not delivered: no answer"),
        ]
    );
    assert_eq!(entries(&failed)[0].data["notice_of"], json!(task_id(7)));
}

#[test]
fn logs_a_success_with_a_warning() {
    let answer = Answer {
        status: Some(200),
        headers: Default::default(),
        body: AnswerBody::Empty,
        size: 0,
        truncated: false,
        extracted: None,
        warnings: vec!["the answer has errors beside its data".to_owned()],
    };
    let done = claimed(&pending(), 1).apply(Event::Succeed { answer: Some(answer) }, at(3)).unwrap();
    assert_eq!(
        lines(&done),
        [
            line(0, "INFO", "Execution created: api"),
            line(1, "INFO", "Attempt 1 began"),
            line(3, "INFO", "Attempt 1 succeeded"),
            line(3, "WARN", "the answer has errors beside its data"),
            line(3, "INFO", "Execution completed"),
        ]
    );
}

#[test]
fn logs_a_running_execution() {
    let running = claimed(&pending(), 1);
    assert_eq!(
        lines(&running),
        [line(0, "INFO", "Execution created: api"), line(1, "INFO", "Attempt 1 began")]
    );
}

#[test]
fn lines_have_the_format_of_seed_002() {
    let line = entries(&pending()).remove(0);
    let json = serde_json::to_value(line).unwrap();
    let names: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["timestamp", "level", "message", "data"]);
}
