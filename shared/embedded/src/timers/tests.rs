use beadle_values::violation::Path;
use serde_json::json;

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn arming(catch_up: serde_json::Value) -> Arming {
    let schedule = json!({"every": "1 minute", "catch_up": catch_up});
    Arming {
        task: TaskId::from_uuid(Uuid::from_u128(1)),
        schedule: Schedule::parse(&schedule, &Path::of("schedule")).unwrap().unwrap(),
        schedule_version: 3,
        anchor: at(0),
    }
}

fn timers(catch_up: serde_json::Value) -> Timers {
    let mut timers = Timers::default();
    timers.apply(TimerChange::Armed(Box::new(arming(catch_up)), at(0)));
    timers
}

fn seconds(ticks: &[Tick]) -> Vec<i64> {
    ticks.iter().map(|tick| tick.scheduled_time.unwrap().as_second()).collect()
}

/// Handles ticks one after the other until none is due.
fn drain(timers: &mut Timers, now: Timestamp) -> Vec<i64> {
    let mut seen = Vec::new();
    loop {
        let ticks = timers.due(now);
        if ticks.is_empty() {
            return seen;
        }
        seen.extend(seconds(&ticks));
        for tick in ticks {
            timers.apply(TimerChange::Handled(tick));
        }
    }
}

#[test]
fn each_time_ticks_once() {
    let mut timers = timers(json!("latest"));
    assert_eq!(timers.next(), Some(60_000));
    assert_eq!(drain(&mut timers, at(59)), [0; 0]);
    assert_eq!(drain(&mut timers, at(60)), [60]);
    assert_eq!(timers.next(), Some(120_000));
}

#[test]
fn a_tick_is_repeated_only_after_it_failed() {
    let mut timers = timers(json!("latest"));
    let ticks = timers.due(at(60));
    assert_eq!(seconds(&ticks), [60]);
    assert_eq!(timers.due(at(200)), []);
    timers.apply(TimerChange::Failed(ticks[0].clone(), at(61)));
    assert_eq!(seconds(&timers.due(at(66))), [60]);
}

#[test]
fn missed_times_follow_the_policy() {
    let down_for_ten_minutes = at(605);
    for (catch_up, expected) in [
        (json!("none"), vec![600]),
        (json!("latest"), vec![600]),
        (json!({"all": "3m"}), vec![480, 540, 600]),
    ] {
        let seen = drain(&mut timers(catch_up.clone()), down_for_ten_minutes);
        assert_eq!(seen, expected, "{catch_up}");
    }
}

#[test]
fn a_schedule_with_calendars_ticks_whatever_days_they_have() {
    let schedule = |on_excluded: &str| {
        let schedule = json!({
            "expression": "0 0 * * 4 | 0 12 * * 4", "exclude": ["holidays", "1970-01-08"], "on_excluded": on_excluded,
        });
        Schedule::parse(&schedule, &Path::of("schedule")).unwrap().unwrap()
    };
    let timers = |schedule: Schedule| {
        let mut timers = Timers::default();
        let armed = Arming { schedule, ..arming(json!("latest")) };
        timers.apply(TimerChange::Armed(Box::new(armed), at(0)));
        timers
    };
    let day = 86_400;
    // Nothing is moved: the times of the expression, without the date that is excluded whatever calendars say.
    let skipping = timers(schedule("skip"));
    assert_eq!(skipping.next(), Some(43_200_000));
    // Runs may be moved to any day.
    let mut moving = timers(schedule("next_business_day"));
    assert_eq!(drain(&mut moving, at(day + 1)), [43_200, day]);
    // What was missed is caught up on by the first tick; the last one brings the schedule up to date.
    assert_eq!(drain(&mut timers(schedule("skip")), at(60 * day)), [43_200, 56 * day + 43_200]);
    let next = at(63 * day).as_millisecond();
    let mut later = timers(schedule("skip"));
    drain(&mut later, at(60 * day));
    assert_eq!(later.next(), Some(next));
}

#[test]
fn times_that_the_policy_drops_are_skipped() {
    let mut timers = Timers::default();
    let daily = json!({"expression": "daily at 00:00", "catch_up": "none"});
    let schedule = Schedule::parse(&daily, &Path::of("schedule")).unwrap().unwrap();
    timers.apply(TimerChange::Armed(Box::new(Arming { schedule, ..arming(json!("none")) }), at(0)));
    assert_eq!(drain(&mut timers, at(86_400 + 3_600)), [0; 0]);
    assert_eq!(timers.next(), Some(2 * 86_400_000));
}

#[test]
fn a_disarmed_or_rearmed_schedule_drops_its_old_tick() {
    let mut timers = timers(json!("latest"));
    let ticks = timers.due(at(60));
    timers.apply(TimerChange::Armed(
        Box::new(Arming { schedule_version: 4, ..arming(json!("latest")) }),
        at(60),
    ));
    timers.apply(TimerChange::Handled(ticks[0].clone()));
    assert_eq!(timers.next(), Some(120_000));
    timers.apply(TimerChange::Disarmed(ticks[0].task_id));
    assert_eq!(timers.next(), None);
}
