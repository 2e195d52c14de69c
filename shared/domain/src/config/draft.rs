//! A config as callers write it.

use beadle_values::{
    body,
    body::{Body, flag, flatten, of, optional, otherwise, required},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Config, Profile};
use crate::{
    document,
    labels::{description, name},
    plan::PlanMark,
    resource_key::{ResourceKey, resource_key},
};

body! {
    /// A new config. A task or a request that says something else wins over it.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct ConfigDraft as "ConfigRequest" {
        /// Its key, by which its owner finds it: `GET /api/v1/configs?key=…`. No other config of the owner has it.
        pub key: Option<ResourceKey> = optional(resource_key()),
        /// Its name, 1 to 255 characters.
        pub name: String = required(name()),
        /// What it is for, at most 10,000 characters.
        pub description: Option<String> = optional(description()),
        /// Whether everyone may use it; only an admin shares a config.
        pub shared: bool = otherwise(flag(), || false),
        /// What it says about its destination.
        #[serde(flatten)]
        pub profile: Profile = flatten::<Profile>(),
        /// The plan that keeps it.
        pub plan: Option<PlanMark> = optional(of()),
    }
    example {
        "name": "Users API",
        "base_url": "https://api.example.com/v1/",
        "headers": {"Accept": "application/json"},
        "auth": {"type": "bearer", "token": "${secret:users-api#token}"},
        "timeout": "10s",
        "rate_limit": {"rate": 100, "per": "1s", "burst": 200},
        "concurrency": 5,
        "breaker": {"failure_rate": 0.5, "window": "30s", "minimum": 10, "open_for": "15s"}
    }
    /// A change of a config: any members of a new one. Members that only Beadle writes are refused. A header that reads
    /// `********`, as answers mask it, keeps its value.
    change pub enum ConfigChange example {"timeout": "20s", "concurrency": 10}
}

impl ConfigDraft {
    /// The members that `config` would be written with: what a change starts from.
    pub fn document(config: &Config) -> Map<String, Value> {
        let Config { key, name, description, shared, profile, plan, .. } = config.clone();
        Self { key, name, description, shared, profile, plan }.written()
    }

    /// The members of the draft, all of them.
    pub fn written(&self) -> Map<String, Value> {
        let mut members = document::of(self);
        // The policy is stored as an object of its own, and written beside the other members.
        if let Some(Value::Object(policy)) = members.shift_remove("policy") {
            members.extend(policy);
        }
        for name in ["headers", "query", "variables"] {
            members.entry(name).or_insert_with(|| json!({}));
        }
        for name in Self::members() {
            members.entry(name).or_insert(Value::Null);
        }
        members
    }
}

#[cfg(test)]
mod tests;
