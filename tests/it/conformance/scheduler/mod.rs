//! The scheduler of ticks.

pub mod arming;
pub mod ticking;

use std::{any::Any, sync::Arc, time::Duration};

use async_trait::async_trait;
use beadle_application::port::{Arming, Clock, Scheduler};
use beadle_domain::tick::Tick;
use beadle_schedule::Schedule;
use beadle_values::id::TaskId;
use jiff::Timestamp;

use super::{
    adapters::sqlite::{self, Place},
    specimen::fresh_task_id,
};

/// A scheduler under test without schedules, and the receiving end of its ticks.
pub struct Fixture {
    /// The scheduler.
    pub scheduler: Arc<dyn Scheduler>,
    /// The receiving end of its ticks.
    pub ticks: Box<dyn Ticks>,
    /// The clock of the scheduler.
    pub clock: Arc<dyn Clock>,
    /// Resources that must outlive the scheduler, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// The receiving end of ticks.
#[async_trait]
pub trait Ticks: Send + Sync {
    /// The ticks up to `time` that were not returned before. Sets a stepped clock to `time`; where time is
    /// real, waits for it and for the scheduler's delay.
    async fn until(&self, time: Timestamp) -> anyhow::Result<Vec<Tick>>;
}

/// An arming of a new task with `schedule`, counted from now.
pub fn arming(fixture: &Fixture, schedule: &str) -> Arming {
    let schedule = Schedule::from_phrase(schedule).ok().flatten().expect("a schedule");
    Arming { task: fresh_task_id(), schedule, schedule_version: 1, anchor: fixture.clock.now() }
}

/// A schedule for the whole second `wait` from now.
pub fn once_after(fixture: &Fixture, wait: Duration) -> (Timestamp, String) {
    let due = fixture.clock.now() + wait;
    let due = Timestamp::from_second(due.as_second()).expect("a time");
    (due, format!("at({})", due.strftime("%Y-%m-%dT%H:%M:%S")))
}

/// The ticks for `task` among `ticks`.
pub fn of(task: TaskId, ticks: &[Tick]) -> Vec<Tick> {
    ticks.iter().filter(|tick| tick.task_id == task).cloned().collect()
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { scheduler on $fixture;
                ticking:
                    a_task_armed_for_every_minute_ticks,
                    a_task_armed_for_one_time_ticks_once;
                arming:
                    arming_again_replaces,
                    a_disarmed_task_does_not_tick,
                    disarming_what_is_not_armed_does_nothing,
                    a_task_can_be_armed_again_after_it_was_disarmed,
                    every_kind_of_schedule_is_accepted;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::scheduler(Place::Memory));
suite!(sqlite_file: sqlite::scheduler(Place::File));
