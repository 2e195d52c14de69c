//! A failed start explains itself in one line and exits with code 2.

use std::fs;

use anyhow::ensure;

use super::{Beadle, run_to_end};

#[tokio::test]
async fn a_taken_port() -> anyhow::Result<()> {
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port().to_string();
    let data = tempfile::tempdir()?;
    refused(run_to_end(data.path(), &["--port", &port], &[]).await?, &port)
}

#[tokio::test]
async fn a_folder_in_use() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let _first = Beadle::start(data.path()).await?;
    refused(run_to_end(data.path(), &["--port", "0"], &[]).await?, "in use by another beadle")
}

#[tokio::test]
async fn a_folder_that_can_not_be_created() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let file = data.path().join("file");
    fs::write(&file, "in the way")?;
    refused(run_to_end(&file.join("folder"), &["--port", "0"], &[]).await?, "can't be written")
}

#[tokio::test]
async fn a_damaged_store() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    Beadle::start(data.path()).await?.kill().await?;
    let store = data.path().join("beadle.db");
    for leftover in ["beadle.db-wal", "beadle.db-shm"] {
        fs::remove_file(data.path().join(leftover)).ok();
    }
    fs::write(&store, [0x5a; 8192])?;
    refused(run_to_end(data.path(), &["--port", "0"], &[]).await?, "damaged")
}

#[tokio::test]
async fn a_wrong_variable() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let variables = [("DEFAULT_TIMEOUT", "soon")];
    refused(run_to_end(data.path(), &["--port", "0"], &variables).await?, "DEFAULT_TIMEOUT")
}

fn refused(output: std::process::Output, reason: &str) -> anyhow::Result<()> {
    let errors = String::from_utf8(output.stderr)?;
    ensure!(output.status.code() == Some(2), "{} {errors}", output.status);
    ensure!(errors.trim_end().lines().count() == 1, "more than one line: {errors}");
    ensure!(errors.contains(reason), "no word of {reason}: {errors}");
    Ok(())
}
