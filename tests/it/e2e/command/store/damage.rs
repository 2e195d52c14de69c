//! A damaged page is found, and not carried into a backup.

use std::{
    fs::File,
    io::{Seek as _, SeekFrom, Write as _},
};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::{Beadle, argument, command, done, failed};

const PAGE: u64 = 4_096;

#[tokio::test]
async fn a_damaged_page_is_found_by_the_doctor_and_by_a_backup() -> anyhow::Result<()> {
    let (data, place) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let beadle = Beadle::start(data.path()).await?;
    for number in 0..200 {
        let task =
            json!({"name": format!("Task {number}"), "description": "x".repeat(1_000), "type": "todo"});
        let (status, answer) = beadle.post("/api/v1/tasks", &task).await?;
        ensure!(status == 201, "{answer:#}");
    }
    let running = done(data.path(), &["doctor", "--store", "-o", "json"]).await?;
    let running: Value = serde_json::from_str(&running)?;
    ensure!(running["sound"] == true && running["log_bytes"].as_u64() > Some(0), "{running:#}");
    beadle.kill().await?;
    // The log goes into the file when a server starts; the kill leaves nothing in it that counts.
    Beadle::start(data.path()).await?.kill().await?;
    let sound: Value = serde_json::from_str(&done(data.path(), &["doctor", "--store", "-o", "json"]).await?)?;
    ensure!(sound["schema"] == sound["known_schema"] && sound["foreign_keys"] == json!([]), "{sound:#}");

    let bytes = sound["bytes"].as_u64().context("no size")?;
    let mut file = File::options().write(true).open(data.path().join("beadle.db"))?;
    for page in [bytes / PAGE / 2, bytes / PAGE / 2 + 1, bytes / PAGE - 2] {
        file.seek(SeekFrom::Start(page * PAGE))?;
        file.write_all(&[0xa5; PAGE as usize])?;
    }
    file.sync_all()?;
    let output = command(data.path(), &["doctor", "--store"]).await?;
    let found = String::from_utf8(output.stdout)?;
    ensure!(output.status.code() == Some(1), "{found}");
    ensure!(found.lines().any(|line| line.starts_with("integrity: ") && line != "integrity: ok"), "{found}");
    println!("{found}");
    let backup = place.path().join("backup.db");
    failed(data.path(), &["backup", argument(&backup)?], "is damaged").await?;
    ensure!(std::fs::read_dir(place.path())?.next().is_none(), "a part of the backup is left");
    Ok(())
}
