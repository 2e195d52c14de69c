//! Callbacks before the start is answered, after it, and several at once.

use anyhow::{Context, ensure};
use rstest::rstest;
use serde_json::json;

use super::{On, World};

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn a_callback_before_the_start_is_answered_ends_the_wait(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let id = world.execute("before", 3, &json!({"callback": {"extract": "$.number"}})).await?;
    let ended = world.ended(&id).await?;
    assert_eq!((&ended["status"], &ended["result"]), (&json!("completed"), &json!(3)), "{ended:#}");
    let job = world.jobs.get(&id).context("no job")?;
    let [(status, first)] = &job.answers[..] else { panic!("{job:?}") };
    assert_eq!((*status, &first["outcome"]), (200, &json!("completed")), "{first:#}");
    assert_eq!((job.starts.len(), &ended["api_calls_made"]), (1, &json!(1)));
    let again = world.jobs.report(&id).await?;
    assert_eq!(again, (200, first.clone()), "the same report again has the same answer");
    let (status, other) = world.post(job.hook()?, &json!({"number": 4})).await?;
    assert_eq!((status, &other["received_at"]), (409, &first["received_at"]), "{other:#}");
    Ok(())
}

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn of_reports_at_once_one_counts(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let (id, hook) = world.accepted(&json!({})).await?;
    let body = json!({"frames": 1000});
    let (first, second) = tokio::try_join!(world.post(&hook, &body), world.post(&hook, &body))?;
    assert_eq!((first.0, &first), (200, &second), "the same one twice has one answer");
    assert_eq!(world.ended(&id).await?["result"], body);

    let (id, hook) = world.accepted(&json!({})).await?;
    let (one, two) = (json!({"by": 1}), json!({"by": 2}));
    let (first, second) = tokio::try_join!(world.post(&hook, &one), world.post(&hook, &two))?;
    let (won, lost, result) = if first.0 == 200 { (first, second, one) } else { (second, first, two) };
    assert_eq!((won.0, lost.0), (200, 409), "{won:?} {lost:?}");
    for member in ["outcome", "received_at"] {
        assert_eq!(won.1[member], lost.1[member], "the other one is told which was taken");
    }
    assert_eq!(world.ended(&id).await?["result"], result);
    Ok(())
}

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn rules_tell_progress_from_the_end(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let rules = json!({
        "until": {"body": [{"path": "$.status", "equals": "done"}]},
        "fail_when": {"body": [{"path": "$.status", "equals": "error"}]},
    });
    let (id, hook) = world.accepted(&rules).await?;
    for body in [json!({"status": "started"}), json!({"status": "running", "percent": 40})] {
        let (status, alive) = world.post(&hook, &body).await?;
        ensure!(status == 200 && alive["outcome"].is_null(), "{status} {alive:#}");
        assert_eq!(alive["cancel_requested"], false);
    }
    let (status, end) = world.post(&hook, &json!({"status": "done"})).await?;
    assert_eq!((status, &end["outcome"]), (200, &json!("completed")));
    assert_eq!(world.ended(&id).await?["status"], "completed");

    let (id, hook) = world.accepted(&rules).await?;
    let (status, end) = world.post(&hook, &json!({"status": "error", "message": "out of paper"})).await?;
    assert_eq!((status, &end["outcome"]), (200, &json!("failed")));
    let ended = world.ended(&id).await?;
    assert_eq!(ended["error_details"]["code"], "job_failed", "{ended:#}");
    assert_eq!(ended["error_message"], "the job has failed: out of paper");
    Ok(())
}
