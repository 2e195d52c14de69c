//! Notes about jobs: written beside the progress, without a new version.

use beadle_application::port::{Claim, Noted, Saved};
use beadle_domain::{
    execution::{
        Accepted, Answer, AnswerBody, Awaited, Event, Execution, Message, Note, Status,
        job::{Heartbeat, JobEnd, Late, Report, Reported},
    },
    policy::Milliseconds,
    spec::{TaskSpec, TaskType},
};
use beadle_values::violation::Path;
use serde_json::json;
use std::time::Duration;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, at, cancelled, completed, execution_with, failed, retrying},
};

/// An execution whose job answers later.
fn job() -> Execution {
    let config = json!({"request": {"method": "POST", "url": "https://a.example/${callback.token}"}});
    let config = config.as_object().cloned().unwrap_or_default();
    let spec = TaskSpec::parse(TaskType::Wait, &config, &[], &Path::body()).expect("a wait");
    execution_with(|request| request.spec = spec)
}

fn report(seconds: i64, digest: &str) -> Report {
    let answer = Answer {
        status: None,
        headers: Default::default(),
        body: AnswerBody::Text(AWKWARD_TEXT.to_owned()),
        size: 100,
        truncated: false,
        extracted: None,
        warnings: Vec::new(),
    };
    let reported =
        Reported { attempt: 1, at: at(seconds), end: JobEnd::Completed, digest: digest.to_owned() };
    Report { reported, answer, failure: None }
}

fn early(seconds: i64, digest: &str) -> Note {
    Note::Early(Box::new(report(seconds, digest)))
}

fn heartbeat(seconds: i64) -> Heartbeat {
    let message = Some(AWKWARD_TEXT.to_owned());
    Heartbeat {
        attempt: 1,
        at: at(seconds),
        percent: Some(40.5),
        message,
        checkpoint: Some(json!({"n": [1]})),
    }
}

fn alive(seconds: i64) -> Note {
    Note::Heartbeat(Box::new(heartbeat(seconds)))
}

/// The running `execution` with a job that started at second 1 and counts as lost after 60 seconds.
fn waiting(execution: &Execution) -> Execution {
    let mut running = execution.clone();
    let timeout = Milliseconds(Duration::from_secs(60));
    running.progress.job.accepted =
        Some(Box::new(Accepted { heartbeat_timeout: Some(timeout), ..Accepted::new(at(1), at(3_600)) }));
    running.apply(Event::Wait { until: at(61), what: Awaited::Callback }, at(1)).expect("a running execution")
}

pub async fn an_early_report_is_kept_without_a_new_version(executions: Fixture) -> Verdict {
    let running = executions.run(&job(), at(0)).await?;
    assert_eq!(executions.store.note(running.id(), running.version(), &early(1, "a")).await?, Noted::Done);
    let stored = executions.stored(running.id()).await?;
    assert_eq!(stored.version(), running.version());
    assert_eq!(stored.progress.job.early.as_deref(), Some(&report(1, "a")));
    assert_eq!(stored.state(), running.state());
    let renewed = executions.store.renew(running.id(), running.version(), at(90)).await?;
    assert!(matches!(renewed, beadle_application::port::Renewal::Extended { .. }), "the fence holds");
    assert!(executions.stored(running.id()).await?.progress.job.early.is_some(), "a renewal keeps it");
    Ok(())
}

pub async fn only_the_first_early_report_is_kept(executions: Fixture) -> Verdict {
    let running = executions.run(&job(), at(0)).await?;
    let (a, b) = (early(1, "a"), early(1, "b"));
    let (first, second) = tokio::join!(
        executions.store.note(running.id(), running.version(), &a),
        executions.store.note(running.id(), running.version(), &b),
    );
    let mut noted = [first?, second?];
    noted.sort_by_key(|noted| *noted == Noted::Conflict);
    assert_eq!(noted, [Noted::Done, Noted::Conflict]);
    Ok(())
}

pub async fn an_early_report_needs_a_runner_and_the_version(executions: Fixture) -> Verdict {
    let pending = job();
    executions.start(&pending).await?;
    let version = pending.version();
    assert_eq!(executions.store.note(pending.id(), version, &early(1, "a")).await?, Noted::Conflict);
    let running = executions.claim(&pending, at(0)).await?;
    assert_eq!(executions.store.note(running.id(), version, &early(1, "a")).await?, Noted::Conflict);
    assert_eq!(executions.stored(running.id()).await?, running);
    let unknown = crate::conformance::specimen::fresh_execution_id();
    assert_eq!(executions.store.note(unknown, 1, &early(1, "a")).await?, Noted::Conflict);
    assert_eq!(executions.store.get(unknown).await?, None);
    Ok(())
}

pub async fn a_runner_learns_of_an_early_report_when_saving(executions: Fixture) -> Verdict {
    let nexts: [fn(&Execution) -> Execution; 5] = [
        waiting,
        |running| retrying(running, at(2), at(30)),
        |running| failed(running, at(2)),
        |running| cancelled(running, at(2)),
        |running| completed(running, at(2)),
    ];
    for next in nexts {
        let running = executions.run(&job(), at(0)).await?;
        executions.store.note(running.id(), running.version(), &early(1, "a")).await?;
        let next = next(&running);
        let saved = executions.store.save(&next, running.version(), 0).await?;
        assert_eq!(saved, Saved::Reported, "{}", next.status());
        assert_eq!(executions.stored(running.id()).await?.status(), Status::Running);
        assert_eq!(executions.sent(&next, at(60)).await?, 0, "nothing follows");
    }
    Ok(())
}

