//! A store says that it has nothing to do only when it has not, and when something is due next.

use beadle_application::port::{Arming, Delivery, Executions, Replaced, Scheduler, StartExecutions, Watches};
use beadle_domain::{
    execution::Event,
    specimen::task_id,
    watch::{RunWatch, Seen, Watch, WatchKey},
};
use beadle_schedule::Schedule;
use beadle_values::violation::Path;
use jiff::Timestamp;
use serde_json::json;

use super::specimen::{SetClock, execution, in_folder, in_memory};
use crate::{Embedded, Options, Quiet};

fn at(second: i64) -> Option<Timestamp> {
    Some(Timestamp::from_second(second).unwrap())
}

/// What it says, and the second at which something is due next.
async fn next(store: &Embedded) -> Option<Option<Timestamp>> {
    store.quiet().await.unwrap().map(|Quiet { next }| next)
}

async fn is_quiet_once_all_is_done(options: Options, clock: &SetClock) {
    let store = Embedded::open(Options { manual_clock: true, ..options }).unwrap();
    let (mut deliveries, changes) = (store.deliveries(4), store.changes());
    assert_eq!(next(&store).await, Some(None));
    for second in [200, 300] {
        store.start(&execution(second, second.try_into().unwrap())).await.unwrap();
    }
    assert_eq!(next(&store).await, None, "there are changes to project");
    changes.handled(&changes.first().await.unwrap());
    assert_eq!(next(&store).await, Some(at(200)));
    clock.set(199);
    store.poll_now();
    assert_eq!(next(&store).await, Some(at(200)));
    clock.set(200);
    store.poll_now();
    let delivered = deliveries.next().await.unwrap();
    assert_eq!(next(&store).await, None, "it runs");
    let Delivery::Claimed { execution, .. } = &delivered.delivery else { panic!("not claimed") };
    let ended = execution.apply(Event::Succeed { answer: None }, at(200).unwrap()).unwrap();
    store.save(&ended, execution.version(), 0).await.unwrap();
    drop(delivered);
    assert_eq!(next(&store).await, None, "its end is not projected");
    changes.handled(&changes.first().await.unwrap());
    assert_eq!(next(&store).await, Some(at(300)), "and not when its lease would have ended");
}

#[tokio::test]
async fn a_store_is_quiet_once_all_is_done_that_is_due() {
    let clock = SetClock::at(100);
    is_quiet_once_all_is_done(in_memory(&clock), &clock).await;
    let (folder, clock) = (tempfile::tempdir().unwrap(), SetClock::at(100));
    is_quiet_once_all_is_done(in_folder(folder.path(), &clock), &clock).await;
}

#[tokio::test]
async fn what_is_expected_by_a_time_is_due_then() {
    let clock = SetClock::at(100);
    let store = Embedded::open(Options { manual_clock: true, ..in_memory(&clock) }).unwrap();
    let start = at(100).unwrap();
    let runs = RunWatch { schedule_version: 1, late_until: start, missed_until: start };
    let key = WatchKey::Task(task_id(1));
    let watch = Watch { key, version: 1, due: at(200), keep_until: None, seen: Seen::Runs(runs) };
    assert_eq!(Watches::write(&store, &watch).await.unwrap(), Replaced::Done);
    assert_eq!(next(&store).await, Some(at(200)));
    clock.set(200);
    assert_eq!(next(&store).await, None, "nobody has looked");
    let looked = Watch { version: 2, due: at(300), ..watch };
    assert_eq!(Watches::write(&store, &looked).await.unwrap(), Replaced::Done);
    assert_eq!(next(&store).await, Some(at(300)));
}

#[tokio::test]
async fn a_tick_that_is_being_handled_is_work() {
    let clock = SetClock::at(0);
    let store = Embedded::open(Options { manual_clock: true, ..in_memory(&clock) }).unwrap();
    let mut ticks = store.ticks();
    let schedule = Schedule::parse(&json!("every minute"), &Path::of("schedule")).unwrap().unwrap();
    let arming = Arming { task: task_id(1), schedule, schedule_version: 1, anchor: at(0).unwrap() };
    store.arm(&arming).await.unwrap();
    assert_eq!(next(&store).await, Some(at(60)));
    clock.set(60);
    store.poll_now();
    let tick = ticks.next().await.unwrap();
    assert_eq!(next(&store).await, None);
    tick.handled().await.unwrap();
    assert_eq!(next(&store).await, Some(at(120)));
}
