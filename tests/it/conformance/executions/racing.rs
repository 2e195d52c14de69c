//! Of many concurrent calls one succeeds, and the others learn of it.

use std::{future::Future, sync::Arc};

use beadle_application::port::{Claim, Saved, Started};
use beadle_domain::execution::{Execution, Message};
use jiff::Timestamp;
use tokio::sync::Barrier;

use super::{Fixture, Store};
use crate::conformance::{
    Verdict,
    specimen::{at, completed, execution},
};

const RIVALS: usize = 16;

pub async fn one_of_sixteen_claims_is_taken(executions: Fixture) -> Verdict {
    let asked = execution();
    executions.start(&asked).await?;
    one_is_taken(&executions, &asked, at(0), at(60)).await
}

pub async fn one_of_sixteen_claims_without_a_row_is_taken(executions: Fixture) -> Verdict {
    one_is_taken(&executions, &execution(), at(0), at(60)).await
}

pub async fn one_of_sixteen_takes_over(executions: Fixture) -> Verdict {
    let asked = execution();
    executions.run(&asked, at(0)).await?;
    one_is_taken(&executions, &asked, at(60), at(120)).await?;
    let attempts = executions.stored(asked.id()).await?.progress.attempts;
    assert_eq!(attempts.len(), 1, "one interruption is on record: {attempts:?}");
    Ok(())
}

pub async fn one_of_sixteen_saves_is_written(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let fence = running.version();
    let saved = race(&executions, move |store, rival| {
        let ended = completed(&running, at(1 + rival as i64));
        async move { anyhow::Ok((store.save(&ended, fence, 0).await?, ended)) }
    })
    .await?;
    let (won, lost): (Vec<_>, Vec<_>) = saved.into_iter().partition(|(saved, _)| *saved == Saved::Done);
    assert_eq!((won.len(), lost.len()), (1, RIVALS - 1));
    assert!(lost.iter().all(|(saved, _)| *saved == Saved::Conflict), "{lost:?}");
    assert_eq!(executions.stored(won[0].1.id()).await?, won[0].1);
    Ok(())
}

pub async fn one_of_sixteen_starts_is_the_first(executions: Fixture) -> Verdict {
    let asked = execution();
    let id = asked.id();
    let started = race(&executions, move |store, _| {
        let asked = asked.clone();
        async move { anyhow::Ok(store.start(&asked).await?) }
    })
    .await?;
    let (first, others): (Vec<_>, Vec<_>) = started.into_iter().partition(|s| *s == Started::Created);
    assert_eq!(first.len(), 1);
    let stored = executions.stored(id).await?;
    assert!(others.iter().all(|other| *other == Started::Existing(Box::new(stored.clone()))), "{others:?}");
    Ok(())
}

/// Lets many claim `asked` at `now`: one succeeds with a lease until `until`, and the others are deferred
/// until then.
async fn one_is_taken(executions: &Fixture, asked: &Execution, now: Timestamp, until: Timestamp) -> Verdict {
    let message = Message::start(asked.clone());
    let claims = race(executions, move |store, _| {
        let message = message.clone();
        async move { anyhow::Ok(store.claim(&message, now).await?) }
    })
    .await?;
    let (taken, others): (Vec<_>, Vec<_>) =
        claims.into_iter().partition(|claim| matches!(claim, Claim::Taken(_)));
    let stored = executions.stored(asked.id()).await?;
    assert_eq!(taken, [Claim::Taken(Box::new(stored))]);
    assert!(others.iter().all(|other| *other == Claim::Later(until)), "{others:?}");
    Ok(())
}

/// Runs [`RIVALS`] tasks that do the same concurrently.
async fn race<T, F>(
    executions: &Fixture,
    mut run: impl FnMut(Arc<dyn Store>, usize) -> F,
) -> anyhow::Result<Vec<T>>
where
    F: Future<Output = anyhow::Result<T>> + Send + 'static,
    T: Send + 'static,
{
    let start = Arc::new(Barrier::new(RIVALS));
    let rivals: Vec<_> = (0..RIVALS)
        .map(|rival| {
            let (start, run) = (Arc::clone(&start), run(Arc::clone(&executions.store), rival));
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
