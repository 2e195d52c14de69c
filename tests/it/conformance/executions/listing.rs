//! The contents and the order of a list of executions.

use beadle_application::port::{ExecutionOrder, ExecutionQuery, ExecutionScope, MAX_UNENDED};
use beadle_domain::{
    execution::{Execution, ExecutionFilter, Status, Trigger},
    spec::TaskType,
};
use beadle_values::id::ExecutionId;
use uuid::Uuid;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{
        T0, at, completed, execution, execution_of, execution_with, executions_of, executions_of_owner,
        failed, fresh_task_id, listed_execution_id, owner, retrying,
    },
};

pub async fn executions_of_an_owner_are_listed_newest_first(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let mut started = Vec::new();
    for (created_at, of_task) in
        [(20, None), (-86_400, None), (10, Some(task)), (3_000_000, None), (15, Some(task))]
    {
        let execution = execution_with(|request| {
            request.created_at = at(created_at);
            request.task_id = of_task;
        });
        executions.start(&execution).await?;
        started.push(execution);
    }
    started.sort_by_key(|execution| std::cmp::Reverse(execution.request.created_at));
    assert_eq!(list(&executions, executions_of_owner("ada", 100)).await?, started);
    Ok(())
}

pub async fn executions_of_a_task_are_listed_newest_first(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let mut started = Vec::new();
    for created_at in [2, 1, 3] {
        let execution = execution_of(task, at(created_at));
        executions.start(&execution).await?;
        executions.start(&execution_of(fresh_task_id(), at(created_at))).await?;
        executions.start(&execution_with(|request| request.created_at = at(created_at))).await?;
        started.push(execution);
    }
    started.sort_by_key(|execution| std::cmp::Reverse(execution.request.created_at));
    assert_eq!(list(&executions, executions_of(ExecutionScope::Task(task), 100)).await?, started);
    Ok(())
}

pub async fn executions_of_one_moment_are_listed_by_id(executions: Fixture) -> Verdict {
    let mut ids = Vec::new();
    for _ in 0..5 {
        let execution = execution();
        executions.start(&execution).await?;
        ids.push(execution.id());
    }
    ids.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(list_ids(&executions, executions_of_owner("ada", 100)).await?, ids);
    Ok(())
}

/// Ids that are derived say neither whose they are nor when they were requested; those that were imported may say it wrongly, or a
/// part that the list does not have.
pub async fn executions_with_any_id_are_one_list(executions: Fixture) -> Verdict {
    let (ada, bob) = (owner("ada"), owner("bob"));
    let mut started = Vec::new();
    for second in 0..40_u32 {
        let requested_at = at(i64::from(second));
        let id = match second % 6 {
            0 => ExecutionId::for_key(&ada, "execute", &second.to_string()),
            1 => listed_execution_id(&ada, at(100)),
            2 => listed_execution_id(&bob, requested_at),
            3 => ExecutionId::in_list_of(&ada, 7, requested_at, Uuid::from_u128(u128::from(second) << 32)),
            _ => listed_execution_id(&ada, requested_at),
        };
        let execution = execution_with(|request| (request.id, request.created_at) = (id, requested_at));
        executions.start(&execution).await?;
        started.insert(0, execution);
    }
    for limit in [1, 7, 40, 100] {
        assert_eq!(list(&executions, executions_of_owner("ada", limit)).await?, started, "pages of {limit}");
        let oldest =
            ExecutionQuery { order: ExecutionOrder::OldestFirst, ..executions_of_owner("ada", limit) };
        let reversed: Vec<Execution> = started.iter().rev().cloned().collect();
        assert_eq!(list(&executions, oldest).await?, reversed, "the oldest first, pages of {limit}");
        let (from, to) = (Some(at(11)), Some(at(31)));
        let some = ExecutionQuery { from, to, ..executions_of_owner("ada", limit) };
        assert_eq!(list(&executions, some).await?, started[9..29], "a part, pages of {limit}");
    }
    assert_eq!(list(&executions, executions_of_owner("bob", 100)).await?, []);
    for execution in started {
        assert_eq!(executions.stored(execution.id()).await?, execution);
        let running = executions.claim(&execution, at(200)).await?;
        executions.store.save(&completed(&running, at(201)), running.version(), 0).await?;
        assert_eq!(executions.stored(execution.id()).await?.status(), Status::Completed);
    }
    Ok(())
}

