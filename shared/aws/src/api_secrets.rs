//! The secrets of the API itself: what callers' tokens are signed with, what the gateway proves itself with, and what the
//! tokens of callbacks are made with, which the executor reads too.

use aws_sdk_ssm::{Client, error::ProvideErrorMetadata};
use beadle_domain::interpolation::SecretError;

use crate::{errors::failed, secrets::REFERENCE, settings::ApiSecretsSettings};

/// The names of the parameters below the prefix, and the variable that each stands for.
const SECRETS: [(&str, &str); 3] =
    [("jwt-secret", "JWT_SECRET"), ("gateway-secret", "GATEWAY_SECRET"), ("callback-keys", "CALLBACK_KEYS")];

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
    let mut found = Vec::new();
    for (name, variable) in SECRETS.into_iter().filter(|(_, variable)| variables.contains(variable)) {
        let path = format!("{}/{name}", settings.prefix);
        let value = match parameter(client, &path).await? {
            Some(value) => Some(value),
            None => parameter(client, &format!("{REFERENCE}{path}")).await?,
        };
        found.extend(value.map(|value| (variable, value)));
    }
    Ok(found)
}

/// The value of a parameter, if it exists.
async fn parameter(client: &Client, path: &str) -> Result<Option<String>, SecretError> {
    match client.get_parameter().name(path).with_decryption(true).send().await {
        Ok(output) => Ok(output.parameter.and_then(|found| found.value)),
        Err(error) if error.code() == Some("ParameterNotFound") => Ok(None),
        Err(error) => Err(SecretError::Unavailable(failed("read secrets", error))),
    }
}
