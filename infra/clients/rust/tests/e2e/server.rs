//! What the tests have of the running server, and servers of their own.

use std::{env, time::Duration};

use anyhow::{Context, Result, bail};
use axum::Router;
use beadle_client::{Beadle, Credentials};
use tokio::net::TcpListener;

fn variable(name: &str) -> Result<String> {
    env::var(name).with_context(|| format!("{name}: tests/clients/against_dev sets it"))
}

pub fn url() -> Result<String> {
    variable("BEADLE_URL")
}

pub fn token() -> Result<String> {
    variable("BEADLE_TOKEN")
}

pub fn hook_secret() -> Result<String> {
    variable("BEADLE_HOOK_SECRET")
}

pub fn beadle() -> Result<Beadle> {
    client_of(&url()?)
}

pub fn client_of(url: &str) -> Result<Beadle> {
    Ok(Beadle::new(url, Credentials::Token(token()?))?)
}

/// Runs a server on a free port until the test ends, and gives its address.
pub async fn serve(router: Router) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(format!("http://{address}"))
}

/// What `look` finds, once it finds something.
pub async fn eventually<T, F: Future<Output = Result<Option<T>>>>(look: impl Fn() -> F) -> Result<T> {
    for _ in 0..400 {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("did not happen within 20 seconds")
}