pub async fn owners_are_isolated(executions: Fixture) -> Verdict {
    let names = ["ada", "Ada", "ad", "adam", "ada#", "ada#execution", "ada|x", "ada%", "*", "_", "ада", "👩‍🔬"];
    let mut started = Vec::new();
    for name in names {
        let execution = execution_with(|request| request.owner = owner(name));
        executions.start(&execution).await?;
        started.push(execution);
    }
    for (name, execution) in names.into_iter().zip(started) {
        assert_eq!(list(&executions, executions_of_owner(name, 100)).await?, [execution], "{name}");
    }
    assert_eq!(list(&executions, executions_of_owner("bob", 100)).await?, []);
    Ok(())
}

pub async fn notifications_about_a_task_are_listed_with_it(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let run = execution_of(task, at(1));
    executions.start(&run).await?;
    let notice = |second| {
        execution_with(|request| {
            request.created_at = at(second);
            request.trigger = Trigger::notice(task);
        })
    };
    let delivered = executions.run(&notice(2), at(2)).await?;
    let delivered_version = delivered.version();
    let delivered = completed(&delivered, at(3));
    executions.store.save(&delivered, delivered_version, 0).await?;
    let lost = executions.run(&notice(3), at(3)).await?;
    let lost_version = lost.version();
    let lost = failed(&lost, at(4));
    executions.store.save(&lost, lost_version, 0).await?;
    let going_on = executions.run(&notice(4), at(4)).await?;
    let run_that_failed = executions.run(&execution_of(fresh_task_id(), at(5)), at(5)).await?;
    let version = run_that_failed.version();
    executions.store.save(&failed(&run_that_failed, at(6)), version, 0).await?;

    let of_task = executions_of(ExecutionScope::Task(task), 100);
    let all = [going_on, lost.clone(), delivered, run.clone()];
    assert_eq!(list(&executions, of_task.clone()).await?, all);
    for query in [of_task, executions_of_owner("ada", 100)] {
        let undelivered = ExecutionQuery { undelivered: true, ..query };
        assert_eq!(list(&executions, undelivered.clone()).await?, std::slice::from_ref(&lost));
        let running = ExecutionQuery { task_type: Some(TaskType::Webhook), ..undelivered };
        assert_eq!(list(&executions, running).await?, [], "filters add up");
    }
    let later = execution_of(task, at(9));
    assert_eq!(executions.store.unended_before(task, &later).await?, [run], "a notification runs no task");
    Ok(())
}

pub async fn the_oldest_come_first_if_asked(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let mut ids = Vec::new();
    for created_at in [0, 0, 1, 2, 3, 3, 4] {
        let execution = execution_of(task, at(created_at));
        executions.start(&execution).await?;
        ids.push((created_at, execution.id()));
    }
    ids.sort_unstable();
    let ids: Vec<ExecutionId> = ids.into_iter().map(|(_, id)| id).collect();
    let table = [
        (None, None, &ids[..]),
        (Some(1), None, &ids[2..]),
        (Some(1), Some(3), &ids[2..4]),
        (None, Some(0), &[]),
    ];
    for scope in [ExecutionScope::Owner(owner("ada")), ExecutionScope::Task(task)] {
        for (from, to, expected) in table {
            for limit in [1, 2, 100] {
                let query = ExecutionQuery {
                    from: from.map(at),
                    to: to.map(at),
                    order: ExecutionOrder::OldestFirst,
                    ..executions_of(scope.clone(), limit)
                };
                let listed = list_ids(&executions, query.clone()).await?;
                assert_eq!(listed, expected, "{from:?} until before {to:?} in pages of {limit}");
                let filter =
                    ExecutionFilter { statuses: vec![Status::Pending, Status::Failed], ..Default::default() };
                let filtered = ExecutionQuery { filter, ..query };
                assert_eq!(list_ids(&executions, filtered).await?, expected, "filtered");
            }
        }
    }
    Ok(())
}

