//! The write units and objects of executions whose response is large: JSON, which is mostly repetition, and bytes that
//! can't be compressed.

use beadle_bench::responses::{noise, orders};
use rstest::rstest;

use super::*;

/// The units beside those of the response: start and claim.
const BEFORE: f64 = 2.0;

#[rstest]
#[case::json_1(orders(1024), 2.0, 0)]
#[case::json_5(orders(5 * 1024), 2.0, 0)]
#[case::json_20(orders(20 * 1024), 5.0, 0)]
#[case::json_64(orders(64 * 1024), 1.0, 1)]
#[case::bytes_1(noise(1024, 1), 3.0, 0)]
#[case::bytes_5(noise(5 * 1024, 1), 6.0, 0)]
#[case::bytes_20(noise(20 * 1024, 1), 1.0, 1)]
#[case::bytes_64(noise(64 * 1024, 1), 1.0, 1)]
#[tokio::test]
async fn what_a_large_response_costs_is_on_the_receipt(
    #[case] body: AnswerBody,
    #[case] most: f64,
    #[case] objects: u64,
) -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let running = metered.run(&execution(None, super::body())).await?;
    let answer = answer().map(|answer| Answer { body, ..answer });
    let settled = metered.settle(&running, Outcome::Succeeded { answer }).await?;
    let writes = metered.meter.take();
    let size = serde_json::to_string(&settled.progress.answer)?.len();
    print(&format!("a response of {size} bytes, start to done"), &writes);
    is_on_the_receipt(&settled, &writes);
    assert!(units(&writes) <= BEFORE + most, "{} > {}", units(&writes), BEFORE + most);
    assert_eq!((metered.bucket.content().writes, Receipt::of(&settled).objects), (objects, objects));
    assert_eq!(metered.executions.get(settled.id()).await?, Some(settled));
    Ok(())
}

/// While an execution goes on, its response is in its row: the next attempt replaces it.
#[tokio::test]
async fn a_large_response_that_is_not_the_last_one_is_in_the_row() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let running = metered.run(&execution(None, super::body())).await?;
    let answer = answer().map(|answer| Answer { body: noise(20 * 1024, 1), ..answer });
    let failure = Failure::http_status(500, None);
    let waiting = metered.settle(&running, Outcome::Failed { failure, answer }).await?;
    let due = waiting.state().due().expect("a retry");
    let Claim::Taken(running) = metered.executions.claim(&Message::start(waiting), due).await? else {
        anyhow::bail!("the retry is not taken")
    };
    assert_eq!(metered.bucket.content().writes, 0);
    metered.meter.take();
    // The lease of the claim is in the row of the large response, which is paid for once more to get rid of it.
    let settled = metered.settle(&running, Outcome::Succeeded { answer: super::answer() }).await?;
    assert_eq!((metered.bucket.content().writes, Receipt::of(&settled).objects), (0, 0));
    print("a small response over a large one", &metered.meter.take());
    Ok(())
}
