//! Leases: extended, expired and taken over.

use beadle_application::port::{Claim, Renewal, Saved};
use beadle_domain::execution::{
    AttemptOutcome, FailureCode, Message, State, Status, claim::MAX_INTERRUPTIONS,
};

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{LEASE, at, completed, execution, fresh_execution_id},
};

pub async fn an_expired_lease_is_taken_over(executions: Fixture) -> Verdict {
    let execution = execution();
    let first = executions.run(&execution, at(0)).await?;
    let second = executions.claim(&execution, at(60)).await?;
    assert_eq!(second.state(), &State::Running { attempt: 1, since: at(60), lease_until: at(60) + LEASE });
    assert!(second.version() > first.version(), "the fence of the first is void");
    let attempts: Vec<_> = second.progress.attempts.iter().map(|a| (a.number, a.outcome)).collect();
    assert_eq!(attempts, [(1, AttemptOutcome::Interrupted)]);
    assert_eq!(executions.stored(execution.id()).await?, second);
    Ok(())
}

pub async fn a_lease_is_extended_under_its_fence(executions: Fixture) -> Verdict {
    let execution = execution();
    let running = executions.run(&execution, at(0)).await?;
    for until in [at(90), at(120)] {
        let renewal = executions.store.renew(execution.id(), running.version(), until).await?;
        assert_eq!(renewal, Renewal::Extended { cancel_requested: false });
    }
    let claim = executions.store.claim(&Message::start(execution.clone()), at(100)).await?;
    assert_eq!(claim, Claim::Later(at(120)));
    let ended = completed(&running, at(110));
    assert_eq!(executions.store.save(&ended, running.version(), 0).await?, Saved::Done);
    Ok(())
}

pub async fn a_lost_lease_is_not_extended(executions: Fixture) -> Verdict {
    let execution = execution();
    let first = executions.run(&execution, at(0)).await?;
    let second = executions.claim(&execution, at(60)).await?;
    let renewal = executions.store.renew(execution.id(), first.version(), at(600)).await?;
    assert_eq!(renewal, Renewal::Lost);
    assert_eq!(executions.stored(execution.id()).await?, second);
    Ok(())
}

pub async fn a_lease_is_not_extended_after_the_end(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let ended = completed(&running, at(1));
    executions.store.save(&ended, running.version(), 0).await?;
    for fence in [running.version(), ended.version()] {
        assert_eq!(executions.store.renew(ended.id(), fence, at(90)).await?, Renewal::Lost, "fence {fence}");
    }
    assert_eq!(executions.stored(ended.id()).await?, ended);
    Ok(())
}

pub async fn a_lease_without_a_row_is_not_extended(executions: Fixture) -> Verdict {
    let id = fresh_execution_id();
    assert_eq!(executions.store.renew(id, 2, at(90)).await?, Renewal::Lost);
    assert_eq!(executions.store.get(id).await?, None);
    let pending = execution();
    executions.start(&pending).await?;
    assert_eq!(executions.store.renew(pending.id(), 1, at(90)).await?, Renewal::Lost);
    assert_eq!(executions.stored(pending.id()).await?, pending);
    Ok(())
}

pub async fn an_execution_that_kills_its_runners_fails(executions: Fixture) -> Verdict {
    let execution = execution();
    executions.run(&execution, at(0)).await?;
    let mut now = at(0);
    for _ in 0..MAX_INTERRUPTIONS {
        now += LEASE;
        executions.claim(&execution, now).await?;
    }
    now += LEASE;
    assert_eq!(executions.store.claim(&Message::start(execution.clone()), now).await?, Claim::Done);
    let ended = executions.stored(execution.id()).await?;
    assert_eq!(ended.status(), Status::Failed);
    assert_eq!(ended.progress.failure().map(|failure| failure.code), Some(FailureCode::Interrupted));
    assert_eq!(ended.progress.interruptions(), MAX_INTERRUPTIONS + 1, "every vanished runner is on record");
    Ok(())
}

pub async fn a_runner_without_the_lease_can_not_save(executions: Fixture) -> Verdict {
    let execution = execution();
    let first = executions.run(&execution, at(0)).await?;
    let second = executions.claim(&execution, at(60)).await?;
    let late = completed(&first, at(61));
    assert_eq!(executions.store.save(&late, first.version(), 0).await?, Saved::Conflict);
    assert_eq!(executions.stored(execution.id()).await?, second);
    Ok(())
}
