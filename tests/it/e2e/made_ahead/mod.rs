//! Schedules below a minute make their executions ahead. Then the task is changed, or what runs them is down for three
//! minutes: the log of the destination against the times that are due, on one machine and through the deployed
//! template.

mod log;

use std::time::Duration;

use anyhow::{Context as _, ensure};
use beadle_schedule::MAX_CAUGHT_UP;
use jiff::{SignedDuration, Timestamp};
use log::{Log, Run};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{destination::Destination, eventually::eventually, machine::Machine};

/// The intervals, in seconds.
const INTERVALS: [i64; 3] = [1, 2, 10];

/// What may already be under way when a change is answered: it was judged just before.
const UNDER_WAY: SignedDuration = SignedDuration::from_secs(3);

/// How late a run may be and still count as on time.
const ON_TIME: SignedDuration = SignedDuration::from_secs(60);

/// After how many seconds all that was missed is judged.
const JUDGED: i64 = 30;

/// How late the emulator's scheduler may notice that a minute is over, in seconds: there a minute is so much longer.
const SWEEP: i64 = 10;

const DOWN: Duration = Duration::from_secs(180);

fn phrase(seconds: i64) -> String {
    if seconds == 1 { "every second".to_owned() } else { format!("every {seconds} seconds") }
}

/// A task that calls `destination` every so many seconds.
fn pulse(destination: &Destination, name: &str, every: i64, policies: &Value) -> Value {
    let mut schedule = json!({"expression": phrase(every)});
    if let (Some(schedule), Some(policies)) = (schedule.as_object_mut(), policies.as_object()) {
        schedule.extend(policies.clone());
    }
    json!({"name": name, "type": "http", "config": {"url": destination.url("/ok")}, "schedule": schedule})
}

