//! Commands of documents, run by a shell.

use std::{path::Path, process::Stdio};

use anyhow::ensure;
use tokio::process::Command;

use super::setting;

/// A shell that ends at the first fault, in the folder `home`; its `beadle` asks the server at `url`.
pub(super) fn shell(home: &Path, url: &str) -> anyhow::Result<Command> {
    let bin = home.join("bin");
    std::fs::create_dir_all(&bin)?;
    let link = bin.join("beadle");
    if !link.exists() {
        std::os::unix::fs::symlink(setting("BEADLE_BIN")?, link)?;
    }
    let mut command = Command::new("sh");
    command.arg("-eu").current_dir(home).env_clear().stdin(Stdio::null()).kill_on_drop(true);
    command.env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH")?));
    command.env("HOME", home).env("BEADLE_URL", url);
    Ok(command)
}

/// What `command` prints on its standard output, once it has succeeded.
pub(super) async fn printed(command: &mut Command, what: &str) -> anyhow::Result<String> {
    let output = command.output().await?;
    let errors = String::from_utf8(output.stderr)?;
    ensure!(output.status.success(), "{what}: {}\n{errors}", output.status);
    Ok(String::from_utf8(output.stdout)?)
}