pub async fn a_report_that_a_save_knows_is_taken_out(executions: Fixture) -> Verdict {
    let running = executions.run(&job(), at(0)).await?;
    executions.store.note(running.id(), running.version(), &early(1, "a")).await?;
    let mut ended = completed(&running, at(2));
    ended.progress.job.reported = Some(report(1, "a").reported);
    assert_eq!(executions.store.save(&ended, running.version(), 0).await?, Saved::Done);
    assert_eq!(executions.stored(running.id()).await?, ended);
    Ok(())
}

pub async fn an_early_report_outlasts_its_runner(executions: Fixture) -> Verdict {
    let asked = job();
    let running = executions.run(&asked, at(0)).await?;
    executions.store.note(running.id(), running.version(), &early(1, "a")).await?;
    let Claim::Taken(taken) = executions.store.claim(&Message::start(asked), at(60)).await? else {
        anyhow::bail!("the lease is over")
    };
    assert_eq!(taken.progress.job.early.as_deref(), Some(&report(1, "a")));
    assert!(executions.stored(taken.id()).await?.progress.job.early.is_some());
    let mut ended = completed(&taken, at(61));
    ended.progress.job.reported = Some(report(1, "a").reported);
    ended.progress.job.early = None;
    assert_eq!(executions.store.save(&ended, taken.version(), 0).await?, Saved::Done);
    assert_eq!(executions.stored(taken.id()).await?, ended);
    Ok(())
}

pub async fn a_heartbeat_outlasts_the_save_of_a_runner(executions: Fixture) -> Verdict {
    let running = executions.run(&job(), at(0)).await?;
    assert_eq!(executions.store.note(running.id(), running.version(), &alive(1)).await?, Noted::Done);
    let next = waiting(&running);
    assert_eq!(executions.store.save(&next, running.version(), 0).await?, Saved::Done);
    let stored = executions.stored(running.id()).await?;
    assert_eq!(stored.progress.job.heartbeat.as_deref(), Some(&heartbeat(1)));
    assert_eq!((stored.version(), stored.state()), (next.version(), next.state()));
    assert_eq!(stored.progress.job.accepted, next.progress.job.accepted);
    Ok(())
}

pub async fn a_heartbeat_needs_a_job_that_goes_on(executions: Fixture) -> Verdict {
    let running = executions.run(&job(), at(0)).await?;
    let next = retrying(&running, at(1), at(30));
    executions.store.save(&next, running.version(), 0).await?;
    assert_eq!(executions.store.note(next.id(), next.version(), &alive(2)).await?, Noted::Conflict);
    let running = executions.run(&job(), at(0)).await?;
    let ended = completed(&running, at(1));
    executions.store.save(&ended, running.version(), 0).await?;
    assert_eq!(executions.store.note(ended.id(), ended.version(), &alive(2)).await?, Noted::Conflict);
    assert_eq!(executions.store.note(ended.id(), running.version(), &alive(2)).await?, Noted::Conflict);
    assert_eq!(executions.stored(ended.id()).await?, ended);
    Ok(())
}

pub async fn a_heartbeat_puts_off_the_end_of_a_wait(executions: Fixture) -> Verdict {
    let running = executions.run(&job(), at(0)).await?;
    let next = waiting(&running);
    executions.store.save(&next, running.version(), 0).await?;
    assert_eq!(executions.store.note(next.id(), next.version(), &alive(50)).await?, Noted::Done);
    let stored = executions.stored(next.id()).await?;
    assert_eq!(stored.progress.wakes_at(), Some(at(110)));
    // A message that has not heard of it is put off, or finds when it is handled that there is nothing to do.
    let message = Message::follow_up(&stored, 0).ok_or_else(|| anyhow::anyhow!("a timer"))?;
    assert_eq!(executions.store.claim(&message, at(61)).await?, Claim::Later(at(110)));
    assert!(matches!(executions.store.claim(&message, at(110)).await?, Claim::Taken(_)));
    Ok(())
}

pub async fn a_late_report_is_noted_after_the_end(executions: Fixture) -> Verdict {
    let running = executions.run(&job(), at(0)).await?;
    let ended = failed(&running, at(1));
    executions.store.save(&ended, running.version(), 0).await?;
    for times in [1, 2] {
        let late = Late { at: at(10), times };
        let noted = executions.store.note(ended.id(), ended.version(), &Note::Late(late.clone())).await?;
        assert_eq!(noted, Noted::Done);
        assert_eq!(executions.stored(ended.id()).await?.progress.job.late, Some(late));
    }
    let stored = executions.stored(ended.id()).await?;
    assert_eq!((stored.version(), stored.state()), (ended.version(), ended.state()));
    Ok(())
}

pub async fn one_of_many_reports_ends_a_wait(executions: Fixture) -> Verdict {
    let running = executions.run(&job(), at(0)).await?;
    let next = waiting(&running);
    executions.store.save(&next, running.version(), 0).await?;
    let ends: Vec<Execution> = (0..8)
        .map(|number| {
            let mut ended = completed(&next, at(2 + number));
            ended.progress.job.reported = Some(report(2 + number, &number.to_string()).reported);
            ended
        })
        .collect();
    let saves = ends.iter().map(|ended| executions.store.save(ended, next.version(), 0));
    let saved = futures_util::future::try_join_all(saves).await?;
    assert_eq!(saved.iter().filter(|saved| **saved == Saved::Done).count(), 1, "{saved:?}");
    let first = saved.iter().position(|saved| *saved == Saved::Done).unwrap_or_default();
    assert_eq!(Some(&executions.stored(next.id()).await?), ends.get(first));
    assert_eq!(executions.store.claim(&Message::start(next), at(3_600)).await?, Claim::Done);
    Ok(())
}
