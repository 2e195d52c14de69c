//! Which tasks use a config.

use beadle_domain::task::Task;
use beadle_values::id::TaskId;

use super::{Fixture, config_with, fresh_config_id};
use crate::conformance::{
    Verdict,
    specimen::{at, changed, owner, task_with},
};

pub async fn a_new_config_has_no_users(configs: Fixture) -> Verdict {
    let config = config_with(|_| {});
    configs.insert(&config).await?;
    configs.tasks.insert(&task_with(|_| {})).await?;
    assert_eq!(configs.store.users(config.id, 10).await?, []);
    assert_eq!(configs.store.users(fresh_config_id(), 10).await?, []);
    Ok(())
}

pub async fn tasks_that_name_a_config_are_its_users(configs: Fixture) -> Verdict {
    let config = config_with(|config| config.shared = true);
    configs.insert(&config).await?;
    let mut expected = Vec::new();
    for name in ["ada", "bob", "ada"] {
        let task = task_with(|task| (task.config_id, task.owner) = (Some(config.id), owner(name)));
        configs.tasks.insert(&task).await?;
        expected.push(task.id);
    }
    expected.sort_unstable();
    assert_eq!(configs.store.users(config.id, 10).await?, expected);
    Ok(())
}

pub async fn a_task_that_names_another_config_or_is_deleted_is_no_user(configs: Fixture) -> Verdict {
    let config = config_with(|_| {});
    configs.insert(&config).await?;
    let changes: [fn(&mut Task); 3] = [
        |task| task.config_id = Some(fresh_config_id()),
        |task| task.config_id = None,
        |task| task.deleted_at = Some(at(1)),
    ];
    for change in changes {
        let task = task_with(|task| task.config_id = Some(config.id));
        configs.tasks.insert(&task).await?;
        assert_eq!(configs.store.users(config.id, 10).await?, [task.id]);
        configs.tasks.replace(&changed(&task, at(1), change), 1).await?;
        assert_eq!(configs.store.users(config.id, 10).await?, []);
    }
    Ok(())
}

pub async fn a_task_that_names_a_config_later_is_its_user(configs: Fixture) -> Verdict {
    let config = config_with(|_| {});
    configs.insert(&config).await?;
    let task = task_with(|_| {});
    configs.tasks.insert(&task).await?;
    let naming = changed(&task, at(1), |task| task.config_id = Some(config.id));
    configs.tasks.replace(&naming, 1).await?;
    assert_eq!(configs.store.users(config.id, 10).await?, [task.id]);
    Ok(())
}

pub async fn the_list_of_users_respects_its_limit(configs: Fixture) -> Verdict {
    let config = config_with(|_| {});
    configs.insert(&config).await?;
    let mut all: Vec<TaskId> = Vec::new();
    for _ in 0..110 {
        let task = task_with(|task| task.config_id = Some(config.id));
        configs.tasks.insert(&task).await?;
        all.push(task.id);
    }
    all.sort_unstable();
    for limit in [1, 100, 105, 200] {
        let expected = &all[..limit.min(all.len())];
        assert_eq!(configs.store.users(config.id, limit).await?, expected, "{limit}");
    }
    Ok(())
}
