//! Reached over a network: the server in one network namespace, its client in another.

use std::process::Stdio;

use anyhow::{Context, ensure};
use tokio::process::{Child, Command};

use super::{Data, Server, serve};
use crate::e2e::eventually::eventually;

const SERVER: &str = "10.77.0.1";
const CLIENT: &str = "10.77.0.2";

/// Two namespaces with a cable between them, as long as their processes live.
struct Cable {
    near: Child,
    far: Child,
    as_root: bool,
}

impl Cable {
    async fn new() -> anyhow::Result<Self> {
        let as_root = effective_user().await? == "0";
        let mut near = Command::new("unshare");
        if !as_root {
            near.args(["--user", "--map-root-user"]);
        }
        let near = hold(near).await?;
        let far = hold({
            let mut command = enter(&near, as_root)?;
            command.arg("unshare");
            command
        })
        .await?;
        let cable = Self { near, far, as_root };
        let far = cable.far.id().context("it runs")?.to_string();
        let at_server = format!(
            "ip link set lo up && ip link add cable type veth peer name cable netns {far} \
             && ip addr add {SERVER}/24 dev cable && ip link set cable up"
        );
        let at_client = format!("ip addr add {CLIENT}/24 dev cable && ip link set cable up");
        for (holder, script) in [(&cable.near, at_server), (&cable.far, at_client)] {
            let mut command = enter(holder, as_root)?;
            let output = command.args(["sh", "-c", &script]).output().await?;
            ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(cable)
    }

    /// What the client receives for a request of `headers` to the server.
    async fn ask(&self, port: &str, headers: &str) -> anyhow::Result<String> {
        const ASK: &str = "import socket, sys\n\
            client = socket.create_connection((sys.argv[1], int(sys.argv[2])))\n\
            client.sendall(sys.argv[3].encode())\n\
            while part := client.recv(65536): sys.stdout.write(part.decode())";
        let request = format!(
            "GET /api/v1/tasks HTTP/1.1\r\nhost: {SERVER}:{port}\r\nconnection: close\r\n{headers}\r\n"
        );
        let mut command = enter(&self.far, self.as_root)?;
        let output = command.args(["python3", "-c", ASK, SERVER, port, &request]).output().await?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// A process that does nothing in the new network namespace that `command` makes.
async fn hold(mut command: Command) -> anyhow::Result<Child> {
    command.args(["--net", "sh", "-c", "echo; exec sleep infinity"]);
    let mut holder = command.stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let mut line = [0; 1];
    let output = holder.stdout.as_mut().context("its output")?;
    tokio::io::AsyncReadExt::read_exact(output, &mut line).await.context("unshare failed")?;
    Ok(holder)
}

/// A command in the namespace of `holder`.
fn enter(holder: &Child, as_root: bool) -> anyhow::Result<Command> {
    let mut command = Command::new("nsenter");
    command.args(["--target", &holder.id().context("it runs")?.to_string(), "--net"]);
    if !as_root {
        command.args(["--user", "--preserve-credentials"]);
    }
    command.arg("--").kill_on_drop(true);
    Ok(command)
}

async fn effective_user() -> anyhow::Result<String> {
    Ok(String::from_utf8(Command::new("id").arg("-u").output().await?.stdout)?.trim().to_owned())
}

#[tokio::test]
async fn a_client_in_another_network_needs_a_key() -> anyhow::Result<()> {
    let data = Data::with_key().await?;
    let cable = Cable::new().await?;
    let inner = serve(data.path())?;
    let mut command = enter(&cable.near, cable.as_root)?;
    command.arg(inner.as_std().get_program()).args(inner.as_std().get_args());
    command.args(["--listen", "0.0.0.0:0"]).env("LOG_LEVEL", "info");
    let server = Server::spawn(command, &data).await?;
    let port = server.url.rsplit(':').next().context("a port")?;

    let refused = cable.ask(port, "").await?;
    ensure!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
    // The name of loopback opens nothing.
    let refused = cable.ask(port, "x-forwarded-for: 127.0.0.1\r\n").await?;
    ensure!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
    let answered = cable.ask(port, &format!("x-api-key: {}\r\n", data.key)).await?;
    ensure!(answered.starts_with("HTTP/1.1 200 "), "{answered}");

    let lines = eventually("the log of the requests", async || {
        let lines = server.logged(|line| line["message"] == "request")?;
        Ok(Some(lines).filter(|lines| lines.len() == 3))
    })
    .await?;
    ensure!(lines.iter().all(|line| line["client.address"] == CLIENT), "{lines:#?}");
    let warned = |about: &'static str| {
        server.logged(move |line| line["message"].as_str().is_some_and(|text| text.contains(about)))
    };
    ensure!(warned("credentials are not encrypted")?.len() == 1);
    ensure!(warned("PUBLIC_URL")?.len() == 1, "an address of every network is no URL of callbacks");
    Ok(())
}
