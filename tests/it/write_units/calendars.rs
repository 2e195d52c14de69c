//! The record of a run that a calendar skips.

use super::*;

#[tokio::test]
async fn the_record_of_an_excluded_day_costs_what_an_execution_does() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let task = TaskId::from_uuid(Uuid::now_v7());
    let mut skipped = execution(Some(task), body());
    let request = Arc::make_mut(&mut skipped.request);
    request.id = ExecutionId::for_tick(task, NOW);
    request.trigger = Trigger {
        excluded: Some("2027-12-25 is excluded by `de-holidays` (Christmas Day)".to_owned()),
        ..Trigger::tick(NOW)
    };
    let running = metered.run(&skipped).await?;
    let settled = metered.settle(&running, Outcome::Withdrawn { reason: CancelReason::DayExcluded }).await?;
    let writes = metered.meter.take();
    print("the record of an excluded day", &writes);
    is_on_the_receipt(&settled, &writes);
    assert!(units(&writes) <= SAVED + INDEX, "{} > {}", units(&writes), SAVED + INDEX);
    assert_eq!(metered.executions.start(&skipped).await?, Started::Existing(Box::new(settled)));
    Ok(())
}
