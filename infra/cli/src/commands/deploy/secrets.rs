//! The secrets that the functions read when they start. They are made once and never replaced here.

use aws_lc_rs::rand;
use base64::{Engine, engine::general_purpose::STANDARD};

use super::stack::Parameters;
use crate::{
    aws::{Programs, is_absent},
    client::{Error, Result},
    machine::callback_key,
};

/// How many random bytes the secret of tokens has.
const BYTES: usize = 48;

/// Makes the secrets that the stack does not have yet; returns the one that signs tokens, if the stack takes such tokens.
///
/// # Errors
/// [`Error::Failed`] if the Parameter Store refuses.
pub async fn put(programs: &Programs<'_>, stack: &str, parameters: &Parameters) -> Result<Option<String>> {
    let callbacks = format!("/{stack}/api/callback-keys");
    if read(programs, &callbacks).await?.is_none() {
        let key = callback_key::random().map_err(|error| Error::Failed(error.to_string()))?;
        write(programs, &callbacks, &key).await?;
    }
    if !parameters.takes_shared_secret() {
        return Ok(None);
    }
    let name = format!("/{stack}/api/jwt-secret");
    if let Some(secret) = read(programs, &name).await? {
        return Ok(Some(secret));
    }
    let mut bytes = [0; BYTES];
    rand::fill(&mut bytes).map_err(|_| Error::Failed("the system provides no randomness".to_owned()))?;
    let secret = STANDARD.encode(bytes);
    write(programs, &name, &secret).await?;
    Ok(Some(secret))
}

async fn read(programs: &Programs<'_>, name: &str) -> Result<Option<String>> {
    let found = programs.aws(&["ssm", "get-parameter", "--with-decryption", "--name", name], None).await;
    match found {
        Ok(found) => Ok(found["Parameter"]["Value"].as_str().map(str::to_owned)),
        Err(error) if is_absent(&error, "ParameterNotFound") => Ok(None),
        Err(error) => Err(error),
    }
}

async fn write(programs: &Programs<'_>, name: &str, value: &str) -> Result<()> {
    // Not as an argument, which every user of this machine sees.
    let put =
        ["ssm", "put-parameter", "--type", "SecureString", "--name", name, "--value", "file:///dev/stdin"];
    programs.aws(&put, Some(value)).await?;
    Ok(())
}
