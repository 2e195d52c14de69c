//! A schedule below a minute makes its executions up to a minute ahead. Here the task is changed in between, or
//! the process is down: what arrives at the destination, and when.

use std::{sync::Arc, time::Duration};

use beadle_application::port::{
    Arming, ExecutionQuery, ExecutionScope, Executions, Replaced, Scheduler as _, Tasks,
};
use beadle_domain::{
    execution::{CancelReason, Execution, Status},
    policy::RunDefaults,
    spec::{HttpSpec, TaskSpec, TaskType},
    task::Task,
};
use beadle_schedule::{CatchUp, Overlap, Schedule};
use beadle_values::violation::Path;
use futures_util::FutureExt as _;
use rstest::rstest;
use serde_json::json;

use super::{
    admission::task,
    world::{World, at},
};

/// A world whose scheduler, executor and destination are driven second by second.
struct Machine {
    world: World,
    task: Task,
    /// The second that it shows.
    now: i64,
}

impl Machine {
    /// A machine with a task that was created at second 0, after `change`. It calls `a.example`.
    async fn with(phrase: &str, change: impl FnOnce(&mut Task)) -> Self {
        let world = World::new();
        let task = task(|task| {
            task.schedule = Schedule::from_phrase(phrase).unwrap();
            change(task);
        });
        world.put_task(&task).await;
        world.store.arm(&Arming::of(&task).unwrap()).await.unwrap();
        Self { world, task, now: 0 }
    }

    /// Changes the task as the service does: the scheduler first.
    async fn change(&mut self, change: impl FnOnce(&mut Task)) {
        let before = self.task.clone();
        self.task.version += 1;
        self.task.updated_at = at(self.now);
        change(&mut self.task);
        if self.task.schedule != before.schedule || self.task.paused != before.paused {
            self.task.schedule_version += 1;
            match Arming::of(&self.task) {
                Some(arming) => self.world.store.arm(&arming).await.unwrap(),
                None => self.world.store.disarm(self.task.id).await.unwrap(),
            }
        }
        assert_eq!(
            Tasks::replace(&self.world.store, &self.task, before.version).await.unwrap(),
            Replaced::Done
        );
    }

    /// Works every second up to `until`; returns the seconds of its calls.
    async fn work_until(&mut self, until: i64) -> Vec<i64> {
        let mut called = Vec::new();
        while self.now < until {
            self.now += 1;
            called.extend(self.work().await);
        }
        called
    }

    /// Sleeps for `seconds`, as a process that is down does, and then catches up.
    async fn down_for(&mut self, seconds: i64) -> Vec<i64> {
        self.now += seconds;
        self.work().await
    }

    /// Handles what is due in this second; returns it once for each call.
    async fn work(&mut self) -> Vec<i64> {
        let before = self.world.destination.calls().len();
        let service = beadle_testing::services(&Arc::new(self.world.store.clone())).ticks;
        loop {
            let mut ticks = self.world.store.ticks();
            let delivered = self.world.delivered_by(at(self.now)).await;
            let mut idle = delivered.is_empty();
            while let Some(Some(tick)) = ticks.next().now_or_never() {
                idle = false;
                service.handle(tick.tick(), at(self.now), at(self.now)).await.unwrap();
                tick.handled().await.unwrap();
            }
            for delivery in delivered {
                self.world.executor().handle(delivery, None).await.unwrap();
            }
            if idle {
                break;
            }
        }
        vec![self.now; self.world.destination.calls().len() - before]
    }

    /// The hosts that were called, in order.
    fn hosts(&self) -> Vec<String> {
        let calls = self.world.destination.calls();
        calls.iter().map(|(request, _)| request.url.host_str().unwrap().to_owned()).collect()
    }

