//! Pauses: who may pause and resume what, what a resumption wakes, and what is told about it.

use std::sync::Arc;

use beadle_application::{
    Call, Error, Services,
    pause::PauseDraft,
    port::{AuditQuery, AuditTrail, Configs, Executions, GateStore, Inserted, StoreError, VersionedWrite},
};
use beadle_domain::{
    access::{Principal, Role},
    config::{Config, Profile},
    event::EventKind,
    execution::{Event, Execution, Hold, HoldKind, Request, State, Status},
    gate::{GateStatus, PauseTarget},
    specimen,
};
use beadle_embedded::Embedded;
use beadle_testing::{FailingStore, Fault, StillClock};
use beadle_values::id::{ConfigId, ExecutionId, OwnerId};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use super::{NOW, happens, principal, put, store};

struct World {
    store: Embedded,
    services: Services,
    config: ConfigId,
}

impl World {
    /// A config of ada.
    async fn new() -> Self {
        let store = store();
        let config = Config {
            id: ConfigId::from_uuid(Uuid::from_u128(7)),
            owner: owner("ada"),
            name: "destination".to_owned(),
            description: None,
            shared: false,
            profile: Profile::default(),
            created_at: NOW,
            updated_at: NOW,
            updated_by: owner("ada"),
            version: 1,
            key: None,
            plan: None,
            idempotency: None,
        };
        assert_eq!(Configs::insert(&store, &config).await.unwrap(), Inserted::Created);
        let shared = Arc::new(store.clone());
        let services = beadle_testing::services_at(&shared, Arc::new(StillClock::at(NOW)));
        Self { store, services, config: config.id }
    }

    async fn pause(&self, by: &Principal, target: &PauseTarget, reason: &str) -> Result<(), Error> {
        let (call, pauses) = (Call::new(by, NOW), &self.services.pauses);
        let draft = PauseDraft { reason: reason.to_owned(), until: None };
        match target {
            PauseTarget::Config(id) => pauses.pause_config(call, *id, &draft).await,
            PauseTarget::Account(owner) => pauses.pause_account(call, owner, &draft).await,
            PauseTarget::Service => pauses.pause_service(call, &draft).await,
        }
    }

    async fn resume(&self, by: &Principal, target: &PauseTarget) -> Result<usize, Error> {
        let (call, pauses) = (Call::new(by, NOW), &self.services.pauses);
        match target {
            PauseTarget::Config(id) => pauses.resume_config(call, *id).await,
            PauseTarget::Account(owner) => pauses.resume_account(call, owner).await,
            PauseTarget::Service => pauses.resume_service(call).await.map(|()| 0),
        }
    }

    /// The reason for which `target` is paused.
    async fn reason(&self, target: &PauseTarget) -> Option<String> {
        let pause = beadle_application::pause::in_force(&self.store, target, NOW).await.unwrap();
        pause.map(|pause| pause.reason)
    }

    /// An execution of ada that `kind` holds for an hour.
    async fn held(&self, kind: HoldKind, change: impl FnOnce(&mut Request)) -> ExecutionId {
        let mut request = specimen::request(&json!({"url": "http://a.example/"}));
        request.id = ExecutionId::from_uuid(Uuid::now_v7());
        (request.owner, request.created_at) = (owner("ada"), NOW);
        change(&mut request);
        let execution = Execution::new(request, NOW);
        put(&self.store, &execution).await;
        happens(&self.store, execution.id(), Event::Claim { lease_until: later() }, NOW).await;
        let hold = Hold::new(kind, "held");
        happens(&self.store, execution.id(), Event::Defer { due: later(), hold }, NOW).await;
        execution.id()
    }

    /// Whether the execution asks again now.
    async fn is_awake(&self, id: ExecutionId) -> bool {
        let row = Executions::get(&self.store, id).await.unwrap().unwrap();
        let State::Deferred { due, .. } = row.state() else { panic!("{row:?}") };
        assert_eq!((row.status(), row.progress.attempts.len()), (Status::Deferred, 0));
        *due == NOW
    }
}

fn owner(name: &str) -> OwnerId {
    OwnerId::parse(name).unwrap()
}

fn later() -> Timestamp {
    NOW + SignedDuration::from_hours(1)
}

