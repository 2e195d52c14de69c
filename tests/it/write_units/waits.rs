//! The write units of a wait for a job: its start, the callback that ends it, a heartbeat.

use std::time::Duration;

use beadle_application::callback::{CallbackService, Taken};
use beadle_domain::{
    callback::{CallbackKeys, CallbackToken},
    execution::{
        Accepted, Awaited,
        job::{Sent, SentKind},
    },
};
use beadle_values::duration;

use super::*;
use crate::conformance::adapters::nothing::Nothing;

/// The budgets of the start until it waits, of the callback that ends it, and of a heartbeat.
const START: f64 = 3.0;
const END: f64 = 1.0;
const HEARTBEAT: f64 = 1.0;

fn keys() -> CallbackKeys {
    CallbackKeys::only("k1", vec![7; 32]).expect("a key")
}

fn job() -> Execution {
    let config = json!({
        "request": {
            "method": "POST", "url": "https://api.example.com/v1/jobs",
            "body": {"order": 4711, "callback": "${callback.url}"},
        },
    });
    let mut request = (*execution(None, json!({})).request).clone();
    request.spec =
        TaskSpec::parse(TaskType::Wait, config.as_object().expect("an object"), &[], &Path::body())
            .expect("a spec");
    Execution::new(request, NOW)
}

/// A wait whose job was accepted, and what its start wrote.
async fn started(metered: &Metered) -> anyhow::Result<(Execution, Vec<Write>)> {
    let mut running = metered.run(&job()).await?;
    let at = NOW + SignedDuration::from_millis(140);
    let deadline = duration::after(at, Duration::from_secs(86_400));
    running.progress.job.accepted = Some(Box::new(Accepted::new(at, deadline)));
    let waits = Outcome::Waiting { until: deadline, what: Awaited::Callback };
    let waiting = metered.settle(&running, waits).await?;
    Ok((waiting, metered.meter.take()))
}

/// Reports about the job of `waiting` as its destination does; returns what that wrote.
async fn report(
    metered: &Metered,
    waiting: &Execution,
    kind: SentKind,
    second: i64,
) -> anyhow::Result<(Taken, Vec<Write>)> {
    let service = CallbackService {
        executions: metered.executions.clone(),
        keys: Some(keys()),
        secrets: Arc::new(Nothing),
    };
    let expires_at = duration::after(NOW, Duration::from_secs(90_000));
    let token = keys().mint(&CallbackToken { execution: waiting.id(), attempt: 1, expires_at });
    let content_type = Some("application/json".to_owned());
    let body = r#"{"percent": 40, "message": "half of it"}"#.into();
    let sent = Sent { kind, content_type, headers: Vec::new(), body };
    let taken = service.receive(&token, None, &sent, NOW + SignedDuration::from_secs(second)).await?;
    Ok((taken, metered.meter.take()))
}

#[tokio::test]
async fn a_wait_costs_what_a_call_with_a_retry_costs() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let (waiting, start) = started(&metered).await?;
    print("a wait, start to waiting", &start);
    assert_eq!(start.len(), 3, "start, claim, wait");
    assert!(units(&start) <= START, "{}", units(&start));

    let (taken, end) = report(&metered, &waiting, SentKind::Complete, 3_600).await?;
    print("the callback that ends it", &end);
    assert!(matches!(taken, Taken::Ended(..)));
    assert_eq!(end.len(), 1);
    assert!(units(&end) <= END, "{}", units(&end));
    let (_, again) = report(&metered, &waiting, SentKind::Complete, 3_601).await?;
    assert_eq!(again.len(), 0, "the same report again writes nothing");

    let ended = metered.executions.get(waiting.id()).await?.expect("a row");
    let receipt = Receipt::of(&ended);
    #[expect(clippy::cast_precision_loss, reason = "a few")]
    let stated = receipt.write_units as f64;
    let measured = units(&start) + units(&end);
    assert!((stated - measured).abs() <= 1.0, "{stated} on the receipt, {measured} measured");
    let almost_an_hour = 3_599_000;
    assert!(ended.progress.attempts[0].duration_ms > almost_an_hour);
    assert!(receipt.mb_ms < almost_an_hour, "a wait takes no compute: {receipt:?}");
    assert_eq!((receipt.http_requests, receipt.invocations), (2, 4), "the callback is a request of its own");
    Ok(())
}

#[tokio::test]
async fn a_heartbeat_is_one_write_of_the_row_and_the_next_one_none() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let (waiting, _) = started(&metered).await?;
    for (second, writes) in [(60, 1), (65, 0), (70, 1)] {
        let (taken, written) = report(&metered, &waiting, SentKind::Heartbeat, second).await?;
        assert!(matches!(taken, Taken::Alive(..)));
        print(&format!("a heartbeat at {second} s"), &written);
        assert_eq!(written.len(), writes, "at {second} s");
        assert!(units(&written) <= HEARTBEAT, "{}", units(&written));
    }
    Ok(())
}
