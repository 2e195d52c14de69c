//! Database results.

use super::*;
use crate::call::{Column, DatabaseAnswer};

fn rows(count: usize, text: &str) -> DatabaseAnswer {
    let row = |number| json!({"id": number, "text": text}).as_object().unwrap().clone();
    DatabaseAnswer {
        columns: ["id", "text"].map(|name| Column { name: name.into(), type_name: "x".into() }).into(),
        rows: (0..count).map(row).collect(),
        affected: count as u64,
        truncated: false,
    }
}

fn evaluated(answer: DatabaseAnswer) -> Answer {
    match evaluate_database(answer, &Redactor::new(["hunter2"])) {
        Outcome::Succeeded { answer: Some(answer) } => answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn rows_are_stored_with_their_columns() {
    let answer = evaluated(rows(1, "hunter2"));
    let expected = json!({
        "columns": [{"name": "id", "type": "x"}, {"name": "text", "type": "x"}], "row_count": 1, "affected": 1,
        "rows": [{"id": 0, "text": MASK}], "truncated": false,
    });
    assert_eq!((answer.body, answer.status, answer.truncated), (AnswerBody::Json(expected), None, false));
}

#[test]
fn as_many_rows_are_stored_as_fit() {
    let answer = evaluated(rows(1000, &"x".repeat(1000)));
    assert!(answer.truncated && answer.size > 1_000_000);
    assert!(serde_json::to_vec(&answer).unwrap().len() <= MAX_STORED);
    let AnswerBody::Json(body) = &answer.body else { panic!("{answer:?}") };
    let stored = body["rows"].as_array().unwrap().len();
    assert_eq!(body["truncated"], true);
    assert!(stored > 200 && body["row_count"] == stored && body["affected"] == 1000);
    assert!(evaluated(DatabaseAnswer { truncated: true, ..rows(1, "x") }).truncated);
}
