//! Number and times of retries.

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    time::Duration,
};

use beadle_domain::{
    execution::{Execution, Status},
    policy::{Backoff, RetryPolicy},
};
use jiff::Timestamp;
use rstest::rstest;

use super::run;
use crate::conformance::{
    http_caller::destination::{Destination, Reply, whole},
    specimen::at,
};

/// Responds to the first calls with `statuses`, and to all further calls with the last of them.
async fn answering(statuses: &'static [u16]) -> Destination {
    let calls = AtomicUsize::new(0);
    Destination::start(move |_| {
        let call = calls.fetch_add(1, SeqCst).min(statuses.len() - 1);
        Reply::Bytes(whole(statuses[call], "content-type: application/json\r\n", b"{\"ok\":true}"))
    })
    .await
}

/// The start of each attempt and the status of its response.
fn attempts(execution: &Execution) -> Vec<(Timestamp, Option<u16>)> {
    execution.progress.attempts.iter().map(|attempt| (attempt.started_at, attempt.http_status)).collect()
}

fn linear() -> RetryPolicy {
    let backoff = Backoff::Linear { delay: Duration::from_secs(10), max_delay: Duration::from_secs(300) };
    RetryPolicy { max_retries: 3, backoff, retry_on: None, stop_when: None }
}

#[tokio::test]
async fn two_failures_then_success_make_three_attempts_with_the_policys_delays() -> anyhow::Result<()> {
    let there = answering(&[500, 500, 200]).await;
    let done = run(&there, |request| request.policy.retry = linear()).await?;

    assert_eq!(done.status(), Status::Completed);
    assert_eq!(attempts(&done), [(at(0), Some(500)), (at(10), Some(500)), (at(30), Some(200))]);
    assert_eq!(done.progress.attempts[0].next_attempt_at, Some(at(10)));

    let seen = there.seen();
    let numbers: Vec<_> = seen.iter().filter_map(|seen| seen.header("beadle-attempt")).collect();
    assert_eq!(numbers, ["1", "2", "3"]);
    let key = done.id().to_string();
    assert!(seen.iter().all(|seen| seen.header("idempotency-key") == Some(&key)));
    assert!(seen.iter().all(|seen| seen.body == r#"{"order":7}"#));
    Ok(())
}

#[rstest]
#[case(0, 1)]
#[case(2, 3)]
#[tokio::test]
async fn an_execution_that_always_fails_ends_after_its_retries(
    #[case] max_retries: u32,
    #[case] expected: usize,
) -> anyhow::Result<()> {
    let there = answering(&[503]).await;
    let retry = RetryPolicy { max_retries, ..linear() };
    let failed = run(&there, |request| request.policy.retry = retry).await?;
    assert_eq!((failed.status(), failed.progress.attempts.len()), (Status::Failed, expected));
    assert_eq!(there.seen().len(), expected);
    assert_eq!(failed.progress.failure().and_then(|failure| failure.http_status), Some(503));
    Ok(())
}

#[tokio::test]
async fn a_404_is_not_retried() -> anyhow::Result<()> {
    let there = answering(&[404]).await;
    let failed = run(&there, |_| {}).await?;
    assert_eq!((failed.status(), attempts(&failed)), (Status::Failed, vec![(at(0), Some(404))]));
    assert_eq!(there.seen().len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_delay_that_a_destination_asks_for_is_respected() -> anyhow::Result<()> {
    let calls = AtomicUsize::new(0);
    let there = Destination::start(move |_| {
        Reply::Bytes(match calls.fetch_add(1, SeqCst) {
            0 => whole(429, "retry-after: 45\r\n", b""),
            _ => whole(200, "", b""),
        })
    })
    .await;
    let done = run(&there, |request| request.policy.retry = linear()).await?;
    assert_eq!(attempts(&done), [(at(0), Some(429)), (at(45), Some(200))]);
    Ok(())
}
