//! TLS, and certificates that are replaced while it runs.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use reqwest::{Client, StatusCode};
use tokio::process::Command;

use super::{Data, Server};
use crate::e2e::eventually::eventually;

/// A certificate with its key, and that of its own issuer.
struct Issued {
    issuer: Vec<u8>,
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Issued {
    async fn new(folder: &Path, name: &str) -> anyhow::Result<Self> {
        const LEAF: [&str; 4] =
            ["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"];
        let file = |part: &str| folder.join(format!("{name}-{part}.pem"));
        let (issuer, issuer_key) = (file("issuer"), file("issuer-key"));
        request(&issuer, &issuer_key, &[]).await?;
        let of_issuer = ["-CA", &issuer.display().to_string(), "-CAkey", &issuer_key.display().to_string()];
        let (certificate, key) = (file("cert"), file("key"));
        request(&certificate, &key, &[of_issuer, LEAF].concat()).await?;
        let [issuer, certificate, key] = [issuer, certificate, key].map(std::fs::read);
        Ok(Self { issuer: issuer?, certificate: certificate?, key: key? })
    }

    /// A new client that trusts its issuer only. It opens a connection for each request, and has no session to resume, in which it
    /// would see no certificate.
    fn client(&self) -> anyhow::Result<Client> {
        let trusted = reqwest::Certificate::from_pem(&self.issuer)?;
        let builder = Client::builder().no_proxy().tls_certs_only([trusted]).pool_max_idle_per_host(0);
        Ok(builder.build()?)
    }
}

/// Makes a certificate and its key with openssl.
async fn request(certificate: &Path, key: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
    command.args(["-days", "2", "-subj", "/CN=beadle"]).args(arguments);
    let output = command.arg("-keyout").arg(key).arg("-out").arg(certificate).output().await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Where the server finds its certificate.
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    fn put(&self, certificate: &[u8], key: &[u8]) -> anyhow::Result<()> {
        std::fs::write(&self.certificate, certificate)?;
        Ok(std::fs::write(&self.key, key)?)
    }
}

#[tokio::test]
async fn a_certificate_is_replaced_at_sighup_and_a_bad_one_is_not_used() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (first, second) =
        (Issued::new(folder.path(), "first").await?, Issued::new(folder.path(), "second").await?);
    let files = Files { certificate: folder.path().join("cert.pem"), key: folder.path().join("key.pem") };
    files.put(&first.certificate, &first.key)?;
    let data = Data::with_key().await?;
    let paths = [&files.certificate, &files.key].map(|path| path.display().to_string());
    let options = ["--tls-cert", &paths[0], "--tls-key", &paths[1]];
    let mut server = Server::start(&data, &options, &[]).await?;
    ensure!(server.url.starts_with("https://"), "{}", server.url);

    server.client = first.client()?;
    server.get("/api/v1/tasks").await?;
    let refused = server.client.get(format!("{}/api/v1/tasks", server.url)).send().await?;
    ensure!(refused.status() == StatusCode::UNAUTHORIZED, "TLS is no credential");
    let plain = server.url.replace("https://", "http://");
    ensure!(Client::builder().no_proxy().build()?.get(&plain).send().await.is_err(), "only TLS is answered");

    files.put(&second.certificate, &second.key)?;
    reload(&server, "the certificate was read again", 1).await?;
    server.client = first.client()?;
    ensure!(server.get("/api/v1/tasks").await.is_err(), "the first one is not used any more");
    server.client = second.client()?;
    server.get("/api/v1/tasks").await?;

    let bad = [
        (b"nonsense".to_vec(), second.key.clone()),
        (second.certificate.clone(), Vec::new()),
        (first.certificate.clone(), second.key.clone()),
    ];
    for (count, (certificate, key)) in bad.into_iter().enumerate() {
        files.put(&certificate, &key)?;
        reload(&server, "the new certificate can't be used; the one before stays", count + 1).await?;
        server.client = second.client()?;
        server.get("/api/v1/tasks").await.context("it goes on with the certificate before")?;
    }
    let errors = server.logged(|line| line["level"] == "ERROR")?;
    ensure!(errors.iter().all(|line| line["error"].as_str().is_some_and(|text| text.contains(".pem"))));
    Ok(())
}

#[tokio::test]
async fn a_client_that_makes_no_handshake_does_not_hold_up_the_stop() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let issued = Issued::new(folder.path(), "only").await?;
    let files = Files { certificate: folder.path().join("cert.pem"), key: folder.path().join("key.pem") };
    files.put(&issued.certificate, &issued.key)?;
    let paths = [&files.certificate, &files.key].map(|path| path.display().to_string());
    let data = Data::with_key().await?;
    let options = ["--tls-cert", &paths[0], "--tls-key", &paths[1], "--grace", "20m"];
    let mut server = Server::start(&data, &options, &[]).await?;
    let address = server.url.strip_prefix("https://").context("an address")?.to_owned();
    let _silent = tokio::net::TcpStream::connect(&address).await?;
    server.client = issued.client()?;
    server.get("/api/v1/tasks").await?;
    ensure!(server.stop().await?.success());
    Ok(())
}

/// Sends SIGHUP and waits until the log has `message` so many times.
async fn reload(server: &Server, message: &str, times: usize) -> anyhow::Result<()> {
    server.signal("-HUP").await?;
    eventually(message, async || {
        Ok((server.logged(|line| line["message"] == message)?.len() == times).then_some(()))
    })
    .await
}