    /// All executions of the task, oldest first.
    async fn executions(&self) -> Vec<Execution> {
        let mut query = ExecutionQuery::newest(ExecutionScope::Task(self.task.id), 100);
        let mut all = Vec::new();
        loop {
            let page = Executions::list(&self.world.store, &query).await.unwrap();
            all.extend(page.items);
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        all.reverse();
        all
    }

    /// Why its cancelled executions were cancelled. None of them counts a call.
    async fn withdrawn(&self) -> Vec<CancelReason> {
        let mut all = self.executions().await;
        all.retain(|execution| execution.status() == Status::Cancelled);
        assert!(all.iter().all(|execution| execution.progress.attempts.is_empty()), "{all:#?}");
        all.iter().map(|execution| execution.state().cancel_reason().unwrap()).collect()
    }
}

fn calls(url: &str) -> TaskSpec {
    TaskSpec::Http(HttpSpec::new("GET", url))
}

#[rstest]
#[case("every 10 seconds", 10)]
#[case("every 2 seconds", 2)]
#[case("every second", 1)]
#[tokio::test]
async fn a_schedule_that_was_removed_calls_no_more(#[case] phrase: &str, #[case] every: i64) {
    let mut machine = Machine::with(phrase, |_| {}).await;
    let expected: Vec<i64> = (1..=35 / every).map(|number| number * every).collect();
    assert_eq!(machine.work_until(35).await, expected);
    machine.change(|task| task.schedule = None).await;
    assert_eq!(machine.work_until(120).await, [] as [i64; 0]);
    let withdrawn = machine.withdrawn().await;
    println!("{phrase}: {} calls, then {} withdrawn", expected.len(), withdrawn.len());
    assert!(withdrawn.iter().all(|reason| *reason == CancelReason::ScheduleChanged));
    assert!(withdrawn.len() >= 5, "{withdrawn:?}");
}

#[rstest]
#[case(Overlap::Skip)]
#[case(Overlap::Queue)]
#[case(Overlap::Allow)]
#[case(Overlap::CancelRunning)]
#[tokio::test]
async fn a_new_schedule_begins_with_its_first_run(#[case] overlap: Overlap) {
    let with =
        |text: &str| Schedule::from_phrase(text).unwrap().map(|schedule| schedule.with_overlap(overlap));
    let mut machine =
        Machine::with("every 10 seconds", |task| task.schedule = with("every 10 seconds")).await;
    assert_eq!(machine.work_until(35).await, [10, 20, 30]);
    machine.change(|task| task.schedule = with("every 15 seconds")).await;
    assert_eq!(machine.work_until(75).await, [45, 60, 75]);
    machine.change(|task| task.schedule = with("every 20 seconds")).await;
    assert_eq!(machine.work_until(125).await, [80, 100, 120]);
}

#[tokio::test]
async fn a_task_that_was_paused_calls_again_once_it_is_resumed() {
    let mut machine = Machine::with("every 10 seconds", |_| {}).await;
    assert_eq!(machine.work_until(35).await, [10, 20, 30]);
    machine.change(|task| task.paused = true).await;
    assert_eq!(machine.work_until(55).await, [] as [i64; 0]);
    machine.change(|task| task.paused = false).await;
    assert_eq!(machine.work_until(85).await, [60, 70, 80]);
    assert_eq!(machine.withdrawn().await, [CancelReason::TaskPaused; 2]);
}

#[tokio::test]
async fn a_new_address_is_called_from_the_next_run_on_and_shown() {
    let mut machine = Machine::with("every 10 seconds", |_| {}).await;
    assert_eq!(machine.work_until(35).await, [10, 20, 30]);
    machine.change(|task| task.spec = calls("https://b.example/")).await;
    assert_eq!(machine.work_until(65).await, [40, 50, 60]);
    assert_eq!(
        machine.hosts(),
        ["a.example", "a.example", "a.example", "b.example", "b.example", "b.example"]
    );
    let shown: Vec<_> =
        machine.executions().await.into_iter().filter(|one| one.status() == Status::Completed).collect();
    assert_eq!(shown.len(), 6);
    for (one, host) in shown.iter().zip(machine.hosts()) {
        assert_eq!(one.request.spec, calls(&format!("https://{host}/")).resolved(&RunDefaults::TASK));
    }
    assert_eq!(machine.withdrawn().await, []);
}

#[tokio::test]
async fn a_secret_that_was_replaced_by_another_is_not_sent_again() {
    let spec = |name: &str| {
        let call = json!({"url": "https://a.example/", "headers": {"x-key": format!("${{secret:{name}}}")}});
        TaskSpec::parse(TaskType::Http, call.as_object().unwrap(), &[], &Path::body()).unwrap()
    };
    let mut machine = Machine::with("every 10 seconds", |task| task.spec = spec("old")).await;
    machine.world.secrets.put("ada", "old", "leaked");
    machine.world.secrets.put("ada", "new", "fresh");
    assert_eq!(machine.work_until(25).await, [10, 20]);
    machine.change(|task| task.spec = spec("new")).await;
    assert_eq!(machine.work_until(45).await, [30, 40]);
    let sent: Vec<_> = machine
        .world
        .destination
        .calls()
        .into_iter()
        .map(|(request, _)| {
            let found = request.headers.iter().find(|(name, _)| name.as_str() == "x-key");
            found.map(|(_, value)| value.clone()).unwrap()
        })
        .collect();
    assert_eq!(sent, ["leaked", "leaked", "fresh", "fresh"]);
}

/// A schedule is down from second 35 to 215: its interval in seconds and its policies → the number of calls at
/// second 215. All other runs that were made ahead are withdrawn.
#[rstest]
#[case(10, CatchUp::None, Overlap::Allow, 1)]
#[case(10, CatchUp::None, Overlap::Skip, 1)]
#[case(10, CatchUp::None, Overlap::Queue, 1)]
#[case(10, CatchUp::None, Overlap::CancelRunning, 1)]
#[case(10, CatchUp::Latest, Overlap::Allow, 1)]
#[case(10, CatchUp::Latest, Overlap::Skip, 1)]
#[case(10, CatchUp::Latest, Overlap::Queue, 1)]
#[case(10, CatchUp::Latest, Overlap::CancelRunning, 1)]
#[case(10, CatchUp::All(Duration::from_secs(3_600)), Overlap::Allow, 18)]
#[case(10, CatchUp::All(Duration::from_secs(3_600)), Overlap::Queue, 18)]
#[case(10, CatchUp::All(Duration::from_secs(3_600)), Overlap::Skip, 1)]
#[case(10, CatchUp::All(Duration::from_secs(3_600)), Overlap::CancelRunning, 1)]
#[case(2, CatchUp::None, Overlap::Allow, 1)]
#[case(2, CatchUp::None, Overlap::Skip, 1)]
#[case(2, CatchUp::None, Overlap::CancelRunning, 1)]
#[case(2, CatchUp::Latest, Overlap::Allow, 1)]
#[case(2, CatchUp::Latest, Overlap::Skip, 1)]
#[case(2, CatchUp::Latest, Overlap::CancelRunning, 1)]
#[case(1, CatchUp::None, Overlap::Allow, 1)]
#[case(1, CatchUp::None, Overlap::Skip, 1)]
#[case(1, CatchUp::None, Overlap::CancelRunning, 1)]
#[case(1, CatchUp::Latest, Overlap::Allow, 1)]
#[case(1, CatchUp::Latest, Overlap::Skip, 1)]
#[case(1, CatchUp::Latest, Overlap::CancelRunning, 1)]
#[tokio::test]
async fn after_a_downtime_as_many_runs_are_made_up_for_as_the_policies_say(
    #[case] every: i64,
    #[case] catch_up: CatchUp,
    #[case] overlap: Overlap,
    #[case] expected: usize,
) {
    let phrase = if every == 1 { "every second".to_owned() } else { format!("every {every} seconds") };
    let mut machine = Machine::with(&phrase, |task| {
        let schedule = task.schedule.take();
        task.schedule = schedule.map(|schedule| schedule.with_overlap(overlap).with_catch_up(catch_up));
    })
    .await;
    let times = |from: i64, to: i64| (from..=to).filter(|second| second % every == 0).collect::<Vec<_>>();
    assert_eq!(machine.work_until(35).await, times(1, 35));
    let made_up = machine.down_for(180).await;
    let later = machine.work_until(245).await;
    println!(
        "every {every} s, {catch_up:?}, {overlap:?}: expected {expected} at 215, then {:?}; real {} at 215, then {later:?}",
        times(216, 245),
        made_up.len(),
    );
    assert_eq!(made_up, vec![215; expected]);
    assert_eq!(later, times(216, 245));
    let missed = machine.withdrawn().await;
    let left_out = match expected {
        1 => usize::try_from(60 / every - 1).unwrap(),
        _ => 0,
    };
    assert_eq!(missed, vec![CancelReason::Missed; left_out]);
}
