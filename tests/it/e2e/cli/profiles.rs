//! Profiles: what beats what, and who may read the keys.

use std::os::unix::fs::PermissionsExt;

use anyhow::{Context, ensure};

use super::{Desk, Told};

/// A line of words, the variables around it, and its exit code.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], i32);

/// Runs a line of words without `BEADLE_URL`, with these variables in its place.
async fn run(desk: &Desk, words: &str, variables: &[(&str, &str)]) -> anyhow::Result<Told> {
    let mut command = desk.command()?;
    command.env_remove("BEADLE_URL").envs(variables.iter().copied()).args(words.split(' '));
    Told::of(command.output().await?)
}

#[tokio::test]
async fn a_flag_beats_a_variable_and_a_variable_beats_the_file() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let url = desk.beadle.url.clone();
    let nowhere = "http://127.0.0.1:1";
    for (name, address) in [("here", url.as_str()), ("nowhere", nowhere)] {
        let told = run(&desk, &format!("profile add {name} {address} --no-credentials"), &[]).await?;
        ensure!(told.code == Some(0), "{told:?}");
    }
    let mode = std::fs::metadata(desk.file(".config/beadle/profiles.toml"))?.permissions().mode();
    ensure!(mode & 0o777 == 0o600, "mode {mode:o}");
    let at_nowhere = ("BEADLE_URL", nowhere);
    let cases: &[Case<'_>] = &[
        ("api /api/v1/stats", &[], 0),
        ("api /api/v1/stats -p nowhere", &[], 1),
        ("api /api/v1/stats", &[("BEADLE_PROFILE", "nowhere")], 1),
        ("api /api/v1/stats -p here", &[("BEADLE_PROFILE", "nowhere")], 0),
        ("api /api/v1/stats", &[at_nowhere], 1),
        (&format!("api /api/v1/stats --url {url}"), &[at_nowhere], 0),
        ("api /api/v1/stats -p absent", &[], 5),
        ("api /api/v1/stats", &[("BEADLE_OUTPUT", "xml")], 2),
        ("api /api/v1/stats -o json", &[("BEADLE_OUTPUT", "ndjson")], 0),
        ("profile use nowhere", &[], 0),
        ("api /api/v1/stats", &[], 1),
    ];
    for (words, variables, code) in cases {
        let told = run(&desk, words, variables).await?;
        ensure!(told.code == Some(*code), "{words} {variables:?} {told:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_others_may_read_is_refused_and_keys_are_never_shown() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let add = ["profile", "add", "prod", "https://tasks.example.com"].map(str::to_owned);
    let told = desk.run(&add, "bdl_hidden\n").await?;
    ensure!(told.code == Some(0) && !told.stdout.contains("hidden"), "{told:?}");
    let list = run(&desk, "profile list -o json", &[]).await?;
    ensure!(list.stdout.contains("API key") && !list.stdout.contains("hidden"), "{list:?}");
    let file = desk.file(".config/beadle/profiles.toml");
    ensure!(std::fs::read_to_string(&file)?.contains("bdl_hidden"), "the key is not kept");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640))?;
    let told = run(&desk, "exec list", &[]).await?;
    ensure!(told.code == Some(1) && told.stderr.contains("chmod 600"), "{told:?}");
    Ok(())
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_told_how() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let secret = "a secret of thirty-two bytes or so";
    let beadle = super::Beadle::start_with(data.path(), &[("JWT_SECRET", secret)]).await?;
    let home = tempfile::tempdir()?;
    let desk = Desk { beadle, _data: data, home };
    let url = desk.beadle.url.clone();
    let told = run(&desk, "exec list", &[("BEADLE_URL", &url)]).await?;
    ensure!(told.code == Some(4) && told.stderr.contains("BEADLE_TOKEN"), "{told:?}");
    ensure!(told.stdout.is_empty(), "{told:?}");
    let token = run(&desk, "token create --sub ada --role admin --ttl 1h", &[]).await?;
    let token = token.stdout.lines().next().context("no token")?.to_owned();
    let told = run(&desk, "exec list -o json", &[("BEADLE_URL", &url), ("BEADLE_TOKEN", &token)]).await?;
    ensure!(told.code == Some(0) && told.stdout == "[]\n", "{told:?}");
    let told = run(&desk, "doctor", &[("BEADLE_URL", &url), ("BEADLE_TOKEN", &token)]).await?;
    ensure!(told.code == Some(0) && told.stdout.contains("ada (operator or admin)"), "{told:?}");
    Ok(())
}
