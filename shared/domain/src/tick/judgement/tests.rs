use std::time::Duration;

use beadle_schedule::{CatchUp, Overlap, Schedule};
use rstest::rstest;

use super::*;
use crate::{
    execution::{Event, Hold, Trigger},
    policy::RunDefaults,
    specimen::{at, claimed, deferred, retrying, task as any_task},
};

const HOUR: CatchUp = CatchUp::All(Duration::from_secs(3_600));

/// A task that was created at second 0 and runs by `phrase`.
fn task(phrase: &str) -> Task {
    Task {
        schedule: Schedule::from_phrase(phrase).unwrap(),
        schedule_version: 3,
        version: 5,
        ..any_task(0, &[])
    }
}

/// The run of `task` for second `due`, which its schedule made at second `made`.
fn run(task: &Task, due: i64, made: i64) -> Execution {
    let id = beadle_values::id::ExecutionId::for_tick(task.id, at(due));
    let request = task.request(id, Trigger::automatic(task, at(due)), &RunDefaults::TASK, at(made));
    Execution::new(request, at(due.max(made)))
}

/// The task after `change`.
fn changed(task: &Task, change: impl FnOnce(&mut Task)) -> Task {
    let mut next = Task { version: task.version + 1, ..task.clone() };
    change(&mut next);
    if next.schedule != task.schedule || next.paused != task.paused {
        next.schedule_version += 1;
    }
    next
}

fn phrase(text: &str) -> Option<Schedule> {
    Schedule::from_phrase(text).unwrap()
}

/// The run for second 30 of `every 10 seconds`, made at second 0, when it is due.
#[rstest]
#[case::nothing_changed(|_: &mut Task| {}, true, Judgement::AsMade)]
#[case::renamed(|task: &mut Task| task.name = "new".into(), false, Judgement::AsTheTaskIs)]
#[case::removed(|task: &mut Task| task.schedule = None, false, Judgement::Withdraw(CancelReason::ScheduleChanged))]
#[case::another_that_is_not_due(
    |task: &mut Task| task.schedule = phrase("every 20 seconds"), false,
    Judgement::Withdraw(CancelReason::ScheduleChanged)
)]
#[case::another_that_is_due(
    |task: &mut Task| task.schedule = phrase("every 15 seconds"), false, Judgement::AsTheTaskIs
)]
#[case::paused(|task: &mut Task| task.paused = true, false, Judgement::Withdraw(CancelReason::TaskPaused))]
#[case::deleted(|task: &mut Task| task.deleted_at = Some(at(5)), false, Judgement::Withdraw(CancelReason::TaskDeleted))]
#[case::completed(
    |task: &mut Task| task.completed_at = Some(at(5)), false, Judgement::Withdraw(CancelReason::TaskCompleted)
)]
#[case::only_a_reminder_is_left(
    |task: &mut Task| (task.schedule, task.reminder_time) = (None, Some(at(90))), false,
    Judgement::Withdraw(CancelReason::ScheduleChanged)
)]
fn a_run_is_compared_with_its_task(
    #[case] change: fn(&mut Task),
    #[case] same: bool,
    #[case] expected: Judgement,
) {
    let made_by = task("every 10 seconds");
    let run = run(&made_by, 30, 0);
    let now = if same { made_by } else { changed(&made_by, change) };
    for execution in [run.clone(), claimed(&run, 30), claimed(&deferred(&claimed(&run, 30), 31, 35), 35)] {
        assert_eq!(judge(&now, &execution, at(35)), expected, "{:?}", execution.status());
    }
}

/// Paused and resumed, the schedule is another version that is due as before.
#[test]
fn a_schedule_that_was_resumed_keeps_its_runs() {
    let made_by = task("every 10 seconds");
    let resumed = changed(&changed(&made_by, |task| task.paused = true), |task| task.paused = false);
    assert_eq!(resumed.schedule_version, made_by.schedule_version + 2);
    assert_eq!(judge(&resumed, &run(&made_by, 30, 0), at(30)), Judgement::AsTheTaskIs);
}

#[test]
fn a_run_that_has_begun_goes_on_as_it_was_made_but_not_while_the_task_is_paused() {
    let made_by = task("every 10 seconds");
    let first = claimed(&run(&made_by, 30, 0), 30);
    let taken_over = first.apply(Event::Claim { lease_until: at(200) }, at(100)).unwrap();
    for begun in [retrying(&first, 31, 41), taken_over] {
        for change in [|task: &mut Task| task.schedule = None, |task: &mut Task| task.name = "new".into()] {
            assert_eq!(judge(&changed(&made_by, change), &begun, at(101)), Judgement::AsMade);
        }
        let paused = changed(&made_by, |task| task.paused = true);
        assert_eq!(judge(&paused, &begun, at(101)), Judgement::Withdraw(CancelReason::TaskPaused));
    }
}

