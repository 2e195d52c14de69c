//! Which facts fire, and how often.

use beadle_values::{
    id::{ConfigId, ExecutionId, TaskId},
    violation::Path,
};
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{account::Credits, alert::AlertRules, specimen::at};

const TASK: &str = "tsk_00000000000000000000000000000001";

fn book(rule: Value) -> AlertBook {
    let mut rule = rule;
    (rule["name"], rule["targets"]) = (json!("r"), json!(["t"]));
    let target = json!({"name": "t", "type": "slack", "webhook": "https://hooks.example/1"});
    let rules = AlertRules::parse(&json!({"rules": [rule], "targets": [target]}), &Path::body()).unwrap();
    AlertBook::default().with_rules(rules)
}

fn ended(second: i64, failed: bool) -> Fact {
    let task = TaskId::from_uuid(Uuid::from_u128(1));
    let execution = ExecutionId::from_uuid(Uuid::from_u128(second.unsigned_abs().into()));
    match failed {
        true => Fact::Failed { task, execution, at: at(second) },
        false => Fact::Completed { task, at: at(second) },
    }
}

fn take(book: AlertBook, facts: &[Fact]) -> AlertBook {
    facts.iter().fold(book, |book, fact| book.after(fact, fact.at()))
}

fn turns(book: &AlertBook) -> Vec<(bool, i64)> {
    book.turns.iter().map(|turn| (turn.firing, turn.at.as_second())).collect()
}

#[test]
fn failures_in_a_row_fire_once_and_a_success_resolves() {
    let facts = [
        ended(1, true),
        ended(2, false),
        ended(3, true),
        ended(4, true),
        ended(5, true),
        ended(6, true),
        ended(7, false),
    ];
    let book = take(book(json!({"when": "consecutive_failures"})), &facts);
    assert_eq!(turns(&book), [(true, 5), (false, 7)]);
    assert_eq!((book.turns[1].since, book.states.len()), (at(5), 0));
}

#[test]
fn failures_that_come_twice_count_once_and_their_order_does_not_matter() {
    let facts = [ended(2, true), ended(4, true), ended(3, false), ended(5, true), ended(6, true)];
    let rule = json!({"when": "consecutive_failures"});
    let (mut orders, mut ends) = (0, Vec::new());
    // Every rotation of the facts, forwards and backwards, each fact twice.
    for turned in 0..facts.len() {
        for backwards in [false, true] {
            let mut order: Vec<Fact> = facts.iter().flat_map(|fact| [fact.clone(), fact.clone()]).collect();
            order.rotate_left(turned * 2);
            if backwards {
                order.reverse();
            }
            let after = take(book(rule.clone()), &order);
            // The success is repeated, as it is with every failure: it is among the task's counters.
            let after = after.after(&ended(3, false), at(9));
            ends.push(after.states["r"].failures.clone());
            assert!(after.states["r"].firing.contains_key(TASK));
            orders += 1;
        }
    }
    assert_eq!(orders, 10);
    assert!(ends.iter().all(|kept| *kept == ends[0]), "{ends:?}");
}

#[test]
fn a_breaker_fires_until_it_is_closed() {
    let config = ConfigId::from_uuid(Uuid::from_u128(2));
    use PhaseName::{Closed, Draining, HalfOpen, Open};
    let phases = [Open, HalfOpen, Open, HalfOpen, Draining, Closed, Open];
    let facts: Vec<Fact> =
        (1..).zip(phases).map(|(second, phase)| Fact::Breaker { config, phase, at: at(second) }).collect();
    let book = take(book(json!({"when": "breaker_open"})), &facts);
    assert_eq!(turns(&book), [(true, 1), (false, 6), (true, 7)]);
    assert_eq!(take(book.clone(), &facts), book);
    let gone = book.after(&Fact::Gone { subject: config.to_string(), at: at(8) }, at(8));
    assert_eq!((turns(&gone).last(), gone.states.len()), (Some(&(false, 8)), 0));
}

