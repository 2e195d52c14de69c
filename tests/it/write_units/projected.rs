//! The projector's share of an execution, which receipts state: full batches over an hour of one owner, whose
//! executions take between a millisecond and some seconds.

use beadle_application::port::{Applied, ProjectionStore};
use beadle_aws::Projections;

use super::*;
use crate::conformance::{
    adapters::stepped_clock::SteppedClock,
    projection::history::{batch, run_of},
    specimen::{at, completed, execution_with},
};

/// Executions in a batch: three changes each, of at most 100 in a batch.
const A_BATCH: u16 = 33;
const BATCHES: u16 = 30;

/// The projector's cost of an execution in write units, where the executions of a batch are runs of `tasks`
/// in turn, or ad hoc if there are none; and the cost that their receipts state.
async fn share(tasks: &[TaskId]) -> anyhow::Result<(f64, f64)> {
    let dynamo = Dynamo::start().await?;
    let meter = Meter::default();
    let table = Table::new(meter.attached_to(&dynamo.client), TABLE);
    let projections = Projections::new(table, Arc::new(SteppedClock::default()));
    let mut stated = 0;
    for number in 0..BATCHES {
        let mut changes = Vec::new();
        for one in 0..A_BATCH {
            let pending = execution_with(|request| {
                request.task_id = tasks.iter().cycle().nth(one.into()).copied();
                request.created_at = at(i64::from(number) * 100 + i64::from(one));
            });
            stated = Receipt::of(&pending).projector_write_units_thousandths;
            // As many of each order of magnitude.
            let scattered = (u32::from(one) * 3_571 + u32::from(number) * 1_217) % 9_973;
            let seconds = 3_000_f64.powf(f64::from(scattered) / 9_973.0) / 1_000.0;
            changes.extend(run_of(&pending, SignedDuration::try_from_secs_f64(seconds)?, completed));
        }
        let batch = batch("shardId-1", u128::from(number) * 1_000 + 1, &changes);
        ensure!(projections.apply(&batch.projection, &batch.checkpoint).await? == Applied::Done);
    }
    let measured = units(&meter.take()) / f64::from(A_BATCH) / f64::from(BATCHES);
    println!("{} tasks: the projector writes {measured:.3} units for each execution", tasks.len());
    Ok((measured, f64::from(u32::try_from(stated)?) / 1_000.0))
}

fn tasks(count: u16) -> Vec<TaskId> {
    (0..count).map(|_| TaskId::from_uuid(Uuid::now_v7())).collect()
}

#[tokio::test]
async fn the_projector_s_share_is_on_the_receipts() -> anyhow::Result<()> {
    for tasks in [tasks(0), tasks(1)] {
        let (measured, stated) = share(&tasks).await?;
        ensure!((measured..measured * 1.1).contains(&stated), "{stated} on the receipt, {measured} measured");
    }
    Ok(())
}

/// As stated in `infra/docs/costs.md`.
#[tokio::test]
async fn the_share_is_two_units_more_if_each_execution_has_another_task() -> anyhow::Result<()> {
    let (of_one, _) = share(&tasks(1)).await?;
    let (of_each, _) = share(&tasks(A_BATCH)).await?;
    ensure!((1.9..=2.1).contains(&(of_each - of_one)), "{of_each} and {of_one}");
    Ok(())
}
