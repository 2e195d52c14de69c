//! Backups of a machine under load, and what they restore.

use std::{
    collections::BTreeMap,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Beadle, argument, command, done, failed, shown};
use crate::e2e::{destination::Destination, eventually::eventually};

/// How many callers start executions while backups are made.
const CALLERS: usize = 8;

/// Starts executions until it is told to stop; returns how many were accepted.
async fn load(beadle: Arc<Beadle>, destination: String, stop: Arc<AtomicBool>) -> anyhow::Result<usize> {
    let mut accepted = 0;
    while !stop.load(Ordering::SeqCst) {
        let body = json!({"type": "http", "url": destination, "retries": 0});
        let (status, answer) = beadle.post("/api/v1/execute", &body).await?;
        ensure!(status == StatusCode::ACCEPTED, "{answer:#}");
        accepted += 1;
    }
    Ok(accepted)
}

/// The executions that have ended, by id.
async fn ended(beadle: &Beadle) -> anyhow::Result<BTreeMap<String, Value>> {
    let mut found = BTreeMap::new();
    let path = "/api/v1/executions?status=completed&limit=100";
    let mut next = path.to_owned();
    loop {
        let page = beadle.get(&next).await?;
        for execution in page["executions"].as_array().context("no list")? {
            found.insert(execution["id"].as_str().context("no id")?.to_owned(), execution.clone());
        }
        let Some(cursor) = page["next_cursor"].as_str() else { return Ok(found) };
        next = format!("{path}&cursor={cursor}");
    }
}

#[tokio::test]
async fn a_backup_under_load_has_all_that_had_ended_and_reads_the_same() -> anyhow::Result<()> {
    let (data, place) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let beadle = Arc::new(Beadle::start(data.path()).await?);
    let destination = Destination::start().await?;
    let task = json!({"name": "Daily", "type": "http", "config": {"url": destination.url("/ok")}, "schedule": "daily at 9:00"});
    let (status, _) = beadle.post("/api/v1/tasks", &task).await?;
    ensure!(status == StatusCode::CREATED);
    let stop = Arc::new(AtomicBool::new(false));
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| tokio::spawn(load(Arc::clone(&beadle), destination.url("/ok"), Arc::clone(&stop))))
        .collect();
    let mut backups = Vec::new();
    for number in 0..3 {
        let before = eventually("more executions", async || {
            let found = ended(&beadle).await?;
            Ok((found.len() > 100 * (number + 1)).then_some(found))
        })
        .await?;
        let file = place.path().join(format!("{number}.db"));
        done(data.path(), &["backup", argument(&file)?]).await?;
        backups.push((file, before));
    }
    stop.store(true, Ordering::SeqCst);
    let mut accepted = 0;
    for caller in callers {
        accepted += caller.await??;
    }
    println!("{accepted} executions were accepted while 3 backups were made");

    for (number, (file, before)) in backups.iter().enumerate() {
        ensure!(std::fs::metadata(file)?.permissions().mode() & 0o777 == 0o600, "others can read it");
        let restored = place.path().join(format!("data-{number}"));
        done(&restored, &["restore", argument(file)?]).await?;
        let sound = done(&restored, &["doctor", "--store"]).await?;
        ensure!(sound.contains("integrity: ok"), "{sound}");
        let again = Beadle::start(&restored).await?;
        let found = ended(&again).await?;
        for (id, execution) in before {
            ensure!(found.get(id) == Some(execution), "{execution:#} reads {:#?}", found.get(id));
        }
        again.kill().await?;
    }
    Ok(())
}

