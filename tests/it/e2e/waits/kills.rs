//! Waits in all their stages while the process is killed three times.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context, ensure};
use beadle_application::port::Executions;
use beadle_embedded::{Embedded, Options};
use futures_util::future::try_join_all;
use serde_json::{Value, json};

use crate::e2e::{
    command::Beadle,
    eventually::eventually,
    jobs::{Job, Jobs},
};

const KILLS: usize = 3;

/// How many waits of each stage there are at each kill.
const AT_ONCE: usize = 6;

/// How a job is run, and where its wait stands when the process is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// The answer to its start has begun and is not at its end.
    Cut,
    /// It has called back before its start was answered.
    Early,
    /// It waits for its callback.
    Waiting,
    /// It waits, and has sent a heartbeat.
    Alive,
    /// It is being polled.
    Polled,
    /// Nobody looked how far it was.
    Anywhere,
}

impl Stage {
    const ALL: [Self; 6] = [Self::Cut, Self::Early, Self::Waiting, Self::Alive, Self::Polled, Self::Anywhere];

    /// How the system runs its job.
    fn manner(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Early => "before",
            Self::Waiting | Self::Alive | Self::Polled | Self::Anywhere => "quiet",
        }
    }
}

/// A wait that was accepted with 202.
#[derive(Debug, Clone)]
struct Wait {
    id: String,
    number: usize,
    stage: Stage,
    /// How often the process had been killed before.
    round: usize,
}

impl Wait {
    async fn start(
        beadle: &Beadle,
        tasks: &Tasks,
        stage: Stage,
        round: usize,
        number: usize,
    ) -> anyhow::Result<Self> {
        let path = format!("/api/v1/tasks/{}/execute", tasks.of(stage)?);
        let (status, started) =
            beadle.send(reqwest::Method::POST, &path, &json!({"input": {"number": number}})).await?;
        ensure!(status == 202, "{status} {started:#}");
        let id = started["execution_id"].as_str().context("no id")?.to_owned();
        Ok(Self { id, number, stage, round })
    }
}

/// A task for each stage.
struct Tasks(Vec<(Stage, String)>);

impl Tasks {
    async fn save(beadle: &Beadle, jobs: &Jobs) -> anyhow::Result<Self> {
        let mut tasks = Vec::new();
        for stage in Stage::ALL {
            let body = json!({"number": "${input.number}", "hook": "${callback.url}", "polls": 3});
            let url = jobs.url(&format!("/jobs/{}", stage.manner()));
            let mut config =
                json!({"deadline": "1h", "request": {"method": "POST", "url": url, "body": body}});
            match stage {
                Stage::Alive => config["heartbeat_timeout"] = json!("10m"),
                Stage::Polled => config["poll"] = json!({"preset": "azure", "interval": "1s"}),
                _ => {}
            }
            let task = json!({"name": format!("{stage:?}"), "type": "wait", "config": config});
            let (status, task) = beadle.post("/api/v1/tasks", &task).await?;
            ensure!(status == 201, "{task:#}");
            tasks.push((stage, task["id"].as_str().context("no id")?.to_owned()));
        }
        Ok(Self(tasks))
    }

    fn of(&self, stage: Stage) -> anyhow::Result<&str> {
        let task = self.0.iter().find(|(known, _)| *known == stage);
        task.map(|(_, task)| task.as_str()).context("no task")
    }
}

/// The waits whose start was answered or reported, as the store of a killed process has it: none of them is started again.
async fn recorded(data: &Path, waits: &[Wait]) -> anyhow::Result<BTreeSet<String>> {
    let store = Embedded::open(Options { path: Some(data.to_owned()), ..Options::in_memory() })?;
    let mut recorded = BTreeSet::new();
    for wait in waits {
        let row = store.get(wait.id.parse()?).await?.with_context(|| format!("{} is lost", wait.id))?;
        let job = &row.progress.job;
        if job.accepted.is_some() || job.early.is_some() || job.reported.is_some() {
            recorded.insert(wait.id.clone());
        }
    }
    Ok(recorded)
}

/// How often the process at `url` sent the start of `id`.
fn starts_by(jobs: &Jobs, id: &str, url: &str) -> usize {
    let of_process =
        |body: &&Value| body["hook"].as_str().is_some_and(|hook| hook.starts_with(&format!("{url}/")));
    jobs.get(id).map_or(0, |job| job.bodies.iter().filter(of_process).count())
}

/// Reports the end of its job until that is answered.
async fn report(jobs: &Jobs, wait: &Wait) -> anyhow::Result<()> {
    let (status, answer) = eventually(&format!("an answer to the report of {wait:?}"), || async {
        Ok(jobs.report(&wait.id).await.ok().filter(|(status, _)| *status != 503))
    })
    .await?;
    ensure!(status == 200 && answer["outcome"] == "completed", "{wait:?}: {status} {answer:#}");
    Ok(())
}

