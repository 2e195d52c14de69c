//! Executions, tasks and times for the suites.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use beadle_application::port::{ExecutionQuery, ExecutionScope, TaskQuery};
use beadle_domain::{
    execution::{
        Answer, AnswerBody, Awaited, CancelReason, Event, Execution, Failure, Hold, HoldKind, Request,
        Trigger, TriggerKind,
    },
    interpolation::Template,
    policy::{RunDefaults, StatedPolicy},
    resource_key::ResourceKey,
    spec::{HttpSpec, TaskSpec},
    task::{Priority, Task},
};
use beadle_values::id::{ExecutionId, OwnerId, TaskId};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use uuid::Uuid;

/// The time zero of the cases, 2027-01-15T08:00:00Z.
pub const T0: Timestamp = Timestamp::constant(1_800_000_000, 0);

/// Text that is often stored wrongly: the ends of the planes, a combined emoji, right-to-left, NUL, the
/// escape of a lone surrogate as text, and characters that separate keys.
pub const AWKWARD_TEXT: &str =
    "\u{FFFF}\u{10FFFF}\u{FFFD} 👩‍👩‍👧‍👦 e\u{301} שלום \u{0}\u{1}\u{7F} \\ud800 '\"\\ #|:/%_ \u{2028}\r\n\t";

/// `seconds` after [`T0`], or before it.
pub fn at(seconds: i64) -> Timestamp {
    T0 + SignedDuration::from_secs(seconds)
}

/// The owner `name`.
pub fn owner(name: &str) -> OwnerId {
    OwnerId::parse(name).expect("an owner's name")
}

/// The key `text`.
pub fn key(text: &str) -> ResourceKey {
    text.parse().expect("a key")
}

/// An id that no other task has.
pub fn fresh_task_id() -> TaskId {
    TaskId::from_uuid(Uuid::now_v7())
}

/// An id that no other execution has.
pub fn fresh_execution_id() -> ExecutionId {
    ExecutionId::from_uuid(Uuid::now_v7())
}

/// The id of an execution that `owner` requests at `requested_at`, greater than those before it of that time.
pub fn listed_execution_id(owner: &OwnerId, requested_at: Timestamp) -> ExecutionId {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = u128::from(COUNT.fetch_add(1, Ordering::Relaxed));
    ExecutionId::in_list_of(owner, 0, requested_at, Uuid::from_u128(count << 32))
}

/// A call that sends `body`.
pub fn http(body: Option<Value>) -> HttpSpec {
    let method = if body.is_some() { "POST" } else { "GET" };
    HttpSpec {
        headers: [("accept".into(), Template::new("application/json"))].into(),
        query: [("tag".into(), serde_json::json!(["a", "b"]))].into(),
        body,
        ..HttpSpec::new(method, "https://api.example.com/users?page=1")
    }
}

/// A new ad-hoc execution of `ada`, requested and due at [`T0`], modified by `change`.
///
/// Its attempts may take 30 seconds, so its leases last 60. Its id says in whose list it is, unless `change` sets another.
pub fn execution_with(change: impl FnOnce(&mut Request)) -> Execution {
    let unset = ExecutionId::from_uuid(Uuid::nil());
    let mut request = Request {
        id: unset,
        owner: owner("ada"),
        task_id: None,
        spec: TaskSpec::Http(http(None)),
        config_id: None,
        input: Default::default(),
        policy: StatedPolicy::default().resolve(&RunDefaults::AD_HOC, false),
        priority: Priority::Medium,
        credits: Default::default(),
        order: None,
        trigger: Trigger::of(TriggerKind::Api),
        created_at: T0,
        batch_id: None,
        idempotency: None,
    };
    change(&mut request);
    if request.id == unset {
        request.id = listed_execution_id(&request.owner, request.created_at);
    }
    let due = request.created_at;
    Execution::new(request, due)
}

/// A new ad-hoc execution of `ada`, requested and due at [`T0`].
pub fn execution() -> Execution {
    execution_with(|_| {})
}

/// A new execution of `task`, requested and due at `created_at`.
pub fn execution_of(task: TaskId, created_at: Timestamp) -> Execution {
    execution_with(|request| {
        request.task_id = Some(task);
        request.created_at = created_at;
    })
}

