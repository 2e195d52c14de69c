//! Deliveries while the store or the secrets fail.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use beadle_application::{
    hook::{Delivered, HookError, HookService},
    port::{Inserted, Secrets, StoreError, Tasks},
};
use beadle_domain::{
    hook::{Hook, SentDelivery},
    interpolation::{SecretError, SecretRef, SecretValues},
    policy::RunDefaults,
    specimen,
    task::Task,
};
use beadle_embedded::Embedded;
use beadle_testing::{CountedIds, FailingStore, Fault};
use beadle_values::{
    id::{OwnerId, TaskId},
    violation::Path,
};
use secrecy::SecretString;
use serde_json::json;

use super::{NOW, executions, store};

/// The secrets of ada, which may be out of reach.
#[derive(Default)]
struct Kept(AtomicBool);

#[async_trait]
impl Secrets for Kept {
    async fn resolve(&self, _: &OwnerId, places: &BTreeSet<SecretRef>) -> Result<SecretValues, SecretError> {
        if self.0.load(Ordering::SeqCst) {
            return Err(SecretError::NotFound("senders/crm".to_owned()));
        }
        let mut values = SecretValues::default();
        for place in places {
            values.insert(place.clone(), SecretString::from("s3cret"));
        }
        Ok(values)
    }
}

/// A task with a hook over a store whose next start may fail.
struct World {
    store: Embedded,
    hooks: HookService,
    secrets: Arc<Kept>,
    task: TaskId,
}

impl World {
    /// `fault` is what happens to the first start.
    async fn new(fault: fn(StoreError) -> Fault) -> Self {
        let (store, first) = (store(), AtomicBool::new(true));
        let failing = Arc::new(FailingStore::new(store.clone(), move |call, _| {
            let stopped = || fault(StoreError::Unavailable("the process stopped".into()));
            (call == "executions.start" && first.swap(false, Ordering::SeqCst)).then(stopped)
        }));
        let verify = json!({"scheme": "token", "secret": "${secret:senders/crm}"});
        let hook = Hook::parse(&json!({"verify": verify}), &Path::body()).unwrap();
        let owner = OwnerId::parse("ada").unwrap();
        let task = Task { hook: Some(Box::new(hook)), owner, ..specimen::task(1, &[]) };
        assert_eq!(Tasks::insert(&store, &task).await.unwrap(), Inserted::Created);
        let secrets = Arc::new(Kept::default());
        let every = Arc::new(store.clone());
        let hooks = HookService {
            tasks: every.clone(),
            executions: every,
            starter: failing,
            secrets: secrets.clone(),
            ids: Arc::new(CountedIds::default()),
            defaults: RunDefaults::TASK,
        };
        Self { store, hooks, secrets, task: task.id }
    }

    async fn deliver(&self) -> Result<Delivered, HookError> {
        let headers = [("x-webhook-token", "s3cret"), ("idempotency-key", "d-1")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let sent = SentDelivery { headers, body: "{}".into() };
        let hook = self.hooks.verify(self.task, &sent, NOW).await?;
        self.hooks.deliver(hook, sent, NOW).await
    }
}

#[tokio::test]
async fn a_delivery_is_taken_only_once_it_is_stored() {
    let world = World::new(Fault::Before).await;
    assert!(matches!(world.deliver().await, Err(HookError::Store(_))));
    assert!(executions(&world.store).await.is_empty());
    assert!(matches!(world.deliver().await, Ok(Delivered::Started { repeated: false, .. })));
    assert_eq!(executions(&world.store).await.len(), 1);
}

#[tokio::test]
async fn a_delivery_whose_answer_was_lost_has_started_one_execution() {
    let world = World::new(Fault::After).await;
    assert!(matches!(world.deliver().await, Err(HookError::Store(_))));
    let found = executions(&world.store).await;
    let [started] = &found[..] else { panic!("{found:?}") };
    let again = world.deliver().await.unwrap();
    let expected = Delivered::Started { execution: started.id(), id: Some("d-1".to_owned()), repeated: true };
    assert_eq!(again, expected);
    assert_eq!(executions(&world.store).await.len(), 1);
}

#[tokio::test]
async fn a_secret_that_can_not_be_read_refuses_nobody_for_good() {
    let world = World::new(Fault::Before).await;
    world.secrets.0.store(true, Ordering::SeqCst);
    assert!(matches!(world.deliver().await, Err(HookError::Store(StoreError::Unavailable(_)))));
    assert!(executions(&world.store).await.is_empty());
}
