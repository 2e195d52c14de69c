//! Claiming executions by message.

use beadle_application::port::{Claim, Saved};
use beadle_domain::execution::{Event, Execution, FailureCode, Message, State, Status, message::HOP_LIMIT};

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{LEASE, at, cancelled, completed, deferred, execution, retrying, waiting},
};

pub async fn a_claim_makes_it_running_under_a_lease(executions: Fixture) -> Verdict {
    let execution = execution();
    executions.start(&execution).await?;
    let claim = executions.store.claim(&Message::start(execution.clone()), at(0)).await?;
    let running = execution.apply(Event::Claim { lease_until: at(0) + LEASE }, at(0))?;
    assert_eq!(claim, Claim::Taken(Box::new(running.clone())));
    assert_eq!(running.version(), 2, "the fence is the version that the claim wrote");
    assert_eq!(executions.stored(execution.id()).await?, running);
    Ok(())
}

pub async fn a_claim_needs_no_row(executions: Fixture) -> Verdict {
    let execution = execution();
    let running = executions.claim(&execution, at(1)).await?;
    assert_eq!(running.state(), &State::Running { attempt: 1, since: at(1), lease_until: at(1) + LEASE });
    assert_eq!(executions.stored(execution.id()).await?, running);
    let ended = completed(&running, at(2));
    executions.store.save(&ended, running.version(), 0).await?;
    assert_eq!(executions.stored(execution.id()).await?, ended);
    Ok(())
}

pub async fn a_new_execution_is_claimed_as_its_message_would_be(executions: Fixture) -> Verdict {
    // Without a row it is written as claimed.
    let execution = execution();
    let start = Message::start(execution.clone());
    let claim = executions.store.claim_new(&start, at(1)).await?;
    let running = execution.apply(Event::Claim { lease_until: at(1) + LEASE }, at(1))?;
    assert_eq!(claim, Claim::Taken(Box::new(running.clone())));
    assert_eq!(executions.stored(execution.id()).await?, running);

    // With one, the row decides.
    assert_eq!(executions.store.claim_new(&start, at(2)).await?, Claim::Later(at(1) + LEASE));
    let Claim::Taken(again) = executions.store.claim_new(&start, at(1) + LEASE).await? else {
        anyhow::bail!("it is not taken over")
    };
    assert_eq!(again.progress.interruptions(), 1);
    let waiting = retrying(&again, at(90), at(200));
    executions.store.save(&waiting, again.version(), 0).await?;
    let follow_up = Message::follow_up(&waiting, 0).expect("a retry has a message");
    let claim = executions.store.claim_new(&start, at(91)).await?;
    assert_eq!(claim, Claim::Reissue(Box::new(follow_up)));
    Ok(())
}

pub async fn a_new_execution_that_was_started_before_is_claimed_by_its_row(executions: Fixture) -> Verdict {
    let execution = execution();
    executions.start(&execution).await?;
    let start = Message::start(execution.clone());
    let Claim::Taken(running) = executions.store.claim_new(&start, at(1)).await? else {
        anyhow::bail!("it is not taken")
    };
    assert_eq!((running.version(), executions.stored(execution.id()).await?), (2, *running.clone()));
    let ended = completed(&running, at(2));
    executions.store.save(&ended, running.version(), 0).await?;
    assert_eq!(executions.store.claim_new(&start, at(3)).await?, Claim::Done);
    assert_eq!(executions.stored(execution.id()).await?, ended);
    Ok(())
}

pub async fn a_second_claim_waits_for_the_end_of_the_lease(executions: Fixture) -> Verdict {
    let execution = execution();
    let running = executions.run(&execution, at(0)).await?;
    let claim = executions.store.claim(&Message::start(execution.clone()), at(59)).await?;
    assert_eq!(claim, Claim::Later(at(60)));
    assert_eq!(executions.stored(execution.id()).await?, running);
    Ok(())
}

pub async fn a_slightly_early_message_is_accepted(executions: Fixture) -> Verdict {
    let execution = due_at(10);
    executions.start(&execution).await?;
    executions.claim(&execution, at(9)).await?;
    Ok(())
}

pub async fn an_early_message_is_deferred(executions: Fixture) -> Verdict {
    let execution = due_at(3_600);
    executions.start(&execution).await?;
    let claim = executions.store.claim(&Message::start(execution.clone()), at(900)).await?;
    assert_eq!(claim, Claim::Later(at(3_600)));
    assert_eq!(executions.stored(execution.id()).await?, execution);
    Ok(())
}

pub async fn a_message_older_than_the_row_sends_the_follow_up_again(executions: Fixture) -> Verdict {
    let execution = execution();
    let running = executions.run(&execution, at(0)).await?;
    let waiting = retrying(&running, at(1), at(61));
    executions.store.save(&waiting, running.version(), 0).await?;
    let claim = executions.store.claim(&Message::start(execution), at(2)).await?;
    let follow_up = Message::Run { execution: waiting.clone(), hops: 0 };
    assert_eq!(claim, Claim::Reissue(Box::new(follow_up)));
    assert_eq!(executions.stored(waiting.id()).await?, waiting);
    Ok(())
}

