//! Behind nginx, as `infra/server/nginx.conf` configures it.

use std::{net::IpAddr, path::Path, process::Stdio};

use anyhow::{Context, ensure};
use reqwest::{Client, StatusCode};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::{Data, Server};
use crate::{e2e::eventually::eventually, repository::root};

/// Two clients, who have addresses of their own on loopback.
const ADA: &str = "127.0.0.9";
const BOB: &str = "127.0.0.10";

/// A running nginx; killed when dropped.
struct Nginx {
    _process: Child,
    url: String,
    _folder: TempDir,
}

impl Nginx {
    /// Starts it in front of `server`, with the configuration of the repository but for addresses and TLS.
    async fn before(server: &Server) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let upstream = server.url.strip_prefix("http://").context("an address")?;
        std::fs::write(folder.path().join("nginx.conf"), configuration(upstream, port, folder.path())?)?;
        let mut command = Command::new("nginx");
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin");
        command.arg("-p").arg(folder.path()).args(["-c", "nginx.conf", "-e", "stderr"]);
        command.stdin(Stdio::null()).kill_on_drop(true);
        let process = command.spawn().context("nginx did not start")?;
        let url = format!("http://127.0.0.1:{port}");
        let client = Client::builder().no_proxy().build()?;
        eventually("nginx", async || Ok(client.get(format!("{url}/health")).send().await.ok())).await?;
        Ok(Self { _process: process, url, _folder: folder })
    }

    /// What a client with this address is answered, who claims to be another one.
    async fn ask(&self, from: &str, key: Option<&str>) -> anyhow::Result<StatusCode> {
        let client = Client::builder().no_proxy().local_address(from.parse::<IpAddr>()?).build()?;
        let mut request = client.get(format!("{}/api/v1/tasks", self.url));
        request = request.header("x-forwarded-for", "203.0.113.1").header("forwarded", "for=203.0.113.2");
        if let Some(key) = key {
            request = request.header("x-api-key", key);
        }
        Ok(request.send().await?.status())
    }
}

fn configuration(upstream: &str, port: u16, folder: &Path) -> anyhow::Result<String> {
    let given = std::fs::read_to_string(root().join("infra/server/nginx.conf"))?;
    let site: Vec<String> = given
        .lines()
        .filter(|line| !line.trim_start().starts_with("ssl_"))
        .map(|line| line.replace("127.0.0.1:8080", upstream))
        .map(|line| line.replace("listen 443 ssl", &format!("listen 127.0.0.1:{port}")))
        .filter(|line| !line.contains("listen [::]"))
        .collect();
    let folder = folder.display();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {folder}/{kind};"))
        .join("\n");
    Ok(format!(
        "daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n\
         http {{\naccess_log off;\n{temporary}\n{}\n}}\n",
        site.join("\n")
    ))
}

/// The addresses of the clients of all requests for tasks, in the order of the log.
async fn clients(server: &Server, requests: usize) -> anyhow::Result<Vec<(String, u64)>> {
    eventually("the log of the requests", async || {
        let lines = server.logged(|line| line["http.route"] == "/api/v1/tasks")?;
        let told = |line: &serde_json::Value| {
            let address = line["client.address"].as_str().unwrap_or_default().to_owned();
            (address, line["http.status"].as_u64().unwrap_or_default())
        };
        Ok((lines.len() == requests).then(|| lines.iter().map(told).collect()))
    })
    .await
}

#[tokio::test]
async fn a_trusted_proxy_names_the_client() -> anyhow::Result<()> {
    let data = Data::with_key().await?;
    let options = ["--trust-proxy", "127.0.0.1"];
    let server = Server::start(&data, &options, &[("DENIED_RATE_LIMIT", "2")]).await?;
    let nginx = Nginx::before(&server).await?;
    let mut expected = Vec::new();
    for (from, key, status) in [
        (ADA, None, 401),
        (ADA, None, 401),
        (ADA, None, 429),
        (BOB, None, 401),
        (ADA, Some(server.key.as_str()), 200),
    ] {
        let answered = nginx.ask(from, key).await?.as_u16();
        ensure!(answered == status, "{from}: {answered} instead of {status}");
        expected.push((from.to_owned(), u64::from(status)));
    }
    ensure!(clients(&server, 5).await? == expected, "what a client says of itself is not believed");
    Ok(())
}

#[tokio::test]
async fn a_proxy_that_is_not_trusted_is_the_client() -> anyhow::Result<()> {
    let data = Data::with_key().await?;
    let server = Server::start(&data, &[], &[("DENIED_RATE_LIMIT", "2")]).await?;
    let nginx = Nginx::before(&server).await?;
    for (from, key, status) in
        [(ADA, None, 401), (BOB, None, 401), (BOB, None, 429), (ADA, Some(server.key.as_str()), 200)]
    {
        let answered = nginx.ask(from, key).await?.as_u16();
        ensure!(answered == status, "{from}: {answered} instead of {status}");
    }
    let clients = clients(&server, 4).await?;
    ensure!(clients.iter().all(|(address, _)| address == "127.0.0.1"), "{clients:?}");
    Ok(())
}
