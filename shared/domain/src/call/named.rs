//! The secrets and the other tasks that a call names.

use std::{borrow::Cow, collections::BTreeSet};

use serde_json::Value;

use super::identity::{SaidBy, auth};
use crate::{
    config::Config,
    destination::Auth,
    execution::Execution,
    interpolation::{self, SecretRef, Template, secrets_of},
    spec::TaskSpec,
};

/// The secrets that the request of `execution` names, those of its auth and its signature included.
pub fn secrets(execution: &Execution) -> BTreeSet<SecretRef> {
    Said::by_request(execution).secrets()
}

/// The secrets that `config` names and the call of `execution` needs: what the request says itself is not asked of the config.
pub fn secrets_of_config(execution: &Execution, config: &Config) -> BTreeSet<SecretRef> {
    Said::by_config(execution, config).secrets()
}

/// Whether the call of `execution` under `config` names what its task runs after.
pub fn names_dependencies(execution: &Execution, config: Option<&Config>) -> bool {
    Said::by_request(execution).names_dependencies()
        || config.is_some_and(|config| Said::by_config(execution, config).names_dependencies())
}

/// What of a call may hold placeholders.
#[derive(Default)]
struct Said<'a> {
    templates: Vec<Cow<'a, Template>>,
    values: Vec<&'a Value>,
}

impl<'a> Said<'a> {
    fn by_request(execution: &'a Execution) -> Self {
        let spec = &execution.request.spec;
        let mut said = Self::default();
        said.add_auth(spec.auth());
        match spec {
            TaskSpec::Http(http) | TaskSpec::ApiCall(http) => {
                said.add([&http.url]);
                said.add(http.headers.values());
                said.values.extend(http.query.values().chain(&http.body));
            }
            TaskSpec::Webhook(webhook) => {
                said.add([&webhook.http.url]);
                said.add(webhook.signing_secrets());
                said.add(webhook.http.headers.values());
                said.values.extend(webhook.http.query.values().chain(&webhook.http.body));
            }
            TaskSpec::Graphql(graphql) => {
                said.add([&graphql.endpoint]);
                said.add(graphql.headers.values());
                said.values.extend(graphql.variables.values());
            }
            TaskSpec::Database(database) => {
                said.add(&database.connection);
                said.values.extend(&database.params);
            }
            TaskSpec::Simulated(_)
            | TaskSpec::Todo(_)
            | TaskSpec::Reminder(_)
            | TaskSpec::CalendarEvent(_) => {}
        }
        said
    }

    fn by_config(execution: &'a Execution, config: &'a Config) -> Self {
        let profile = &config.profile;
        let mut said = Self::default();
        let own_headers = match &execution.request.spec {
            TaskSpec::Http(http) | TaskSpec::ApiCall(http) => &http.headers,
            TaskSpec::Webhook(webhook) => &webhook.http.headers,
            TaskSpec::Graphql(graphql) => &graphql.headers,
            TaskSpec::Database(database) => {
                said.add(profile.connection.iter().filter(|_| database.connection.is_none()));
                return said;
            }
            TaskSpec::Simulated(_)
            | TaskSpec::Todo(_)
            | TaskSpec::Reminder(_)
            | TaskSpec::CalendarEvent(_) => return said,
        };
        if let Some((auth, SaidBy::Config)) = auth(execution, Some(config)) {
            said.add_auth(Some(auth));
        }
        said.add(&profile.base_url);
        let headers = profile.headers.iter().filter(|(name, _)| !own_headers.contains_key(*name));
        said.add(headers.map(|(_, value)| value));
        said.values.extend(profile.query.values());
        said
    }

    fn add(&mut self, templates: impl IntoIterator<Item = &'a Template>) {
        self.templates.extend(templates.into_iter().map(Cow::Borrowed));
    }

    fn add_auth(&mut self, auth: Option<&Auth>) {
        self.templates.extend(auth.map(Auth::templates).unwrap_or_default().into_iter().map(Cow::Owned));
    }

    fn secrets(&self) -> BTreeSet<SecretRef> {
        let templates = self.templates.iter().flat_map(|template| template.secrets());
        templates.chain(self.values.iter().copied().flat_map(secrets_of)).collect()
    }

    fn names_dependencies(&self) -> bool {
        self.templates.iter().any(|template| template.names_dependencies())
            || self.values.iter().copied().any(interpolation::names_dependencies)
    }
}
