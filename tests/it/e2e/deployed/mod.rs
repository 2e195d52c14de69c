//! One request after the other through the deployed functions.

mod access;
mod flow;
mod poison;
mod schedule;

use anyhow::Context;
use jiff::Timestamp;
use jsonwebtoken::{EncodingKey, Header};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::{eventually::eventually, stack::Stack};

const SECRET: &str = "a secret that is long enough for HS256";

/// The deployed stack and a caller with a token.
struct Deployed {
    stack: Stack,
    client: Client,
    token: String,
}

impl Deployed {
    /// Deploys the template with HS256 tokens; the tests share one stack.
    async fn start() -> anyhow::Result<Self> {
        let parameters = [("JwtAlgorithm", "HS256"), ("JwtSecret", SECRET)];
        let stack = Stack::deploy("released", &parameters).await?;
        stack.redeliver_soon().await?;
        let token = token(SECRET, 3_600)?;
        Ok(Self { stack, client: Client::builder().no_proxy().build()?, token })
    }

    async fn post(&self, path: &str, body: &Value) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.client.post(self.stack.api(path)?).bearer_auth(&self.token).json(body);
        let response = request.send().await?;
        Ok((response.status(), response.json().await?))
    }

    async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let request = self.client.get(self.stack.api(path)?).bearer_auth(&self.token);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// The execution, once it has ended.
    async fn ended(&self, id: &str) -> anyhow::Result<Value> {
        eventually(&format!("the end of {id}"), || async {
            let execution = self.get(&format!("/api/v1/executions/{id}")).await?;
            Ok((!execution["completed_at"].is_null()).then_some(execution))
        })
        .await
    }
}

/// A token of `ada` that expires in `seconds`.
fn token(secret: &str, seconds: i64) -> anyhow::Result<String> {
    let claims = json!({"sub": "ada", "roles": ["user"], "exp": Timestamp::now().as_second() + seconds});
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::default(), &claims, &key).context("signing a token")
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}
