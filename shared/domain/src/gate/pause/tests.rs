use rstest::rstest;
use uuid::Uuid;

use super::*;
use crate::{
    execution::Event,
    specimen::{at, claimed, pending},
};

fn owner(name: &str) -> OwnerId {
    OwnerId::parse(name).unwrap()
}

fn pause(until: Option<i64>) -> Pause {
    Pause { reason: "the destination moves".to_owned(), by: owner("ada"), since: at(0), until: until.map(at) }
}

fn config() -> PauseTarget {
    PauseTarget::Config(ConfigId::from_uuid(Uuid::from_u128(7)))
}

#[rstest]
#[case::none(&[], None)]
#[case::the_first_of_equals(&[Some(9), Some(9)], Some(0))]
#[case::the_one_that_ends_last(&[Some(5), Some(9), Some(7)], Some(1))]
#[case::one_without_an_end(&[Some(5), None, Some(9)], Some(1))]
#[case::the_first_without_an_end(&[None, None], Some(0))]
fn the_longest_pause_holds(#[case] ends: &[Option<i64>], #[case] expected: Option<usize>) {
    let pauses = ends
        .iter()
        .enumerate()
        .map(|(number, until)| (PauseTarget::Account(owner(&format!("owner-{number}"))), pause(*until)));
    let found = longest(pauses).map(|(target, _)| target.id());
    assert_eq!(found, expected.map(|number| format!("owner-{number}")));
}

/// How often an execution was held → after how many seconds it asks again.
#[rstest]
#[case::at_first(0, None, 0.5, 15)]
#[case::then_less_often(3, None, 0.5, 120)]
#[case::at_least_every_five_minutes(40, None, 0.5, 300)]
#[case::no_later_than_the_end(40, Some(20), 0.0, 20)]
#[case::spread_after_the_end(40, Some(20), 1.0, 25)]
#[case::before_a_far_end(40, Some(86_400), 0.5, 300)]
fn a_held_execution_asks_again_seldom_and_at_the_end(
    #[case] times: u32,
    #[case] until: Option<i64>,
    #[case] fraction: f64,
    #[case] expected: i64,
) {
    let mut execution = pending();
    for _ in 0..times {
        let held = Event::Defer { due: at(0), hold: Hold::new(HoldKind::Paused, "paused") };
        execution = claimed(&execution, 0).apply(held, at(0)).unwrap();
    }
    let (due, held) = hold(&execution, &config(), &pause(until), at(0), fraction);
    assert_eq!((due, held.kind), (at(expected), HoldKind::Paused));
}

#[test]
fn one_that_is_held_for_a_year_is_not_given_up() {
    let (mut execution, mut now, mut asked) = (pending(), at(0), 0);
    while now < at(365 * 86_400) {
        let (due, held) = hold(&execution, &PauseTarget::Service, &pause(None), now, 0.5);
        let second = now.as_second();
        execution = claimed(&execution, second).apply(Event::Defer { due, hold: held }, now).unwrap();
        (now, asked) = (due, asked + 1);
    }
    assert!((8_000..crate::execution::message::HOP_LIMIT).contains(&asked), "{asked}");
}

#[test]
fn the_reason_says_who_paused_what_until_when() {
    let config = "the config cfg_00000000000000000000000000000007";
    let why = "the destination moves";
    assert_eq!(
        sentence(&super::tests::config(), &pause(None)),
        format!("{config} is paused by ada until it is resumed: {why}")
    );
    assert_eq!(
        sentence(&PauseTarget::Account(owner("bob")), &pause(Some(60))),
        format!("its owner's account is paused by ada until 1970-01-01T00:01:00Z: {why}")
    );
    assert_eq!(
        sentence(&PauseTarget::Service, &pause(None)),
        format!("everything is paused by ada until it is resumed: {why}")
    );
}

#[test]
fn a_pause_ends_by_itself_and_is_kept_until_then() {
    let state = |pause: Option<Pause>| PauseState {
        target: PauseTarget::Service,
        owner: owner("ada"),
        pause,
        by: owner("ada"),
        seen: at(1),
    };
    assert!(state(Some(pause(None))).in_force(Timestamp::MAX).is_some());
    assert!(state(Some(pause(Some(9)))).in_force(at(8)).is_some());
    assert!(state(Some(pause(Some(9)))).in_force(at(9)).is_none());
    assert!(state(None).in_force(at(0)).is_none());
    let kept = [Some(pause(None)), Some(pause(Some(9))), None].map(|pause| state(pause).until());
    assert_eq!(kept, [Timestamp::MAX, at(9), at(1)]);
}

#[test]
fn documents_are_read_as_they_were_written_and_have_keys_of_their_own() {
    let targets: Vec<_> =
        PauseTarget::over(&owner("ada"), Some(ConfigId::from_uuid(Uuid::from_u128(7)))).collect();
    assert_eq!(targets, [PauseTarget::Service, PauseTarget::Account(owner("ada")), config()]);
    let mut keys: Vec<String> = targets.iter().map(|target| target.key().subject.to_string()).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 3);
    for target in targets {
        let by = owner("eve");
        let state = PauseState { owner: by.clone(), pause: Some(pause(Some(9))), by, seen: at(1), target };
        let text = serde_json::to_string(&state).unwrap();
        assert!(text.len() < 400, "{text}");
        assert_eq!(serde_json::from_str::<PauseState>(&text).unwrap(), state);
    }
}