#[tokio::test]
async fn waits_survive_three_kills_in_every_stage() -> anyhow::Result<()> {
    let jobs = Jobs::start().await?;
    let data = tempfile::tempdir()?;
    let mut beadle = Beadle::start(data.path()).await?;
    let tasks = Tasks::save(&beadle, &jobs).await?;
    let mut processes = vec![beadle.url.clone()];
    let mut waits: Vec<Wait> = Vec::new();
    let mut recordings = vec![BTreeSet::new()];
    for round in 0..KILLS {
        jobs.report_to(&beadle.url);
        let watched = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Anywhere);
        let starting = watched.flat_map(|stage| [stage; AT_ONCE]).enumerate();
        let number = waits.len();
        let starting =
            starting.map(|(place, stage)| Wait::start(&beadle, &tasks, stage, round, number + place));
        let new = try_join_all(starting).await?;
        for wait in &new {
            let wanted = |job: &&Job| match wait.stage {
                Stage::Early => !job.answers.is_empty(),
                Stage::Polled => job.polls > 0,
                _ => true,
            };
            eventually(&format!("the start of {wait:?}"), || async {
                Ok(jobs.get(&wait.id).as_ref().filter(wanted).map(drop))
            })
            .await?;
        }
        waits.extend(new);
        // Each heartbeat job of this process and of those before is alive.
        for wait in waits.iter().filter(|wait| wait.stage == Stage::Alive && wait.round + 1 >= round) {
            let job = jobs.get(&wait.id).context("no job")?;
            let percent = json!({"percent": 10 * (round + 1)});
            let (status, alive) = jobs.post(job.hook()?, "/heartbeat", &percent).await?;
            ensure!(status == 200 && alive["cancel_requested"] == false, "{wait:?}: {status} {alive:#}");
        }
        // Those that wait since the process before are reported before this one is killed.
        let before = waits.iter().filter(|wait| {
            wait.round + 1 == round && matches!(wait.stage, Stage::Cut | Stage::Waiting | Stage::Anywhere)
        });
        try_join_all(before.map(|wait| report(&jobs, wait))).await?;
        // Some are being started when it is killed.
        let number = waits.len();
        let anywhere =
            (0..AT_ONCE).map(|place| Wait::start(&beadle, &tasks, Stage::Anywhere, round, number + place));
        waits.extend(try_join_all(anywhere).await?);
        beadle.kill().await?;

        recordings.push(recorded(data.path(), &waits).await?);
        beadle = Beadle::start(data.path()).await?;
        processes.push(beadle.url.clone());
    }
    jobs.report_to(&beadle.url);
    for wait in &waits {
        eventually(&format!("the job of {wait:?}"), || async { Ok(jobs.get(&wait.id)) }).await?;
        let is_reported =
            jobs.get(&wait.id).is_some_and(|job| job.answers.iter().any(|(status, _)| *status == 200));
        if wait.stage != Stage::Polled && !is_reported {
            report(&jobs, wait).await?;
        }
    }
    println!("{:<10} {:>6} {:>10} {:>14} {:>10}", "stage", "waits", "starts", "sent again", "completed");
    for stage in Stage::ALL {
        let of_stage: Vec<&Wait> = waits.iter().filter(|wait| wait.stage == stage).collect();
        let mut starts = 0;
        for wait in &of_stage {
            let ended = beadle.ended(&wait.id).await?;
            let how = if stage == Stage::Polled { "polled" } else { "done" };
            let result = json!({"number": wait.number, "status": how});
            ensure!(ended["status"] == "completed" && ended["result"] == result, "{wait:?} {ended:#}");
            for (process, url) in processes.iter().enumerate() {
                let sent = starts_by(&jobs, &wait.id, url);
                let is_recorded = recordings[process].contains(&wait.id);
                ensure!(sent <= 1 && (sent == 0 || !is_recorded), "{wait:?}: {sent} starts by {process}");
                // What was not recorded is started, by the process after that if this one was killed before.
                let is_left = recordings.get(process + 1).is_some_and(|next| !next.contains(&wait.id));
                let is_due = process >= wait.round && !is_recorded && !is_left;
                ensure!(sent == 1 || !is_due, "{wait:?}: not started by {process}");
                starts += sent;
            }
            if stage == Stage::Cut {
                let sent = [wait.round, wait.round + 1]
                    .map(|process| starts_by(&jobs, &wait.id, &processes[process]));
                ensure!(
                    sent == [1, 1],
                    "{wait:?}: its start was not recorded, so it is sent again: {sent:?}"
                );
            }
        }
        let counted = eventually(&format!("the counters of {stage:?}"), || async {
            let task = beadle.get(&format!("/api/v1/tasks/{}", tasks.of(stage)?)).await?;
            Ok((task["run_count"].as_u64() >= Some(of_stage.len() as u64)).then_some(task))
        })
        .await?;
        assert_eq!(counted["run_count"], of_stage.len(), "{counted:#}");
        assert_eq!(counted["success_count"], of_stage.len(), "{counted:#}");
        let (all, again) = (of_stage.len(), starts - of_stage.len());
        println!("{:<10} {all:>6} {starts:>10} {again:>14} {all:>10}", format!("{stage:?}"));
    }
    let jobs = jobs.all();
    ensure!(jobs.len() == waits.len(), "{} jobs of {} waits", jobs.len(), waits.len());
    println!("{} waits, {KILLS} kills: each ended once with its own result", waits.len());
    Ok(())
}
