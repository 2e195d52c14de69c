//! Histories of executions with mixed types, triggers, priorities, credits, durations and ends, of several
//! owners and tasks, as the shards of a change stream deliver them.

use std::collections::BTreeMap;

use beadle_domain::{
    account::Credits,
    execution::{Answer, AnswerBody, CancelReason, Event, Execution, Failure, FailureCode, TriggerKind},
    projection::{Change, ChangeRecord, ExecutionFacts, Sequence, change::Before},
    spec::{TaskSpec, TaskType},
    task::{Priority, Task},
};
use beadle_values::{
    id::{ExecutionId, TaskId},
    violation::Path,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use crate::conformance::specimen::{T0, execution_with, owner, task_with};

const OWNERS: usize = 5;
const TASKS: usize = 20;
const SHARDS: usize = 4;

/// Pseudo-random numbers, the same in every run (the constants of MMIX).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The changes, and the final rows.
pub struct Lives {
    /// The tasks in their final state.
    pub tasks: Vec<Task>,
    /// The executions in their final state; some have not ended.
    pub executions: Vec<Execution>,
    /// The changes of each shard, in order.
    pub shards: Vec<Vec<ChangeRecord>>,
}

/// The histories of `count` executions.
pub fn lives(count: usize) -> Lives {
    let mut dice = Dice::new(2_027);
    let tasks: Vec<Task> = (0..TASKS).map(|number| task(number, &mut dice)).collect();
    let mut shards: Vec<Vec<(Timestamp, Change)>> = vec![Vec::new(); SHARDS];
    for (number, task) in tasks.iter().enumerate() {
        let change = Change::Task { before: None, after: Box::new(task.clone()) };
        shards[number % SHARDS].push((task.created_at, change));
    }
    let mut executions = Vec::with_capacity(count);
    for number in 0..count {
        let history = history(number, &tasks, &mut dice);
        let mut before: Option<&Execution> = None;
        for version in &history {
            let change =
                Change::Execution { before: before.map(Before::from), after: ExecutionFacts::from(version) };
            shards[number % SHARDS].push((version.progress.updated_at, change));
            before = Some(version);
        }
        executions.extend(history.into_iter().next_back());
    }
    let shards = shards.into_iter().enumerate().map(|(number, changes)| in_order(number, changes)).collect();
    Lives { tasks, executions, shards }
}

/// The changes of a shard by their time; those of one execution keep their order.
fn in_order(number: usize, mut changes: Vec<(Timestamp, Change)>) -> Vec<ChangeRecord> {
    changes.sort_by_key(|(at, _)| *at);
    let record = |(place, (at, change)): (usize, (Timestamp, Change))| ChangeRecord {
        shard: format!("shardId-{number}"),
        sequence: Sequence::of(1 + 3 * place),
        at,
        change,
    };
    changes.into_iter().enumerate().map(record).collect()
}

fn task(number: usize, dice: &mut Dice) -> Task {
    task_with(|task| {
        task.id = TaskId::from_uuid(Uuid::from_u128(1 + number as u128));
        task.owner = owner(&format!("owner-{}", number % OWNERS));
        task.updated_by = task.owner.clone();
        task.priority = Priority::ALL[number % 3];
        task.paused = dice.below(4) == 0;
    })
}

fn spec(number: usize) -> TaskSpec {
    let (kind, config) = match number % 4 {
        0 => (TaskType::Http, json!({"method": "POST", "url": "https://a.example/", "body": {"n": number}})),
        1 => (
            TaskType::ApiCall,
            json!({"method": "GET", "url": "https://a.example/", "headers": {"accept": "*/*"}}),
        ),
        2 => (
            TaskType::Webhook,
            json!({"url": "https://a.example/", "body": "x".repeat(if number % 8 == 2 { number % 3_000 } else { 9 })}),
        ),
        _ => (TaskType::Graphql, json!({"endpoint": "https://a.example/", "query": "{ users { id } }"})),
    };
    let members = config.as_object().expect("an object");
    TaskSpec::parse(kind, members, &[], &Path::body()).expect("a spec")
}

/// The versions of one execution, oldest first.
fn history(number: usize, tasks: &[Task], dice: &mut Dice) -> Vec<Execution> {
    let task = (!number.is_multiple_of(3)).then(|| &tasks[number % TASKS]);
    let mut now =
        T0 + SignedDuration::from_millis(i64::try_from(dice.below(30 * 3_600_000)).expect("in range"));
    let mut history = vec![execution_with(|request| {
        request.id = ExecutionId::from_uuid(Uuid::from_u128(1_000 + number as u128));
        request.owner =
            task.map_or_else(|| owner(&format!("owner-{}", number % OWNERS)), |task| task.owner.clone());
        request.task_id = task.map(|task| task.id);
        request.spec = spec(number);
        request.priority = Priority::ALL[number % 3];
        request.trigger.kind = TriggerKind::ALL[number % TriggerKind::ALL.len()];
        request.credits = Credits::from_thousandths(dice.below(5_000));
        request.created_at = now;
    })];
    let mut step = |history: &mut Vec<Execution>, takes: u64, event: &dyn Fn(Timestamp) -> Event| {
        now += SignedDuration::from_millis(i64::try_from(takes).expect("in range"));
        let next = history.last().expect("one at least").apply(event(now), now).expect("a legal step");
        history.push(next);
    };
    let claim = |now: Timestamp| Event::Claim { lease_until: now + SignedDuration::from_secs(60) };
    let failure = || Failure::new(FailureCode::Timeout, "no answer");
    for _ in 0..dice.below(3) {
        step(&mut history, dice.below(50), &claim);
        step(&mut history, dice.below(2_000), &|now| Event::Retry {
            failure: failure(),
            answer: None,
            due: now,
        });
    }
    let end = dice.below(12);
    if end == 0 {
        step(&mut history, 5, &|_| Event::Cancel { reason: CancelReason::Requested });
        return history;
    }
    step(&mut history, dice.below(50), &claim);
    // Durations over five orders of magnitude.
    let most = 10_u64.pow(1 + u32::try_from(dice.below(5)).expect("small"));
    let takes = dice.below(most);
    let tokens = dice.below(1_000);
    match end {
        1 => {}
        2 | 3 => step(&mut history, takes, &|_| Event::Fail { failure: failure(), answer: None }),
        _ => step(&mut history, takes, &|_| Event::Succeed { answer: Some(answer(tokens)) }),
    }
    history
}

fn answer(tokens: u64) -> Answer {
    Answer {
        status: Some(200),
        headers: BTreeMap::new(),
        body: AnswerBody::Json(json!({"usage": {"total_tokens": tokens}})),
        size: 40,
        truncated: false,
        extracted: None,
        warnings: Vec::new(),
    }
}
