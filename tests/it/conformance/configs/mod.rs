//! Reading and writing configs.

pub mod contents;
pub mod keys;
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
    /// The tasks that name configs.
    pub tasks: Arc<dyn Tasks>,
    /// Resources that must outlive the store, such as its folder or its server.
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

/// A new config of `ada`, created at [`T0`] and modified by `change`.
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
        key: None,
        plan: None,
        idempotency: None,
    };
    change(&mut config);
    config
}

/// The next version of `config`, modified by `change` at `now`.
pub fn changed(config: &Config, now: Timestamp, change: impl FnOnce(&mut Config)) -> Config {
    let mut next = Config { version: config.version + 1, updated_at: now, ..config.clone() };
    change(&mut next);
    next
}

/// The configs available to the owner `name`, in pages of `limit`.
pub fn configs_of(name: &str, limit: usize) -> ConfigQuery {
    ConfigQuery::newest(owner(name), limit)
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { configs on $fixture;
                writing:
                    an_inserted_config_can_be_read,
                    an_unknown_config_is_not_found,
                    a_duplicate_insert_changes_nothing,
                    a_config_is_replaced_under_its_version,
                    a_removed_config_is_gone,
                    removing_twice_has_one_effect;
                listing:
                    own_and_shared_configs_are_listed_newest_first,
                    owners_are_isolated,
                    a_shared_config_is_in_every_list,
                    pages_are_complete_while_others_are_inserted_and_removed,
                    a_page_respects_its_limit,
                    a_cursor_of_another_list_is_refused,
                    a_damaged_cursor_is_refused;
                keys:
                    a_config_is_found_by_its_key,
                    a_key_is_given_to_one_config_of_an_owner,
                    a_key_can_be_changed_and_taken_away,
                    a_removed_config_gives_up_its_key,
                    one_of_many_rivals_gets_a_key,
                    a_plan_filters;
                users:
                    a_new_config_has_no_users,
                    tasks_that_name_a_config_are_its_users,
                    a_task_that_names_another_config_or_is_deleted_is_no_user,
                    a_task_that_names_a_config_later_is_its_user,
                    the_list_of_users_respects_its_limit;
                contents:
                    every_field_is_read_back_as_written,
                    awkward_text_is_read_back_as_written;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::configs(Place::Memory));
suite!(sqlite_file: sqlite::configs(Place::File));
suite!(dynamodb: table::configs(Server::InProcess));
