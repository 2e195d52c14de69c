//! Releases: what `infra/release/pack` makes, and `beadle deploy` of it with the real AWS CLI and SAM CLI on the emulator.

use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Arc,
};

use anyhow::{Context, ensure};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
};
use reqwest::Client;
use serde_json::Value;
use tempfile::TempDir;

use super::{
    destination::Destination,
    proxy::{forward, serve},
    setting,
};
use crate::repository::root;

const FUNCTIONS: [&str; 7] =
    ["api", "deadletter", "executor", "listener", "projector", "sandbox", "schedule"];
const STACK: &str = "shipped";
const BUCKET: &str = "releases";

/// A release for `x86_64` of these bootstraps.
fn pack(folder: &Path, bootstraps: &Path) -> anyhow::Result<()> {
    let mut command = Command::new(root().join("infra/release/pack"));
    command.arg(folder).args(["--architecture", "x86_64", "--bootstraps"]).arg(bootstraps);
    succeeded(command.output()?)?;
    Ok(())
}

fn succeeded(output: Output) -> anyhow::Result<String> {
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Bootstraps that nothing runs.
fn stand_ins() -> anyhow::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    for function in FUNCTIONS {
        std::fs::create_dir(folder.path().join(function))?;
        std::fs::write(folder.path().join(function).join("bootstrap"), function)?;
    }
    Ok(folder)
}

#[test]
fn a_release_on_one_machine_is_whole_and_the_same_each_time() -> anyhow::Result<()> {
    let (bootstraps, folder) = (stand_ins()?, tempfile::tempdir()?);
    let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
    pack(&first, bootstraps.path())?;
    let mut check = Command::new("sha256sum");
    let checked = check.args(["--check", "--strict", "SHA256SUMS"]).current_dir(&first).output()?;
    let files = std::fs::read_dir(&first)?.count() - 1;
    ensure!(succeeded(checked)?.lines().count() == files, "a file has no checksum");
    for function in FUNCTIONS {
        let materials: Value =
            serde_json::from_slice(&std::fs::read(first.join(format!("{function}.cdx.json")))?)?;
        ensure!(materials["bomFormat"] == "CycloneDX" && materials["specVersion"] == "1.6", "{function}");
        let mut components = materials["components"].as_array().context("no components")?.iter();
        ensure!(components.any(|component| component["name"] == "tokio"), "{function} is made of nothing");
    }
    pack(&second, bootstraps.path())?;
    for function in FUNCTIONS {
        let zip = format!("{function}-x86_64.zip");
        ensure!(std::fs::read(first.join(&zip))? == std::fs::read(second.join(&zip))?, "{zip} differs");
    }
    Ok(())
}

/// Whoever deploys: a folder of their own, and the emulator as their account.
struct Operator {
    home: TempDir,
}

impl Operator {
    fn command(&self, program: impl Into<PathBuf>) -> anyhow::Result<Command> {
        let mut command = Command::new(program.into());
        let tools = PathBuf::from(setting("BEADLE_VENV")?).join("bin");
        command.env_clear().env("HOME", self.home.path()).current_dir(self.home.path());
        command.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", tools.display()));
        command.env("AWS_ENDPOINT_URL", setting("BEADLE_EMULATOR_URL")?).env("AWS_REGION", "us-east-1");
        command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
        command.env("SAM_CLI_CHECK_NEWER_VERSION", "0");
        Ok(command)
    }

    fn aws(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let aws = PathBuf::from(setting("BEADLE_VENV")?).join("bin/aws");
        succeeded(self.command(aws)?.env("AWS_DEFAULT_REGION", "us-east-1").args(arguments).output()?)
    }

    fn beadle(&self, arguments: &[&str]) -> anyhow::Result<Output> {
        Ok(self.command(setting("BEADLE_BIN")?)?.args(arguments).output()?)
    }
}

/// A domain of one's own, as a proxy: the API behind it is the one that the stack has when somebody asks.
struct Domain {
    operator: Operator,
    endpoint: String,
    client: Client,
}

impl Domain {
    async fn start() -> anyhow::Result<String> {
        let domain = Self {
            operator: Operator { home: tempfile::tempdir()? },
            endpoint: setting("BEADLE_EMULATOR_URL")?,
            client: Client::builder().no_proxy().build()?,
        };
        let router = Router::new().fallback(Self::forward).with_state(Arc::new(domain));
        serve(router).await
    }