fn denied(result: Result<impl std::fmt::Debug, Error>) -> &'static str {
    match result {
        Err(Error::Denied(operation)) => operation.as_str(),
        Err(Error::ConfigNotFound(_)) => "not found",
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_operators_and_admins_pause_only_they_resume() {
    let world = World::new().await;
    let [ada, bob] = ["ada", "bob"].map(|name| principal(name, Role::User));
    let (operator, admin) = (principal("olga", Role::Operator), principal("eve", Role::Admin));
    let (config, account) = (PauseTarget::Config(world.config), PauseTarget::Account(owner("ada")));

    assert_eq!(denied(world.pause(&bob, &config, "mine").await), "not found");
    assert_eq!(denied(world.pause(&bob, &account, "mine").await), "account.pause");
    assert_eq!(denied(world.pause(&operator, &account, "mine").await), "account.pause");
    assert_eq!(denied(world.pause(&operator, &PauseTarget::Service, "mine").await), "service.pause");
    for (target, above, verbs) in [
        (&config, &operator, ["config.pause", "config.resume"]),
        (&account, &admin, ["account.pause", "account.resume"]),
    ] {
        world.pause(&ada, target, "hers").await.unwrap();
        world.pause(above, target, "theirs").await.unwrap();
        assert_eq!(denied(world.pause(&ada, target, "hers").await), verbs[0]);
        assert_eq!(denied(world.resume(&ada, target).await), verbs[1]);
        assert_eq!(world.reason(target).await.as_deref(), Some("theirs"));
        world.resume(above, target).await.unwrap();
        world.pause(&ada, target, "hers").await.unwrap();
        world.resume(&ada, target).await.unwrap();
        assert_eq!(world.reason(target).await, None);
    }
    world.pause(&admin, &PauseTarget::Service, "all").await.unwrap();
    assert_eq!(denied(world.resume(&operator, &PauseTarget::Service).await), "service.resume");
    world.resume(&admin, &PauseTarget::Service).await.unwrap();
    assert_eq!(world.reason(&PauseTarget::Service).await, None);
}

#[tokio::test]
async fn a_resumption_wakes_what_was_held_and_nothing_else() {
    let world = World::new().await;
    let ada = principal("ada", Role::User);
    let config = world.config;
    let under = |request: &mut Request| request.config_id = Some(config);
    let of_the_config = world.held(HoldKind::Paused, under).await;
    let without = world.held(HoldKind::Paused, |_| {}).await;
    let by_credits = world.held(HoldKind::Credits, under).await;
    let of_bob = world.held(HoldKind::Paused, |request| request.owner = owner("bob")).await;

    assert_eq!(world.resume(&ada, &PauseTarget::Config(config)).await.unwrap(), 1);
    assert!(world.is_awake(of_the_config).await);
    for other in [without, by_credits, of_bob] {
        assert!(!world.is_awake(other).await);
    }
    assert_eq!(world.resume(&ada, &PauseTarget::Account(owner("ada"))).await.unwrap(), 2);
    assert!(world.is_awake(without).await);
    for other in [by_credits, of_bob] {
        assert!(!world.is_awake(other).await);
    }
}

#[tokio::test]
async fn a_pause_keeps_its_beginning_and_shows_in_the_gate() {
    let world = World::new().await;
    let (ada, eve) = (principal("ada", Role::User), principal("eve", Role::Admin));
    let target = PauseTarget::Config(world.config);
    world.pause(&ada, &target, "maintenance").await.unwrap();
    let minute = NOW + SignedDuration::from_mins(1);
    let draft = PauseDraft { reason: "longer".to_owned(), until: Some(later()) };
    world.services.pauses.pause_config(Call::new(&eve, minute), world.config, &draft).await.unwrap();
    let gate = world.services.configs.gate(Call::new(&ada, minute), world.config).await.unwrap();
    let pause = gate.gate.pause.unwrap();
    assert_eq!((gate.gate.status, gate.gate.closed_until), (GateStatus::Paused, Some(later())));
    assert_eq!((pause.reason.as_str(), pause.by.as_str(), pause.since), ("longer", "eve", NOW));
    world.services.configs.reset_gate(Call::new(&eve, minute), world.config).await.unwrap();
    assert_eq!(world.reason(&target).await.as_deref(), Some("longer"), "a reset is no resumption");
    let gate = world.services.configs.gate(Call::new(&ada, later()), world.config).await.unwrap();
    assert_eq!((gate.gate.status, gate.gate.pause), (GateStatus::Closed, None), "it has ended");
}

#[tokio::test]
async fn the_audit_trail_and_events_tell_of_each_pause_once() {
    let world = World::new().await;
    let (ada, eve) = (principal("ada", Role::User), principal("eve", Role::Admin));
    let config = PauseTarget::Config(world.config);
    for target in [&config, &PauseTarget::Account(owner("ada"))] {
        for _ in 0..2 {
            world.pause(&ada, target, "maintenance").await.unwrap();
        }
        for _ in 0..2 {
            world.resume(&ada, target).await.unwrap();
        }
    }
    world.pause(&eve, &PauseTarget::Service, "all").await.unwrap();
    let mut projections = world.services.projections.clone();
    projections.kinds = EventKind::ALL.into();
    let records = world.store.changes().first().await.unwrap();
    for _ in 0..2 {
        projections.handle(&records).await.unwrap();
    }
    let query = AuditQuery { limit: 100, ..AuditQuery::default() };
    let mut entries = AuditTrail::list(&world.store, &query).await.unwrap().items;
    entries.retain(|entry| entry.action.verb.as_str() != "created");
    let mut told: Vec<String> = entries
        .iter()
        .map(|entry| {
            let subject = entry.subject.as_deref().unwrap();
            format!(
                "{} of {subject} by {}: {}",
                entry.action,
                entry.actor.as_ref().unwrap(),
                entry.changes[0].after
            )
        })
        .collect();
    told.sort();
    let id = world.config;
    let expected = [
        "account.paused of ada by ada: \"maintenance\"".to_owned(),
        "account.resumed of ada by ada: null".to_owned(),
        format!("config.paused of {id} by ada: \"maintenance\""),
        format!("config.resumed of {id} by ada: null"),
        "service.paused of service by eve: \"all\"".to_owned(),
    ];
    assert_eq!(told, expected);
}

/// The answer to the write is lost: saying it again is no second pause.
#[tokio::test]
async fn a_pause_whose_answer_was_lost_can_be_said_again() {
    let world = World::new().await;
    let lost = |name: &'static str, number: usize| {
        (name == "gates.write" && number == 2).then(|| Fault::After(StoreError::Unavailable("lost".into())))
    };
    let failing = Arc::new(FailingStore::new(world.store.clone(), lost));
    let services = beadle_testing::services(&failing);
    let ada = principal("ada", Role::User);
    let draft = PauseDraft { reason: "maintenance".to_owned(), until: None };
    let pause = || services.pauses.pause_config(Call::new(&ada, NOW), world.config, &draft);
    assert!(matches!(pause().await, Err(Error::Store(_))));
    pause().await.unwrap();
    let target = PauseTarget::Config(world.config);
    assert_eq!(world.reason(&target).await.as_deref(), Some("maintenance"));
    let version = GateStore::read(&world.store, &target.key()).await.unwrap().version;
    assert_eq!(version, 2);
    let paused = world.store.changes().first().await.unwrap();
    let pauses = paused.iter().filter(|record| format!("{:?}", record.change).contains("Paused")).count();
    assert_eq!(pauses, 1);
}

