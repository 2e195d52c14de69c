use beadle_values::{
    id::{ConfigId, OwnerId, TaskId},
    violation::Path,
};
use jiff::Timestamp;
use rstest::rstest;
use serde_json::json;

use super::*;
use crate::{
    account::Credits,
    config::Profile,
    execution::{Awaited, CancelReason, Event, Failure, FailureCode, Hold, Trigger},
    gate::{GateStatus, GateView},
    specimen::{at, claimed, deferred, pending, request, retrying},
    task::{Task, TaskDraft},
};

fn explained(execution: &Execution, now: i64) -> Explanation {
    explain(execution, None, None, None, &[], None, at(now))
}

fn summary(explanation: &Explanation) -> (&'static str, &str, &str, Timestamp) {
    let waiting = explanation.waiting_for.as_ref().unwrap();
    let next = explanation.next.as_ref().unwrap();
    (waiting.kind.as_str(), &waiting.reason, &next.what, next.at)
}

fn failed(execution: &Execution, second: i64, failure: Failure) -> Execution {
    execution.apply(Event::Fail { failure, answer: None }, at(second)).unwrap()
}

#[rstest]
#[case::due(pending(), 5, "runner", "it is in the queue and waits for a runner", "attempt 1 is made", 5)]
#[case::later(Execution::new(request(&json!({"url": "http://a.example"})), at(60)), 5, "time",
    "it is to run at 1970-01-01T00:01:00Z, not before", "attempt 1 is made", 60)]
#[case::running(claimed(&pending(), 3), 5, "attempt", "attempt 1 has been running since 1970-01-01T00:00:03Z",
    "attempt 1 ends; should its runner have vanished, another one takes over", 63)]
#[case::retrying(retrying(&claimed(&pending(), 3), 4, 14), 5, "retry_delay",
    "the delay before attempt 2 lasts until 1970-01-01T00:00:14Z", "attempt 2 is made", 14)]
#[case::overdue(retrying(&claimed(&pending(), 3), 4, 14), 20, "runner", "attempt 2 is due and waits for a runner",
    "attempt 2 is made", 20)]
#[case::deferred(deferred(&claimed(&pending(), 3), 4, 34), 5, "breaker", "a gate is closed",
    "attempt 1 asks again whether it may be made", 34)]
#[case::waiting(claimed(&pending(), 3).apply(Event::Wait { until: at(90), what: Awaited::Time }, at(4)).unwrap(), 5, "time",
    "attempt 1 takes its time until 1970-01-01T00:01:30Z", "attempt 1 is taken up again", 90)]
fn explains_what_it_waits_for_and_what_comes_next(
    #[case] execution: Execution,
    #[case] now: i64,
    #[case] kind: &str,
    #[case] reason: &str,
    #[case] next: &str,
    #[case] when: i64,
) {
    assert_eq!(summary(&explained(&execution, now)), (kind, reason, next, at(when)));
}

#[test]
fn an_ended_execution_waits_for_nothing() {
    let running = claimed(&pending(), 1);
    let ends = [
        running.apply(Event::Succeed { answer: None }, at(2)).unwrap(),
        failed(&running, 2, Failure::http_status(404, None)),
        pending().apply(Event::Cancel { reason: CancelReason::Requested }, at(2)).unwrap(),
    ];
    for (ended, what) in ends.iter().zip(["completed", "failed", "cancelled"]) {
        let explanation = explained(ended, 9);
        assert_eq!((explanation.waiting_for, explanation.next), (None, None));
        assert_eq!((explanation.since, explanation.status.as_str()), (at(2), what));
        assert_eq!(explanation.decisions.last().unwrap().what, what);
    }
}

