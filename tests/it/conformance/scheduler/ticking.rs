//! Ticks arrive when they are due.

use std::time::Duration;

use beadle_application::port::Arming;

use super::{Fixture, arming, of, once_after};
use crate::conformance::Verdict;

pub async fn a_task_armed_for_every_minute_ticks(scheduler: Fixture) -> Verdict {
    let arming = Arming { schedule_version: 3, ..arming(&scheduler, "every 1 minute") };
    scheduler.scheduler.arm(&arming).await?;
    let ticks = scheduler.ticks.until(scheduler.clock.now() + Duration::from_secs(61)).await?;
    let ticks = of(arming.task, &ticks);
    assert!(!ticks.is_empty(), "no tick came");
    assert!(ticks.iter().all(|tick| tick.schedule_version == 3), "{ticks:?}");
    Ok(())
}

pub async fn a_task_armed_for_one_time_ticks_once(scheduler: Fixture) -> Verdict {
    let (due, once) = once_after(&scheduler, Duration::from_secs(5));
    let arming = arming(&scheduler, &once);
    scheduler.scheduler.arm(&arming).await?;
    let ticks = of(arming.task, &scheduler.ticks.until(due).await?);
    assert_eq!(ticks.len(), 1, "{ticks:?}");
    assert_eq!((ticks[0].task_id, ticks[0].schedule_version), (arming.task, 1));
    if let Some(scheduled) = ticks[0].scheduled_time {
        assert_eq!(scheduled, due);
    }
    let again = scheduler.ticks.until(scheduler.clock.now() + Duration::from_secs(1)).await?;
    assert_eq!(of(arming.task, &again), []);
    Ok(())
}
