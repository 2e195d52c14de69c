//! Armed schedules tick.

use std::time::Duration;

use beadle_application::port::Arming;

use super::{Fixture, arming, of, once_after};
use crate::conformance::{Verdict, specimen::fresh_task_id};

const SOON: Duration = Duration::from_secs(5);

pub async fn arming_again_replaces(scheduler: Fixture) -> Verdict {
    let (due, once) = once_after(&scheduler, SOON);
    let first = arming(&scheduler, "every 1 minute");
    scheduler.scheduler.arm(&first).await?;
    let second = Arming { task: first.task, schedule_version: 2, ..arming(&scheduler, &once) };
    for _ in 0..2 {
        scheduler.scheduler.arm(&second).await?;
    }
    let ticks = of(first.task, &scheduler.ticks.until(due).await?);
    let versions: Vec<u64> = ticks.iter().map(|tick| tick.schedule_version).collect();
    assert_eq!(versions, [2]);
    Ok(())
}

pub async fn a_disarmed_task_does_not_tick(scheduler: Fixture) -> Verdict {
    let (due, once) = once_after(&scheduler, SOON);
    let [kept, gone] = [arming(&scheduler, &once), arming(&scheduler, &once)];
    scheduler.scheduler.arm(&kept).await?;
    scheduler.scheduler.arm(&gone).await?;
    scheduler.scheduler.disarm(gone.task).await?;
    let ticks = scheduler.ticks.until(due).await?;
    assert_eq!(of(kept.task, &ticks).len(), 1, "the other one ticks");
    assert_eq!(of(gone.task, &ticks), []);
    Ok(())
}

pub async fn disarming_what_is_not_armed_does_nothing(scheduler: Fixture) -> Verdict {
    scheduler.scheduler.disarm(fresh_task_id()).await?;
    let armed = arming(&scheduler, "every 1 minute");
    scheduler.scheduler.arm(&armed).await?;
    for _ in 0..2 {
        scheduler.scheduler.disarm(armed.task).await?;
    }
    Ok(())
}

pub async fn a_task_can_be_armed_again_after_it_was_disarmed(scheduler: Fixture) -> Verdict {
    let (due, once) = once_after(&scheduler, SOON);
    let armed = arming(&scheduler, &once);
    scheduler.scheduler.arm(&armed).await?;
    scheduler.scheduler.disarm(armed.task).await?;
    let again = Arming { schedule_version: 3, ..armed };
    scheduler.scheduler.arm(&again).await?;
    let ticks = of(again.task, &scheduler.ticks.until(due).await?);
    let versions: Vec<u64> = ticks.iter().map(|tick| tick.schedule_version).collect();
    assert_eq!(versions, [3]);
    Ok(())
}

pub async fn every_kind_of_schedule_is_accepted(scheduler: Fixture) -> Verdict {
    for schedule in [
        "every 30 seconds",
        "every 1 minute",
        "rate(5 minutes)",
        "every 1 day",
        "daily at 14:30",
        "every monday at 9:00",
        "cron(0 9 ? * MON-FRI *)",
        "0 9 * * 1-5",
        "at(2099-01-01T09:00:00)",
    ] {
        let armed = arming(&scheduler, schedule);
        let answer = scheduler.scheduler.arm(&armed).await;
        assert!(answer.is_ok(), "{schedule}: {answer:?}");
        scheduler.scheduler.disarm(armed.task).await?;
    }
    Ok(())
}
