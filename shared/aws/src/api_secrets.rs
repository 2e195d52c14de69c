//! The secrets of the API itself: what callers' tokens are signed with, and what the gateway proves itself with.

use aws_sdk_ssm::Client;
use beadle_domain::interpolation::SecretError;
use secrecy::ExposeSecret;

use crate::{
    secrets::{REFERENCE, parameters},
    settings::ApiSecretsSettings,
};

/// The names of the parameters below the prefix, and the variable that each stands for.
const SECRETS: [(&str, &str); 2] = [("jwt-secret", "JWT_SECRET"), ("gateway-secret", "GATEWAY_SECRET")];

/// The secrets that stand for `variables` and exist in Parameter Store or in Secrets Manager, each with its variable. A secret
/// that is in both is that of Parameter Store.
///
/// # Errors
/// [`SecretError::Unavailable`] when Parameter Store does not answer or denies access.
pub(crate) async fn read(
    client: &Client,
    settings: &ApiSecretsSettings,
    variables: &[&'static str],
) -> Result<Vec<(&'static str, String)>, SecretError> {
    let plain = |name: &str| format!("{}/{name}", settings.prefix);
    let wanted = || SECRETS.into_iter().filter(|(_, variable)| variables.contains(variable));
    let mut values = parameters(client, wanted().map(|(name, _)| plain(name)).collect()).await?;
    let mut found = Vec::new();
    for (name, variable) in wanted() {
        let value = match values.remove(&plain(name)) {
            Some(value) => Some(value),
            None => {
                // One reference per call: a dangling one may fail the whole call.
                let reference = format!("{REFERENCE}{}", plain(name));
                parameters(client, vec![reference.clone()]).await?.remove(&reference)
            }
        };
        found.extend(value.map(|value| (variable, value.expose_secret().to_owned())));
    }
    Ok(found)
}
