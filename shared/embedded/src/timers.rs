//! Timers in memory over the rows of `schedules`: when each armed schedule ticks.
//!
//! Each task has at most one outstanding tick; the next one follows when it is handled. A row remembers the
//! last handled time, so times missed while the process was down are found again. Where a schedule names calendars, it ticks
//! whatever days they have, and the tick is decided by the calendars as they are then.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    time::Duration,
};

use beadle_application::port::Arming;
use beadle_domain::tick::Tick;
use beadle_schedule::{CatchUp, MAX_CAUGHT_UP, Schedule};
use beadle_values::{
    duration,
    id::{ExecutionId, TaskId},
};
use jiff::Timestamp;
use rusqlite::Connection;
use uuid::Uuid;

use crate::{
    error::Error,
    row,
    set_aside::{SCHEDULES, SetAside},
};

/// A tick later than this was missed, and is subject to the catch-up policy.
const ON_TIME: Duration = Duration::from_secs(60);

/// How long to wait before a tick that could not be handled is redelivered.
const RETRY_PAUSE: Duration = Duration::from_secs(5);

/// A change of the timers that became durable.
pub(crate) enum TimerChange {
    /// A schedule was armed; every time up to `served` has been handled.
    Armed(Box<Arming>, Timestamp),
    /// A schedule was disarmed.
    Disarmed(TaskId),
    /// The outstanding tick is handled.
    Handled(Tick),
    /// The outstanding tick could not be handled.
    Failed(Tick, Timestamp),
}

#[derive(Default)]
pub(crate) struct Timers {
    entries: HashMap<TaskId, Entry>,
    alarms: BTreeSet<(i64, TaskId)>,
}

struct Entry {
    arming: Arming,
    served: Timestamp,
    /// The latest time that was handled before the clock was set back.
    handled: Option<Timestamp>,
    /// The times that are due; the first one may be outstanding.
    due: VecDeque<Timestamp>,
    alarm: Option<i64>,
}

impl Timers {
    /// Reads the armed schedules. A row that can't be read is set aside: the next write of its task arms it
    /// again.
    pub(crate) fn load(sql: &Connection, now: Timestamp, aside: &SetAside) -> Result<Self, Error> {
        const ARMED: &str = "SELECT task_id, schedule, schedule_version, anchor, served FROM schedules";
        let mut timers = Self::default();
        let mut statement = sql.prepare(ARMED)?;
        let mut rows = statement.query([])?;
        while let Some(found) = rows.next()? {
            let armed = aside.or_skip(sql, SCHEDULES, &[found.get_ref(0)?], armed(found))?;
            if let Some((arming, served)) = armed {
                timers.arm(arming, served.min(now));
            }
        }
        Ok(timers)
    }

    /// The next time a schedule is due.
    pub(crate) fn next(&self) -> Option<i64> {
        self.alarms.first().map(|(at, _)| *at)
    }

    /// Whether ticks are handed out that are not handled.
    pub(crate) fn are_outstanding(&self) -> bool {
        self.entries.values().any(|entry| entry.alarm.is_none() && !entry.due.is_empty())
    }

