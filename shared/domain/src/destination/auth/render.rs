//! Parses an [`Auth`], lists its templates, and renders them.

use beadle_values::violation::{Path, Violations};
use secrecy::SecretString;
use serde_json::{Map, Value};

use super::{Auth, ClientCredentials, MintedToken, parse};
use crate::{
    destination::credential::{AwsKeys, ClientGrant, Credential, TokenToMint},
    execution::Failure,
    interpolation::Template,
};

/// Renders a template.
type Render<'a> = &'a dyn Fn(&Template) -> Result<String, Failure>;

impl Auth {
    /// Parses an `auth` object.
    ///
    /// Secret parts have to be exactly one `${secret:name#field}`.
    ///
    /// # Errors
    /// Every violation, including unknown members.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        parse::auth(value, path)
    }

    /// All templates, including those in claims.
    pub fn templates(&self) -> Vec<Template> {
        match self {
            Self::None => Vec::new(),
            Self::Basic { username, password } => vec![username.clone(), password.clone()],
            Self::Bearer { token } => vec![token.clone()],
            Self::ApiKey { value, .. } => vec![value.clone()],
            Self::OAuth2(grant) => {
                let required = [&grant.token_url, &grant.client_id, &grant.client_secret];
                let optional = grant.scope.iter().chain(&grant.audience);
                required.into_iter().chain(optional).cloned().collect()
            }
            Self::Jwt(token) => {
                let mut templates = vec![token.key.clone()];
                for claim in token.claims.values() {
                    texts(claim, &mut templates);
                }
                templates
            }
            Self::SigV4 { access_key_id, secret_access_key, session_token, .. } => {
                let required = [access_key_id, secret_access_key];
                required.into_iter().chain(session_token).cloned().collect()
            }
        }
    }

    /// The credential with all placeholders replaced by `render`.
    ///
    /// # Errors
    /// The first failure of `render`.
    pub fn render(&self, render: Render<'_>) -> Result<Credential, Failure> {
        let secret = |template: &Template| render(template).map(SecretString::from);
        Ok(match self {
            Self::None => Credential::None,
            Self::Basic { username, password } => {
                Credential::Basic { username: render(username)?, password: secret(password)? }
            }
            Self::Bearer { token } => Credential::Bearer { token: secret(token)? },
            Self::ApiKey { place, name, value } => {
                Credential::ApiKey { place: *place, name: name.clone(), value: secret(value)? }
            }
            Self::OAuth2(grant) => Credential::OAuth2(Box::new(client_grant(grant, render)?)),
            Self::Jwt(token) => Credential::Jwt(Box::new(token_to_mint(token, render)?)),
            Self::SigV4 { region, service, access_key_id, secret_access_key, session_token } => {
                Credential::SigV4(Box::new(AwsKeys {
                    region: region.clone(),
                    service: service.clone(),
                    access_key_id: render(access_key_id)?,
                    secret_access_key: secret(secret_access_key)?,
                    session_token: session_token.as_ref().map(secret).transpose()?,
                }))
            }
        })
    }
}

fn client_grant(grant: &ClientCredentials, render: Render<'_>) -> Result<ClientGrant, Failure> {
    Ok(ClientGrant {
        token_url: render(&grant.token_url)?,
        client_id: render(&grant.client_id)?,
        client_secret: render(&grant.client_secret)?.into(),
        scope: grant.scope.as_ref().map(render).transpose()?,
        audience: grant.audience.as_ref().map(render).transpose()?,
        client_auth: grant.client_auth,
    })
}

fn token_to_mint(token: &MintedToken, render: Render<'_>) -> Result<TokenToMint, Failure> {
    let claims = token.claims.iter().map(|(name, claim)| Ok((name.clone(), filled(claim, render)?)));
    Ok(TokenToMint {
        algorithm: token.algorithm,
        key: render(&token.key)?.into(),
        key_id: token.key_id.clone(),
        claims: claims.collect::<Result<Map<_, _>, Failure>>()?,
        ttl: token.ttl,
        header: token.header.clone(),
    })
}

fn texts(claim: &Value, found: &mut Vec<Template>) {
    match claim {
        Value::String(text) => found.push(Template::new(text.as_str())),
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(members) => members.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

fn filled(claim: &Value, render: Render<'_>) -> Result<Value, Failure> {
    Ok(match claim {
        Value::String(text) => Value::String(render(&Template::new(text.as_str()))?),
        Value::Array(values) => {
            Value::Array(values.iter().map(|value| filled(value, render)).collect::<Result<_, _>>()?)
        }
        Value::Object(members) => {
            let filled = members.iter().map(|(name, value)| Ok((name.clone(), filled(value, render)?)));
            Value::Object(filled.collect::<Result<_, Failure>>()?)
        }
        other => other.clone(),
    })
}
