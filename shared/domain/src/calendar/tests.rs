//! Tests of calendars against the rules of RFC 5545.

use beadle_values::{
    id::{OwnerId, TaskId},
    violation::Path,
};
use serde_json::{Value, json};

use super::*;
use crate::task::TaskDraft;

/// 2027-03-01T12:00:00Z
const NOW: Timestamp = Timestamp::constant(1_803_902_400, 0);

fn task(number: u128, body: Value) -> Task {
    let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
    let id = TaskId::from_uuid(uuid::Uuid::from_u128(number));
    draft.into_task(id, OwnerId::parse("ada").unwrap(), NOW)
}

/// The unfolded lines of a calendar; asserts that its components are properly nested.
fn lines(text: &str) -> Vec<String> {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let lines: Vec<String> = text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect();
    let mut open = Vec::new();
    for line in &lines {
        if let Some(name) = line.strip_prefix("BEGIN:") {
            open.push(name.to_owned());
        } else if let Some(name) = line.strip_prefix("END:") {
            assert_eq!(open.pop().as_deref(), Some(name));
        }
    }
    assert!(open.is_empty());
    lines
}

fn components(text: &str, name: &str) -> Vec<Vec<String>> {
    let lines = lines(text);
    let begins = format!("BEGIN:{name}");
    let ends = format!("END:{name}");
    let mut found = Vec::new();
    let mut current: Option<Vec<String>> = None;
    for line in lines {
        if line == begins {
            current = Some(Vec::new());
        } else if line == ends {
            found.extend(current.take());
        } else if let Some(current) = &mut current {
            current.push(line);
        }
    }
    found
}

fn has(component: &[String], line: &str) -> bool {
    component.iter().any(|known| known == line)
}

#[test]
fn runs_of_a_schedule_are_events() {
    let ping = task(
        1,
        json!({"name": "Ping, pong", "type": "http", "schedule": "daily at 14:30", "priority": "high",
        "tags": ["a,b", "c"], "config": {"url": "http://a.example"}}),
    );
    let events = components(&calendar([&ping], 3, NOW), "VEVENT");
    let starts: Vec<&String> =
        events.iter().flat_map(|event| event.iter().filter(|l| l.starts_with("DTSTART"))).collect();
    assert_eq!(starts, ["DTSTART:20270301T143000Z", "DTSTART:20270302T143000Z", "DTSTART:20270303T143000Z"]);
    assert!(
        events.iter().all(|event| has(event, "SUMMARY:Ping\\, pong") && has(event, "CATEGORIES:a\\,b,c"))
    );
    assert!(events.iter().all(|event| has(event, "PRIORITY:1")));
    let mut ids: Vec<&String> =
        events.iter().flat_map(|event| event.iter().filter(|l| l.starts_with("UID:"))).collect();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[test]
fn a_paused_task_has_no_runs() {
    let ping = task(
        1,
        json!({"name": "ping", "type": "http", "schedule": "daily at 14:30", "config": {"url": "http://a.example"}}),
    );
    let paused = Task { paused: true, ..ping };
    assert!(components(&calendar([&paused], 3, NOW), "VEVENT").is_empty());
}

#[test]
fn a_todo_has_a_due_date_and_an_alarm() {
    let tax = task(
        2,
        json!({"name": "File the taxes", "type": "todo", "config": {"notes": "form A\nform B"},
        "due_date": "2027-03-31T22:00:00Z", "reminder_time": "2027-03-30T08:00:00Z"}),
    );
    let todos = components(&calendar([&tax], 3, NOW), "VTODO");
    assert_eq!(todos.len(), 1);
    for line in [
        "DUE:20270331T220000Z",
        "STATUS:NEEDS-ACTION",
        "DESCRIPTION:form A\\nform B",
        "PRIORITY:5",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER;VALUE=DATE-TIME:20270330T080000Z",
        "END:VALARM",
    ] {
        assert!(has(&todos[0], line), "{line}");
    }
    let done = Task { completed_at: Some(NOW), ..tax };
    let todos = components(&calendar([&done], 3, NOW), "VTODO");
    assert!(has(&todos[0], "STATUS:COMPLETED") && has(&todos[0], "COMPLETED:20270301T120000Z"));
    assert!(!has(&todos[0], "BEGIN:VALARM"));
}

#[test]
fn events_take_hours_or_days() {
    let attendees = ["ada@a.example", "bob@b.example"];
    let talk = task(
        3,
        json!({"name": "Talk", "type": "calendar_event", "due_date": "2027-03-05T09:00:00Z",
        "config": {"location": "Room 1", "duration": "90m", "attendees": attendees}}),
    );
    let fair = task(
        4,
        json!({"name": "Fair", "type": "calendar_event", "due_date": "2027-03-05T00:00:00Z",
        "config": {"all_day": true, "duration": "2d"}}),
    );
    let undated = task(5, json!({"name": "Someday", "type": "calendar_event", "config": {}}));
    let events = components(&calendar([&talk, &fair, &undated], 3, NOW), "VEVENT");
    assert_eq!(events.len(), 2);
    for line in [
        "DTSTART:20270305T090000Z",
        "DTEND:20270305T103000Z",
        "LOCATION:Room 1",
        "ATTENDEE:mailto:bob@b.example",
    ] {
        assert!(has(&events[0], line), "{line}");
    }
    for line in ["DTSTART;VALUE=DATE:20270305", "DTEND;VALUE=DATE:20270307"] {
        assert!(has(&events[1], line), "{line}");
    }
}

#[test]
fn every_component_has_what_rfc_5545_requires() {
    let reminder =
        task(6, json!({"name": "Water", "type": "reminder", "reminder_time": "2027-03-02T08:00:00Z"}));
    let text = calendar([&reminder], 3, NOW);
    let all = lines(&text);
    assert_eq!(all[0], "BEGIN:VCALENDAR");
    assert!(has(&all, "VERSION:2.0") && all.iter().any(|line| line.starts_with("PRODID:")));
    let events = components(&text, "VEVENT");
    assert_eq!(events.len(), 1);
    for property in ["UID:", "DTSTAMP:", "DTSTART:"] {
        assert_eq!(events[0].iter().filter(|line| line.starts_with(property)).count(), 1, "{property}");
    }
}

#[test]
fn what_a_calendar_cannot_write_is_left_out_and_the_rest_stays() {
    let event =
        |number, due: &str| task(number, json!({"name": "Event", "type": "calendar_event", "due_date": due}));
    let stored = |due: &str| Some(serde_json::from_value::<UtcTime>(json!(due)).unwrap());
    let ancient = Task { due_date: stored("-000001-06-01T00:00:00Z"), ..event(1, "2027-03-05T09:00:00Z") };
    let todo = task(2, json!({"name": "Old", "type": "todo", "due_date": "2027-03-05T09:00:00Z"}));
    let old = Task { due_date: stored("-000001-06-01T00:00:00Z"), ..todo.clone() };
    let never = event(3, "9999-12-31T23:59:59Z");
    let first = event(4, "0001-01-01T00:00:00Z");
    let text = calendar([&ancient, &old, &never, &first, &todo], 3, NOW);
    let events = components(&text, "VEVENT");
    assert_eq!((events.len(), components(&text, "VTODO").len()), (2, 1));
    assert!(has(&events[0], "DTSTART:99991231T235959Z"));
    assert!(!events[0].iter().any(|line| line.starts_with("DTEND")));
    assert!(has(&events[1], "DTSTART:00010101T000000Z") && has(&events[1], "DTEND:00010101T010000Z"));
}