pub async fn a_message_older_than_the_running_attempt_has_no_effect(executions: Fixture) -> Verdict {
    let execution = execution();
    let running = executions.run(&execution, at(0)).await?;
    let waiting = retrying(&running, at(1), at(2));
    executions.store.save(&waiting, running.version(), 0).await?;
    let second = executions.claim(&waiting, at(2)).await?;
    assert_eq!(executions.store.claim(&Message::start(execution), at(3)).await?, Claim::Done);
    assert_eq!(executions.stored(second.id()).await?, second);
    Ok(())
}

pub async fn a_message_after_the_end_has_no_effect(executions: Fixture) -> Verdict {
    let execution = execution();
    let running = executions.run(&execution, at(0)).await?;
    let ended = completed(&running, at(1));
    executions.store.save(&ended, running.version(), 0).await?;
    for seconds in [1, 61, 100_000] {
        let claim = executions.store.claim(&Message::start(execution.clone()), at(seconds)).await?;
        assert_eq!(claim, Claim::Done, "after {seconds} s");
    }
    assert_eq!(executions.stored(execution.id()).await?, ended);
    Ok(())
}

pub async fn a_message_deferred_too_often_ends_the_execution(executions: Fixture) -> Verdict {
    let execution = execution();
    executions.start(&execution).await?;
    let message = Message::Run { execution: execution.clone(), hops: HOP_LIMIT };
    assert_eq!(executions.store.claim(&message, at(1)).await?, Claim::Done);
    let ended = executions.stored(execution.id()).await?;
    assert_eq!(ended.status(), Status::Failed);
    assert_eq!(ended.progress.failure().map(|failure| failure.code), Some(FailureCode::HopLimit));
    Ok(())
}

pub async fn a_retry_is_claimed_as_the_next_attempt(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let waiting = retrying(&running, at(1), at(61));
    executions.store.save(&waiting, running.version(), 0).await?;
    let second = executions.claim(&waiting, at(61)).await?;
    assert_eq!(second, waiting.apply(Event::Claim { lease_until: at(61) + LEASE }, at(61))?);
    assert_eq!(second.state(), &State::Running { attempt: 2, since: at(61), lease_until: at(61) + LEASE });
    assert_eq!(executions.stored(second.id()).await?, second);
    Ok(())
}

pub async fn a_deferral_is_claimed_as_the_same_attempt(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let waiting = deferred(&running, at(1), at(61));
    executions.store.save(&waiting, running.version(), 0).await?;
    let again = executions.claim(&waiting, at(61)).await?;
    assert_eq!(again.state(), &State::Running { attempt: 1, since: at(61), lease_until: at(61) + LEASE });
    assert_eq!(again.progress.attempts, [], "a deferral burns no attempt");
    Ok(())
}

pub async fn a_wait_is_claimed_as_the_same_attempt_once_it_is_over(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let waits = waiting(&running, at(1), at(240));
    executions.store.save(&waits, running.version(), 0).await?;
    let message = follow_up(&waits);
    assert_eq!(executions.store.claim(&message, at(239)).await?, Claim::Later(at(240)));
    let again = executions.claim(&waits, at(240)).await?;
    assert_eq!(again.state(), &State::Running { attempt: 1, since: at(240), lease_until: at(240) + LEASE });
    assert_eq!(executions.store.claim(&message, at(241)).await?, Claim::Later(at(240) + LEASE));
    let ended = completed(&again, at(242));
    assert_eq!(executions.store.save(&ended, again.version(), 0).await?, Saved::Done);
    assert_eq!(executions.stored(ended.id()).await?, ended);
    assert_eq!(ended.progress.attempts.len(), 1, "one attempt that took its time");
    assert_eq!(executions.store.claim(&message, at(1_000)).await?, Claim::Done);
    Ok(())
}

pub async fn a_message_older_than_the_wait_sends_the_follow_up_again(executions: Fixture) -> Verdict {
    let execution = execution();
    let running = executions.run(&execution, at(0)).await?;
    let waits = waiting(&running, at(1), at(240));
    executions.store.save(&waits, running.version(), 0).await?;
    let claim = executions.store.claim(&Message::start(execution), at(2)).await?;
    assert_eq!(claim, Claim::Reissue(Box::new(follow_up(&waits))));
    assert_eq!(executions.stored(waits.id()).await?, waits);
    Ok(())
}

pub async fn a_cancelled_wait_is_not_resumed(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let waits = waiting(&running, at(1), at(240));
    executions.store.save(&waits, running.version(), 0).await?;
    let ended = cancelled(&waits, at(2));
    assert_eq!(executions.store.save(&ended, waits.version(), 0).await?, Saved::Done);
    assert_eq!(executions.store.claim(&follow_up(&waits), at(240)).await?, Claim::Done);
    assert_eq!(executions.stored(ended.id()).await?, ended);
    Ok(())
}

fn follow_up(waits: &Execution) -> Message {
    Message::Run { execution: waits.clone(), hops: 0 }
}

fn due_at(seconds: i64) -> Execution {
    Execution::new((*execution().request).clone(), at(seconds))
}