/// With nothing under way, everything reads the same, and what the API has signed is still valid.
#[tokio::test]
async fn a_restored_machine_shows_what_the_other_one_showed() -> anyhow::Result<()> {
    let (data, place) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let (file, restored) = (place.path().join("backup.db"), place.path().join("data"));
    let beadle = Beadle::start(data.path()).await?;
    let destination = Destination::start().await?;
    for (path, body) in [
        ("/api/v1/configs", json!({"name": "Users", "base_url": destination.url("/")})),
        ("/api/v1/api-keys", json!({"name": "ci", "scopes": ["read"]})),
        ("/api/v1/tasks", json!({"name": "Todo", "type": "todo"})),
        (
            "/api/v1/tasks",
            json!({"name": "Daily", "type": "http", "config": {"url": destination.url("/ok")}, "schedule": "daily at 9:00"}),
        ),
        ("/api/v1/execute", json!({"type": "http", "url": destination.url("/ok"), "delay": "30d"})),
        ("/api/v1/execute", json!({"type": "http", "url": destination.url("/status/404"), "retries": 0})),
    ] {
        let (status, answer) = beadle.post(path, &body).await?;
        ensure!(status.is_success(), "{path} {answer:#}");
    }
    let before = settled(&beadle).await?;
    done(data.path(), &["backup", argument(&file)?]).await?;
    beadle.kill().await?;
    done(&restored, &["restore", argument(&file)?]).await?;
    let keys = |folder: &Path| std::fs::read(folder.join("callback.keys"));
    ensure!(keys(data.path())? == keys(&restored)?, "tokens of callbacks are not valid any more");
    let beadle = Beadle::start(&restored).await?;
    let after = settled(&beadle).await?;
    for (before, after) in before.iter().zip(&after) {
        ensure!(before == after, "{before:#}\n{after:#}");
    }
    Ok(())
}

/// What is shown once nothing runs and everything is projected.
async fn settled(beadle: &Beadle) -> anyhow::Result<Vec<Value>> {
    eventually("nothing runs", async || {
        let health = beadle.get("/health/detailed").await?;
        let running = beadle.get("/api/v1/executions?status=running").await?;
        let is_quiet =
            health["dependencies"][0]["projector_lag_ms"] == 0 && running["executions"] == json!([]);
        if !is_quiet {
            return Ok(None);
        }
        let (first, second) = (shown(beadle).await?, shown(beadle).await?);
        Ok((first == second).then_some(second))
    })
    .await
}

#[tokio::test]
async fn nothing_is_replaced_that_is_in_use_or_not_meant() -> anyhow::Result<()> {
    let (data, place) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let (file, other) = (place.path().join("backup.db"), place.path().join("other"));
    let backup = ["backup", argument(&file)?];
    let restore = ["restore", argument(&file)?];
    failed(data.path(), &backup, "there is no store").await?;
    let beadle = Beadle::start(data.path()).await?;
    done(data.path(), &backup).await?;
    let size = std::fs::metadata(&file)?.len();
    failed(data.path(), &backup, "--force").await?;
    let inside = data.path().join("backup.db");
    failed(data.path(), &["backup", argument(&inside)?], "in the data folder itself").await?;
    let (status, task) = beadle.post("/api/v1/tasks", &json!({"name": "Later", "type": "todo"})).await?;
    ensure!(status == StatusCode::CREATED, "{task:#}");
    failed(data.path(), &restore, "in use by another beadle").await?;
    failed(data.path(), &["restore", argument(&file)?, "--force"], "in use by another beadle").await?;
    let tasks = beadle.get("/api/v1/tasks").await?;
    ensure!(tasks["tasks"].as_array().is_some_and(|tasks| tasks.len() == 1), "{tasks:#}");
    beadle.kill().await?;

    failed(data.path(), &restore, "--force").await?;
    std::fs::write(place.path().join("text"), "no store, ".repeat(1_000))?;
    let text = place.path().join("text");
    failed(&other, &["restore", argument(&text)?], "not an SQLite file").await?;
    failed(&other, &["restore", argument(&place.path().join("none"))?], "none").await?;
    let mut bytes = std::fs::read(&file)?;
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0xa5);
    std::fs::write(&text, bytes)?;
    failed(&other, &["restore", argument(&text)?], "is damaged").await?;
    ensure!(!other.join("beadle.db").exists(), "what could not be restored is there");

    done(data.path(), &["restore", argument(&file)?, "--force"]).await?;
    done(data.path(), &["backup", argument(&file)?, "--force"]).await?;
    ensure!(std::fs::metadata(&file)?.len() <= size + 8_192);
    let beadle = Beadle::start(data.path()).await?;
    let tasks = beadle.get("/api/v1/tasks").await?;
    ensure!(tasks["tasks"] == json!([]), "the task of after the backup is there: {tasks:#}");
    let left: Vec<_> = std::fs::read_dir(place.path())?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<Result<_, _>>()?;
    ensure!(left.len() == 3, "temporary files are left: {left:?}");
    let usage = command(data.path(), &["backup"]).await?;
    ensure!(usage.status.code() == Some(2), "{usage:?}");
    Ok(())
}
