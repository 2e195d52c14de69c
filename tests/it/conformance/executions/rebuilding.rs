//! The request of a claimed execution is replaced, since its task has changed.

use std::sync::Arc;

use beadle_application::port::{Replaced, Saved};
use beadle_domain::{
    execution::{Execution, Request},
    spec::TaskSpec,
    task::Priority,
};
use serde_json::json;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{at, completed, deferred, execution, http},
};

/// The execution with a request that calls with `bytes` in its body.
fn rebuilt(claimed: &Execution, bytes: usize) -> Execution {
    claimed.rebuilt(Request {
        spec: TaskSpec::Http(http(Some(json!({"blob": "x".repeat(bytes)})))),
        priority: Priority::High,
        ..(*claimed.request).clone()
    })
}

pub async fn a_replaced_request_is_read_back_and_goes_on(executions: Fixture) -> Verdict {
    let mut running = executions.run(&execution(), at(0)).await?;
    // Beyond what a row holds, and back.
    for bytes in [10, 20_000, 850_000, 30_000, 5] {
        let next = rebuilt(&running, bytes);
        assert_eq!(executions.store.replace_request(&next).await?, Replaced::Done, "{bytes} bytes");
        assert_eq!(executions.stored(next.id()).await?, next, "{bytes} bytes");
        running = next;
    }
    let waits = deferred(&running, at(1), at(5));
    assert_eq!(executions.store.save(&waits, running.version(), 0).await?, Saved::Done);
    let again = executions.claim(&waits, at(5)).await?;
    assert!(Arc::ptr_eq(&again.request, &running.request) || again.request == running.request);
    let ended = completed(&again, at(6));
    assert_eq!(executions.store.save(&ended, again.version(), 0).await?, Saved::Done);
    assert_eq!(executions.stored(ended.id()).await?, ended);
    Ok(())
}

pub async fn a_runner_that_takes_over_sends_the_replaced_request(executions: Fixture) -> Verdict {
    let execution = execution();
    let running = executions.run(&execution, at(0)).await?;
    let next = rebuilt(&running, 20_000);
    assert_eq!(executions.store.replace_request(&next).await?, Replaced::Done);
    // Its message is the one of the start, with the request of before.
    let taken = executions.claim(&execution, at(60)).await?;
    assert_eq!(taken.request, next.request);
    Ok(())
}

pub async fn a_request_is_replaced_only_under_the_fence(executions: Fixture) -> Verdict {
    let execution = execution();
    assert_eq!(executions.store.replace_request(&rebuilt(&execution, 1)).await?, Replaced::Conflict);
    let first = executions.run(&execution, at(0)).await?;
    let second = executions.claim(&execution, at(60)).await?;
    assert_eq!(executions.store.replace_request(&rebuilt(&first, 1)).await?, Replaced::Conflict);
    let ended = completed(&second, at(61));
    executions.store.save(&ended, second.version(), 0).await?;
    for late in [&second, &ended] {
        assert_eq!(executions.store.replace_request(&rebuilt(late, 1)).await?, Replaced::Conflict);
    }
    assert_eq!(executions.stored(execution.id()).await?, ended);
    Ok(())
}
