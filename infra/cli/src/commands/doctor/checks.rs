//! The checks that need the server.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use beadle_values::duration;
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use reqwest::{Method, header::DATE};
use serde_json::{Value, json};

use super::{Check, Finding};
use crate::{
    client::{Answer, Client, Error, Result, with_query},
    output::cell,
};

/// Clocks that differ by more than this make tokens expire at the wrong time.
const TOLERATED_SKEW: Duration = Duration::from_secs(30);
/// How far back dead letters are looked for.
const DAY: Duration = Duration::from_secs(86_400);

/// All checks of the server, as far as they get.
pub async fn all(client: &Client, egress: Option<&str>) -> Vec<Check> {
    let (mut checks, reached) = reach(client).await;
    if !reached {
        checks.extend(port(client));
        return checks;
    }
    let signed_in = client.get("/api/v1/account").await;
    let account = match signed_in {
        Ok(account) => account,
        Err(error) => {
            checks.push(Check::new("rights", Finding::Failed, first_line(&error)));
            return checks;
        }
    };
    checks.push(rights(client, &account).await);
    checks.extend(dependencies(client).await);
    checks.push(pauses(client, &account).await);
    checks.push(lost(client, "dead letters", &[("error_code", "undeliverable")]).await);
    checks.push(lost(client, "notifications", &[("undelivered", "true")]).await);
    if let Some(url) = egress {
        checks.push(self::egress(client, url).await);
    }
    checks
}

/// The first line of an error.
pub fn first_line(error: &Error) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

/// Whether there is an answer, whose it is, and what time it is there.
async fn reach(client: &Client) -> (Vec<Check>, bool) {
    let url = client.connection().url();
    let asked = Instant::now();
    let answer = client.exchange(Method::GET, "/health", None, &[]).await.and_then(Answer::accepted);
    let took = cell::elapsed(duration::millis(asked.elapsed()));
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return (vec![Check::new("server", Finding::Failed, first_line(&error))], false),
    };
    let health: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let Some(version) = health["version"].as_str() else {
        return (vec![Check::new("server", Finding::Failed, format!("{url} is not Beadle's API"))], false);
    };
    let mut checks = vec![Check::new("server", Finding::Ok, format!("{url} answered in {took}"))];
    let own = env!("CARGO_PKG_VERSION");
    checks.push(if version == own {
        Check::new("version", Finding::Ok, own)
    } else {
        Check::new("version", Finding::Warning, format!("the server is {version}, this command is {own}"))
    });
    let date = answer.headers.get(DATE).and_then(|date| date.to_str().ok());
    let date = date.and_then(|date| rfc2822::parse(date).ok()).map(|date| date.timestamp());
    checks.push(match date {
        Some(there) => clock(there, Timestamp::now()),
        None => Check::new("clock", Finding::Warning, "the server does not say what time it is"),
    });
    (checks, true)
}

fn clock(there: Timestamp, here: Timestamp) -> Check {
    let skew = duration::between(there, here).max(duration::between(here, there));
    let shown = cell::elapsed(duration::millis(skew));
    if skew > TOLERATED_SKEW {
        return Check::new(
            "clock",
            Finding::Failed,
            format!("{shown} apart from the server's: set this machine's clock"),
        );
    }
    Check::new("clock", Finding::Ok, format!("less than {} s apart from the server's", skew.as_secs() + 1))
}

/// Whether something else has the port of this machine.
fn port(client: &Client) -> Option<Check> {
    let url = client.connection();
    if !url.is_loopback() {
        return None;
    }
    let port = url::Url::parse(url.url()).ok()?.port_or_known_default()?;
    Some(match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => {
            Check::new("port", Finding::Failed, format!("nothing listens on {port}: start `beadle dev`"))
        }
        Err(_) => Check::new(
            "port",
            Finding::Failed,
            format!("{port} is taken by another program: choose another one"),
        ),
    })
}

async fn rights(client: &Client, account: &Value) -> Check {
    let text = |member: &str| account[member].as_str().unwrap_or_default();
    // The audit trail of others is for operators and admins.
    let operator = client.get("/api/v1/audit?limit=1&user_id=beadle-doctor").await.is_ok();
    let kind = if operator { "operator or admin" } else { "no operator" };
    Check::new(
        "rights",
        Finding::Ok,
        format!("{} ({kind}), level {}", text("user_id"), text("subscription_level")),
    )
}

