//! The hours of an owner.

use beadle_domain::{
    execution::TriggerKind,
    projection::{Counter, Hour},
    spec::TaskType,
    task::Priority,
};

use super::{Fixture, amounts};
use crate::conformance::{
    Verdict,
    projection::history::run,
    specimen::{T0, at, completed, failed, fresh_task_id, owner},
};

/// Every hour there is.
const ALL: (Hour, Hour) = (Hour(0), Hour(1_000_000));

pub async fn the_sums_are_empty_at_first(rollups: Fixture) -> Verdict {
    assert_eq!(rollups.rollups.hours(&owner("ada"), ALL.0, ALL.1).await?, []);
    Ok(())
}

pub async fn a_run_is_counted_in_the_hours_of_its_start_and_end(rollups: Fixture) -> Verdict {
    // The last second of an hour, and the first of the next.
    let start = at(3_599);
    rollups.project(1, &run(fresh_task_id(), start, completed)).await?;
    let hours = rollups.rollups.hours(&owner("ada"), ALL.0, ALL.1).await?;
    let counted: Vec<_> = hours.iter().map(|(hour, _)| hour.start()).collect();
    assert_eq!(counted, [T0, at(3_600)]);
    let started = [
        Counter::Started,
        Counter::Type(TaskType::Http),
        Counter::Trigger(TriggerKind::Api),
        Counter::Priority(Priority::Medium),
    ];
    let ended = [Counter::Completed, Counter::Attempts, Counter::DurationMs];
    assert_eq!(amounts(&hours[0].1, &started), [1, 1, 1, 1]);
    assert_eq!(amounts(&hours[0].1, &ended), [0, 0, 0]);
    assert_eq!(amounts(&hours[1].1, &started), [0, 0, 0, 0]);
    assert_eq!(amounts(&hours[1].1, &ended), [1, 1, 1_000]);
    assert!(hours[1].1.get(Counter::NanoUsd) > 0);
    assert_eq!(hours[1].1.durations().count(), 1);
    Ok(())
}

pub async fn batches_add_up(rollups: Fixture) -> Verdict {
    let task = fresh_task_id();
    for (number, end) in [completed, failed, completed].into_iter().enumerate() {
        rollups.project(1 + 3 * number as u128, &run(task, at(number as i64), end)).await?;
    }
    let hours = rollups.rollups.hours(&owner("ada"), ALL.0, ALL.1).await?;
    assert_eq!(hours.len(), 1);
    let counters = [Counter::Started, Counter::Completed, Counter::Failed, Counter::DurationMs];
    assert_eq!(amounts(&hours[0].1, &counters), [3, 2, 1, 3_000]);
    assert_eq!(hours[0].1.durations().count(), 3);
    Ok(())
}

pub async fn hours_are_listed_in_order_within_the_span(rollups: Fixture) -> Verdict {
    let hour = |number: i64| Hour::of(at(number * 3_600));
    for (batch, number) in [7, 1, 30, 4].into_iter().enumerate() {
        rollups.project(1 + 3 * batch as u128, &run(fresh_task_id(), at(number * 3_600), completed)).await?;
    }
    for (from, to, expected) in
        [(0, 100, vec![1, 4, 7, 30]), (4, 30, vec![4, 7]), (5, 7, vec![]), (7, 7, vec![])]
    {
        let hours = rollups.rollups.hours(&owner("ada"), hour(from), hour(to)).await?;
        let counted: Vec<Hour> = hours.into_iter().map(|(hour, _)| hour).collect();
        assert_eq!(counted, expected.into_iter().map(hour).collect::<Vec<_>>(), "{from} to {to}");
    }
    Ok(())
}

pub async fn owners_are_apart(rollups: Fixture) -> Verdict {
    rollups.project(1, &run(fresh_task_id(), T0, completed)).await?;
    for name in ["ad", "adam", "ada#H", "bob"] {
        assert_eq!(rollups.rollups.hours(&owner(name), ALL.0, ALL.1).await?, [], "{name}");
    }
    Ok(())
}