/// Somebody else pauses between the read and the write: the caller's word is judged again.
#[tokio::test]
async fn a_pause_that_came_in_between_is_not_replaced_by_its_owner() {
    let world = World::new().await;
    let (ada, eve) = (principal("ada", Role::User), principal("eve", Role::Admin));
    let target = PauseTarget::Config(world.config);
    world.pause(&ada, &target, "hers").await.unwrap();
    let (store, key) = (world.store.clone(), target.key());
    let mut theirs = GateStore::read(&store, &key).await.unwrap().state.unwrap().pause().unwrap();
    let pause = theirs.pause.as_mut().unwrap();
    (pause.reason, pause.by) = ("theirs".to_owned(), eve.owner.clone());
    theirs.by = eve.owner.clone();
    let contested = FailingStore::new(store.clone(), |_, _| None).interfered(move |name, number| {
        if name != "gates.write" || number != 2 {
            return None;
        }
        let (store, key, theirs) = (store.clone(), key.clone(), theirs.clone());
        let write = async move {
            let state = beadle_domain::gate::GateState::Pause(theirs);
            assert_eq!(GateStore::write(&store, &key, &state, 1).await.unwrap(), VersionedWrite::Done);
        };
        Some(Box::pin(write))
    });
    let services = beadle_testing::services(&Arc::new(contested));
    let resumed = services.pauses.resume_config(Call::new(&ada, NOW), world.config).await;
    assert_eq!(denied(resumed), "config.resume");
    assert_eq!(world.reason(&target).await.as_deref(), Some("theirs"));
}
