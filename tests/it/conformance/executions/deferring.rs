//! Executions whose record is deferred. A store that can do without writes their row when they are claimed; any other writes it at once.

use std::sync::Arc;

use beadle_application::port::{BeforeRecord, CancelRequest, Claim};
use beadle_domain::execution::{CancelReason, Cancellation, Event, Execution, Message, Status};
use beadle_values::id::OwnerId;
use jiff::SignedDuration;

use super::Fixture;
use crate::conformance::{
    Verdict,
    race::race,
    specimen::{
        LEASE, T0, at, completed, execution_with, executions_of_owner, listed_execution_id, owner, retrying,
    },
};

/// How often two requests are made at once, since which of them comes first is not in the hand of a test.
const ROUNDS: usize = 12;

/// A new execution of `ada` that needs no record before it is claimed.
fn deferring() -> Execution {
    execution_with(|request| request.id = listed_execution_id(&request.owner, T0).deferring_its_record())
}

async fn listed(executions: &Fixture) -> anyhow::Result<Vec<Execution>> {
    Ok(executions.store.list(&executions_of_owner("ada", 10)).await?.items)
}

/// Asks at `second` for the end of `asked` before it has a record, on behalf of `by`.
async fn cancel(
    executions: &Fixture,
    asked: &Execution,
    by: Option<&OwnerId>,
    second: i64,
) -> anyhow::Result<BeforeRecord> {
    let cancellation = Cancellation::requested_by(owner("ada"));
    Ok(executions.store.cancel_before_record(asked.id(), by, &cancellation, at(second)).await?)
}

pub async fn it_has_a_record_from_its_claim_on_at_the_latest(executions: Fixture) -> Verdict {
    let asked = deferring();
    executions.start(&asked).await?;
    let expected = if executions.store.defers_records() {
        (None, BeforeRecord::Waiting, vec![])
    } else {
        (Some(asked.clone()), BeforeRecord::Over, vec![asked.clone()])
    };
    let found = executions.store.get(asked.id()).await?;
    let before = executions.store.before_record(asked.id(), at(1)).await?;
    assert_eq!((found, before, listed(&executions).await?), expected);
    let reason = CancelReason::Requested.into();
    assert_eq!(executions.store.request_cancel(asked.id(), &reason).await?, CancelRequest::NotRunning);

    let claim = executions.store.claim(&Message::start(asked.clone()), at(2)).await?;
    let running = asked.apply(Event::Claim { lease_until: at(2) + LEASE }, at(2))?;
    assert_eq!(claim, Claim::Taken(Box::new(running.clone())));
    assert_eq!(executions.stored(asked.id()).await?, running);
    assert_eq!(executions.store.before_record(asked.id(), at(3)).await?, BeforeRecord::Over);
    assert_eq!(listed(&executions).await?, [running]);
    Ok(())
}

pub async fn its_start_sends_its_message_once(executions: Fixture) -> Verdict {
    let asked = deferring();
    executions.start(&asked).await?;
    assert_eq!(executions.sent(&asked, at(1)).await?, 1);
    assert_eq!(executions.sent(&asked, at(2)).await?, 0);
    Ok(())
}

pub async fn its_message_that_comes_again_makes_no_second_call(executions: Fixture) -> Verdict {
    let asked = deferring();
    executions.start(&asked).await?;
    let message = Message::start(asked.clone());
    let running = executions.claim(&asked, at(0)).await?;
    assert_eq!(executions.store.claim(&message, at(1)).await?, Claim::Later(at(0) + LEASE));
    // Its runner stops: the message is all that is needed to go on.
    let Claim::Taken(again) = executions.store.claim(&message, at(0) + LEASE).await? else {
        anyhow::bail!("it is not taken over")
    };
    assert_eq!((again.version(), again.progress.interruptions()), (running.version() + 1, 1));
    let waiting = retrying(&again, at(61), at(90));
    executions.store.save(&waiting, again.version(), 0).await?;
    let follow_up = Message::follow_up(&waiting, 0).expect("a retry has a message");
    assert_eq!(executions.store.claim(&message, at(62)).await?, Claim::Reissue(Box::new(follow_up)));
    let retried = executions.claim(&waiting, at(90)).await?;
    executions.store.save(&completed(&retried, at(91)), retried.version(), 0).await?;
    assert_eq!(executions.store.claim(&message, at(92)).await?, Claim::Done);
    assert_eq!(executions.stored(asked.id()).await?.status(), Status::Completed);
    Ok(())
}