/// Waits until each task at `paths` has been called.
async fn all_called(machine: &Machine, log: &Log<'_>, paths: &[String]) -> anyhow::Result<()> {
    for path in paths {
        eventually(&format!("a run of {path} on {}", machine.name()), || async {
            Ok(log.runs(machine, path).await?.iter().any(Run::was_called).then_some(()))
        })
        .await?;
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Change {
    Removed,
    Paused,
    Rescheduled,
    Repointed,
}

const CHANGES: [Change; 4] = [Change::Removed, Change::Paused, Change::Rescheduled, Change::Repointed];

/// Changes a task for each interval and change; returns how many it checked.
async fn changes_take_effect(machine: &Machine) -> anyhow::Result<usize> {
    let destination = Destination::start().await?;
    let log = Log::of(&destination);
    let mut cases = Vec::new();
    for every in INTERVALS {
        for change in CHANGES {
            // On a slow machine a run of a second may still go on when the next one is due.
            let policies = json!({"overlap": "allow"});
            let body = pulse(&destination, &format!("{every} {change:?}"), every, &policies);
            cases.push((every, change, machine.task(&body).await?));
        }
    }
    let paths: Vec<_> = cases.iter().map(|(_, _, path)| path.clone()).collect();
    all_called(machine, &log, &paths).await?;
    let mut changed = Vec::new();
    for (every, change, path) in cases {
        match change {
            Change::Removed => machine.patch(&path, &json!({"schedule": null})).await?,
            Change::Paused => machine.pause(&path).await?,
            Change::Rescheduled => machine.patch(&path, &json!({"schedule": phrase(every * 3)})).await?,
            Change::Repointed => {
                machine.patch(&path, &json!({"config": {"url": destination.url("/status/200")}})).await?;
            }
        }
        changed.push((every, change, path, Timestamp::now()));
    }
    for (every, change, path, since) in &changed {
        let (runs, what) = eventually(&format!("the end of what {path} had made ahead"), || async {
            let runs = log.runs(machine, path).await?;
            let ended = runs.iter().all(|run| run.due > *since + ON_TIME || run.is_final());
            let later = runs.iter().filter(|run| run.due > *since + UNDER_WAY && run.was_called()).count();
            let goes_on = matches!(change, Change::Rescheduled | Change::Repointed);
            Ok((ended && Timestamp::now() > *since + ON_TIME && (later > 0 || !goes_on))
                .then_some((runs, later)))
        })
        .await?;
        check(*every, *change, *since, &runs)?;
        let withdrawn = runs.iter().filter(|run| run.reason.is_some()).count();
        println!(
            "{}, every {every} s, {change:?}: {} calls before, {what} after, {withdrawn} withdrawn",
            machine.name(),
            runs.iter().filter(|run| run.was_called()).count() - what,
        );
    }
    Ok(changed.len())
}

/// Compares `runs` with what is due after a change at `since`.
fn check(every: i64, change: Change, since: Timestamp, runs: &[Run]) -> anyhow::Result<()> {
    let late = since + UNDER_WAY;
    for run in runs {
        ensure!(run.calls.len() <= 1, "called twice: {run:?}");
        ensure!(run.calls.iter().all(|call| call.at >= run.due), "called before its time: {run:?}");
        ensure!(run.was_called() || run.api_calls == 0, "never went out and counts a call: {run:?}");
        if run.due <= late {
            continue;
        }
        match change {
            Change::Removed | Change::Rescheduled if run.reason.is_some() => {
                ensure!(run.reason.as_deref() == Some("schedule_changed"), "{run:?}");
            }
            Change::Removed | Change::Paused => ensure!(!run.was_called(), "{change:?} at {since}: {run:?}"),
            // Where the new schedule begins to count is the scheduler's affair: its runs are as far apart as it says, and so
            // are those made before that it is due for.
            Change::Rescheduled => {
                let alike =
                    |other: &&Run| other.was_called() && (other.created > since) == (run.created > since);
                let last = runs.iter().rfind(alike).map_or(run.due, |last| last.due);
                let apart = (last.as_second() - run.due.as_second()) % (every * 3);
                ensure!(!run.was_called() || apart == 0, "{run:?}");
            }
            Change::Repointed => {
                ensure!(run.calls.iter().all(|call| call.path == "/status/200"), "{run:?}");
            }
        }
    }
    Ok(())
}

/// Is down for three minutes with a task for each interval and way to catch up; returns how many it checked.
async fn downtime_is_caught_up_as_asked(mut machine: Machine) -> anyhow::Result<usize> {
    let destination = Destination::start().await?;
    let log = Log::of(&destination);
    let mut cases = Vec::new();
    for every in INTERVALS {
        for catch_up in ["none", "latest", "all"] {
            let policies = json!({"catch_up": catch_up, "overlap": "allow"});
            let body = pulse(&destination, &format!("{every} {catch_up}"), every, &policies);
            cases.push((every, catch_up, machine.task(&body).await?));
        }
    }
    let paths: Vec<_> = cases.iter().map(|(_, _, path)| path.clone()).collect();
    all_called(&machine, &log, &paths).await?;
    let from = Timestamp::now();
    machine.down().await?;
    sleep(DOWN).await;
    let to = Timestamp::now();
    machine.up().await?;
    for (every, catch_up, path) in &cases {
        let runs = eventually(&format!("{path} after the downtime of {}", machine.name()), || async {
            let runs = log.runs(&machine, path).await?;
            let goes_on = runs.iter().any(|run| run.due > to && run.was_called());
            let settled = runs.iter().all(|run| run.due > to || run.is_final());
            Ok((goes_on && settled).then_some(runs))
        })
        .await?;
        let late: Vec<&Run> =
            runs.iter().filter(|run| run.due > from + UNDER_WAY && run.due < to - ON_TIME).collect();
        let called: Vec<i64> =
            late.iter().filter(|run| run.was_called()).map(|run| run.due.as_second()).collect();
        let ago = |due: Option<&i64>| due.map_or(0, |due| to.as_second() - due);
        println!(
            "{}, every {every} s, catch_up {catch_up}: of those due while it was down and late now {} were called, due {} s \
             to {} s before its end, and {} withdrawn",
            machine.name(),
            called.len(),
            ago(called.first()),
            ago(called.last()),
            late.iter().filter(|run| run.is_missed()).count(),
        );
        for run in &runs {
            // What was killed during its call is called again, with the same key.
            let was_cut_off = run.due >= from - UNDER_WAY && run.due <= from + UNDER_WAY;
            ensure!(run.calls.len() <= 1 || was_cut_off, "called twice: {run:?}");
            ensure!(run.calls.iter().all(|call| call.at >= run.due), "called before its time: {run:?}");
        }
        let catches_up = *catch_up == "all";
        for run in &late {
            let may_run = catches_up || !run.was_made_ahead();
            ensure!(
                if run.was_called() { may_run } else { run.is_missed() },
                "{every} s, {catch_up}: {run:?}"
            );
        }
        if !catches_up {
            continue;
        }
        // All, but of a long gap the latest.
        let most = SignedDuration::from_secs(every * MAX_CAUGHT_UP as i64);
        for run in late.iter().filter(|run| !run.was_called()) {
            let ended = run.ended.context("not ended")?;
            ensure!(ended >= run.due + most - UNDER_WAY, "not caught up: {run:?}");
        }
        let certain: Vec<i64> =
            called.iter().copied().filter(|due| *due >= (to - most).as_second() + JUDGED).collect();
        let hole = certain.windows(2).find(|pair| pair[1] - pair[0] > every + SWEEP);
        ensure!(hole.is_none(), "every {every} s: none between {hole:?}");
        let due = (to.as_second() - from.as_second() - ON_TIME.as_secs() - UNDER_WAY.as_secs()) / every;
        let kept = due.min(MAX_CAUGHT_UP as i64 - (ON_TIME.as_secs() + JUDGED) / every);
        ensure!(
            called.len() as i64 + 1 >= kept,
            "every {every} s: {} of {kept} were caught up",
            called.len()
        );
    }
    Ok(cases.len())
}

#[tokio::test]
async fn what_was_made_ahead_is_judged_again_when_it_is_due() -> anyhow::Result<()> {
    let (command, stack) = (Machine::command().await?, Machine::stack("changes").await?);
    let (here, there) = tokio::try_join!(changes_take_effect(&command), changes_take_effect(&stack))?;
    assert_eq!((here, there), (12, 12));
    Ok(())
}

#[tokio::test]
async fn a_downtime_of_three_minutes_is_caught_up_as_the_schedule_says() -> anyhow::Result<()> {
    let (command, stack) = (Machine::command().await?, Machine::stack("downtime").await?);
    let (here, there) =
        tokio::try_join!(downtime_is_caught_up_as_asked(command), downtime_is_caught_up_as_asked(stack))?;
    assert_eq!((here, there), (9, 9));
    Ok(())
}
