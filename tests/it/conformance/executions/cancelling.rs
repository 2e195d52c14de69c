//! Requesting the cancellation of a running execution.

use beadle_application::port::{CancelRequest, Claim, Renewal, Saved};
use beadle_domain::execution::{Awaited, CancelReason, Cancellation, Event, Hold, HoldKind, Message, Status};

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{at, cancelled, completed, deferred, execution, fresh_execution_id, owner, retrying},
};

pub async fn a_running_execution_is_marked(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    for _ in 0..2 {
        assert_eq!(
            executions.store.request_cancel(running.id(), &CancelReason::Requested.into()).await?,
            CancelRequest::Requested
        );
    }
    let marked = executions.stored(running.id()).await?;
    assert!(marked.progress.cancel_requested);
    assert_eq!(marked.version(), running.version(), "the fence of the runner holds");
    assert_eq!(marked.state(), running.state());
    Ok(())
}

pub async fn its_runner_is_told_who_asked_first_and_why(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let first = Cancellation::requested_by(owner("grace"));
    let (told, asked) = tokio::join!(executions.store.cancelled(running.id()), async {
        executions.store.request_cancel(running.id(), &first).await?;
        executions.store.request_cancel(running.id(), &CancelReason::TaskDeleted.into()).await
    });
    assert_eq!((told, asked?), (first.clone(), CancelRequest::Requested));
    assert_eq!(executions.store.cancelled(running.id()).await, first, "who asks later is told as well");
    assert_eq!(executions.stored(running.id()).await?.progress.cancellation, Some(first.clone()));

    let stopped = cancelled(&executions.stored(running.id()).await?, at(1));
    assert_eq!(executions.store.save(&stopped, running.version(), 0).await?, Saved::Done);
    assert_eq!(executions.stored(running.id()).await?.progress.cancellation, Some(first));
    Ok(())
}

pub async fn one_that_is_not_to_be_cancelled_hears_nothing(executions: Fixture) -> Verdict {
    let (running, other) =
        (executions.run(&execution(), at(0)).await?, executions.run(&execution(), at(0)).await?);
    executions.store.request_cancel(other.id(), &CancelReason::Requested.into()).await?;
    tokio::select! {
        biased;
        told = executions.store.cancelled(running.id()) => anyhow::bail!("it was told {told:?}"),
        _ = executions.store.cancelled(other.id()) => Ok(()),
    }
}

pub async fn only_a_running_execution_is_marked(executions: Fixture) -> Verdict {
    let pending = execution();
    executions.start(&pending).await?;
    let mut others = vec![pending];
    for event in [
        Event::Succeed { answer: None },
        Event::Retry { failure: failure(), answer: None, due: at(61) },
        Event::Defer { due: at(61), hold: Hold::new(HoldKind::Breaker, "closed") },
        Event::Wait { until: at(61), what: Awaited::Time },
        Event::Fail { failure: failure(), answer: None },
        Event::Cancel { reason: CancelReason::Requested },
    ] {
        let running = executions.run(&execution(), at(0)).await?;
        let next = running.apply(event, at(1))?;
        executions.store.save(&next, running.version(), 0).await?;
        others.push(next);
    }
    for other in others {
        let asked = executions.store.request_cancel(other.id(), &CancelReason::Requested.into()).await?;
        assert_eq!(asked, CancelRequest::NotRunning, "{}", other.status());
        assert_eq!(executions.stored(other.id()).await?, other);
    }
    let unknown = fresh_execution_id();
    assert_eq!(
        executions.store.request_cancel(unknown, &CancelReason::Requested.into()).await?,
        CancelRequest::NotRunning
    );
    assert_eq!(executions.store.get(unknown).await?, None);
    Ok(())
}

pub async fn its_runner_learns_of_it_when_renewing(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    executions.store.request_cancel(running.id(), &CancelReason::Requested.into()).await?;
    let renewal = executions.store.renew(running.id(), running.version(), at(90)).await?;
    assert_eq!(renewal, Renewal::Extended { cancel_requested: true });
    assert!(executions.stored(running.id()).await?.progress.cancel_requested, "it is not taken back");
    Ok(())
}

pub async fn its_runner_learns_of_it_when_saving(executions: Fixture) -> Verdict {
    for go_on in [retrying, deferred] {
        let running = executions.run(&execution(), at(0)).await?;
        executions.store.request_cancel(running.id(), &CancelReason::Requested.into()).await?;
        let next = go_on(&running, at(1), at(30));
        let saved = executions.store.save(&next, running.version(), 0).await?;
        assert_eq!(saved, Saved::CancelRequested, "{}", next.status());
        assert_eq!(executions.stored(running.id()).await?.status(), Status::Running);
        assert_eq!(executions.sent(&next, at(40)).await?, 0, "nothing follows");

        let marked = executions.stored(running.id()).await?;
        let stopped = cancelled(&marked, at(41));
        assert_eq!(executions.store.save(&stopped, running.version(), 0).await?, Saved::Done);
        assert_eq!(executions.stored(running.id()).await?, stopped);
    }
    Ok(())
}

pub async fn a_marked_execution_can_not_be_retried(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    executions.store.request_cancel(running.id(), &CancelReason::Requested.into()).await?;
    let marked = executions.stored(running.id()).await?;
    let next = retrying(&marked, at(1), at(30));
    assert_eq!(executions.store.save(&next, running.version(), 0).await?, Saved::CancelRequested);
    assert_eq!(executions.stored(running.id()).await?, marked);
    Ok(())
}

pub async fn an_ended_execution_stays_ended(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    executions.store.request_cancel(running.id(), &CancelReason::Requested.into()).await?;
    let ended = completed(&running, at(1));
    assert_eq!(executions.store.save(&ended, running.version(), 0).await?, Saved::Done);
    let stored = executions.stored(running.id()).await?;
    assert_eq!(stored.state(), ended.state());
    assert_eq!(stored.progress.answer, ended.progress.answer);
    Ok(())
}

pub async fn a_marked_execution_is_not_taken_over_but_cancelled(executions: Fixture) -> Verdict {
    let asked = execution();
    let running = executions.run(&asked, at(0)).await?;
    executions.store.request_cancel(running.id(), &CancelReason::Requested.into()).await?;
    assert_eq!(executions.store.claim(&Message::start(asked), at(60)).await?, Claim::Done);
    assert_eq!(executions.stored(running.id()).await?.status(), Status::Cancelled);
    Ok(())
}

pub async fn a_pending_execution_is_cancelled_by_a_save(executions: Fixture) -> Verdict {
    let pending = execution();
    executions.start(&pending).await?;
    let stopped = cancelled(&pending, at(1));
    assert_eq!(executions.store.save(&stopped, pending.version(), 0).await?, Saved::Done);
    assert_eq!(executions.store.claim(&Message::start(pending), at(2)).await?, Claim::Done);
    assert_eq!(executions.stored(stopped.id()).await?, stopped);
    Ok(())
}

fn failure() -> beadle_domain::execution::Failure {
    beadle_domain::execution::Failure::http_status(503, None)
}
