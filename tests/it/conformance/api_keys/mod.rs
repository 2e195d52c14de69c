//! API keys.

pub mod keeping;

use std::{any::Any, sync::Arc};

use beadle_application::port::ApiKeys;
use beadle_domain::{
    access::{Role, Scope, Scopes},
    account::SubscriptionLevel,
    api_key::{ApiKey, KeyHash},
};
use uuid::Uuid;

use super::{
    adapters::{
        sqlite::{self, Place},
        table::{self, Server},
    },
    specimen::{T0, owner},
};

/// A store of keys under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn ApiKeys>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// A new key of `ada`, created at [`T0`] and modified by `change`.
pub fn key_with(change: impl FnOnce(&mut ApiKey)) -> ApiKey {
    let mut secret = [0; 32];
    secret[..16].copy_from_slice(Uuid::now_v7().as_bytes());
    secret[..16].reverse();
    let hash = KeyHash::new(secret);
    let mut key = ApiKey {
        id: hash.key_id(),
        hash,
        owner: owner("ada"),
        name: "ci".into(),
        role: Role::User,
        level: SubscriptionLevel::Pro,
        scopes: Scopes::of([Scope::Read, Scope::Execute]),
        created_at: T0,
        expires_at: None,
        last_used_at: None,
    };
    change(&mut key);
    key
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { api_keys on $fixture;
                keeping:
                    a_key_is_read_back_as_written,
                    an_unknown_key_is_not_found,
                    a_duplicate_insert_changes_nothing,
                    keys_are_listed_newest_first_and_by_owner,
                    a_removed_key_is_gone_at_once,
                    a_use_is_recorded,
                    recording_a_use_does_not_restore_a_removed_key;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::api_keys(Place::Memory));
suite!(sqlite_file: sqlite::api_keys(Place::File));
suite!(dynamodb: table::api_keys(Server::InProcess));