#[test]
fn decisions_are_listed_in_order() {
    let mut execution = deferred(&claimed(&pending(), 1), 2, 12);
    execution = deferred(&claimed(&execution, 12), 13, 30);
    execution = claimed(&execution, 30);
    let event = Event::Retry { failure: Failure::http_status(503, None), answer: None, due: at(41) };
    execution = execution.apply(event, at(31)).unwrap();
    execution = claimed(&claimed(&execution, 41), 101);
    execution = failed(&execution, 103, Failure::http_status(404, None));
    let decisions: Vec<_> = explained(&execution, 200).decisions;
    let summary: Vec<_> = decisions.iter().map(|d| (d.at.as_second(), d.what, d.detail.as_str())).collect();
    assert_eq!(
        summary,
        [
            (0, "created", "it was asked for"),
            (
                2,
                "held",
                "attempt 1 was kept back by the circuit breaker of its config, 2 times until 1970-01-01T00:00:13Z"
            ),
            (
                31,
                "attempt_failed",
                "attempt 1 failed: the destination answered 503; the next attempt follows at 1970-01-01T00:00:41Z"
            ),
            (101, "attempt_interrupted", "the runner of attempt 2 vanished; it is made again"),
            (
                103,
                "attempt_failed",
                "attempt 2 failed: the destination answered 404; none follows, since it would not help"
            ),
            (103, "failed", "it failed for good after 3 attempts: the destination answered 404"),
        ]
    );
    assert_eq!(explained(&deferred(&claimed(&pending(), 1), 2, 12), 5).since, at(2));
}

#[test]
fn the_last_retry_says_that_none_follows() {
    let failure = Failure::new(FailureCode::Timeout, "no answer");
    let detail = &explained(&failed(&claimed(&pending(), 1), 2, failure), 3).decisions[1].detail;
    assert_eq!(detail, "attempt 1 failed: no answer; none follows, since 3 retries are allowed");
}

fn with(change: impl FnOnce(&mut crate::execution::Request)) -> Execution {
    let mut request = request(&json!({"url": "http://a.example"}));
    change(&mut request);
    Execution::new(request, at(0))
}

fn config(owner: &str) -> Config {
    let owner = OwnerId::parse(owner).unwrap();
    Config {
        id: ConfigId::from_uuid(uuid::Uuid::nil()),
        owner: owner.clone(),
        name: "users".to_owned(),
        description: None,
        shared: false,
        profile: Profile::default(),
        created_at: at(0),
        updated_at: at(0),
        updated_by: owner,
        version: 1,
        key: None,
        plan: None,
        idempotency: None,
    }
}

fn task(paused: bool, deleted_at: Option<Timestamp>) -> Task {
    let body = json!({"name": "ping", "type": "http", "config": {"url": "http://a.example"}});
    let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
    let ada = OwnerId::parse("ada").unwrap();
    let id = TaskId::from_uuid(uuid::Uuid::nil());
    Task { paused, deleted_at, ..draft.into_task(id, ada, at(0)) }
}

#[test]
fn explains_why_the_next_attempt_will_not_be_made() {
    let named = with(|request| request.config_id = Some(config("ada").id));
    let next = |config: Option<Config>| {
        explain(&named, config.as_ref(), None, None, &[], None, at(1)).next.unwrap().what
    };
    assert_eq!(next(Some(config("ada"))), "attempt 1 is made");
    let gone = "it fails, since its config was deleted or may no longer be used";
    assert_eq!([next(None), next(Some(config("bob")))], [gone, gone]);

    let ticked = with(|request| {
        request.task_id = Some(task(false, None).id);
        request.trigger = Trigger::tick(at(0));
    });
    let next =
        |task: Option<Task>| explain(&ticked, None, None, task.as_ref(), &[], None, at(1)).next.unwrap().what;
    assert_eq!(next(Some(task(false, None))), "attempt 1 is made");
    assert_eq!(next(Some(task(true, None))), "it is cancelled, since its task is paused");
    let deleted = "it is cancelled, since its task was deleted";
    assert_eq!([next(None), next(Some(task(true, Some(at(1)))))], [deleted, deleted]);
}

#[test]
fn the_gate_is_included_while_it_waits() {
    let gate = GateView {
        status: GateStatus::Open,
        tokens: Some(3),
        factor: 1.0,
        rate_per_second: Some(50.0),
        in_use: None,
        waiting: 7,
        closed_until: Some(at(34)),
        transitions: Vec::new(),
        pause: None,
    };
    let hold = Hold::new(HoldKind::Breaker, "the circuit is open");
    let running = claimed(&pending(), 3);
    let execution = running.apply(Event::Defer { due: at(34), hold }, at(4)).unwrap();
    let explanation = explain(&execution, None, Some(&gate), None, &[], None, at(5));
    assert_eq!(explanation.waiting_for.unwrap().gate, Some(gate));
}