#[test]
fn what_a_person_started_minds_only_that_the_task_exists() {
    let made_by = task("every 10 seconds");
    let mut manual = run(&made_by, 30, 0);
    std::sync::Arc::make_mut(&mut manual.request).trigger = Trigger::of(TriggerKind::Manual);
    let paused = changed(&made_by, |task| task.paused = true);
    assert_eq!(judge(&paused, &manual, at(30)), Judgement::AsMade);
    let deleted = changed(&made_by, |task| task.deleted_at = Some(at(1)));
    assert_eq!(judge(&deleted, &manual, at(30)), Judgement::Withdraw(CancelReason::TaskDeleted));
}

/// The six runs that `every 10 seconds` made at second 1 and the one for second 180, which is due now: the
/// policies, the time → the seconds for which they run.
#[rstest]
// Up to a minute late is on time.
#[case(CatchUp::None, Overlap::Allow, 59, &[0, 10, 20, 30, 40, 50, 180])]
#[case(CatchUp::None, Overlap::Allow, 70, &[0, 10, 20, 30, 40, 50, 180])]
// The first one was due when it was made, so it was not made ahead: the tick was on time.
#[case(CatchUp::None, Overlap::Allow, 71, &[0, 20, 30, 40, 50, 180])]
#[case(CatchUp::None, Overlap::Allow, 185, &[0, 180])]
#[case(CatchUp::None, Overlap::Skip, 185, &[0, 180])]
#[case(CatchUp::Latest, Overlap::Allow, 185, &[0, 180])]
#[case(CatchUp::Latest, Overlap::CancelRunning, 185, &[0, 180])]
#[case(HOUR, Overlap::Allow, 185, &[0, 10, 20, 30, 40, 50, 180])]
#[case(HOUR, Overlap::Queue, 185, &[0, 10, 20, 30, 40, 50, 180])]
// One at a time: the latest one stands for all of them.
#[case(HOUR, Overlap::Skip, 185, &[0, 180])]
#[case(HOUR, Overlap::CancelRunning, 185, &[0, 180])]
#[case(CatchUp::All(Duration::from_secs(150)), Overlap::Allow, 185, &[0, 40, 50, 180])]
fn a_run_made_ahead_that_is_late_is_caught_up_as_the_policy_says(
    #[case] catch_up: CatchUp,
    #[case] overlap: Overlap,
    #[case] now: i64,
    #[case] expected: &[i64],
) {
    let mut task = task("every 10 seconds");
    task.schedule = task.schedule.map(|schedule| schedule.with_overlap(overlap).with_catch_up(catch_up));
    let runs =
        [0, 10, 20, 30, 40, 50].map(|due| run(&task, due, 1)).into_iter().chain([run(&task, 180, 121)]);
    let (mut judged, mut left) = (0, Vec::new());
    for one in runs {
        let due = one.request.trigger.scheduled_for.unwrap().as_second();
        judged += 1;
        match judge(&task, &one, at(now.max(due))) {
            Judgement::AsMade => left.push(due),
            other => assert_eq!(other, Judgement::Withdraw(CancelReason::Missed), "{due}"),
        }
    }
    assert_eq!((judged, &*left), (7, expected));
}

/// The late runs of a schedule that counts from second 0 and a scheduler that counts from second `from`, all made
/// ahead: those that still run.
#[rstest]
#[case::none_of_them("every 10 seconds", CatchUp::None, 7, &[])]
#[case::all_of_them("every 10 seconds", HOUR, 7, &[7, 17, 27, 37, 47])]
#[case::those_of_the_window("every 10 seconds", CatchUp::All(Duration::from_secs(150)), 7, &[37, 47])]
#[case::the_latest_is_on_time("every 10 seconds", CatchUp::Latest, 7, &[])]
#[case::the_latest_stands_for_the_one_before("every 30 seconds", CatchUp::Latest, 10, &[])]
fn a_run_on_another_second_than_the_schedule_counts_from_is_caught_up_alike(
    #[case] text: &str,
    #[case] catch_up: CatchUp,
    #[case] from: i64,
    #[case] expected: &[i64],
) {
    let mut task = task(text);
    task.schedule =
        task.schedule.map(|schedule| schedule.with_overlap(Overlap::Allow).with_catch_up(catch_up));
    let every = i64::try_from(phrase(text).unwrap().shortest_interval().unwrap().as_secs()).unwrap();
    let due = (0..50 / every).map(|number| from + number * every);
    let left = due.filter(|due| judge(&task, &run(&task, *due, 1), at(175)) == Judgement::AsMade);
    assert_eq!(left.collect::<Vec<_>>(), expected);
}

#[test]
fn of_many_on_another_second_the_latest_hundred_are_caught_up() {
    let mut task = task("every 2 seconds");
    task.schedule = task.schedule.map(|schedule| schedule.with_overlap(Overlap::Allow).with_catch_up(HOUR));
    let late = (0..120).map(|number| 1 + 2 * number);
    let left: Vec<i64> =
        late.filter(|due| judge(&task, &run(&task, *due, 0), at(301)) == Judgement::AsMade).collect();
    // With the 31 that are on time they are a hundred.
    assert_eq!((left.first(), left.last(), left.len()), (Some(&103), Some(&239), 69));
}