/// The duration of the first lease of an execution made here.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// The running `execution` after its attempt succeeded at `now`.
pub fn completed(execution: &Execution, now: Timestamp) -> Execution {
    let body = AnswerBody::Json(serde_json::json!({"id": 7, "name": "Ada"}));
    let answer = Answer {
        status: Some(201),
        headers: [("content-type".into(), "application/json".into())].into(),
        body,
        size: 21,
        truncated: false,
        extracted: None,
        warnings: Vec::new(),
    };
    execution.apply(Event::Succeed { answer: Some(answer) }, now).expect("a running execution")
}

/// The running `execution` after its attempt failed at `now` without a retry.
pub fn failed(execution: &Execution, now: Timestamp) -> Execution {
    let event = Event::Fail { failure: Failure::http_status(404, None), answer: None };
    execution.apply(event, now).expect("a running execution")
}

/// The running `execution` after its attempt failed at `now` and another is due at `due`.
pub fn retrying(execution: &Execution, now: Timestamp, due: Timestamp) -> Execution {
    let event = Event::Retry { failure: Failure::http_status(503, None), answer: None, due };
    execution.apply(event, now).expect("a running execution")
}

/// The running `execution` after it was deferred at `now` until `due`.
pub fn deferred(execution: &Execution, now: Timestamp, due: Timestamp) -> Execution {
    let event =
        Event::Defer { due, hold: Hold::new(HoldKind::Breaker, "the circuit of api.example.com is open") };
    execution.apply(event, now).expect("a running execution")
}

/// The running `execution` after its attempt at `now`, waiting until `until`.
pub fn waiting(execution: &Execution, now: Timestamp, until: Timestamp) -> Execution {
    execution.apply(Event::Wait { until, what: Awaited::Time }, now).expect("a running execution")
}

/// `execution` after it was cancelled at `now`.
pub fn cancelled(execution: &Execution, now: Timestamp) -> Execution {
    execution
        .apply(Event::Cancel { reason: CancelReason::Requested }, now)
        .expect("an execution that has not ended")
}

/// All executions of `scope`, in pages of `limit`.
pub fn executions_of(scope: ExecutionScope, limit: usize) -> ExecutionQuery {
    ExecutionQuery::newest(scope, limit)
}

/// All executions of the owner `name`.
pub fn executions_of_owner(name: &str, limit: usize) -> ExecutionQuery {
    executions_of(ExecutionScope::Owner(owner(name)), limit)
}

/// A new task of `ada`, created at [`T0`] and modified by `change`.
pub fn task_with(change: impl FnOnce(&mut Task)) -> Task {
    let mut task = Task {
        key: None,
        plan: None,
        id: fresh_task_id(),
        owner: owner("ada"),
        name: "Fetch users".into(),
        description: None,
        spec: TaskSpec::Http(http(None)),
        schedule: None,
        schedule_version: 1,
        config_id: None,
        input: Default::default(),
        policy: StatedPolicy::default(),
        priority: Priority::Medium,
        tags: Vec::new(),
        metadata: Map::new(),
        dependencies: Vec::new(),
        on_dependency_failure: Default::default(),
        assigned_to: None,
        notify: None,
        hook: None,
        due_date: None,
        reminder_time: None,
        completed_at: None,
        credits_per_run: Default::default(),
        order: None,
        template_id: None,
        number: None,
        paused: false,
        paused_by: None,
        created_at: T0,
        updated_at: T0,
        updated_by: owner("ada"),
        deleted_at: None,
        imported_at: None,
        version: 1,
        idempotency: None,
    };
    change(&mut task);
    task
}

/// The next version of `task`, modified by `change` at `now`.
pub fn changed(task: &Task, now: Timestamp, change: impl FnOnce(&mut Task)) -> Task {
    let mut next = Task { version: task.version + 1, updated_at: now, ..task.clone() };
    change(&mut next);
    next
}

/// All tasks of the owner `name`, in pages of `limit`.
pub fn tasks_of(name: &str, limit: usize) -> TaskQuery {
    TaskQuery::newest(owner(name), limit, Timestamp::UNIX_EPOCH)
}

/// Longer than any wait for something immediate.
pub const PATIENCE: Duration = Duration::from_secs(30);