    /// The ticks that are due at `now`; each is outstanding until it is handled or failed.
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
                    // The policy catches up on none of them.
                    entry.served = entry.served.max(now);
                    let alarm = entry.next_alarm();
                    self.set_alarm(task, alarm);
                }
            }
        }
        ticks
    }

    /// Brings the schedules back to `now`, which may be before times that they have handled. A tick in the
    /// future is forgotten.
    pub(crate) fn bring_back(&mut self, now: Timestamp) {
        let tasks: Vec<TaskId> = self.entries.keys().copied().collect();
        for task in tasks {
            let Some(entry) = self.entries.get_mut(&task) else { continue };
            let is_outstanding = entry.alarm.is_none() && !entry.due.is_empty();
            if entry.served > now {
                entry.handled = entry.handled.max(Some(entry.served));
                entry.served = now;
            }
            entry.due.retain(|time| *time <= now);
            let alarm = match entry.due.front() {
                Some(_) if is_outstanding => continue,
                Some(_) => Some(now.as_millisecond()),
                None => entry.next_alarm(),
            };
            self.set_alarm(task, alarm);
        }
    }

    /// Remembers what the schedules had handled before they were [brought back](Self::bring_back), as far as that
    /// time has come again.
    pub(crate) fn restore(&mut self, now: Timestamp) {
        let tasks: Vec<TaskId> = self.entries.keys().copied().collect();
        for task in tasks {
            let Some(entry) = self.entries.get_mut(&task) else { continue };
            let Some(handled) = entry.handled.filter(|handled| *handled <= now) else { continue };
            entry.handled = None;
            entry.served = entry.served.max(handled);
            if entry.due.is_empty() {
                let alarm = entry.next_alarm();
                self.set_alarm(task, alarm);
            }
        }
    }

    pub(crate) fn apply(&mut self, change: TimerChange) {
        match change {
            TimerChange::Armed(arming, served) => self.arm(*arming, served),
            TimerChange::Disarmed(task) => self.disarm(task),
            TimerChange::Handled(tick) => {
                let Some(entry) = self.outstanding(&tick) else { return };
                let Some(time) = entry.due.pop_front() else { return };
                entry.served = entry.served.max(time);
                let alarm = match entry.due.front() {
                    Some(next) => Some(next.as_millisecond()),
                    None => entry.next_alarm(),
                };
                self.set_alarm(tick.task_id, alarm);
            }
            TimerChange::Failed(tick, now) => {
                if self.outstanding(&tick).is_some() {
                    let again = duration::after(now, RETRY_PAUSE).as_millisecond();
                    self.set_alarm(tick.task_id, Some(again));
                }
            }
        }
    }

    /// The entry whose outstanding tick this is.
    fn outstanding(&mut self, tick: &Tick) -> Option<&mut Entry> {
        self.entries.get_mut(&tick.task_id).filter(|entry| {
            entry.alarm.is_none()
                && entry.arming.schedule_version == tick.schedule_version
                && entry.due.front().copied() == tick.scheduled_time
        })
    }

    fn arm(&mut self, arming: Arming, served: Timestamp) {
        let task = arming.task;
        self.disarm(task);
        let entry = Entry { arming, served, handled: None, due: VecDeque::new(), alarm: None };
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
        let time = schedule.covering().next_after(self.served, *anchor)?;
        Some(time.as_millisecond().saturating_add(jitter_offset(schedule, *task, time)))
    }
}

/// The offset that the schedule's jitter gives the tick at `time`, in milliseconds: spread like random
/// numbers, but repeatable.
fn jitter_offset(schedule: &Schedule, task: TaskId, time: Timestamp) -> i64 {
    let widest = schedule.jitter().map_or(0, |jitter| jitter.as_millis());
    let chance = ExecutionId::for_tick(task, time).uuid().as_u128() >> 64;
    i64::try_from(chance % (widest + 1)).unwrap_or_default()
}

/// The times after `served` that tick at `now`: all that are on time, and the missed ones that the policy
/// catches up on.
fn times(arming: &Arming, served: Timestamp, now: Timestamp) -> Vec<Timestamp> {
    let Arming { anchor, .. } = arming;
    let schedule = arming.schedule.covering();
    let on_time = now.checked_sub(ON_TIME + schedule.jitter().unwrap_or_default()).unwrap_or(Timestamp::MIN);
    let due = |since: Timestamp| {
        let times = schedule.occurrences(since, *anchor).map(|occurrence| occurrence.at);
        times.take_while(|time| *time <= now).take(MAX_CAUGHT_UP).collect::<Vec<_>>()
    };
    let missed = schedule.next_after(served, *anchor).is_some_and(|first| first < on_time);
    if !missed {
        return due(served);
    }
    if arming.schedule.calendars().next().is_some() && schedule.catch_up() != CatchUp::None {
        // Which of them a calendar excludes is decided at the tick, which catches up from its time until now.
        let first = schedule.next_after(served, *anchor);
        let last = schedule.latest_until(now, *anchor).filter(|last| Some(*last) > first);
        return first.into_iter().chain(last).collect();
    }
    let caught_up = schedule.missed(served, now, *anchor);
    if caught_up.is_empty() { due(on_time) } else { caught_up }
}

/// The armed schedule of a row, and the last time that was handled.
pub(crate) fn armed(found: &rusqlite::Row<'_>) -> Result<(Arming, Timestamp), Error> {
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
