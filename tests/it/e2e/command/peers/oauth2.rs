//! OAuth2 client credentials against Authlib, and that no secret is disclosed.

use std::{path::Path, time::Duration};

use anyhow::Context;
use serde_json::{Value, json};

use super::{Peer, config, execute};
use crate::e2e::command::Beadle;

const SECRET: &str = "s3cret/with+signs";

async fn issued(server: &Peer) -> anyhow::Result<Value> {
    let counted = reqwest::Client::builder().no_proxy().build()?.get(format!("{}/issued", server.url));
    Ok(counted.send().await?.json::<Value>().await?["count"].clone())
}

#[tokio::test]
async fn a_token_is_shared_and_renewed_when_it_expires_and_once_when_it_is_rejected() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let beadle = Beadle::start_with(folder.path(), &[("BEADLE_SECRET_CLIENT", SECRET)]).await?;
    let server = Peer::start("oauth2_server.py", &["6"]).await?;
    for (round, client_auth) in ["basic", "body"].into_iter().enumerate() {
        let before = issued(&server).await?.as_u64().context("a count")?;
        let auth = json!({
            "type": "oauth2", "token_url": format!("{}/token", server.url), "client_id": "beadle",
            "client_secret": "${secret:client}", "scope": "read", "client_auth": client_auth,
        });
        let named = format!("round {round}");
        let id = config(&beadle, &json!({"name": named, "base_url": server.url, "auth": auth})).await?;
        let call = json!({"type": "http", "url": "/resource", "config_id": id, "retries": 0});
        for _ in 0..3 {
            let execution = execute(&beadle, &call).await?;
            assert_eq!(execution["result"], json!({"welcome": true}), "{execution:#}");
        }
        assert_eq!(issued(&server).await?, before + 1, "one token does for several calls");
        let client = reqwest::Client::builder().no_proxy().build()?;
        client.post(format!("{}/revoke", server.url)).send().await?.error_for_status()?;
        let execution = execute(&beadle, &call).await?;
        assert_eq!(execution["result"], json!({"welcome": true}), "{execution:#}");
        assert_eq!(issued(&server).await?, before + 2, "a token that is refused is renewed once");
        tokio::time::sleep(Duration::from_secs(7)).await;
        let execution = execute(&beadle, &call).await?;
        assert_eq!(execution["result"], json!({"welcome": true}), "{execution:#}");
        assert_eq!(issued(&server).await?, before + 3, "a token that expired is renewed");
    }
    Ok(())
}

#[tokio::test]
async fn no_secret_is_in_a_row_a_log_or_a_response() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let variables =
        [("BEADLE_SECRET_CLIENT", SECRET), ("BEADLE_SECRET_KEY", "k3y-of-the-echo"), ("LOG_LEVEL", "trace")];
    let beadle = Beadle::start_with(folder.path(), &variables).await?;
    let echo = crate::e2e::destination::Destination::start().await?;
    let server = Peer::start("oauth2_server.py", &["60"]).await?;
    let auth = json!({
        "type": "oauth2", "token_url": format!("{}/token", server.url), "client_id": "beadle",
        "client_secret": "${secret:client}", "scope": "read",
    });
    let calls = [
        json!({"type": "http", "url": format!("{}/resource", server.url), "auth": auth}),
        json!({"type": "http", "method": "POST", "url": echo.url("/echo"), "headers": {"x-custom": "${secret:key}"},
            "query": {"q": "${secret:key}"}, "body": {"key": "${secret:key}"}}),
        json!({"type": "http", "method": "POST", "url": echo.url("/echo"), "auth": {"type": "basic",
            "username": "ada", "password": "${secret:key}"}}),
        json!({"type": "database", "connection": "postgres://ada:${secret:key}@127.0.0.1:1/none", "query": "SELECT 1"}),
        json!({"type": "http", "url": "http://127.0.0.1:1/${secret:key}"}),
    ];
    let mut responses = String::new();
    for mut call in calls {
        call["retries"] = json!(0);
        responses += &execute(&beadle, &call).await?.to_string();
    }
    assert!(responses.contains("********"), "the echo was not masked but left out: {responses}");
    let logged = beadle.stop_and_read_log().await?;
    assert!(logged.contains("attempt settled"), "nothing was logged");
    let stored = files_below(folder.path())?;
    for secret in [SECRET, "k3y-of-the-echo", "s3cret%2Fwith%2Bsigns", "YWRhOmszeS1vZi10aGUtZWNobw"] {
        assert!(!responses.contains(secret), "a response contains {secret}");
        assert!(!logged.contains(secret), "the log contains {secret}");
        assert!(!contains(&stored, secret.as_bytes()), "the store holds {secret}");
    }
    Ok(())
}

fn files_below(folder: &Path) -> anyhow::Result<Vec<u8>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        all.extend(if path.is_dir() { files_below(&path)? } else { std::fs::read(&path)? });
    }
    Ok(all)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
