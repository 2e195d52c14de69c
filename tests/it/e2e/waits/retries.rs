//! Jobs that fail and are started again: each attempt has a token of its own.

use anyhow::{Context, ensure};
use rstest::rstest;
use serde_json::{Value, json};

use super::{On, World};

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn a_report_of_an_attempt_that_is_retried_does_not_end_the_next_one(
    #[case] on: On,
) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let retry = json!({"strategy": "fixed", "max_retries": 1, "delay": "3s", "retry_on": ["job_failed"]});
    let (id, first) = world.accepted(&json!({"retry": retry})).await?;
    let (failure, success) = (json!({"message": "out of paper"}), json!({"pages": 12}));
    let taken = world.jobs.post(&first, "/fail", &failure).await?;
    ensure!(taken.0 == 200, "{taken:?}");
    let retrying = |execution: &Value| execution["status"] == "retrying";
    let restarted = |execution: &Value| execution["status"] == "waiting" && execution["api_calls_made"] == 2;
    for begun in [&retrying as &dyn Fn(&Value) -> bool, &restarted] {
        world.beadle.execution(&id, begun).await?;
        assert_eq!(world.jobs.post(&first, "/fail", &failure).await?, taken, "the same report again");
        let (status, other) = world.post(&first, &success).await?;
        assert_eq!((status, &other["code"]), (409, &json!("already_reported")), "{other:#}");
    }

    let job = world.jobs.get(&id).context("no job")?;
    let second = job.hook()?;
    assert_ne!(second, first);
    let (status, end) = world.post(second, &success).await?;
    assert_eq!((status, &end["outcome"]), (200, &json!("completed")), "{end:#}");
    let ended = world.ended(&id).await?;
    assert_eq!((&ended["status"], &ended["result"]), (&json!("completed"), &success));
    world.is_gone(&first).await?;
    assert_eq!(world.jobs.get(&id).map(|job| job.starts.len()), Some(2));
    Ok(())
}
