//! What a row holds of an execution, and how much it takes.

use std::{sync::Arc, time::Duration};

use beadle_application::port::{Delivery, Executions, Saved, StartExecutions};
use beadle_domain::execution::{
    Answer, AnswerBody, Event, Execution, IdempotencyStamp, Request, compact::expand,
};
use beadle_values::{duration, id::OwnerId};
use futures_util::future::join_all;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde_json::json;

use super::specimen::{SetClock, execution, in_folder};
use crate::{Embedded, row, stored};

fn answer() -> Answer {
    let body = json!({"ok": true, "filler": "y".repeat(77)});
    let headers = [("content-length", "100"), ("content-type", "application/json")];
    Answer {
        status: Some(200),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        body: AnswerBody::Json(body),
        size: 100,
        truncated: false,
        extracted: None,
        warnings: Vec::new(),
    }
}

/// The specimen with another request.
fn with(edit: impl FnOnce(&mut Request)) -> Execution {
    let mut request = (*execution(1, 100).request).clone();
    edit(&mut request);
    Execution { request: Arc::new(request), ..execution(1, 100) }
}

/// What a row with these texts reads as.
fn read_back(execution: &Execution, request: &str, progress: &str) -> Execution {
    let sql = Connection::open_in_memory().unwrap();
    sql.execute_batch(crate::schema::SCHEMA).unwrap();
    row::insert(&sql, execution, 0, request, progress).unwrap();
    row::find(&sql, execution.id()).unwrap().unwrap().0
}

#[test]
fn an_execution_reads_back_as_it_was_stored() {
    let ended = execution(1, 100).apply(
        Event::Claim { lease_until: Timestamp::from_second(200).unwrap() },
        Timestamp::from_second(101).unwrap(),
    );
    let ended =
        ended.unwrap().apply(Event::Succeed { answer: Some(answer()) }, Timestamp::from_second(102).unwrap());
    let decoy = r#","created_at":"1970-01-01T00:01:40Z"{"id":"#;
    let stamp = IdempotencyStamp { key: decoy.to_owned(), body_digest: decoy.to_owned() };
    let executions = [
        execution(1, 100),
        ended.unwrap(),
        with(|request| request.owner = OwnerId::parse(r#"a"b\c,"x":1"#).unwrap()),
        with(|request| request.created_at = duration::after(request.created_at, Duration::from_micros(7))),
        with(|request| request.idempotency = Some(stamp)),
        with(|request| {
            request.input = json!({"id": "exe", "created_at": decoy}).as_object().unwrap().clone()
        }),
    ];
    for execution in executions {
        let (request, progress) =
            (stored::request(&execution.request).unwrap(), stored::progress(&execution.progress).unwrap());
        assert_eq!(read_back(&execution, &request, &progress), execution);
        let whole = stored::whole_request(&execution.request).unwrap();
        assert_eq!(read_back(&execution, &whole, &progress), execution);
        assert_eq!(expand(&whole), serde_json::to_string(&execution.request).unwrap());
        // As schema 8 had it.
        let plain = |value: serde_json::Result<String>| value.unwrap();
        let (request, progress) = (
            plain(serde_json::to_string(&execution.request)),
            plain(serde_json::to_string(&execution.progress)),
        );
        assert_eq!(read_back(&execution, &request, &progress), execution);
    }
}

#[test]
fn a_text_that_is_no_object_is_unreadable() {
    let execution = execution(1, 100);
    let sql = Connection::open_in_memory().unwrap();
    sql.execute_batch(crate::schema::SCHEMA).unwrap();
    let progress = stored::progress(&execution.progress).unwrap();
    row::insert(&sql, &execution, 0, "{", &progress).unwrap();
    for text in ["", "{", "null", "7", "\u{1f}", "ä{}", "[]"] {
        sql.execute("UPDATE executions SET request = ?1", params![text]).unwrap();
        let error = row::find(&sql, execution.id()).unwrap_err();
        assert!(error.is_of_a_row(), "{text:?}: {error}");
    }
}

/// Half of what plain JSON took, which was 1.5 KB: rows, their indexes, and the room that pages have left.
#[tokio::test]
async fn an_ordinary_execution_takes_three_quarters_of_a_kilobyte() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), SetClock::at(100));
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let empty = store.figures().await.unwrap().file;
    let mut deliveries = store.deliveries(1_000);
    let count = 1_000;
    let executions: Vec<Execution> = (1..=count)
        .map(|number| {
            let body = json!({"n": number, "filler": "x".repeat(170)});
            let config = json!({"method": "POST", "url": "http://127.0.0.1:8080/", "body": body});
            let request = beadle_domain::specimen::request(&config);
            let created_at = Timestamp::from_second(100).unwrap();
            Execution::new(Request { id: execution(number, 100).id(), created_at, ..request }, created_at)
        })
        .collect();
    join_all(executions.iter().map(|execution| store.start(execution))).await;
    let mut running = Vec::new();
    for _ in 0..count {
        let delivered = deliveries.next().await.unwrap();
        let Delivery::Claimed { execution, .. } = delivered.delivery else { panic!("it is claimed") };
        running.push(execution);
    }
    let end = async |running: &Execution| {
        let ended =
            running.apply(Event::Succeed { answer: Some(answer()) }, running.request.created_at).unwrap();
        assert_eq!(store.save(&ended, running.version(), 0).await.unwrap(), Saved::Done);
    };
    join_all(running.iter().map(|running| end(running))).await;
    drop((deliveries, store));
    let sql = Connection::open(folder.path().join("beadle.db")).unwrap();
    sql.execute_batch("DELETE FROM changes").unwrap();
    let pragma = |name| sql.pragma_query_value(None, name, |row| row.get::<_, u64>(0)).unwrap();
    let used = (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
    let each = (used - empty.bytes) / u64::try_from(count).unwrap();
    assert!(each <= 750, "{each} bytes");
}