pub async fn one_that_is_cancelled_before_is_recorded_as_cancelled(executions: Fixture) -> Verdict {
    for by in [Some(owner("ada")), None] {
        let asked = deferring();
        executions.start(&asked).await?;
        let outcome = cancel(&executions, &asked, by.as_ref(), 1).await?;
        if !executions.store.defers_records() {
            assert_eq!(outcome, BeforeRecord::Over);
            assert_eq!(executions.stored(asked.id()).await?, asked);
            continue;
        }
        assert_eq!(outcome, BeforeRecord::Waiting);
        assert_eq!(executions.store.before_record(asked.id(), at(2)).await?, BeforeRecord::Cancelled);
        assert_eq!(cancel(&executions, &asked, by.as_ref(), 2).await?, BeforeRecord::Cancelled);
        assert_eq!(executions.store.get(asked.id()).await?, None);
        assert!(!listed(&executions).await?.iter().any(|execution| execution.id() == asked.id()));

        // Its message, which may come more than once, makes no call.
        for second in [3, 4] {
            let claim = executions.store.claim(&Message::start(asked.clone()), at(second)).await?;
            assert_eq!(claim, Claim::Done);
            let ended = executions.stored(asked.id()).await?;
            assert_eq!((ended.status(), ended.state().ended_at()), (Status::Cancelled, Some(at(1))));
            assert_eq!(ended.progress.cancellation, Some(Cancellation::requested_by(owner("ada"))));
            assert_eq!(listed(&executions).await?.first(), Some(&ended));
        }
        assert_eq!(executions.store.before_record(asked.id(), at(5)).await?, BeforeRecord::Over);
        assert_eq!(cancel(&executions, &asked, by.as_ref(), 5).await?, BeforeRecord::Over);
    }
    Ok(())
}

pub async fn somebody_elses_request_to_cancel_it_has_no_effect(executions: Fixture) -> Verdict {
    let asked = deferring();
    executions.start(&asked).await?;
    cancel(&executions, &asked, Some(&owner("eve")), 1).await?;
    let running = executions.claim(&asked, at(2)).await?;
    assert_eq!((running.status(), running.version()), (Status::Running, 2));
    assert_eq!(executions.stored(asked.id()).await?, running);
    Ok(())
}

pub async fn a_request_to_cancel_it_after_its_claim_changes_nothing(executions: Fixture) -> Verdict {
    let asked = deferring();
    let mut stored = executions.run(&asked, at(0)).await?;
    for second in [1, 3] {
        assert_eq!(cancel(&executions, &asked, Some(&owner("ada")), second).await?, BeforeRecord::Over);
        assert_eq!(executions.stored(asked.id()).await?, stored);
        if second == 1 {
            let ended = completed(&stored, at(2));
            executions.store.save(&ended, stored.version(), 0).await?;
            stored = ended;
        }
    }
    Ok(())
}

pub async fn after_four_days_no_message_of_it_is_left(executions: Fixture) -> Verdict {
    let asked = deferring();
    let days = SignedDuration::from_hours(4 * 24);
    let (just_before, after) = (T0 + days - SignedDuration::from_secs(1), T0 + days);
    let expected = if executions.store.defers_records() { BeforeRecord::Waiting } else { BeforeRecord::Over };
    assert_eq!(executions.store.before_record(asked.id(), just_before).await?, expected);
    assert_eq!(executions.store.before_record(asked.id(), after).await?, BeforeRecord::Over);
    let reason = CancelReason::Requested.into();
    let cancelled = executions.store.cancel_before_record(asked.id(), None, &reason, after).await?;
    assert_eq!(cancelled, BeforeRecord::Over);
    assert_eq!(executions.claim(&asked, at(1)).await?.status(), Status::Running, "nothing was written");
    Ok(())
}

pub async fn an_id_that_does_not_say_so_has_its_record_at_once(executions: Fixture) -> Verdict {
    let asked = execution_with(|_| {});
    executions.start(&asked).await?;
    assert_eq!(executions.stored(asked.id()).await?, asked);
    assert_eq!(executions.store.before_record(asked.id(), at(1)).await?, BeforeRecord::Over);
    assert_eq!(cancel(&executions, &asked, Some(&owner("ada")), 1).await?, BeforeRecord::Over);
    assert_eq!(executions.stored(asked.id()).await?, asked);
    Ok(())
}

pub async fn it_is_either_cancelled_or_claimed(executions: Fixture) -> Verdict {
    let ada = owner("ada");
    for _ in 0..ROUNDS {
        let asked = deferring();
        executions.start(&asked).await?;
        let message = Message::start(asked.clone());
        let (cancelled, claim) =
            tokio::join!(cancel(&executions, &asked, Some(&ada), 1), executions.store.claim(&message, at(1)));
        let stored = executions.stored(asked.id()).await?;
        match (cancelled?, claim?) {
            (BeforeRecord::Waiting, Claim::Done) => assert_eq!(stored.status(), Status::Cancelled),
            (BeforeRecord::Over, Claim::Taken(running)) => assert_eq!(stored, *running),
            other => anyhow::bail!("both at once: {other:?}"),
        }
    }
    Ok(())
}

pub async fn one_of_sixteen_claims_of_it_is_taken(executions: Fixture) -> Verdict {
    let asked = deferring();
    executions.start(&asked).await?;
    let claims = race(|_| {
        let (store, message) = (Arc::clone(&executions.store), Message::start(asked.clone()));
        async move { anyhow::Ok(store.claim(&message, at(0)).await?) }
    })
    .await?;
    let taken = claims.iter().filter(|claim| matches!(claim, Claim::Taken(_))).count();
    let later = claims.iter().filter(|claim| **claim == Claim::Later(at(0) + LEASE)).count();
    assert_eq!((taken, later), (1, claims.len() - 1), "{claims:?}");
    Ok(())
}
