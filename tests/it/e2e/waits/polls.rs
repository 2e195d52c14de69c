//! Jobs that are asked about, alone and as a net for callbacks that get lost.

use anyhow::Context;
use rstest::rstest;
use serde_json::json;

use super::{On, World};

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn a_job_is_asked_until_it_is_done_and_its_result_fetched(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let poll = json!({"preset": "azure", "interval": "1s"});
    let id = world.execute("quiet", 5, &json!({"poll": poll, "callback": {"extract": "$.number"}})).await?;
    let ended = world.ended(&id).await?;
    assert_eq!((&ended["status"], &ended["result"]), (&json!("completed"), &json!(5)), "{ended:#}");
    let job = world.jobs.get(&id).context("no job")?;
    assert_eq!(
        (job.starts.len(), job.polls),
        (1, 2),
        "it runs at the first question, and is done at the second"
    );
    // What comes after that comes too late.
    world.is_gone(job.hook()?).await
}

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn of_a_callback_and_a_poll_the_first_one_ends_the_wait(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let net = |after: &str| json!({"poll": {"preset": "azure", "after": after, "interval": "1s"}});
    // Its callback gets lost.
    let lost = world.execute("quiet", 6, &net("1s")).await?;
    // Its callback comes first, and nobody asks.
    let reported = world.execute("after", 7, &net("10m")).await?;
    let ended = world.ended(&lost).await?;
    assert_eq!(ended["result"], json!({"number": 6, "status": "polled"}), "{ended:#}");
    let ended = world.ended(&reported).await?;
    assert_eq!(ended["result"], json!({"number": 7, "status": "done"}), "{ended:#}");
    assert_eq!(world.jobs.get(&reported).map(|job| (job.starts.len(), job.polls)), Some((1, 0)));
    Ok(())
}
