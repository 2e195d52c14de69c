//! Exports and imports that are killed go on where they were.

use std::time::Duration;

use anyhow::ensure;
use serde_json::json;
use tokio::time::sleep;

use super::{Place, settled, start};
use crate::e2e::{destination::Destination, eventually::eventually};

/// How many executions are moved: many calls.
const EXECUTIONS: usize = 1_500;

#[tokio::test]
async fn a_killed_import_goes_on_and_a_killed_export_too_on_one_machine() -> anyhow::Result<()> {
    let (place, folder, other) = (Place::new()?, tempfile::tempdir()?, tempfile::tempdir()?);
    let destination = Destination::start().await?;
    let (here, there) = (start(folder.path()).await?, start(other.path()).await?);
    let request = json!({"type": "http", "url": destination.url("/ok")});
    for _ in 0..EXECUTIONS / 100 {
        let (status, answer) =
            here.post("/api/v1/executions/batch", &json!({"requests": vec![request.clone(); 100]})).await?;
        ensure!(status.is_success(), "{answer:#}");
    }
    settled(&here).await?;
    killed(&place, &here.url, &["export", "-o", "all.ndjson"], "all.ndjson.cursor").await?;
    ensure!(!place.file("all.ndjson").exists(), "it is not complete");
    let told = place.run(&here.url, None, &["export", "-o", "all.ndjson"]).await?;
    ensure!(told.contains("goes on after") && told.contains("1500 executions"), "{told}");
    ensure!(place.moved("all.ndjson")?.len() == EXECUTIONS);

    let calls = destination.calls().len();
    killed(&place, &there.url, &["import", "all.ndjson"], "all.ndjson.imported").await?;
    let told = place.run(&there.url, None, &["import", "all.ndjson"]).await?;
    ensure!(told.contains("goes on after line"), "{told}");
    ensure!(!place.file("all.ndjson.imported").exists(), "its progress is left behind");
    place.run(&there.url, None, &["export", "-o", "there.ndjson"]).await?;
    ensure!(place.moved("all.ndjson")? == place.moved("there.ndjson")?, "they differ");
    ensure!(destination.calls().len() == calls, "history was run again");
    Ok(())
}

/// Kills the command once `sign` is there: in the middle.
async fn killed(place: &Place, url: &str, arguments: &[&str], sign: &str) -> anyhow::Result<()> {
    let mut child = place.command(url, None, arguments)?.spawn()?;
    eventually(sign, async || {
        // Often enough to see it before the end.
        for _ in 0..50 {
            if place.file(sign).exists() {
                return Ok(Some(()));
            }
            sleep(Duration::from_millis(1)).await;
        }
        Ok(None)
    })
    .await?;
    ensure!(child.try_wait()?.is_none(), "it ended before it was killed");
    child.kill().await?;
    Ok(())
}
