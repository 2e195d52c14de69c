//! When which armed schedule ticks: timers in memory over the rows of `schedules`.
//!
//! One tick of a task is out at a time; the next one follows when it is handled. A row remembers the last time that was
//! handled, so what was missed while the process was down is found again.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    time::Duration,
};

use beadle_application::port::Arming;
use beadle_domain::tick::Tick;
use beadle_schedule::{MAX_CAUGHT_UP, Schedule};
use beadle_values::{
    duration,
    id::{ExecutionId, TaskId},
};
use jiff::Timestamp;
use rusqlite::Connection;
use uuid::Uuid;

use crate::{fault::Fault, row};

/// A tick that is later than this was missed, and falls under the catch-up policy.
const ON_TIME: Duration = Duration::from_secs(60);

/// How long a tick that could not be handled rests.
const REST: Duration = Duration::from_secs(5);

/// A change of the agenda that became durable.
pub(crate) enum Planned {
    /// A schedule was armed; every time up to `served` has been handled.
    Armed(Box<Arming>, Timestamp),
    /// A schedule was disarmed.
    Disarmed(TaskId),
    /// The tick that was out is handled.
    Handled(Tick),
    /// The tick that was out could not be handled.
    Refused(Tick, Timestamp),
}

#[derive(Default)]
pub(crate) struct Agenda {
    entries: HashMap<TaskId, Entry>,
    alarms: BTreeSet<(i64, TaskId)>,
}

struct Entry {
    arming: Arming,
    served: Timestamp,
    /// The times that are due, the one that is out first.
    due: VecDeque<Timestamp>,
    alarm: Option<i64>,
}

impl Agenda {
    /// Reads what is armed. A row that can't be read stays silent: the next write of its task arms it again.
    pub(crate) fn load(sql: &Connection, now: Timestamp) -> Result<Self, Fault> {
        const ARMED: &str = "SELECT task_id, schedule, schedule_version, anchor, served FROM schedules";
        let mut agenda = Self::default();
        let mut statement = sql.prepare(ARMED)?;
        let mut rows = statement.query([])?;
        while let Some(found) = rows.next()? {
            match armed(found) {
                Ok((arming, served)) => agenda.arm(arming, served.min(now)),
                Err(error) => tracing::error!(%error, "an armed schedule can't be read and does not tick"),
            }
        }
        Ok(agenda)
    }

    /// When something is due next.
    pub(crate) fn next(&self) -> Option<i64> {
        self.alarms.first().map(|(at, _)| *at)
    }

    /// The ticks that are due at `now`; each is out until it is handled or refused.
    pub(crate) fn due(&mut self, now: Timestamp) -> Vec<Tick> {
        let mut ticks = Vec::new();
        while let Some((at, task)) =
            self.alarms.first().copied().filter(|(at, _)| *at <= now.as_millisecond())
        {
            self.alarms.remove(&(at, task));
            let Some(entry) = self.entries.get_mut(&task) else { continue };
            entry.alarm = None;
            if entry.due.is_empty() {
                entry.due = times(&entry.arming, entry.served, now).into();
            }
            match entry.due.front() {
                Some(time) => ticks.push(entry.tick(*time)),
                None => {
                    // The policy makes up for nothing.
                    entry.served = entry.served.max(now);
                    let alarm = entry.next_alarm();
                    self.set_alarm(task, alarm);
                }
            }
        }
        ticks
    }

    pub(crate) fn apply(&mut self, planned: Planned) {
        match planned {
            Planned::Armed(arming, served) => self.arm(*arming, served),
            Planned::Disarmed(task) => self.disarm(task),
            Planned::Handled(tick) => {
                let Some(entry) = self.out(&tick) else { return };
                let Some(time) = entry.due.pop_front() else { return };
                entry.served = entry.served.max(time);
                let alarm = match entry.due.front() {
                    Some(next) => Some(next.as_millisecond()),
                    None => entry.next_alarm(),
                };
                self.set_alarm(tick.task_id, alarm);
            }
            Planned::Refused(tick, now) => {
                if self.out(&tick).is_some() {
                    let again = duration::after(now, REST).as_millisecond();
                    self.set_alarm(tick.task_id, Some(again));
                }
            }
        }
    }

