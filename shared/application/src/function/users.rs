//! Which tasks and configs of an owner name a function.

use beadle_domain::function::{Function, FunctionUse, usage};
use beadle_values::{
    id::{ConfigId, TaskId},
    violation::Path,
};

use super::{FunctionService, find};
use crate::{
    Call, Error,
    port::{ConfigQuery, StoreError, TaskQuery},
};

/// The most users that are listed.
const MAX_USERS: usize = 100;

/// The size of a page, which is the largest.
const PAGE: usize = 100;

/// What names a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// A task.
    Task(TaskId),
    /// A config.
    Config(ConfigId),
}

/// A task or a config that names a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionUser {
    /// Which one.
    pub resource: Resource,
    /// Its name.
    pub name: String,
    /// The member that names the function.
    pub place: Path,
}

impl FunctionService {
    /// Refuses to delete the function while tasks or configs on the caller's lists name it: they would fail, or lose their
    /// retry rule. Reads these lists and nothing else, so a user that is on none of them is not noticed.
    ///
    /// # Errors
    /// [`Error::FunctionInUse`] with the first of them, [`Error::Store`].
    pub(super) async fn ensure_unused(&self, call: Call<'_>, function: &Function) -> Result<(), Error> {
        let mut users = Vec::new();
        let owner = call.by.owner.clone();
        let mut tasks = TaskQuery::newest(owner.clone(), PAGE, call.now);
        loop {
            let page = self.tasks.list(&tasks).await?;
            for saved in page.items {
                let uses = usage::of_task(&saved.task);
                if let Some(place) = self.naming(function, uses).await? {
                    let resource = Resource::Task(saved.task.id);
                    users.push(FunctionUser { resource, name: saved.task.name, place });
                }
            }
            tasks.cursor = page.next;
            if tasks.cursor.is_none() || users.len() > MAX_USERS {
                break;
            }
        }
        let mut configs = ConfigQuery::newest(owner, PAGE);
        while users.len() <= MAX_USERS {
            let page = self.configs.list(&configs).await?;
            for config in page.items {
                if let Some(place) = self.naming(function, usage::of_config(&config)).await? {
                    let resource = Resource::Config(config.id);
                    users.push(FunctionUser { resource, name: config.name, place });
                }
            }
            configs.cursor = page.next;
            if configs.cursor.is_none() {
                break;
            }
        }
        let more = users.len() > MAX_USERS;
        users.truncate(MAX_USERS);
        if users.is_empty() { Ok(()) } else { Err(Error::FunctionInUse { users, more }) }
    }

    /// The first of `uses` that means `function`.
    async fn naming(
        &self,
        function: &Function,
        uses: impl IntoIterator<Item = FunctionUse>,
    ) -> Result<Option<Path>, StoreError> {
        for named in uses {
            let exports = || {
                let exports = function.current().map(|current| &current.exports);
                exports.is_some_and(|exports| exports.iter().any(|name| name == named.function.name.as_str()))
            };
            let is_meant = named.function.name == function.name
                || exports()
                    && find(&*self.functions, &named.function)
                        .await?
                        .is_some_and(|found| found.name == function.name);
            if is_meant {
                return Ok(Some(named.path));
            }
        }
        Ok(None)
    }
}
