//! Waiting for what becomes true in its own time.

use std::{future::Future, time::Duration};

use anyhow::bail;
use tokio::time::{Instant, sleep};

/// How long to wait for what does not come. A schedule of every 30 seconds takes two minutes to its second run on the emulator.
const PATIENCE: Duration = Duration::from_secs(200);

/// Asks again and again until the answer is there; `what` is told when it never is.
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