#[test]
fn a_run_that_was_deferred_was_not_missed() {
    let mut task = task("every 10 seconds");
    task.schedule = task.schedule.map(|schedule| schedule.with_catch_up(CatchUp::None));
    let run = run(&task, 30, 0);
    assert_eq!(judge(&task, &run, at(300)), Judgement::Withdraw(CancelReason::Missed));
    let held = claimed(&deferred(&claimed(&run, 30), 30, 300), 300);
    assert_eq!(judge(&task, &held, at(300)), Judgement::AsMade);
}

/// The hourly runs of a day that a pause held until second `now`: those that are made up for.
#[rstest]
#[case::within_a_minute(CatchUp::None, 3_600 + 30, &[3_600])]
#[case::skipped(CatchUp::None, 3 * 3_600 + 90, &[])]
#[case::the_latest(CatchUp::Latest, 3 * 3_600 + 90, &[3 * 3_600])]
#[case::those_of_its_window(CatchUp::All(Duration::from_secs(2 * 3_600)), 3 * 3_600 + 90, &[2 * 3_600, 3 * 3_600])]
fn what_a_pause_held_is_caught_up_as_the_policy_says(
    #[case] catch_up: CatchUp,
    #[case] now: i64,
    #[case] expected: &[i64],
) {
    let mut task = task("every 1 hour");
    task.schedule =
        task.schedule.map(|schedule| schedule.with_overlap(Overlap::Allow).with_catch_up(catch_up));
    let due = (1..=3).map(|hour| hour * 3_600).filter(|due| *due <= now);
    let left = due.filter(|due| {
        let run = run(&task, *due, *due);
        let hold = Hold::new(HoldKind::Paused, "paused");
        let held = claimed(&run, *due).apply(Event::Defer { due: at(now), hold }, at(*due)).unwrap();
        judge(&task, &claimed(&held, now), at(now)) == Judgement::AsMade
    });
    assert_eq!(left.collect::<Vec<_>>(), expected);
}

#[test]
fn a_reminder_that_a_pause_held_is_not_missed() {
    let task = Task { reminder_time: Some(at(90)), ..any_task(0, &[]) };
    let trigger = Trigger::reminder(at(90));
    let id = beadle_values::id::ExecutionId::for_tick(task.id, at(90));
    let due = Execution::new(task.request(id, trigger, &RunDefaults::TASK, at(90)), at(90));
    let hold = Hold::new(HoldKind::Paused, "paused");
    let held = claimed(&due, 90).apply(Event::Defer { due: at(9_000), hold }, at(90)).unwrap();
    assert_eq!(judge(&task, &claimed(&held, 9_000), at(9_000)), Judgement::AsMade);
}

/// Two executions of a task, the first created before the second: whether the first goes on when the second is
/// due.
#[rstest]
#[case::made_ahead_and_due_later(run(&task("every 10 seconds"), 50, 0), run(&task("every 10 seconds"), 40, 5), false)]
#[case::made_ahead_and_due_before(run(&task("every 10 seconds"), 30, 0), run(&task("every 10 seconds"), 40, 5), true)]
#[case::claimed(claimed(&run(&task("every 10 seconds"), 50, 0), 50), run(&task("every 10 seconds"), 40, 5), true)]
#[case::caught_up_late(run(&task("every 10 seconds"), 30, 0), run(&task("every 10 seconds"), 20, 185), true)]
fn only_what_is_claimed_or_due_before_goes_before(
    #[case] first: Execution,
    #[case] second: Execution,
    #[case] expected: bool,
) {
    assert!(matches!(first.state(), State::Pending { .. } | State::Running { .. }));
    assert_eq!(first.goes_before(&second), expected);
}

/// Whether the run for second 30 goes on, as the run for second 40 asks once it is due.
#[rstest]
#[case::waiting_for_its_time(|run| run, 40, true)]
#[case::missed(|run| run, 185, false)]
#[case::claimed_in_time(|run: Execution| claimed(&run, 30), 185, true)]
#[case::claimed_when_it_was_missed(|run: Execution| claimed(&run, 185), 185, false)]
fn a_run_that_was_missed_does_not_go_on(
    #[case] change: fn(Execution) -> Execution,
    #[case] now: i64,
    #[case] expected: bool,
) {
    let task = task("every 10 seconds");
    assert_eq!(goes_on(&task, &change(run(&task, 30, 0)), at(now)), expected);
}

#[test]
fn a_call_that_may_be_in_flight_goes_on_whatever_became_of_its_task() {
    let made_by = task("every 10 seconds");
    let removed = changed(&made_by, |task| task.schedule = None);
    assert!(!goes_on(&removed, &run(&made_by, 30, 0), at(31)));
    assert!(goes_on(&removed, &claimed(&run(&made_by, 30, 0), 30), at(31)));
}