    /// The entry whose tick this is, as long as it is out.
    fn out(&mut self, tick: &Tick) -> Option<&mut Entry> {
        self.entries.get_mut(&tick.task_id).filter(|entry| {
            entry.alarm.is_none()
                && entry.arming.schedule_version == tick.schedule_version
                && entry.due.front().copied() == tick.scheduled_time
        })
    }

    fn arm(&mut self, arming: Arming, served: Timestamp) {
        let task = arming.task;
        self.disarm(task);
        let entry = Entry { arming, served, due: VecDeque::new(), alarm: None };
        let alarm = entry.next_alarm();
        self.entries.insert(task, entry);
        self.set_alarm(task, alarm);
    }

    fn disarm(&mut self, task: TaskId) {
        self.set_alarm(task, None);
        self.entries.remove(&task);
    }

    fn set_alarm(&mut self, task: TaskId, alarm: Option<i64>) {
        let Some(entry) = self.entries.get_mut(&task) else { return };
        if let Some(before) = std::mem::replace(&mut entry.alarm, alarm) {
            self.alarms.remove(&(before, task));
        }
        if let Some(at) = alarm {
            self.alarms.insert((at, task));
        }
    }
}

impl Entry {
    fn tick(&self, time: Timestamp) -> Tick {
        Tick {
            task_id: self.arming.task,
            schedule_version: self.arming.schedule_version,
            scheduled_time: Some(time),
        }
    }

    fn next_alarm(&self) -> Option<i64> {
        let Arming { task, schedule, anchor, .. } = &self.arming;
        let time = schedule.next_after(self.served, *anchor)?;
        Some(time.as_millisecond().saturating_add(shift(schedule, *task, time)))
    }
}

/// How far the jitter of the schedule moves the tick at `time`, in milliseconds: as it were at random, and the same again.
fn shift(schedule: &Schedule, task: TaskId, time: Timestamp) -> i64 {
    let widest = schedule.jitter().map_or(0, |jitter| jitter.as_millis());
    let chance = ExecutionId::for_tick(task, time).uuid().as_u128() >> 64;
    i64::try_from(chance % (widest + 1)).unwrap_or_default()
}

/// The times after `served` that are to tick at `now`: all that are on time, and of missed ones what the policy makes up for.
fn times(arming: &Arming, served: Timestamp, now: Timestamp) -> Vec<Timestamp> {
    let Arming { schedule, anchor, .. } = arming;
    let on_time = now.checked_sub(ON_TIME + schedule.jitter().unwrap_or_default()).unwrap_or(Timestamp::MIN);
    let due = |since: Timestamp| {
        let times = schedule.occurrences(since, *anchor).map(|occurrence| occurrence.at);
        times.take_while(|time| *time <= now).take(MAX_CAUGHT_UP).collect::<Vec<_>>()
    };
    let missed = schedule.next_after(served, *anchor).is_some_and(|first| first < on_time);
    if !missed {
        return due(served);
    }
    let made_up_for = schedule.missed(served, now, *anchor);
    if made_up_for.is_empty() { due(on_time) } else { made_up_for }
}

fn armed(found: &rusqlite::Row<'_>) -> Result<(Arming, Timestamp), Fault> {
    let arming = Arming {
        task: TaskId::from_uuid(Uuid::from_bytes(found.get(0)?)),
        schedule: row::document(found, 1, "a schedule")?,
        schedule_version: found.get(2)?,
        anchor: row::time(found.get(3)?)?,
    };
    Ok((arming, row::time(found.get(4)?)?))
}

#[cfg(test)]
mod tests;
