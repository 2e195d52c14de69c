//! The secrets that a call names.

use std::collections::BTreeSet;

use serde_json::Value;

use super::identity::{SaidBy, auth};
use crate::{
    config::Config,
    destination::Auth,
    execution::Execution,
    interpolation::{SecretRef, Template, secrets_of},
    spec::TaskSpec,
};

/// The secrets that the request of `execution` names, those of its auth and its signature included.
pub fn secrets(execution: &Execution) -> BTreeSet<SecretRef> {
    let mut found = BTreeSet::new();
    let mut add = |template: &Template| found.extend(template.secrets());
    let spec = &execution.request.spec;
    spec.auth().map(Auth::templates).unwrap_or_default().iter().for_each(&mut add);
    let values: Vec<&Value> = match spec {
        TaskSpec::Http(http) | TaskSpec::ApiCall(http) => {
            add(&http.url);
            http.headers.values().for_each(&mut add);
            http.query.values().chain(&http.body).collect()
        }
        TaskSpec::Webhook(webhook) => {
            add(&webhook.http.url);
            webhook.signing_secrets().for_each(&mut add);
            webhook.http.headers.values().for_each(&mut add);
            webhook.http.query.values().chain(&webhook.http.body).collect()
        }
        TaskSpec::Graphql(graphql) => {
            add(&graphql.endpoint);
            graphql.headers.values().for_each(&mut add);
            graphql.variables.values().collect()
        }
        TaskSpec::Database(database) => {
            database.connection.iter().for_each(&mut add);
            database.params.iter().collect()
        }
        TaskSpec::Simulated(_) | TaskSpec::Todo(_) | TaskSpec::Reminder(_) | TaskSpec::CalendarEvent(_) => {
            Vec::new()
        }
    };
    found.extend(values.into_iter().flat_map(secrets_of));
    found
}

/// The secrets that `config` names and the call of `execution` needs: what the request says itself is not asked of the config.
pub fn secrets_of_config(execution: &Execution, config: &Config) -> BTreeSet<SecretRef> {
    let mut found = BTreeSet::new();
    let mut add = |template: &Template| found.extend(template.secrets());
    let profile = &config.profile;
    let own_headers = match &execution.request.spec {
        TaskSpec::Http(http) | TaskSpec::ApiCall(http) => &http.headers,
        TaskSpec::Webhook(webhook) => &webhook.http.headers,
        TaskSpec::Graphql(graphql) => &graphql.headers,
        TaskSpec::Database(database) => {
            profile.connection.iter().filter(|_| database.connection.is_none()).for_each(&mut add);
            return found;
        }
        TaskSpec::Simulated(_) | TaskSpec::Todo(_) | TaskSpec::Reminder(_) | TaskSpec::CalendarEvent(_) => {
            return found;
        }
    };
    if let Some((auth, SaidBy::Config)) = auth(execution, Some(config)) {
        auth.templates().iter().for_each(&mut add);
    }
    profile.base_url.iter().for_each(&mut add);
    let headers = profile.headers.iter().filter(|(name, _)| !own_headers.contains_key(*name));
    headers.for_each(|(_, value)| add(value));
    found.extend(profile.query.values().flat_map(secrets_of));
    found
}
