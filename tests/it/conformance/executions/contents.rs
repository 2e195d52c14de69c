//! Every value of an execution is read back as it was written.

use beadle_application::port::Claim;
use beadle_bench::responses::noise;
use beadle_domain::{
    execution::{Answer, AnswerBody, Event, Failure, FailureCode, IdempotencyStamp, Message, Trigger},
    expression::Expression,
    policy::{Backoff, Milliseconds, RetryOn, RetryPolicy},
    spec::TaskSpec,
    task::Priority,
};
use serde_json::{Value, json};

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{
        AWKWARD_TEXT, PATIENCE, at, completed, execution, execution_with, fresh_execution_id, fresh_task_id,
        http, owner, retrying,
    },
};

pub async fn awkward_text_is_read_back_as_written(executions: Fixture) -> Verdict {
    let body = json!({AWKWARD_TEXT: [AWKWARD_TEXT, {"": null}], "__proto__": "\u{0}"});
    let execution = execution_with(|request| request.spec = TaskSpec::Http(http(Some(body.clone()))));
    let running = executions.run(&execution, at(0)).await?;
    let answer = Answer {
        status: Some(200),
        headers: [("x-awkward".into(), AWKWARD_TEXT.into())].into(),
        body: AnswerBody::Json(body),
        size: 9,
        truncated: true,
        extracted: None,
        warnings: Vec::new(),
    };
    let ended = running.apply(Event::Succeed { answer: Some(answer) }, at(1))?;
    executions.store.save(&ended, running.version(), 0).await?;
    assert_eq!(executions.stored(ended.id()).await?, ended);

    let second =
        executions.run(&execution_with(|request| request.owner = owner("ada\u{FFFF}")), at(0)).await?;
    let failure = Failure::new(FailureCode::Connect, AWKWARD_TEXT);
    let failed = second.apply(Event::Fail { failure, answer: None }, at(1))?;
    executions.store.save(&failed, second.version(), 0).await?;
    assert_eq!(executions.stored(failed.id()).await?, failed);
    Ok(())
}

pub async fn a_large_request_is_read_back_as_written(executions: Fixture) -> Verdict {
    let body = json!({"blob": "x".repeat(850_000)});
    let execution = execution_with(|request| request.spec = TaskSpec::Http(http(Some(body))));
    executions.start(&execution).await?;
    assert_eq!(executions.stored(execution.id()).await?, execution);
    assert_eq!(executions.sent(&execution, at(0)).await?, 1);
    Ok(())
}

pub async fn a_large_answer_is_read_back_as_written(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let answer = Answer {
        status: Some(200),
        headers: [("content-type".into(), "text/plain".into())].into(),
        body: AnswerBody::Text("é".repeat(128 * 1_024)),
        size: 256 * 1_024,
        truncated: true,
        extracted: None,
        warnings: Vec::new(),
    };
    let ended = running.apply(Event::Succeed { answer: Some(answer) }, at(1))?;
    executions.store.save(&ended, running.version(), 0).await?;
    assert_eq!(executions.stored(ended.id()).await?, ended);
    Ok(())
}

pub async fn an_answer_that_nothing_makes_shorter_is_read_back_as_written(executions: Fixture) -> Verdict {
    let answer = Answer {
        status: Some(200),
        headers: [("content-type".into(), "application/octet-stream".into())].into(),
        body: noise(160 * 1_024, 1),
        size: 160 * 1_024,
        truncated: false,
        extracted: Some(json!({"pages": 7})),
        warnings: vec!["a warning".into()],
    };
    // While it goes on, and when it has ended.
    let mut running = executions.run(&execution(), at(0)).await?;
    let failure = Failure::new(FailureCode::HttpStatus, "500");
    let retry = Event::Retry { failure, answer: Some(answer.clone()), due: at(2) };
    let waiting = running.apply(retry, at(1))?;
    executions.store.save(&waiting, running.version(), 0).await?;
    assert_eq!(executions.stored(waiting.id()).await?, waiting);
    running = executions.claim(&waiting, at(2)).await?;
    assert_eq!(running.progress.answer, waiting.progress.answer);
    let ended = running.apply(Event::Succeed { answer: Some(answer) }, at(3))?;
    executions.store.save(&ended, running.version(), 0).await?;
    assert_eq!(executions.stored(ended.id()).await?, ended);
    assert_eq!(executions.store.ended(ended.id(), PATIENCE).await?, Some(ended));
    Ok(())
}

pub async fn every_field_is_read_back_as_written(executions: Fixture) -> Verdict {
    let delays = [1, 250, 86_400_000].map(|ms| Milliseconds(std::time::Duration::from_millis(ms)));
    let execution = execution_with(|request| {
        request.task_id = Some(fresh_task_id());
        request.spec = TaskSpec::Webhook(http(Some(json!("text"))).into());
        request.priority = Priority::High;
        request.policy.retry = RetryPolicy {
            max_retries: 2,
            backoff: Backoff::Custom { delays: delays.to_vec(), delay: None, function: None },
            retry_on: Some(vec![RetryOn::Status(404), RetryOn::Code(FailureCode::Tls)]),
            stop_when: Expression::parse("attempt > 7", &["attempt"]).ok(),
        };
        request.policy.timeout = std::time::Duration::from_millis(1);
        request.trigger = Trigger { replay_of: Some(fresh_execution_id()), ..Trigger::tick(at(-60)) };
        request.created_at = at(0) + jiff::SignedDuration::from_millis(1);
        request.idempotency = Some(IdempotencyStamp { key: "k \"1\"".into(), body_digest: "d1".into() });
    });
    executions.start(&execution).await?;
    assert_eq!(executions.stored(execution.id()).await?, execution);
    let running = executions.claim(&execution, at(1)).await?;
    let ended = completed(&running, at(2));
    executions.store.save(&ended, running.version(), 0).await?;
    assert_eq!(executions.stored(execution.id()).await?, ended);
    assert_eq!(executions.store.ended(execution.id(), PATIENCE).await?, Some(ended));
    Ok(())
}

pub async fn numbers_are_read_back_as_written(executions: Fixture) -> Verdict {
    let numbers = json!([0, -1, u64::MAX, i64::MIN, 0.1, 1e300, -5e-324, 1.0, 123_456_789_012_345_678_u64]);
    let execution = execution_with(|request| request.spec = TaskSpec::Http(http(Some(numbers.clone()))));
    executions.start(&execution).await?;
    let stored = executions.stored(execution.id()).await?;
    let TaskSpec::Http(spec) = &stored.request.spec else { anyhow::bail!("another type came back") };
    assert_eq!(spec.body.as_ref().map(Value::to_string), Some(numbers.to_string()));
    Ok(())
}

pub async fn many_attempts_are_read_back_as_written(executions: Fixture) -> Verdict {
    let asked = execution_with(|request| request.policy.retry = RetryPolicy::with_retries(100));
    let mut running = executions.run(&asked, at(0)).await?;
    for attempt in 1..=100 {
        let now = at(attempt * 10);
        let waiting = retrying(&running, now, now);
        executions.store.save(&waiting, running.version(), 0).await?;
        running = executions.claim(&waiting, now).await?;
    }
    assert_eq!(running.progress.attempts.len(), 100);
    assert_eq!(executions.stored(asked.id()).await?, running);
    let claim = executions.store.claim(&Message::start(asked), at(1_001)).await?;
    assert_eq!(claim, Claim::Done);
    Ok(())
}
