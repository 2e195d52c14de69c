//! The secrets and upstream tasks that a call refers to.

use std::{borrow::Cow, collections::BTreeSet};

use serde_json::Value;

use super::auth_source::{AuthSource, auth};
use crate::{
    config::Config,
    destination::{Auth, Proxy},
    execution::Execution,
    interpolation::{self, SecretRef, Template, secrets_of},
    spec::TaskSpec,
};

/// The secrets that the request of `execution` refers to, including those of its auth and its signature.
pub fn secrets(execution: &Execution) -> BTreeSet<SecretRef> {
    References::by_request(execution).secrets()
}

/// The secrets of `config` that the call of `execution` needs. Parts that the request overrides are not
/// needed.
pub fn secrets_of_config(execution: &Execution, config: &Config) -> BTreeSet<SecretRef> {
    References::by_config(execution, config).secrets()
}

/// Whether the call of `execution` under `config` refers to the results of upstream tasks.
pub fn names_dependencies(execution: &Execution, config: Option<&Config>) -> bool {
    References::by_request(execution).names_dependencies()
        || config.is_some_and(|config| References::by_config(execution, config).names_dependencies())
}

/// The parts of a call that may contain placeholders.
#[derive(Default)]
struct References<'a> {
    templates: Vec<Cow<'a, Template>>,
    values: Vec<&'a Value>,
}

impl<'a> References<'a> {
    fn by_request(execution: &'a Execution) -> Self {
        let spec = &execution.request.spec;
        let mut references = Self::default();
        references.add_auth(spec.auth());
        match spec {
            TaskSpec::Http(http) | TaskSpec::ApiCall(http) => {
                references.add([&http.url]);
                references.add(http.headers.values());
                references.values.extend(http.query.values().chain(&http.body));
            }
            TaskSpec::Webhook(webhook) => {
                references.add([&webhook.http.url]);
                references.add(webhook.signing_secrets());
                references.add(webhook.http.headers.values());
                references.values.extend(webhook.http.query.values().chain(&webhook.http.body));
            }
            TaskSpec::Wait(wait) => {
                for call in std::iter::once(&wait.request).chain(wait.abandon.as_deref()) {
                    references.add([&call.url]);
                    references.add(call.headers.values());
                    references.values.extend(call.query.values().chain(&call.body));
                }
                references.add(wait.poll.iter().filter_map(|poll| poll.url.as_ref()));
            }
            TaskSpec::Graphql(graphql) => {
                references.add([&graphql.endpoint]);
                references.add(graphql.headers.values());
                references.values.extend(graphql.variables.values());
            }
            TaskSpec::Database(database) => {
                references.add(&database.connection);
                references.values.extend(&database.params);
            }
            TaskSpec::Email(email) => references.add([&email.server, &email.subject, &email.text]),
            TaskSpec::Script(script) => {
                references.add(&script.args);
                references.add(script.env.values());
            }
            TaskSpec::Custom(custom) => references.values.push(&custom.params),
            TaskSpec::Simulated(_)
            | TaskSpec::Todo(_)
            | TaskSpec::Reminder(_)
            | TaskSpec::CalendarEvent(_)
            | TaskSpec::Monitor(_) => {}
        }
        references
    }

    fn by_config(execution: &'a Execution, config: &'a Config) -> Self {
        let profile = &config.profile;
        let mut references = Self::default();
        let own_headers = match &execution.request.spec {
            TaskSpec::Http(http) | TaskSpec::ApiCall(http) => &http.headers,
            TaskSpec::Webhook(webhook) => &webhook.http.headers,
            TaskSpec::Wait(wait) => &wait.request.headers,
            TaskSpec::Graphql(graphql) => &graphql.headers,
            TaskSpec::Database(database) => {
                references.add(profile.connection.iter().filter(|_| database.connection.is_none()));
                return references;
            }
            TaskSpec::Email(_)
            | TaskSpec::Script(_)
            | TaskSpec::Custom(_)
            | TaskSpec::Simulated(_)
            | TaskSpec::Todo(_)
            | TaskSpec::Reminder(_)
            | TaskSpec::CalendarEvent(_)
            | TaskSpec::Monitor(_) => return references,
        };
        if let Some((auth, AuthSource::Config)) = auth(execution, Some(config)) {
            references.add_auth(Some(auth));
        }
        references.add(&profile.base_url);
        references.add(profile.proxy.iter().flat_map(Proxy::templates));
        let headers = profile.headers.iter().filter(|(name, _)| !own_headers.contains_key(*name));
        references.add(headers.map(|(_, value)| value));
        references.values.extend(profile.query.values());
        references
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
