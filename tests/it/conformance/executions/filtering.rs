//! The conditions of a list of executions.

use beadle_application::port::{ExecutionQuery, ExecutionScope};
use beadle_domain::{
    execution::{Event, Execution, ExecutionFilter, FailureCode, Hold, HoldKind, Status, Waits},
    spec::{TaskSpec, TaskType},
};
use beadle_values::id::{ConfigId, ExecutionId};
use uuid::Uuid;

use super::{
    Fixture,
    listing::{list, list_ids},
};
use crate::conformance::{
    Verdict,
    specimen::{
        at, completed, execution, execution_of, execution_with, executions_of, executions_of_owner, failed,
        fresh_task_id, http, owner, retrying,
    },
};

pub async fn a_status_filters(executions: Fixture) -> Verdict {
    let pending = execution();
    executions.start(&pending).await?;
    let running = executions.run(&execution(), at(0)).await?;
    let mut all = vec![pending, running];
    for next in [completed, failed, |e: &Execution, now| retrying(e, now, at(61))] {
        let running = executions.run(&execution(), at(0)).await?;
        let next = next(&running, at(1));
        executions.store.save(&next, running.version(), 0).await?;
        all.push(next);
    }
    for status in Status::ALL {
        let query = ExecutionQuery { status: Some(status), ..executions_of_owner("ada", 100) };
        let expected: Vec<Execution> = all.iter().filter(|e| e.status() == status).cloned().collect();
        assert_eq!(list(&executions, query).await?, expected, "{status}");
    }
    Ok(())
}

pub async fn a_type_filters(executions: Fixture) -> Verdict {
    let specs =
        [TaskSpec::Http(http(None)), TaskSpec::ApiCall(http(None)), TaskSpec::Webhook(http(None).into())];
    let mut started = Vec::new();
    for spec in specs {
        let execution = execution_with(|request| request.spec = spec);
        executions.start(&execution).await?;
        started.push(execution);
    }
    for (task_type, execution) in TaskType::ALL.into_iter().zip(started) {
        let query = ExecutionQuery { task_type: Some(task_type), ..executions_of_owner("ada", 100) };
        assert_eq!(list(&executions, query).await?, [execution], "{task_type}");
    }
    Ok(())
}

pub async fn a_time_span_filters(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let mut ids = Vec::new();
    for created_at in 0..6 {
        let execution = execution_of(task, at(created_at));
        executions.start(&execution).await?;
        ids.insert(0, execution.id());
    }
    let table = [
        (Some(2), None, &ids[..4]),
        (None, Some(2), &ids[4..]),
        (Some(1), Some(4), &ids[2..5]),
        (Some(3), Some(3), &[]),
        (Some(4), Some(1), &[]),
        (Some(6), None, &[]),
        (None, Some(-1), &[]),
        (Some(-1_000), Some(1_000), &ids[..]),
    ];
    for scope in [ExecutionScope::Owner(owner("ada")), ExecutionScope::Task(task)] {
        for (from, to, expected) in table {
            let (from, to) = (from.map(at), to.map(at));
            let query = ExecutionQuery { from, to, ..executions_of(scope.clone(), 100) };
            assert_eq!(list_ids(&executions, query).await?, expected, "{from:?} until before {to:?}");
        }
    }
    Ok(())
}

pub async fn filters_add_up(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let wanted = executions.run(&execution_of(task, at(5)), at(5)).await?;
    executions.start(&execution_of(task, at(5))).await?;
    executions.run(&execution_of(task, at(1)), at(5)).await?;
    executions.run(&execution_of(fresh_task_id(), at(5)), at(5)).await?;
    let query = ExecutionQuery {
        status: Some(Status::Running),
        task_type: Some(TaskType::Http),
        from: Some(at(5)),
        to: Some(at(6)),
        ..executions_of(ExecutionScope::Task(task), 100)
    };
    assert_eq!(list(&executions, query.clone()).await?, [wanted]);
    let of_another_type = ExecutionQuery { task_type: Some(TaskType::Webhook), ..query };
    assert_eq!(list(&executions, of_another_type).await?, []);
    Ok(())
}

/// Executions of a task and ad hoc in several states, with and without a config, and what each further condition selects.
pub async fn further_conditions_filter(executions: Fixture) -> Verdict {
    let (task, config) = (fresh_task_id(), ConfigId::from_uuid(Uuid::now_v7()));
    let made = |second: i64, config_id| {
        execution_with(|request| {
            (request.created_at, request.task_id, request.config_id) = (at(second), Some(task), config_id);
        })
    };
    let pending = made(1, Some(config));
    executions.start(&pending).await?;
    let running = executions.run(&made(2, None), at(2)).await?;
    let mut ends = Vec::new();
    for (second, config_id) in [(3, Some(config)), (4, None)] {
        let running = executions.run(&made(second, config_id), at(second)).await?;
        let ended = failed(&running, at(5));
        executions.store.save(&ended, running.version(), 0).await?;
        ends.push(ended);
    }
    let mut held = Vec::new();
    for (second, kind) in [(6, HoldKind::Breaker), (7, HoldKind::Paused)] {
        let running = executions.run(&made(second, None), at(second)).await?;
        let next = running.apply(Event::Defer { due: at(90), hold: Hold::new(kind, "held") }, at(8))?;
        executions.store.save(&next, running.version(), 0).await?;
        held.push(next);
    }
    let [first_end, last_end] = &ends[..] else { anyhow::bail!("{ends:?}") };
    let code = first_end.progress.failure().map(|failure| failure.code);
    let other = FailureCode::ALL.into_iter().find(|other| Some(*other) != code);
    let filter = ExecutionFilter::default;
    let of_states = |statuses: &[Status]| ExecutionFilter { statuses: statuses.to_vec(), ..filter() };
    let waiting = |waits: &str| ExecutionFilter { waiting_for: waits.parse::<Waits>().ok(), ..filter() };
    let of_config = || ExecutionFilter { config_id: Some(config), ..filter() };
    let table: Vec<(ExecutionFilter, Vec<&Execution>)> = vec![
        (of_states(&[Status::Running, Status::Failed]), vec![last_end, first_end, &running]),
        (of_states(&[Status::Pending]), vec![&pending]),
        (of_states(&[Status::Completed, Status::Cancelled]), vec![]),
        (of_config(), vec![first_end, &pending]),
        (ExecutionFilter { error_code: code, ..filter() }, vec![last_end, first_end]),
        (ExecutionFilter { error_code: other, ..filter() }, vec![]),
        (ExecutionFilter { error_code: code, ..of_config() }, vec![first_end]),
        (ExecutionFilter { statuses: vec![Status::Pending], ..of_config() }, vec![&pending]),
        (waiting("paused"), vec![&held[1]]),
        (waiting("gate"), vec![&held[0]]),
        (waiting("job"), vec![]),
    ];
    for scope in [ExecutionScope::Owner(owner("ada")), ExecutionScope::Task(task)] {
        for (filter, expected) in &table {
            let expected: Vec<ExecutionId> = expected.iter().map(|execution| execution.id()).collect();
            for limit in [1, 100] {
                let query = ExecutionQuery { filter: filter.clone(), ..executions_of(scope.clone(), limit) };
                assert_eq!(list_ids(&executions, query).await?, expected, "{filter:?} in pages of {limit}");
            }
        }
    }
    Ok(())
}
