//! Each transition of a breaker appends one change, in the write that made it.

use beadle_application::port::{GateStore, StartExecutions as _, VersionedWrite};
use beadle_domain::{
    event::{DomainEvent, EventKind},
    gate::{
        BreakerState, GateKey, GatePart, GateState, GateSubject, Holder, Pause, PauseState, PauseTarget,
        PhaseName, Transition, breaker, limiter,
    },
    policy::{BreakerPolicy, RateLimit},
    projection::{
        Change,
        audit::{Subject, Verb},
    },
};
use beadle_values::id::{ConfigId, OwnerId};
use jiff::Timestamp;
use uuid::Uuid;

use super::specimen::{SetClock, execution, in_folder, project};
use crate::Embedded;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

async fn write(store: &Embedded, state: &BreakerState, expected: u64) -> bool {
    let key = GateKey::of_config(ConfigId::from_uuid(Uuid::from_u128(7)), GatePart::Breaker);
    let state = GateState::Breaker(state.clone());
    GateStore::write(store, &key, &state, expected).await.unwrap() == VersionedWrite::Done
}

#[tokio::test]
async fn each_transition_of_a_breaker_is_a_change_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SetClock::at(100);
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let policy = BreakerPolicy { minimum: 3, ..BreakerPolicy::default() };
    let ada = OwnerId::parse("ada").unwrap();
    let failed = |state: &BreakerState, now, failed| {
        breaker::record(state, &policy, now, breaker::Outcomes { ok: 0, failed }).unwrap()
    };
    let suspect = failed(&BreakerState::new(ada.clone(), at(100)), at(101), 2);
    let open = failed(&suspect, at(102), 1);

    assert!(write(&store, &suspect, 0).await);
    assert_eq!(store.changes().first().await.unwrap(), []);
    assert!(write(&store, &open, 1).await);
    assert!(!write(&store, &open, 1).await, "decided on an old version");
    assert!(write(&store, &open, 2).await, "written again where it stands");
    drop(store);

    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let records = store.changes().first().await.unwrap();
    let opened = Transition {
        at: at(102),
        from: PhaseName::Closed,
        to: PhaseName::Open,
        why: "the last 3 calls failed".to_owned(),
    };
    let opened = Change::Breaker {
        config: ConfigId::from_uuid(Uuid::from_u128(7)),
        owner: ada,
        transitions: vec![opened],
    };
    assert_eq!(records.iter().map(|record| &record.change).collect::<Vec<_>>(), [&opened]);
    let kinds: Vec<_> = records.iter().flat_map(DomainEvent::of).map(|event| event.kind()).collect();
    assert_eq!(kinds, [EventKind::GateStateChanged]);

    project(&store, &records).await;
    store.changes().handled(&records);
    assert_eq!(store.changes().first().await.unwrap(), []);
    assert!(write(&store, &breaker::reset(&open, at(103)), 3).await);
    let later = store.changes().first().await.unwrap();
    assert_eq!(later.len(), 1);
    assert!(later[0].sequence > records[0].sequence);
}

#[tokio::test]
async fn a_pause_and_a_resumption_are_a_change_each_and_repeats_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SetClock::at(100);
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let eve = OwnerId::parse("eve").unwrap();
    let target = PauseTarget::Account(OwnerId::parse("ada").unwrap());
    let write = async |store: &Embedded, reason: Option<&str>, expected| {
        let pause = reason.map(|reason| Pause {
            reason: reason.to_owned(),
            by: eve.clone(),
            since: at(100),
            until: None,
        });
        let owner = OwnerId::parse("ada").unwrap();
        let state = PauseState { target: target.clone(), owner, pause, by: eve.clone(), seen: at(100) };
        let written = GateStore::write(store, &target.key(), &GateState::Pause(state), expected).await;
        written.unwrap() == VersionedWrite::Done
    };
    assert!(write(&store, Some("maintenance"), 0).await);
    assert!(!write(&store, Some("another"), 0).await, "decided on an old version");
    assert!(write(&store, Some("maintenance"), 1).await, "said again");
    assert!(write(&store, None, 2).await);
    assert!(write(&store, None, 3).await, "resumed again");
    drop(store);

    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let records = store.changes().first().await.unwrap();
    let actions: Vec<_> = records
        .iter()
        .map(|record| match &record.change {
            Change::Record(change) => (change.action.subject, change.action.verb, change.subject.as_str()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(actions, [(Subject::Account, Verb::Paused, "ada"), (Subject::Account, Verb::Resumed, "ada")]);
    let kinds: Vec<_> = records.iter().flat_map(DomainEvent::of).map(|event| event.kind()).collect();
    assert_eq!(kinds, [EventKind::GatePaused, EventKind::GateResumed]);
}

#[tokio::test]
async fn the_limit_of_a_key_is_removed_two_days_after_its_last_use() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SetClock::at(1_000);
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let config = ConfigId::from_uuid(Uuid::from_u128(7));
    let limit = RateLimit::per_second(5);
    let request = limiter::Request {
        holder: Holder::of(Uuid::from_u128(1)),
        unused: 0,
        returning: 0,
        urgent: 0,
        newcomers: 1,
        may_wait: 0,
        spare: 0,
        places: 0,
        back: 0,
        lined_up: 0,
    };
    let used =
        |at| GateState::Limiter(limiter::lease(None, &limiter::Share::of(&limit, 0, 1.0), at, &request).0);
    let of_key = |key: &str| GateKey {
        subject: GateSubject::Key(config, key.to_owned()),
        part: GatePart::KeyLimiter(0),
    };
    let keys = [of_key("old"), of_key("new"), GateKey::of_config(config, GatePart::Limiter(0))];
    for (key, last) in keys.iter().zip([1_000, 200_000, 1_000]) {
        assert_eq!(store.write(key, &used(at(last)), 0).await.unwrap(), VersionedWrite::Done);
    }
    for (now, kept) in [(2_000, [true, true, true]), (200_000, [false, true, true])] {
        clock.set(now);
        store.start(&execution(u128::from(now.unsigned_abs()), now)).await.unwrap();
        let records = store.changes().first().await.unwrap();
        project(&store, &records).await;
        store.changes().handled(&records);
        for (key, kept) in keys.iter().zip(kept) {
            assert_eq!(GateStore::read(&store, key).await.unwrap().state.is_some(), kept, "{key:?} at {now}");
        }
    }
}
