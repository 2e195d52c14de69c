//! A store that is lost stops the command in one line, and is not begun anew by the next start.

use std::{fs, time::Duration};

use anyhow::{Context, ensure};
use serde_json::json;

use super::{Beadle, run_to_end};

#[tokio::test]
async fn a_folder_that_is_removed_stops_the_command_and_nothing_is_accepted_any_more() -> anyhow::Result<()> {
    let parent = tempfile::tempdir()?;
    let data = parent.path().join("data");
    let mut beadle = Beadle::start(&data).await?;
    let task = json!({"name": "a", "type": "http", "config": {"url": "http://127.0.0.1:9/"}});
    let (status, created) = beadle.post("/api/v1/tasks", &task).await?;
    ensure!(status == 201, "{created:#}");
    fs::remove_dir_all(&data)?;
    if let Ok((status, answer)) = beadle.post("/api/v1/tasks", &task).await {
        ensure!(status == 503, "{status} {answer:#}");
    }
    let ended = tokio::time::timeout(Duration::from_secs(30), beadle.child.wait()).await;
    let code = ended.context("it still runs")??.code();
    let log = fs::read_to_string(beadle.log.path())?;
    let line = log.lines().find(|line| line.starts_with("beadle: ")).context(log.clone())?;
    ensure!(code == Some(2) && line.contains("is lost: it is gone"), "{code:?} {line}");
    println!("{line}");
    Ok(())
}

#[tokio::test]
async fn a_file_that_was_emptied_beside_its_log_is_refused_and_the_log_is_kept() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    for number in 0..300 {
        let config = json!({"url": "http://127.0.0.1:9/"});
        let task = json!({"name": format!("t{number}"), "type": "http", "config": config});
        let (status, created) = beadle.post("/api/v1/tasks", &task).await?;
        ensure!(status == 201, "{created:#}");
    }
    beadle.kill().await?;
    let (file, log) = (data.path().join("beadle.db"), data.path().join("beadle.db-wal"));
    let logged = fs::metadata(&log)?.len();
    ensure!(logged > 0);
    let whole = fs::read(&file)?;
    fs::write(&file, "")?;
    let output = run_to_end(data.path(), &["--port", "0"], &[]).await?;
    let errors = String::from_utf8(output.stderr)?;
    ensure!(output.status.code() == Some(2) && errors.contains("missing or empty"), "{errors}");
    ensure!(fs::metadata(&log)?.len() == logged, "the log was touched");
    fs::write(&file, whole)?;
    let beadle = Beadle::start(data.path()).await?;
    let page = beadle.get("/api/v1/tasks?limit=100").await?;
    ensure!(page["tasks"].as_array().is_some_and(|tasks| tasks.len() == 100), "{page:#}");
    Ok(())
}
