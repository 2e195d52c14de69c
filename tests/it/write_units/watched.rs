//! The write units of a watch: when it is made, when a run is judged, and when a monitor is pinged.

use beadle_application::port::{Replaced, Watches};
use beadle_aws::WatchTable;
use beadle_domain::watch::{MonitorWatch, Ping, RunWatch, Seen, Watch, WatchKey};

use super::*;
use crate::conformance::{specimen::task_with, watches::alerts};

/// The budgets of a watch that is made, and of one that moves: the row, and its entry in the index. dynoxide and DynamoDB count
/// an entry that moves as its removal and its addition.
const MADE: f64 = 2.0;
const MOVED: f64 = 3.0;

async fn write(watches: &WatchTable, meter: &Meter, watch: &Watch) -> anyhow::Result<f64> {
    ensure!(watches.write(watch).await? == Replaced::Done);
    let written = meter.take();
    ensure!(written.len() == 1, "{}", written.len());
    Ok(units(&written))
}

#[tokio::test]
async fn a_watch_costs_its_row_and_its_place_in_the_index() -> anyhow::Result<()> {
    let dynamo = Dynamo::start().await?;
    let meter = Meter::default();
    let watches = WatchTable::new(Table::new(meter.attached_to(&dynamo.client), TABLE));
    let task = task_with(|_| {});
    let at = |seconds| NOW + SignedDuration::from_secs(seconds);
    let key = WatchKey::Task(task.id);
    let runs = |version, second| Watch {
        key: key.clone(),
        version,
        due: Some(at(second)),
        keep_until: None,
        seen: Seen::Runs(RunWatch::from(&task, at(second - 60))),
    };
    let made = write(&watches, &meter, &runs(1, 60)).await?;
    let judged = write(&watches, &meter, &runs(2, 120)).await?;
    let pinged = MonitorWatch::from(&task, at(0)).pinged(Ping::Success, at(130));
    let pinged = Watch { version: 3, due: Some(at(200)), seen: Seen::Monitor(pinged), ..runs(3, 0) };
    let pinged = write(&watches, &meter, &pinged).await?;
    println!("a watch: {made} made, {judged} for a run that is judged, {pinged} for a ping");
    assert!(made <= MADE && judged <= MOVED && pinged <= MOVED, "{made} {judged} {pinged}");

    let failed = alerts("ada", 1, Some(60));
    let failed_first = write(&watches, &meter, &failed).await?;
    let told = write(&watches, &meter, &Watch { version: 2, due: None, ..failed.clone() }).await?;
    let noted = write(&watches, &meter, &Watch { version: 3, due: None, ..failed }).await?;
    println!(
        "alerts: {failed_first} with something to tell, {told} once it is told, {noted} for a fact alone"
    );
    assert!(failed_first <= 3.0 && told <= 3.0 && noted <= 2.0, "{failed_first} {told} {noted}");

    meter.take_reads();
    let due = watches.due(at(0), None, 100).await?;
    let nothing_due: f64 = meter.take_reads().iter().sum();
    println!("a look that finds nothing: {nothing_due} read units");
    assert!(due.is_empty() && nothing_due <= 0.5, "{nothing_due}");
    Ok(())
}
