//! Assigning numbers to tasks and reading them back.

use std::{collections::BTreeSet, sync::Arc};

use super::Fixture;
use crate::conformance::{Verdict, specimen::fresh_task_id};

pub async fn numbers_start_at_one_and_grow(numbers: Fixture) -> Verdict {
    let mut last = 0;
    for _ in 0..5 {
        let number = numbers.store.assign_number(fresh_task_id()).await?;
        assert!(number > last, "{number} after {last}");
        assert!(last > 0 || number == 1, "the first one is {number}");
        last = number;
    }
    Ok(())
}

pub async fn a_number_identifies_its_task(numbers: Fixture) -> Verdict {
    let (first, second) = (fresh_task_id(), fresh_task_id());
    let (one, two) = (numbers.store.assign_number(first).await?, numbers.store.assign_number(second).await?);
    assert_eq!(numbers.store.by_number(one).await?, Some(first));
    assert_eq!(numbers.store.by_number(two).await?, Some(second));
    Ok(())
}

pub async fn an_unassigned_number_identifies_no_task(numbers: Fixture) -> Verdict {
    let last = numbers.store.assign_number(fresh_task_id()).await?;
    for number in [0, last + 1, u64::from(u32::MAX), u64::MAX] {
        assert_eq!(numbers.store.by_number(number).await?, None, "{number}");
    }
    Ok(())
}

pub async fn sixteen_concurrent_calls_get_sixteen_numbers(numbers: Fixture) -> Verdict {
    let mut askers = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let store = Arc::clone(&numbers.store);
        askers.spawn(async move {
            let task = fresh_task_id();
            anyhow::Ok((store.assign_number(task).await?, task))
        });
    }
    let mut given = BTreeSet::new();
    for answer in askers.join_all().await {
        let (number, task) = answer?;
        assert!(given.insert(number), "{number} was given twice");
        assert_eq!(numbers.store.by_number(number).await?, Some(task));
    }
    Ok(())
}
