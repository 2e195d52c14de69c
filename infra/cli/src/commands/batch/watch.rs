//! Waits for the end of a batch.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{sleep, timeout};

use super::{super::Session, shown};
use crate::{
    client::{Error, Result, lookup::Noun},
    output::bar,
};

/// The pause between two questions.
const PAUSE: Duration = Duration::from_secs(1);

/// Shows a bar until all executions of the batch have ended, and then the batch.
///
/// # Errors
/// [`Error::Unsuccessful`] if some have failed or were cancelled, [`Error::StillRunning`] if it takes longer than `limit`.
pub async fn until_end(session: &Session, id: &str, limit: Option<Duration>) -> Result<()> {
    let path = format!("{}/{id}", Noun::Batch.list());
    let bar = bar::of(&session.output, 1, id);
    let watching = async {
        loop {
            let batch = session.client.get(&path).await?;
            let ended = ["completed", "failed", "cancelled"].map(|status| count(&batch, status));
            bar.set_length(batch["total"].as_u64().unwrap_or_default());
            bar.set_position(ended.iter().sum());
            if !batch["ended_at"].is_null() {
                return Ok::<_, Error>(batch);
            }
            sleep(PAUSE).await;
        }
    };
    let batch = match limit {
        None => watching.await,
        Some(limit) => timeout(limit, watching)
            .await
            .unwrap_or_else(|_| Err(Error::StillRunning(format!("{id} has not ended after {limit:?}")))),
    };
    bar.finish_and_clear();
    let batch = batch?;
    session.output.item(shown::FIELDS, &batch)?;
    match ["failed", "cancelled"].map(|status| count(&batch, status)) {
        [0, 0] => Ok(()),
        [failed, cancelled] => {
            Err(Error::Unsuccessful(format!("{id} has ended: {failed} failed, {cancelled} were cancelled")))
        }
    }
}

fn count(batch: &Value, status: &str) -> u64 {
    batch["counts"][status].as_u64().unwrap_or_default()
}
