//! `beadle deploy`: the template as a stack on AWS, from the checks before it to the first key.
//!
//! Each step can be repeated: a run that was cut off is finished by another one.

mod checks;
mod first_key;
mod secrets;
mod stack;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use self::stack::Parameters;
use crate::{
    aws::{Access, Programs},
    client::{ConnectionOptions, Result},
    output::{
        Column, Output, bar,
        cell::{self, column},
    },
};

/// The options of `beadle deploy`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle deploy
  beadle deploy --stack tasks --region eu-central-1 --parameter LogLevel=warn -y")]
pub struct Deploy {
    /// The name of the stack, and of the profile that keeps its first key unless `-p` names another.
    #[arg(long, value_name = "NAME", default_value = "beadle")]
    stack: String,
    /// The folder with `template.yaml`: a checkout of Beadle.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    source: PathBuf,
    /// The folder of a release, whose zips are deployed: nothing is built.
    #[arg(long, value_name = "FOLDER", conflicts_with = "source", requires = "bucket")]
    release: Option<PathBuf>,
    /// The bucket that the zips of `--release` are uploaded to.
    #[arg(long, value_name = "NAME", requires = "release")]
    bucket: Option<String>,
    #[command(flatten)]
    access: Access,
    /// The instruction set of the functions.
    #[arg(long, value_enum, default_value_t = Architecture::Arm64)]
    architecture: Architecture,
    /// A parameter of the template; may be repeated.
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = stack::parameter)]
    parameters: Vec<(String, String)>,
    /// The user as whom the first key acts.
    #[arg(long, value_name = "USER", default_value = "admin")]
    owner: String,
}

/// An instruction set of Lambda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Architecture {
    /// Graviton, which costs less.
    Arm64,
    /// Intel and AMD.
    #[value(name = "x86_64")]
    X86_64,
}

impl Architecture {
    /// Its name, as the parameter of the template has it.
    const fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86_64 => "x86_64",
        }
    }
}

const FIELDS: &[Column] = &[
    column("stack", |deployed| cell::text(&deployed["stack"])),
    column("account", |deployed| cell::text(&deployed["account"])),
    column("region", |deployed| cell::text(&deployed["region"])),
    column("API", |deployed| cell::text(&deployed["api_url"])),
    column("console", |deployed| cell::text(&deployed["console_url"])),
    column("profile", |deployed| cell::text(&deployed["profile"])),
];

/// How many steps there are: check, secrets, build or upload, deploy, key.
const STEPS: u64 = 5;

impl Deploy {
    /// Checks, builds or uploads, deploys, and makes the first key.
    ///
    /// # Errors
    /// [`Error::Usage`] with everything that is missing, [`Error::Interrupted`] if the answer is no, [`Error::Failed`] if a program
    /// fails, and what the first request returns.
    pub async fn run(self, connection: &ConnectionOptions, output: &Output) -> Result<()> {
        let parameters = Parameters::new(&self.parameters, self.architecture)?;
        let bar = bar::of(output, STEPS, "looking at the account");
        let programs = Programs::new(output, &bar, &self.access);
        let account = checks::all(&self, &programs).await?;
        let question = format!("Deploy {} to account {} in {}?", self.stack, account.id, account.region);
        bar.suspend(|| output.confirm(&question))?;

        let step = |what: &str| {
            bar.inc(1);
            bar.set_message(what.to_owned());
            if bar.is_hidden() {
                output.note(what);
            }
        };
        step("the secrets");
        let secret = secrets::put(&programs, &self.stack, &parameters).await?;
        let built = match (&self.release, &self.bucket) {
            (Some(folder), Some(bucket)) => {
                step("uploading the functions");
                stack::upload(&programs, folder, bucket).await?
            }
            _ => {
                step("building the functions, which takes minutes");
                stack::build(&programs, &self.source, self.architecture).await?
            }
        };
        step("deploying");
        let url = stack::deploy(&programs, &self.stack, &built, &parameters).await?;
        step("the first key");
        let profile = connection.profile.clone().unwrap_or_else(|| self.stack.clone());
        let made = first_key::keep(&profile, &url, &self.owner, secret.as_deref(), &parameters).await?;
        bar.inc(1);
        bar.finish_and_clear();
        output.note(&made.note(&profile));
        output.item(
            FIELDS,
            &json!({
                "stack": self.stack,
                "account": account.id,
                "region": account.region,
                "api_url": url,
                "console_url": format!("{url}/console/"),
                "profile": made.is_kept().then_some(profile),
            }),
        )
    }
}
