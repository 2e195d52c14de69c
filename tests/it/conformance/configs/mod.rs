//! Reading and writing configs.

pub mod contents;
pub mod listing;
pub mod users;
pub mod writing;

use std::{any::Any, sync::Arc};

use anyhow::{Context, ensure};
use beadle_application::port::{ConfigQuery, Configs, Inserted, Tasks};
use beadle_domain::config::{Config, Profile};
use beadle_values::id::ConfigId;
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    adapters::{
        sqlite::{self, Place},
        table::{self, Server},
    },
    specimen::{T0, owner},
};

/// A store of configs under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Store>,
    /// The tasks that name them.
    pub tasks: Arc<dyn Tasks>,
    /// What has to outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Every port of configs.
pub trait Store: Configs + Configs {}
impl<T: Configs + Configs> Store for T {}

impl Fixture {
    /// Inserts `config`, which is new.
    pub async fn insert(&self, config: &Config) -> anyhow::Result<()> {
        let inserted = self.store.insert(config).await?;
        ensure!(inserted == Inserted::Created, "a new config was answered with {inserted:?}");
        Ok(())
    }

    /// The config as it is stored.
    pub async fn stored(&self, id: ConfigId) -> anyhow::Result<Config> {
        self.store.get(id).await?.with_context(|| format!("{id} is not stored"))
    }
}

/// An id that no other config has.
pub fn fresh_config_id() -> ConfigId {
    ConfigId::from_uuid(Uuid::now_v7())
}

/// A new config of `ada`, created at [`T0`], after `change` was made to it.
pub fn config_with(change: impl FnOnce(&mut Config)) -> Config {
    let mut config = Config {
        id: fresh_config_id(),
        owner: owner("ada"),
        name: "Users API".into(),
        description: None,
        shared: false,
        profile: Profile::default(),
        created_at: T0,
        updated_at: T0,
        updated_by: owner("ada"),
        version: 1,
        idempotency: None,
    };
    change(&mut config);
    config
}

/// The next version of `config`, after `change` was made to it at `now`.
pub fn changed(config: &Config, now: Timestamp, change: impl FnOnce(&mut Config)) -> Config {
    let mut next = Config { version: config.version + 1, updated_at: now, ..config.clone() };
    change(&mut next);
    next
}

/// What the owner `name` may use, in pages of `limit`.
pub fn configs_of(name: &str, limit: usize) -> ConfigQuery {
    ConfigQuery { owner: owner(name), limit, cursor: None }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { configs on $fixture;
                writing:
                    an_inserted_config_can_be_read,
                    an_unknown_config_is_not_there,
                    a_duplicate_insert_changes_nothing,
                    a_config_is_replaced_under_its_version,
                    another_version_changes_nothing,
                    one_of_sixteen_changes_is_written,
                    nothing_is_replaced_where_there_is_no_row,
                    a_removed_config_is_gone,
                    another_version_is_not_removed,
                    removing_twice_is_removing_once;
                listing:
                    configs_come_newest_first_own_and_shared,
                    owners_are_isolated,
                    sharing_moves_a_config_into_every_list,
                    pages_are_complete_while_others_come_and_go,
                    a_page_is_no_longer_than_asked,
                    a_cursor_of_another_list_is_refused,
                    a_damaged_cursor_is_refused;
                users:
                    nobody_uses_a_new_config,
                    tasks_that_name_it_use_it,
                    a_task_that_names_another_or_is_deleted_does_not,
                    a_task_that_comes_to_name_it_later_does,
                    no_more_are_told_than_asked;
                contents:
                    every_field_comes_back_as_it_was,
                    awkward_text_comes_back_as_it_was;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::configs(Place::Memory));
suite!(sqlite_file: sqlite::configs(Place::File));
suite!(dynamodb: table::configs(Server::InProcess));
