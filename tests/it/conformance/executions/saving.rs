//! Saving executions, and the messages this sends.

use beadle_application::port::{Delivery, Saved};
use beadle_domain::execution::{Event, Execution};

use super::{Fixture, sets_going};
use crate::conformance::{
    Verdict,
    specimen::{at, completed, deferred, execution, failed, retrying, waiting},
};

pub async fn an_end_is_saved_under_the_fence(executions: Fixture) -> Verdict {
    for end in [completed, failed] {
        let running = executions.run(&execution(), at(0)).await?;
        let ended = end(&running, at(1));
        assert_eq!(executions.store.save(&ended, running.version(), 0).await?, Saved::Done);
        assert_eq!(executions.stored(ended.id()).await?, ended);
    }
    Ok(())
}

pub async fn a_wrong_fence_changes_nothing(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let ended = completed(&running, at(1));
    for fence in [0, 1, running.version() + 1, u64::from(u32::MAX)] {
        assert_eq!(executions.store.save(&ended, fence, 0).await?, Saved::Conflict, "fence {fence}");
        assert_eq!(executions.stored(running.id()).await?, running);
    }
    Ok(())
}

pub async fn a_fence_is_valid_for_one_save(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let first = failed(&running, at(1));
    let second = completed(&running, at(2));
    assert_eq!(executions.store.save(&first, running.version(), 0).await?, Saved::Done);
    assert_eq!(executions.store.save(&second, running.version(), 0).await?, Saved::Conflict);
    assert_eq!(executions.stored(running.id()).await?, first);
    Ok(())
}

pub async fn saving_a_missing_row_changes_nothing(executions: Fixture) -> Verdict {
    let running = execution().apply(Event::Claim { lease_until: at(60) }, at(0))?;
    let ended = completed(&running, at(1));
    assert_eq!(executions.store.save(&ended, running.version(), 0).await?, Saved::Conflict);
    assert_eq!(executions.store.get(ended.id()).await?, None);
    Ok(())
}

pub async fn a_retry_is_sent_once_and_for_its_time(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    is_sent_once_and_for_its_time(&executions, &running, retrying(&running, at(1), at(61))).await
}

pub async fn a_deferral_is_sent_once_and_for_its_time(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    is_sent_once_and_for_its_time(&executions, &running, deferred(&running, at(1), at(61))).await
}

async fn is_sent_once_and_for_its_time(
    executions: &Fixture,
    running: &Execution,
    waiting: Execution,
) -> Verdict {
    assert_eq!(executions.store.save(&waiting, running.version(), 0).await?, Saved::Done);
    assert_eq!(executions.stored(waiting.id()).await?, waiting);
    assert_eq!(executions.sent(&waiting, at(50)).await?, 0, "it is sent early");
    assert_eq!(executions.sent(&waiting, at(61)).await?, 1);
    assert_eq!(executions.sent(&waiting, at(62)).await?, 0, "it is sent again");
    Ok(())
}

pub async fn an_end_sends_nothing(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let before = executions.outbox.delivered_by(at(1)).await?;
    assert!(before.len() <= 1, "only the message that started it: {before:?}");
    executions.store.save(&completed(&running, at(1)), running.version(), 0).await?;
    assert_eq!(executions.outbox.delivered_by(at(100_000)).await?, []);
    Ok(())
}

pub async fn a_wait_is_sent_once_and_for_its_end(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    is_sent_once_and_for_its_time(&executions, &running, waiting(&running, at(1), at(61))).await
}

pub async fn hops_are_counted(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let put_off = deferred(&running, at(1), at(61));
    executions.store.save(&put_off, running.version(), 6).await?;
    let delivered = executions.outbox.delivered_by(at(61)).await?;
    let hops: Vec<u32> = delivered.iter().filter(|d| sets_going(d, &put_off)).map(hops).collect();
    assert_eq!(hops, [7]);
    Ok(())
}

fn hops(delivery: &Delivery) -> u32 {
    match delivery {
        Delivery::Message(message) => message.hops(),
        Delivery::Claimed { hops, .. } => *hops,
    }
}
