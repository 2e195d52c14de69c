//! `beadle profile`: the addresses and keys of servers.

use std::io::{IsTerminal, Read};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::{
    client::{
        self, Error, Result,
        profile::{self, Profile, Profiles},
    },
    output::{
        Column, Output,
        cell::{self, column},
    },
};

/// A command about profiles.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Adds a profile, or replaces the one of that name.
    #[command(after_help = "Examples:
  beadle profile add local http://127.0.0.1:8080 --no-credentials
  beadle profile add other http://127.0.0.1:8080 --no-credentials --use")]
    Add(Add),
    /// Lists the profiles; the keys are not shown.
    #[command(after_help = "Examples:
  beadle profile list
  beadle profile list -o json")]
    List,
    /// Makes a profile the one that is used where none is asked for.
    #[command(after_help = "Examples:
  beadle profile use local
  beadle profile use other")]
    Use {
        /// Its name.
        name: String,
    },
}

/// The options of `beadle profile add`.
#[derive(Debug, Args)]
pub struct Add {
    /// Its name.
    name: String,
    /// The address of the API.
    address: String,
    /// What is read is a token and no API key.
    #[arg(long)]
    token: bool,
    /// Sign in with nothing, as on loopback. Otherwise the key is asked for, or read from standard input.
    #[arg(long, conflicts_with = "token")]
    no_credentials: bool,
    /// Make it the one that is used where none is asked for.
    #[arg(long = "use")]
    make_current: bool,
}

const COLUMNS: &[Column] = &[
    column("NAME", |profile| cell::text(&profile["name"])),
    column("USED", |profile| cell::yes(&profile["current"])),
    column("URL", |profile| cell::text(&profile["url"])),
    column("SIGNS IN WITH", |profile| cell::text(&profile["signs_in_with"])),
];

impl Command {
    /// Runs the command.
    ///
    /// # Errors
    /// [`Error`].
    pub fn run(self, output: &Output) -> Result<()> {
        let file = profile::file()?;
        let mut profiles = Profiles::read(&file)?;
        match self {
            Self::Add(options) => {
                let (name, profile) = (options.name.clone(), options.profile()?);
                let first = profiles.profiles.is_empty();
                profiles.profiles.insert(name.clone(), profile);
                if first || options.make_current {
                    profiles.current = Some(name.clone());
                }
                profiles.write(&file)?;
                output.done(&format!("{name} is kept in {}", file.display()), &shown(&profiles, &name))
            }
            Self::List => {
                let list: Vec<Value> = profiles.profiles.keys().map(|name| shown(&profiles, name)).collect();
                output.list(COLUMNS, &list)
            }
            Self::Use { name } => {
                profiles.select(Some(&name))?;
                profiles.current = Some(name.clone());
                profiles.write(&file)?;
                output.done(&format!("{name} is used from now on"), &shown(&profiles, &name))
            }
        }
    }
}

impl Add {
    fn profile(&self) -> Result<Profile> {
        let url = client::parse_url(&self.address)?;
        let url = url.as_str().trim_end_matches('/').to_owned();
        let mut profile = Profile { url, api_key: None, token: None };
        if !self.no_credentials {
            let secret = Some(self.secret()?);
            *(if self.token { &mut profile.token } else { &mut profile.api_key }) = secret;
        }
        Ok(profile)
    }

    /// Reads the key without showing it; never from an argument, which other users of the machine can see.
    fn secret(&self) -> Result<String> {
        let what = if self.token { "token" } else { "API key" };
        let secret = if std::io::stdin().is_terminal() {
            eprint!("{what}: ");
            let secret = console::Term::stderr().read_secure_line()?;
            eprintln!();
            secret
        } else {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            text
        };
        let secret = secret.trim();
        // It becomes the value of a header.
        if secret.is_empty() || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::Usage(format!("no {what} was read: pipe it in, or say --no-credentials")));
        }
        Ok(secret.to_owned())
    }
}

fn shown(profiles: &Profiles, name: &str) -> Value {
    let profile = profiles.profiles.get(name);
    json!({
        "name": name,
        "current": profiles.current.as_deref() == Some(name),
        "url": profile.map(|profile| &profile.url),
        "signs_in_with": profile.map(Profile::signs_in_with),
    })
}
