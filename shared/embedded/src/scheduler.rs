//! Arms and disarms schedules: rows, and through them the timers.

use async_trait::async_trait;
use beadle_application::port::{Arming, Scheduler, SchedulerError, StoreError};
use beadle_values::{cause::Cause, id::TaskId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::{
    Embedded,
    error::Error,
    group::Write,
    row,
    timers::{self, TimerChange},
};

#[async_trait]
impl Scheduler for Embedded {
    async fn arm(&self, arming: &Arming) -> Result<(), SchedulerError> {
        let arming = arming.clone();
        self.writer.ask(move |write| arm(write, &arming)).await.map_err(unavailable)
    }

    async fn disarm(&self, task: TaskId) -> Result<(), SchedulerError> {
        let disarmed = self.writer.ask(move |write| {
            let mut statement = write.sql.prepare_cached("DELETE FROM schedules WHERE task_id = ?1")?;
            if statement.execute([task.uuid().as_bytes()])? > 0 {
                write.effects.timer_changes.push(TimerChange::Disarmed(task));
            }
            Ok(())
        });
        disarmed.await.map_err(unavailable)
    }
}

impl Embedded {
    /// What is armed for `task`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn armed(&self, task: TaskId) -> Result<Option<Arming>, StoreError> {
        const ARMED: &str =
            "SELECT task_id, schedule, schedule_version, anchor, served FROM schedules WHERE task_id = ?1";
        self.read(move |sql| {
            let mut statement = sql.prepare_cached(ARMED)?;
            let mut rows = statement.query([task.uuid().as_bytes()])?;
            rows.next()?.map(|found| timers::armed(found).map(|(arming, _)| arming)).transpose()
        })
        .await
    }
}

fn arm(write: &mut Write<'_>, arming: &Arming) -> Result<(), Error> {
    const ARM: &str = "INSERT OR REPLACE INTO schedules (task_id, schedule_version, schedule, anchor, served) \
        VALUES (?1, ?2, ?3, ?4, ?5)";
    // Arming the same schedule again continues where it was; another schedule starts from now.
    let served = served(write, arming)?.unwrap_or(write.now);
    write.sql.prepare_cached(ARM)?.execute(params![
        arming.task.uuid().as_bytes(),
        row::number(arming.schedule_version),
        serde_json::to_string(&arming.schedule)?,
        arming.anchor.as_millisecond(),
        served.as_millisecond(),
    ])?;
    write.effects.timer_changes.push(TimerChange::Armed(Box::new(arming.clone()), served));
    Ok(())
}

fn served(write: &Write<'_>, arming: &Arming) -> Result<Option<Timestamp>, Error> {
    const SERVED: &str = "SELECT served FROM schedules WHERE task_id = ?1 AND schedule_version = ?2";
    let (task, version) = (arming.task.uuid(), row::number(arming.schedule_version));
    let mut statement = write.sql.prepare_cached(SERVED)?;
    let served = statement.query_row(params![task.as_bytes(), version], |row| row.get(0)).optional()?;
    served.map(row::time).transpose()
}

fn unavailable(error: StoreError) -> SchedulerError {
    SchedulerError::Unavailable(Cause::of(error))
}
