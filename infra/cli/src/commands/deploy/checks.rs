//! What has to be there before anything is done. Everything that is missing is told at once.

use super::{Deploy, stack};
use crate::{
    aws::{Account, Programs},
    client::{Error, Result},
};

/// A program, the arguments with which it only says that it is there, and where it comes from.
type Needed = (&'static str, &'static [&'static str], &'static str);

/// What signs in, without which nobody can say whose account it is.
const AWS: Needed = ("aws", &["--version"], "the AWS CLI: https://docs.aws.amazon.com/cli/");

/// What deploys.
const SAM: Needed =
    ("sam", &["--version"], "the SAM CLI: https://docs.aws.amazon.com/serverless-application-model/");

/// What building needs in addition.
const TO_BUILD: &[Needed] = &[
    ("cargo", &["--version"], "Rust: https://rustup.rs"),
    ("cargo", &["lambda", "--version"], "cargo-lambda: https://www.cargo-lambda.info"),
    ("make", &["--version"], "make"),
];

/// Checks the programs, the files and the credentials.
///
/// # Errors
/// [`Error::Usage`] with all that is missing.
pub async fn all(deploy: &Deploy, programs: &Programs<'_>) -> Result<Account> {
    let to_build = if deploy.release.is_some() { &[][..] } else { TO_BUILD };
    let mut missing: Vec<String> = Vec::new();
    let has_aws = is_there(programs, &AWS, &mut missing).await;
    for needed in [SAM].iter().chain(to_build) {
        is_there(programs, needed, &mut missing).await;
    }
    let folder = deploy.release.as_ref().unwrap_or(&deploy.source);
    if !folder.join(stack::TEMPLATE).is_file() {
        let option = if deploy.release.is_some() { "--release" } else { "--source" };
        missing.push(format!("{option}: {} has no {}", folder.display(), stack::TEMPLATE));
    }
    if has_aws {
        match Account::find(programs).await {
            Ok(account) if missing.is_empty() => return Ok(account),
            Ok(_) => {}
            Err(error) => missing.push(format!("sign in to AWS: {error}")),
        }
    }
    Err(Error::Usage(format!("before it can be deployed:\n  {}", missing.join("\n  "))))
}

/// Whether a program is there; otherwise what to install is noted.
async fn is_there(
    programs: &Programs<'_>,
    (program, arguments, origin): &Needed,
    missing: &mut Vec<String>,
) -> bool {
    let is_there = programs.ask(program, arguments, None).await.is_ok();
    if !is_there {
        missing.push(format!("install {origin}"));
    }
    is_there
}
