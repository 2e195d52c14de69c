//! What a call names that is not in its request: secrets, and how it shows who calls.

use std::collections::BTreeSet;

use crate::{
    config::{Config, Profile},
    destination::Auth,
    execution::Execution,
    interpolation::{SecretRef, Template, secrets_of},
    spec::TaskSpec,
};

/// How the call of `execution` shows who calls: as its spec says, else as its config does.
pub fn auth<'a>(execution: &'a Execution, config: Option<&'a Config>) -> Option<&'a Auth> {
    execution.request.spec.auth().or_else(|| match execution.request.spec {
        TaskSpec::Database(_) => None,
        _ => config?.profile.auth.as_ref(),
    })
}

/// The secrets that the call of `execution` needs, those of its auth and its signature included.
pub fn secrets(execution: &Execution, config: Option<&Config>) -> BTreeSet<SecretRef> {
    let mut found = BTreeSet::new();
    let mut add = |template: &Template| found.extend(template.secrets());
    auth(execution, config).map(Auth::templates).unwrap_or_default().iter().for_each(&mut add);
    let profile = config.map(|config| &config.profile);
    let (mut values, own_headers) = match &execution.request.spec {
        TaskSpec::Http(http) | TaskSpec::ApiCall(http) => {
            add(&http.url);
            (http.query.values().chain(&http.body).collect::<Vec<_>>(), &http.headers)
        }
        TaskSpec::Webhook(webhook) => {
            add(&webhook.http.url);
            webhook.signing_secrets().for_each(&mut add);
            (webhook.http.query.values().chain(&webhook.http.body).collect(), &webhook.http.headers)
        }
        TaskSpec::Graphql(graphql) => {
            add(&graphql.endpoint);
            (graphql.variables.values().collect(), &graphql.headers)
        }
        TaskSpec::Database(database) => {
            let connection = || profile.and_then(|profile: &Profile| profile.connection.as_ref());
            database.connection.as_ref().or_else(connection).into_iter().for_each(&mut add);
            found.extend(database.params.iter().flat_map(secrets_of));
            return found;
        }
    };
    own_headers.values().for_each(&mut add);
    if let Some(profile) = profile {
        profile.base_url.iter().for_each(&mut add);
        let others = profile.headers.iter().filter(|(name, _)| !own_headers.contains_key(*name));
        others.for_each(|(_, value)| add(value));
        values.extend(profile.query.values());
    }
    found.extend(values.into_iter().flat_map(secrets_of));
    found
}