#[rstest]
#[case(json!({"when": "missed"}), 2)]
#[case(json!({"when": "missed", "task_id": "tsk_00000000000000000000000000000001"}), 2)]
#[case(json!({"when": "missed", "task_id": "tsk_00000000000000000000000000000002"}), 0)]
#[case(json!({"when": "breaker_open"}), 0)]
fn a_rule_may_be_about_one_thing(#[case] rule: Value, #[case] expected: usize) {
    let task = TaskId::from_uuid(Uuid::from_u128(1));
    let facts: Vec<Fact> = [(1, false), (2, true), (3, true), (4, false)]
        .map(|(second, missed)| Fact::Expected { task, missed, at: at(second) })
        .into();
    let book = take(book(rule), &facts);
    assert_eq!(book.turns.len(), expected);
    assert_eq!(take(book.clone(), &facts), book);
}

#[test]
fn few_credits_fire_until_there_are_enough() {
    let left = |second, credits| Fact::Credits { left: Credits::from_thousandths(credits), at: at(second) };
    let facts = [left(1, 9_000), left(2, 4_999), left(3, 10), left(4, 5_000)];
    let book = take(book(json!({"when": "credits_below", "credits": 5})), &facts);
    assert_eq!(turns(&book), [(true, 2), (false, 4)]);
}

#[test]
fn what_came_and_went_while_a_rule_is_muted_is_told_to_nobody() {
    let rule = json!({"when": "consecutive_failures", "count": 1, "mute_until": "1970-01-01T00:00:10Z"});
    let muted = take(book(rule), &[ended(5, true)]);
    assert_eq!((muted.to_tell(at(9)).count(), muted.due()), (0, Some(at(10))));
    // What still fires at its end is told then.
    assert_eq!(muted.to_tell(at(10)).count(), 1);
    let over = take(muted, &[ended(6, false)]);
    assert_eq!((turns(&over), over.due()), (vec![], None));
}

#[test]
fn a_recovery_while_a_rule_is_muted_is_told_afterwards_unless_it_fires_again() {
    let rule = json!({"when": "consecutive_failures", "count": 1});
    let mut told = take(book(rule), &[ended(1, true)]);
    told.turns.clear();
    let mut rules = told.rules.clone();
    rules.rules[0].mute_until = Some(at(10));
    let muted = take(told.with_rules(rules), &[ended(5, false)]);
    assert_eq!((turns(&muted), muted.due()), (vec![(false, 5)], Some(at(10))));
    let again = take(muted, &[ended(6, true)]);
    assert_eq!((turns(&again), again.states["r"].firing[TASK].since), (vec![], at(1)));
}

#[test]
fn other_rules_keep_what_was_seen_of_those_that_wait_for_the_same() {
    let failing = take(book(json!({"when": "consecutive_failures", "count": 1})), &[ended(1, true)]);
    let muted = json!({"when": "consecutive_failures", "count": 1, "mute_until": "2100-01-01T00:00:00Z"});
    assert_eq!(failing.clone().with_rules(book(muted).rules).states, failing.states);
    let other = failing.with_rules(book(json!({"when": "consecutive_failures", "count": 2})).rules);
    assert!(other.states.is_empty() && other.turns.is_empty());
}

#[test]
fn what_is_kept_is_bounded() {
    let many = (1..=2_000).map(|number| Fact::Failed {
        task: TaskId::from_uuid(Uuid::from_u128(number % 500)),
        execution: ExecutionId::from_uuid(Uuid::from_u128(number)),
        at: at(1),
    });
    let rule = book(json!({"when": "consecutive_failures", "count": 4}));
    let book = many.fold(rule, |book, fact| book.after(&fact, at(1)));
    let kept = &book.states["r"].failures;
    assert_eq!((kept.len(), book.turns.len()), (MAX_SUBJECTS, MAX_TURNS));
    assert!(kept.values().map(|kept| kept.len()).sum::<usize>() <= MAX_FAILURES);
    let stored = serde_json::to_string(&book).unwrap();
    assert!(stored.len() < 200_000, "{}", stored.len());
    assert_eq!(serde_json::from_str::<AlertBook>(&stored).unwrap(), book);
}