pub async fn unended_executions_before_another_are_listed_newest_first(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let pending = execution_of(task, at(0));
    executions.start(&pending).await?;
    let running = executions.run(&execution_of(task, at(1)), at(1)).await?;
    for end in [completed, failed] {
        let running = executions.run(&execution_of(task, at(2)), at(2)).await?;
        executions.store.save(&end(&running, at(3)), running.version(), 0).await?;
    }
    let waiting = executions.run(&execution_of(task, at(4)), at(4)).await?;
    let waiting = (retrying(&waiting, at(5), at(65)), waiting.version());
    executions.store.save(&waiting.0, waiting.1, 0).await?;
    let this = execution_of(task, at(6));
    executions.start(&this).await?;
    executions.start(&execution_of(task, at(7))).await?;
    executions.start(&execution_of(fresh_task_id(), at(3))).await?;

    let unended = executions.store.unended_before(task, &this).await?;
    assert_eq!(unended, [waiting.0, running, pending.clone()]);
    assert_eq!(executions.store.unended_before(task, &pending).await?, []);
    Ok(())
}

pub async fn an_unended_execution_that_is_due_later_goes_before_none(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let due_at = |due: i64, created: i64| {
        execution_with(|request| {
            request.task_id = Some(task);
            request.created_at = at(created);
            request.trigger = Trigger::tick(at(due));
        })
    };
    let (before, later, claimed) = (due_at(20, 0), due_at(40, 1), due_at(50, 2));
    for made_ahead in [&before, &later] {
        executions.start(made_ahead).await?;
    }
    let claimed = executions.run(&claimed, at(25)).await?;
    let unended = executions.store.unended_before(task, &due_at(30, 30)).await?;
    assert_eq!(unended, [claimed, before]);
    Ok(())
}

pub async fn the_next_unended_execution_is_the_first_after_another(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let first = executions.run(&execution_of(task, at(0)), at(0)).await?;
    executions.start(&execution_of(fresh_task_id(), at(1))).await?;
    for created_at in 1..60 {
        let running = executions.run(&execution_of(task, at(created_at)), at(created_at)).await?;
        executions.store.save(&completed(&running, at(created_at)), running.version(), 0).await?;
    }
    let (second, third) = (execution_of(task, at(70)), execution_of(task, at(71)));
    executions.start(&third).await?;
    executions.start(&second).await?;
    assert_eq!(executions.store.next_unended(task, &first).await?, Some(second.clone()));
    assert_eq!(executions.store.next_unended(task, &second).await?, Some(third.clone()));
    assert_eq!(executions.store.next_unended(task, &third).await?, None);
    Ok(())
}

pub async fn no_more_unended_executions_are_returned_than_a_schedule_makes_ahead(
    executions: Fixture,
) -> Verdict {
    let task = fresh_task_id();
    let mut ids = Vec::new();
    for created_at in 0..74 {
        let execution = execution_of(task, at(created_at));
        executions.start(&execution).await?;
        ids.insert(0, execution.id());
    }
    let unended = executions.store.unended_before(task, &execution_of(task, at(100))).await?;
    assert_eq!(unended.iter().map(Execution::id).collect::<Vec<_>>(), ids[..MAX_UNENDED]);
    Ok(())
}

pub async fn an_unended_execution_is_found_behind_many_ended_ones(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let stuck = executions.run(&execution_of(task, T0), T0).await?;
    for created_at in 1..60 {
        let running = executions.run(&execution_of(task, at(created_at)), at(created_at)).await?;
        executions.store.save(&completed(&running, at(created_at)), running.version(), 0).await?;
    }
    let unended = executions.store.unended_before(task, &execution_of(task, at(100))).await?;
    assert_eq!(unended, [stuck]);
    Ok(())
}

/// All pages of `query`, joined.
pub async fn list(executions: &Fixture, mut query: ExecutionQuery) -> anyhow::Result<Vec<Execution>> {
    let mut items = Vec::new();
    loop {
        let page = executions.store.list(&query).await?;
        items.extend(page.items);
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return Ok(items),
        }
    }
}

pub async fn list_ids(executions: &Fixture, query: ExecutionQuery) -> anyhow::Result<Vec<ExecutionId>> {
    Ok(list(executions, query).await?.iter().map(Execution::id).collect())
}
