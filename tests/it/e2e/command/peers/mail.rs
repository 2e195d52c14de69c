//! Mails to aiosmtpd, after STARTTLS and a login.

use std::path::Path;

use anyhow::{Context, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Peer, execute, result};
use crate::e2e::{command::Beadle, eventually::eventually, setting};

/// Beadle, which trusts the issuer of the mail server's certificate, the server, and the folder of the mails that it took.
async fn with_mail_server() -> anyhow::Result<(Beadle, Peer, TempDir)> {
    let folder = tempfile::tempdir()?;
    let issuer = setting("BEADLE_DATABASES_CA")?;
    let certificates = Path::new(&issuer).parent().context("no folder")?;
    let (data, mails) = (folder.path().join("data"), folder.path().join("mails"));
    std::fs::create_dir(&mails)?;
    let path = |file: &Path| file.to_string_lossy().into_owned();
    let arguments = [path(&mails), path(&certificates.join("cert.pem")), path(&certificates.join("key.pem"))];
    let server = Peer::start("mail_server.py", &arguments.each_ref().map(String::as_str)).await?;
    let beadle = Beadle::start_with(&data, &[("SSL_CERT_FILE", &issuer)]).await?;
    Ok((beadle, server, folder))
}

fn mail(folder: &TempDir, number: usize) -> anyhow::Result<Option<Value>> {
    match std::fs::read(folder.path().join(format!("mails/{number}.json"))) {
        Ok(mail) => Ok(Some(serde_json::from_slice(&mail)?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[tokio::test]
async fn a_mail_is_sent_encrypted_and_its_reply_is_the_result() -> anyhow::Result<()> {
    let (beadle, server, folder) = with_mail_server().await?;
    let taken = result(
        &beadle,
        &json!({
            "type": "email", "server": server.url, "from": "beadle@a.example", "to": ["busy@b.example", "ada@b.example"],
            "subject": "Überfällig: ${input.name}\nBcc: x@c.example", "text": "${input.name} failed.\n.\nSee ${execution.id}.",
            "input": {"name": "backup"}, "retry": {"max_retries": 3, "delay": "100ms"},
        }),
    )
    .await?;
    ensure!(taken == json!({"code": 250, "message": "2.0.0 Ok: queued as 1"}), "{taken}");
    let mail = mail(&folder, 1)?.context("no mail")?;
    ensure!(mail["encrypted"] == true, "{mail:#}");
    ensure!(mail["sender"] == "beadle@a.example", "{mail:#}");
    ensure!(mail["recipients"] == json!(["busy@b.example", "ada@b.example"]), "{mail:#}");
    ensure!(mail["headers"]["subject"] == "Überfällig: backup Bcc: x@c.example", "{mail:#}");
    ensure!(mail["headers"]["bcc"].is_null(), "{mail:#}");
    let text = mail["text"].as_str().unwrap_or_default().replace("\r\n", "\n");
    ensure!(text.starts_with("backup failed.\n.\nSee exe_"), "{text}");
    Ok(())
}

#[tokio::test]
async fn what_the_server_refuses_fails_with_its_reply() -> anyhow::Result<()> {
    let (beadle, server, _folder) = with_mail_server().await?;
    let wrong = server.url.replace("p%40ss", "hunter2");
    let plain = format!("{}?tls=none", server.url);
    let cases = [
        (server.url.as_str(), "nobody@b.example", "mail", "550"),
        (wrong.as_str(), "ada@b.example", "mail", "535"),
        (plain.as_str(), "ada@b.example", "invalid_request", "authentication"),
    ];
    for (url, to, code, text) in cases {
        let request = json!({
            "type": "email", "server": url, "from": "a@a.example", "to": [to], "subject": "s", "text": "t", "retries": 0,
        });
        let ended = execute(&beadle, &request).await?;
        ensure!(ended["error_details"]["code"] == code, "{text}: {ended:#}");
        ensure!(ended["error_message"].as_str().is_some_and(|message| message.contains(text)), "{ended:#}");
        ensure!(!ended.to_string().contains("hunter2") && !ended.to_string().contains("p%40ss"), "{ended:#}");
    }
    Ok(())
}

#[tokio::test]
async fn an_alert_goes_out_as_a_mail() -> anyhow::Result<()> {
    let (beadle, server, folder) = with_mail_server().await?;
    let target = json!({
        "name": "mail", "type": "smtp", "server": server.url, "from": "beadle@a.example", "to": ["ops@b.example"],
    });
    let rule = json!({"name": "failing", "when": "consecutive_failures", "count": 1, "targets": ["mail"]});
    let (status, shown) =
        beadle.send(Method::PUT, "/api/v1/alerts", &json!({"rules": [rule], "targets": [target]})).await?;
    ensure!(status == 200, "{status}: {shown:#}");
    ensure!(!shown.to_string().contains("p%40ss"), "{shown:#}");
    // What is shown can be written back.
    let (status, again) = beadle.send(Method::PUT, "/api/v1/alerts", &shown).await?;
    ensure!(status == 200 && again == shown, "{status}: {again:#}");
    let task = json!({
        "name": "backup", "type": "simulated", "config": {"min": "1ms", "max": "1ms", "failure_rate": 1}, "retry": {"max_retries": 0},
    });
    let (status, task) = beadle.post("/api/v1/tasks", &task).await?;
    ensure!(status == 201, "{status}: {task:#}");
    let id = task["id"].as_str().context("no id")?;
    let (status, run) = beadle.send(Method::POST, &format!("/api/v1/tasks/{id}/execute"), &json!({})).await?;
    ensure!(status == 202, "{status}: {run:#}");
    let mail = eventually("the mail", || async { mail(&folder, 1) }).await?;
    ensure!(mail["headers"]["subject"] == "Firing: failing", "{mail:#}");
    ensure!(mail["text"].as_str().is_some_and(|text| text.contains("backup failed")), "{mail:#}");
    Ok(())
}
