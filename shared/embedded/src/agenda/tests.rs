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

fn agenda(catch_up: serde_json::Value) -> Agenda {
    let mut agenda = Agenda::default();
    agenda.apply(Planned::Armed(Box::new(arming(catch_up)), at(0)));
    agenda
}

fn seconds(ticks: &[Tick]) -> Vec<i64> {
    ticks.iter().map(|tick| tick.scheduled_time.unwrap().as_second()).collect()
}

/// Handles ticks one after the other until nothing more is due.
fn drain(agenda: &mut Agenda, now: Timestamp) -> Vec<i64> {
    let mut seen = Vec::new();
    loop {
        let ticks = agenda.due(now);
        if ticks.is_empty() {
            return seen;
        }
        seen.extend(seconds(&ticks));
        for tick in ticks {
            agenda.apply(Planned::Handled(tick));
        }
    }
}

#[test]
fn each_time_ticks_once_and_the_next_one_is_awaited() {
    let mut agenda = agenda(json!("latest"));
    assert_eq!(agenda.next(), Some(60_000));
    assert_eq!(drain(&mut agenda, at(59)), [0; 0]);
    assert_eq!(drain(&mut agenda, at(60)), [60]);
    assert_eq!(agenda.next(), Some(120_000));
}

#[test]
fn a_tick_is_out_until_it_is_handled_and_comes_again_when_refused() {
    let mut agenda = agenda(json!("latest"));
    let ticks = agenda.due(at(60));
    assert_eq!(seconds(&ticks), [60]);
    assert_eq!(agenda.due(at(200)), []);
    agenda.apply(Planned::Refused(ticks[0].clone(), at(61)));
    assert_eq!(seconds(&agenda.due(at(66))), [60]);
}

#[test]
fn missed_times_follow_the_policy() {
    let down_for_ten_minutes = at(605);
    for (catch_up, expected) in [
        (json!("none"), vec![600]),
        (json!("latest"), vec![600]),
        (json!({"all": "3m"}), vec![480, 540, 600]),
    ] {
        let seen = drain(&mut agenda(catch_up.clone()), down_for_ten_minutes);
        assert_eq!(seen, expected, "{catch_up}");
    }
}

#[test]
fn what_was_missed_for_good_is_passed_over() {
    let mut agenda = Agenda::default();
    let daily = json!({"expression": "daily at 00:00", "catch_up": "none"});
    let schedule = Schedule::parse(&daily, &Path::of("schedule")).unwrap().unwrap();
    agenda.apply(Planned::Armed(Box::new(Arming { schedule, ..arming(json!("none")) }), at(0)));
    assert_eq!(drain(&mut agenda, at(86_400 + 3_600)), [0; 0]);
    assert_eq!(agenda.next(), Some(2 * 86_400_000));
}

#[test]
fn a_disarmed_or_newly_armed_schedule_forgets_its_old_tick() {
    let mut agenda = agenda(json!("latest"));
    let ticks = agenda.due(at(60));
    agenda.apply(Planned::Armed(Box::new(Arming { schedule_version: 4, ..arming(json!("latest")) }), at(60)));
    agenda.apply(Planned::Handled(ticks[0].clone()));
    assert_eq!(agenda.next(), Some(120_000));
    agenda.apply(Planned::Disarmed(ticks[0].task_id));
    assert_eq!(agenda.next(), None);
}
