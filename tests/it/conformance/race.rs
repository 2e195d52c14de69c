//! Many that do the same at the same time.

use std::{future::Future, sync::Arc};

use tokio::sync::Barrier;

/// How many take part in a race.
pub const RIVALS: usize = 16;

/// Runs [`RIVALS`] tasks concurrently, each with its number, and returns their results in this order.
///
/// # Errors
/// The first error of a task.
pub async fn race<T, F>(mut run: impl FnMut(usize) -> F) -> anyhow::Result<Vec<T>>
where
    F: Future<Output = anyhow::Result<T>> + Send + 'static,
    T: Send + 'static,
{
    let start = Arc::new(Barrier::new(RIVALS));
    let rivals: Vec<_> = (0..RIVALS)
        .map(|rival| {
            let (start, run) = (Arc::clone(&start), run(rival));
            tokio::spawn(async move {
                start.wait().await;
                run.await
            })
        })
        .collect();
    let mut results = Vec::new();
    for rival in rivals {
        results.push(rival.await??);
    }
    Ok(results)
}
