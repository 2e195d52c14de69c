//! The projector's share of an execution, which receipts state: full batches over an hour of one owner, whose executions
//! take from a millisecond to some seconds.

use beadle_application::port::{Applied, ProjectionStore};
use beadle_aws::Projections;

use super::*;
use crate::conformance::{
    adapters::stepped_clock::SteppedClock,
    projection::history::{batch, run_of},
    specimen::{at, completed, execution_with},
};

/// Executions of a batch: three changes each, of the 100 that a batch takes.
const A_BATCH: u16 = 33;
const BATCHES: u16 = 30;

/// What an execution comes to for the projector, in write units, where the executions of a batch are runs of `tasks` in
/// turn, or ad hoc where there are none; and what their receipts state.
async fn share(tasks: &[TaskId]) -> anyhow::Result<(f64, f64)> {
    let dynamo = Dynamo::start().await?;
    let meter = Meter::default();
    let table = Table::new(meter.attached_to(&dynamo.client), TABLE);
    let projections = Projections::new(table, Arc::new(SteppedClock::default()));
    let mut told = 0;
    for number in 0..BATCHES {
        let mut changes = Vec::new();
        for one in 0..A_BATCH {
            let pending = execution_with(|request| {
                request.task_id = tasks.iter().cycle().nth(one.into()).copied();
                request.created_at = at(i64::from(number) * 100 + i64::from(one));
            });
            told = Receipt::of(&pending).projector_write_units_thousandths;
            // Of each order of magnitude as many as of the others.
            let scattered = (u32::from(one) * 3_571 + u32::from(number) * 1_217) % 9_973;
            let seconds = 3_000_f64.powf(f64::from(scattered) / 9_973.0) / 1_000.0;
            changes.extend(run_of(&pending, SignedDuration::try_from_secs_f64(seconds)?, completed));
        }
        let batch = batch("shardId-1", u128::from(number) * 1_000 + 1, &changes);
        ensure!(projections.apply(&batch.projection, &batch.checkpoint).await? == Applied::Done);
    }
    let measured = units(&meter.take()) / f64::from(A_BATCH) / f64::from(BATCHES);
    println!("{} tasks: the projector writes {measured:.3} units for each execution", tasks.len());
    Ok((measured, f64::from(u32::try_from(told)?) / 1_000.0))
}

fn tasks(count: u16) -> Vec<TaskId> {
    (0..count).map(|_| TaskId::from_uuid(Uuid::now_v7())).collect()
}

#[tokio::test]
async fn the_projector_s_share_is_on_the_receipts() -> anyhow::Result<()> {
    for tasks in [tasks(0), tasks(1)] {
        let (measured, told) = share(&tasks).await?;
        ensure!((measured..measured * 1.1).contains(&told), "{told} on the receipt, {measured} measured");
    }
    Ok(())
}

/// As `infra/docs/costs.md` says of it.
#[tokio::test]
async fn it_is_two_units_more_where_each_is_of_another_task() -> anyhow::Result<()> {
    let (of_one, _) = share(&tasks(1)).await?;
    let (of_each, _) = share(&tasks(A_BATCH)).await?;
    ensure!((1.9..=2.1).contains(&(of_each - of_one)), "{of_each} and {of_one}");
    Ok(())
}
