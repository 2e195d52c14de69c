//! Waits for asynchronous effects.

use std::{future::Future, time::Duration};

use anyhow::bail;
use tokio::time::{Instant, sleep};

/// The longest wait. On the emulator, a schedule of every 30 seconds takes two minutes until its second run.
const PATIENCE: Duration = Duration::from_secs(200);

/// Calls `ask` until it returns a value; the error after the timeout contains `what`.
pub async fn eventually<T, F>(what: &str, mut ask: impl FnMut() -> F) -> anyhow::Result<T>
where
    F: Future<Output = anyhow::Result<Option<T>>>,
{
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask().await? {
            return Ok(answer);
        }
        if Instant::now() > deadline {
            bail!("never came: {what}");
        }
        sleep(Duration::from_millis(50)).await;
    }
}
