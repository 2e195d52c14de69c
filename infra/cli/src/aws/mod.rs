//! Access to an AWS account through the AWS CLI and the SAM CLI, so that their credentials and settings apply here too.

mod programs;

use clap::Args;

pub use self::programs::{Programs, failed, is_absent};
use crate::client::Result;

/// The options that select an account and a region.
#[derive(Debug, Args)]
pub struct Access {
    /// The region; the one of the AWS profile unless given.
    #[arg(long)]
    pub region: Option<String>,
    /// The profile of the AWS CLI.
    #[arg(long, value_name = "NAME")]
    pub aws_profile: Option<String>,
}

impl Access {
    /// Whether one of the options was given.
    pub const fn is_given(&self) -> bool {
        self.region.is_some() || self.aws_profile.is_some()
    }
}

/// The account that the AWS CLI is signed in to.
pub struct Account {
    /// Its number.
    pub id: String,
    /// The region.
    pub region: String,
}

impl Account {
    /// Looks up the account and the region.
    ///
    /// # Errors
    /// [`Error::Failed`](crate::client::Error::Failed) if there is no AWS CLI or it isn't signed in.
    pub async fn find(programs: &Programs<'_>) -> Result<Self> {
        let caller = programs.aws(&["sts", "get-caller-identity"], None).await?;
        let region = match programs.region() {
            Some(region) => region,
            None => programs.ask("aws", &["configure", "get", "region"], None).await?.trim().to_owned(),
        };
        Ok(Self { id: caller["Account"].as_str().unwrap_or_default().to_owned(), region })
    }
}