async fn dependencies(client: &Client) -> Vec<Check> {
    let health = match client.get("/health/detailed").await {
        Ok(health) => health,
        Err(error) => return vec![Check::new("health", Finding::Warning, first_line(&error))],
    };
    let dependencies = health["dependencies"].as_array().into_iter().flatten();
    let checks = dependencies.map(|dependency| {
        let text = |member: &str| dependency[member].as_str().unwrap_or_default();
        let healthy = text("status") == "healthy";
        let finding = if healthy { Finding::Ok } else { Finding::Failed };
        let mut detail = format!("{} {}", text("name"), text("status"));
        if dependency["runs_code"].as_bool() == Some(false) {
            detail.push_str(", runs no code");
        }
        if let Some(aside) = dependency["set_aside"].as_object().filter(|aside| !aside.is_empty()) {
            detail.push_str(&format!(", rows that can't be read: {}", json!(aside)));
        }
        Check::new("health", finding, detail)
    });
    checks.collect()
}

async fn pauses(client: &Client, account: &Value) -> Check {
    let service = client.get("/api/v1/service").await.unwrap_or_default();
    let pause = [("everything", &service["pause"]), ("your executions", &account["pause"])];
    match pause.iter().find(|(_, pause)| pause.is_object()) {
        Some((what, pause)) => {
            let reason = pause["reason"].as_str().unwrap_or_default();
            Check::new("pauses", Finding::Warning, format!("{what} is paused: {reason}"))
        }
        None => Check::new("pauses", Finding::Ok, "nothing is paused"),
    }
}

/// Executions of the last day that were given up.
async fn lost(client: &Client, name: &'static str, filter: &[(&str, &str)]) -> Check {
    let from = SignedDuration::try_from(DAY).ok().and_then(|day| Timestamp::now().checked_sub(day).ok());
    let mut query = vec![("status", Some("failed".to_owned())), ("from", from.map(|from| from.to_string()))];
    query.extend(filter.iter().map(|(member, value)| (*member, Some((*value).to_owned()))));
    match client.get(&with_query("/api/v1/executions/counts", &query)).await {
        Err(error) => Check::new(name, Finding::Warning, first_line(&error)),
        Ok(counts) => match failed(&counts) {
            0 => Check::new(name, Finding::Ok, "none in 24 hours"),
            number => {
                let filter: Vec<String> =
                    filter.iter().map(|(member, value)| format!("{member}={value}")).collect();
                let detail =
                    format!("{number} in 24 hours: `beadle api '/api/v1/executions?{}'`", filter.join("&"));
                Check::new(name, Finding::Warning, detail)
            }
        },
    }
}

fn failed(counts: &Value) -> u64 {
    counts["by_status"]["failed"].as_u64().unwrap_or_default()
}

/// Calls the address once, as an execution would.
async fn egress(client: &Client, url: &str) -> Check {
    let called: Result<Value> = async {
        let body = json!({"type": "http", "method": "GET", "url": url, "retries": 0, "timeout": "10s"});
        client.send(Method::POST, "/api/v1/execute", Some(&body), &[("prefer", "wait=15")]).await
    }
    .await;
    match called {
        Err(error) => Check::new("egress", Finding::Failed, error.under(&[("url", "--egress")]).to_string()),
        Ok(execution) => match execution["status"].as_str() {
            Some("completed") => Check::new(
                "egress",
                Finding::Ok,
                format!("{url} answered {}", execution["response"]["status"]),
            ),
            Some("failed") => {
                let why = execution["error_message"].as_str().unwrap_or_default();
                Check::new("egress", Finding::Failed, format!("{url}: {why}"))
            }
            status => {
                let status = status.unwrap_or_default();
                Check::new("egress", Finding::Warning, format!("{url}: the call is {status}"))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_may_differ_a_little() {
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        let noon = time("2027-01-15T12:00:00Z");
        assert_eq!(clock(noon, time("2027-01-15T12:00:20Z")).finding, Finding::Ok);
        assert_eq!(clock(time("2027-01-15T12:00:20Z"), noon).finding, Finding::Ok);
        assert_eq!(clock(noon, time("2027-01-15T12:01:00Z")).finding, Finding::Failed);
        assert_eq!(clock(noon, time("2027-01-15T11:50:00Z")).finding, Finding::Failed);
    }
}