    fn api(&self) -> anyhow::Result<String> {
        let query = "Stacks[0].Outputs[?OutputKey=='ApiUrl'].OutputValue";
        let find = ["cloudformation", "describe-stacks", "--stack-name", STACK, "--query", query];
        let url = self.operator.aws(&[&find[..], &["--output", "text"]].concat())?;
        let id = url.trim().split("://").nth(1).and_then(|rest| rest.split('.').next()).context("no API")?;
        Ok(format!("{}/_aws/execute-api/{id}/$default", self.endpoint))
    }

    async fn forward(
        State(domain): State<Arc<Self>>,
        method: Method,
        uri: Uri,
        headers: HeaderMap,
        body: Bytes,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        let Ok(api) = domain.api() else { return (StatusCode::BAD_GATEWAY, HeaderMap::new(), Vec::new()) };
        forward(&domain.client, &api, (method, uri, headers, body)).await
    }
}

/// A release that the emulator can run: the functions as they are built for the tests, which are not worth compressing, and the template as the emulator takes it.
fn release() -> anyhow::Result<TempDir> {
    let (folder, stand_ins) = (tempfile::tempdir()?, stand_ins()?);
    let release = folder.path().join("release");
    pack(&release, stand_ins.path())?;
    let bootstraps = PathBuf::from(setting("BEADLE_BOOTSTRAPS")?);
    let python = PathBuf::from(setting("BEADLE_VENV")?).join("bin/python");
    let stored = "import sys, zipfile; entry = zipfile.ZipInfo('bootstrap'); entry.external_attr = 0o100755 << 16; \
                  zipfile.ZipFile(sys.argv[1], 'w').writestr(entry, open(sys.argv[2], 'rb').read())";
    for function in FUNCTIONS {
        let mut command = Command::new(&python);
        command.args(["-c", stored]).arg(release.join(format!("{function}-x86_64.zip")));
        succeeded(command.arg(bootstraps.join(function).join("bootstrap")).output()?)?;
    }
    let template = release.join("template.yaml");
    let mut command = Command::new(&python);
    command.arg(root().join("infra/emulator/deploy")).args(["--work-around", "--template"]).arg(&template);
    std::fs::write(&template, succeeded(command.output()?)?)?;
    Ok(folder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_release_is_deployed_with_one_command_that_can_be_repeated() -> anyhow::Result<()> {
    let (release, domain) = (release()?, Domain::start().await?);
    let operator = Operator { home: tempfile::tempdir()? };
    operator.aws(&["s3", "mb", &format!("s3://{BUCKET}")])?;
    let release = release.path().join("release");
    let release = release.to_str().context("no UTF-8")?;
    let public_url = format!("PublicUrl={domain}");
    let deploy = [
        "deploy",
        "--release",
        release,
        "--bucket",
        BUCKET,
        "--stack",
        STACK,
        "--architecture",
        "x86_64",
        "--parameter",
        "EgressAllow=127.0.0.0/8",
        "--parameter",
        "CallerRateLimit=none",
        "--parameter",
        &public_url,
        "-o",
        "json",
    ];
    let asked = operator.beadle(&deploy)?;
    let said = String::from_utf8(asked.stderr)?;
    ensure!(asked.status.code() == Some(2) && asked.stdout.is_empty(), "{said}");
    ensure!(said.contains("Deploy shipped to account 000000000000 in us-east-1?"), "{said}");

    let deploy = [&deploy[..], &["-y"]].concat();
    let mut keys = Vec::new();
    for expected in
        ["a key of an admin is kept in the profile shipped", "the profile shipped has a key that works"]
    {
        let deployed = operator.beadle(&deploy)?;
        let said = String::from_utf8(deployed.stderr.clone())?;
        ensure!(said.contains(expected), "{said}");
        let answer: Value = serde_json::from_str(&succeeded(deployed)?)?;
        ensure!(answer["api_url"] == domain.as_str() && answer["profile"] == STACK, "{answer:#}");
        ensure!(answer["console_url"] == format!("{domain}/console/"), "{answer:#}");
        let profiles = operator.home.path().join(".config/beadle/profiles.toml");
        ensure!(
            std::fs::metadata(&profiles)?.permissions().mode() & 0o777 == 0o600,
            "others may read the key"
        );
        let profiles = std::fs::read_to_string(profiles)?;
        let key = profiles.lines().find_map(|line| line.strip_prefix("api_key = ")).context("no key")?;
        let key = key.trim_matches('"').to_owned();
        ensure!(!said.contains(&key), "the key is shown");
        keys.push(key);
    }
    ensure!(keys[0] == keys[1], "the second run made another key");
    let secrets = ["ssm", "describe-parameters", "--query", "Parameters[].[Name,Type]", "--output", "text"];
    let secrets = operator.aws(&secrets)?;
    for name in ["callback-keys", "jwt-secret"] {
        ensure!(secrets.contains(&format!("/shipped/api/{name}\tSecureString")), "{secrets}");
    }

    let destination = Destination::start().await?;
    let run =
        ["-p", STACK, "run", "GET", &destination.url("/ok"), "--wait", "--timeout", "60s", "-o", "json"];
    let ran: Value = serde_json::from_str(&succeeded(operator.beadle(&run)?)?)?;
    ensure!(ran["status"] == "completed" && destination.calls().len() == 1, "{ran:#}");
    let listed = operator.beadle(&["-p", STACK, "key", "list", "-o", "json"])?;
    let listed: Vec<Value> = serde_json::from_str(&succeeded(listed)?)?;
    ensure!(listed.len() == 1 && listed[0]["name"] == "beadle deploy", "{listed:#?}");
    println!("{}", serde_json::to_string(&ran["id"])?);
    what_is_wrong_with_the_stack_is_found(&operator)
}

/// An alarm that fires, and a message that waits for a person.
fn what_is_wrong_with_the_stack_is_found(operator: &Operator) -> anyhow::Result<()> {
    let doctor = ["-p", STACK, "doctor", "--stack", STACK];
    let told = String::from_utf8(operator.beadle(&doctor)?.stdout)?;
    // On the emulator an alarm also fires for what functions of other stacks did.
    for well in [
        "account 000000000000, region us-east-1",
        "shipped is CREATE_COMPLETE",
        "alarms ",
        "nothing waits for a person",
    ] {
        ensure!(told.contains(well), "{well} is not told: {told}");
    }
    let describe = |what: &str| {
        let query = format!("StackResources[?LogicalResourceId=='{what}'].PhysicalResourceId");
        let stack = ["cloudformation", "describe-stack-resources", "--stack-name", STACK];
        operator.aws(&[&stack[..], &["--query", &query, "--output", "text"]].concat())
    };
    let (alarm, queue) = (describe("ApiErrorsAlarm")?, describe("FailedInvocationsQueue")?);
    let fire = ["cloudwatch", "set-alarm-state", "--state-value", "ALARM", "--state-reason", "a test"];
    operator.aws(&[&fire[..], &["--alarm-name", alarm.trim()]].concat())?;
    let endpoint = setting("BEADLE_EMULATOR_URL")?;
    let send = ["sqs", "send-message", "--message-body", "{}", "--endpoint-url", &endpoint, "--queue-url"];
    operator.aws(&[&send[..], &[queue.trim()]].concat())?;
    let found = operator.beadle(&doctor)?;
    let told = String::from_utf8(found.stdout)?;
    ensure!(found.status.code() == Some(1), "{told}");
    for wrong in ["ApiErrorsAlarm: The API answered with 5xx", "1 in shipped-failed-invocations"] {
        ensure!(told.contains(wrong), "{wrong} is not told: {told}");
    }
    let none = succeeded(operator.beadle(&["-p", STACK, "doctor", "--stack", "none"])?);
    ensure!(none.is_err(), "a stack that does not exist is well");
    Ok(())
}

#[test]
fn what_is_missing_on_one_machine_is_told_at_once() -> anyhow::Result<()> {
    let operator = Operator { home: tempfile::tempdir()? };
    let mut command = operator.command(setting("BEADLE_BIN")?)?;
    let refused = command.env("PATH", operator.home.path()).args(["deploy", "-y"]).output()?;
    let said = String::from_utf8(refused.stderr)?;
    ensure!(refused.status.code() == Some(2), "{said}");
    for what in
        ["the AWS CLI", "the SAM CLI", "Rust", "cargo-lambda", "make", "--source: . has no template.yaml"]
    {
        ensure!(said.contains(what), "{what} is not named: {said}");
    }
    Ok(())
}