#[test]
fn incomplete_dependencies_are_named() {
    let task = task(false, None);
    let failed =
        Needed { task: task.id, name: Some("fetch".to_owned()), end: Some((pending().id(), Status::Failed)) };
    let never = Needed { task: task.id, name: None, end: None };
    let description = "`fetch` (tsk_00000000000000000000000000000000), whose exe_019300000000700080000000000000ff is failed";
    let last = |reason, needed: &[Needed]| {
        let ended = pending().apply(Event::Cancel { reason }, at(2)).unwrap();
        explain(&ended, None, None, None, needed, None, at(3)).decisions.pop().unwrap().detail
    };
    let skipped =
        "it was cancelled after 0 attempts: it is skipped, since a task that it runs after did not complete";
    assert_eq!(
        last(CancelReason::DependencyFailed, std::slice::from_ref(&failed)),
        format!("{skipped}: {description}")
    );
    assert_eq!(last(CancelReason::DependencyFailed, &[]), skipped);
    let unmet = last(CancelReason::DependenciesUnmet, &[failed.clone(), never]);
    assert!(unmet.contains(&format!("as of now {description}; tsk_")), "{unmet}");
    assert!(unmet.ends_with("of which no execution has ended"), "{unmet}");

    let ticked = with(|request| {
        request.task_id = Some(task.id);
        request.trigger = Trigger::tick(at(0));
    });
    let next = explain(&ticked, None, None, Some(&task), &[failed], None, at(1)).next.unwrap().what;
    assert_eq!(next, format!("it is cancelled unless they complete before it begins: {description}"));
}

#[rstest]
#[case::too_little(
    HoldKind::Credits,
    Some(1),
    2,
    None,
    false,
    "it costs 2 credits and 1 are left; a top-up or a larger budget lets it \
    ask at once, and a new month begins at 1970-02-01T00:00:00Z"
)]
#[case::topped_up(
    HoldKind::Credits,
    Some(2),
    2,
    None,
    false,
    "by now nothing of its owner's account keeps it back"
)]
#[case::without_a_budget(
    HoldKind::Credits,
    None,
    2,
    None,
    false,
    "by now nothing of its owner's account keeps it back"
)]
#[case::a_full_day(
    HoldKind::Limit,
    None,
    0,
    Some(7),
    false,
    "7 executions have run today; another level lets it ask at once, and a \
    new day begins at 1970-01-02T00:00:00Z"
)]
#[case::another_day(
    HoldKind::Limit,
    Some(5),
    1,
    Some(8),
    false,
    "by now nothing of its owner's account keeps it back"
)]
#[case::crowded(
    HoldKind::Limit,
    None,
    2,
    None,
    true,
    "as many executions of its owner that cost credits are under way as \
    there may be; it begins once some of them have ended"
)]
#[case::free_of_charge(
    HoldKind::Limit,
    None,
    0,
    Some(8),
    true,
    "by now nothing of its owner's account keeps it back"
)]
fn explains_what_an_exhausted_account_waits_for(
    #[case] kind: HoldKind,
    #[case] available: Option<u64>,
    #[case] cost: u64,
    #[case] executions_per_day: Option<u32>,
    #[case] crowded: bool,
    #[case] outlook: &str,
) {
    let credits = |whole: u64| Credits::from_thousandths(whole * 1_000);
    let view = AccountView {
        cost: credits(cost),
        available: available.map(credits),
        monthly_credits: available.map(|_| credits(10)),
        month_ends: at(31 * 86_400),
        crowded,
        executions_per_day,
        executions_today: 7,
        day_ends: at(86_400),
    };
    let event = Event::Defer { due: at(34), hold: Hold::new(kind, "it has to wait") };
    let held = claimed(&pending(), 3).apply(event, at(4)).unwrap();
    let explanation = explain(&held, None, None, None, &[], Some(&view), at(5));
    let (kind_name, reason, next, _) = summary(&explanation);
    assert_eq!((kind_name, reason), (kind.as_str(), "it has to wait"));
    assert_eq!(next, format!("attempt 1 asks again whether it may be made: {outlook}"));
    assert_eq!(explanation.waiting_for.unwrap().account, Some(view));
}
