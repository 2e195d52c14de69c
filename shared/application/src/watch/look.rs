//! The watchdog: looks at what is due.

use beadle_domain::{
    alert::Fact,
    task::{Occasion, Task},
    watch::{DueWatch, MonitorWatch, RunDeadlines, RunWatch, Seen, Turn, WatchKey, runs},
};
use beadle_values::{
    cause::Chain,
    duration,
    id::{ExecutionId, TaskId},
};
use jiff::Timestamp;

use super::{
    WatchService,
    keep::{Expected, due, seen},
    report::Report,
};
use crate::{
    notify::NotifyError,
    port::{Replaced, StoreError},
};

/// The most watches that are read from the list at once.
const PAGE: usize = 100;

/// What a look found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Looked {
    /// Watches that were due.
    pub due: usize,
    /// Reports that were made, now or by a look before that did not come to its end.
    pub reported: usize,
    /// Watches that could not be looked at; the next look does.
    pub failed: usize,
}

impl WatchService {
    /// Looks at every watch that is due, and reports what did not happen. A watch that can't be looked at does not keep
    /// the others from it.
    ///
    /// # Errors
    /// [`StoreError`] when the list of watches can't be read.
    pub async fn look(&self) -> Result<Looked, StoreError> {
        let (now, mut looked, mut last) = (self.clock.now(), Looked::default(), None::<DueWatch>);
        loop {
            let page = self.watches.due(now, last.as_ref(), PAGE).await?;
            for watch in &page {
                looked.due += 1;
                let done = match &watch.key {
                    WatchKey::Task(task) => self.look_at(*task, now).await,
                    WatchKey::Owner(owner) => self.alerts.look(owner).await.map_err(NotifyError::from),
                };
                match done {
                    Ok(reported) => looked.reported += reported,
                    Err(error) => {
                        looked.failed += 1;
                        tracing::error!(watch = %watch.key, error = %Chain(&error), "failed to look at a watch");
                    }
                }
            }
            if page.len() < PAGE {
                return Ok(looked);
            }
            last = page.into_iter().last();
        }
    }

    /// Looks at the watch of a task; returns the number of reports. If another look was faster, the next one goes on.
    async fn look_at(&self, id: TaskId, now: Timestamp) -> Result<usize, NotifyError> {
        let Some(watch) = self.watches.read(&WatchKey::Task(id)).await? else { return Ok(0) };
        if watch.due.is_none_or(|due| due > now) {
            return Ok(0);
        }
        let task = self.tasks.get(id).await?.map(|saved| saved.task);
        let Some((task, expected)) = task.as_ref().and_then(|task| Some((task, Expected::of(task)?))) else {
            self.save(id, Some(&watch), None).await?;
            return Ok(0);
        };
        let mut facts = Vec::new();
        let (seen, reports) = match (&expected, seen(task, &expected, Some(&watch))) {
            (Expected::Runs(deadlines), Seen::Runs(seen)) => {
                self.judge(task, seen, *deadlines, now, &mut facts).await?
            }
            (Expected::Pings(spec), Seen::Monitor(seen)) => {
                let seen = seen.looked_at(spec, task.created_at, now);
                facts.extend(seen.turns.iter().filter_map(|turn| turned(task, turn)));
                let reports: Vec<Report> = seen.turns.iter().map(Report::of_monitor).collect();
                (Seen::Monitor(MonitorWatch { turns: Vec::new(), ..seen }), reports)
            }
            (_, seen) => (seen, Vec::new()),
        };
        for report in &reports {
            self.report(task, report, now).await?;
        }
        self.alerts.note(&task.owner, &facts).await?;
        let due = due(task, &expected, &seen);
        // A monitor that waits for a ping to come back stays; runs that no longer come do not.
        let stays = due.is_some() || matches!(seen, Seen::Monitor(_));
        match self.save(id, Some(&watch), stays.then_some((seen, due))).await? {
            Replaced::Done => Ok(reports.len()),
            Replaced::Conflict => Ok(0),
        }
    }

    /// Judges the runs whose deadlines have passed, and adds to `facts` which of them were missed.
    async fn judge(
        &self,
        task: &Task,
        mut seen: RunWatch,
        deadlines: RunDeadlines,
        now: Timestamp,
        facts: &mut Vec<Fact>,
    ) -> Result<(Seen, Vec<Report>), StoreError> {
        let Some(schedule) = &task.schedule else { return Ok((Seen::Runs(seen), Vec::new())) };
        let mut reports = Vec::new();
        let judged = [
            (Occasion::Late, deadlines.late, &mut seen.late_until),
            (Occasion::Missed, deadlines.missed, &mut seen.missed_until),
        ];
        for (occasion, allowed, until) in judged {
            let Some(allowed) = allowed else {
                // Nobody wants to know: whoever does later begins then.
                *until = (*until).max(now);
                continue;
            };
            for run in runs::overdue(schedule, task.created_at, *until, allowed, now) {
                let execution = self.executions.get(ExecutionId::for_tick(task.id, run)).await?;
                let because = runs::judge(execution.as_ref(), duration::after(run, allowed));
                let execution = execution.as_ref();
                if occasion == Occasion::Missed {
                    facts.push(Fact::Expected { task: task.id, missed: because.is_some(), at: run });
                }
                reports.extend(because.map(|because| Report::of_run(occasion, run, because, execution)));
                *until = run;
            }
        }
        Ok((Seen::Runs(seen), reports))
    }
}

/// Whether the pings of the monitor `task` stopped or came back. A failure is a ping too.
fn turned(task: &Task, turn: &Turn) -> Option<Fact> {
    let missed = match turn.occasion {
        Occasion::Missed => true,
        Occasion::Recovered | Occasion::Failed => false,
        _ => return None,
    };
    Some(Fact::Expected { task: task.id, missed, at: turn.at })
}
