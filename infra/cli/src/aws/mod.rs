//! The account on AWS that a command works with, through the AWS CLI and the SAM CLI: whatever they are set up with holds here too.

mod programs;

use clap::Args;

pub use self::programs::{Programs, failed, is_absent};
use crate::client::Result;

/// Which account and region are meant.
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
    /// Whether anything was said of it.
    pub const fn is_given(&self) -> bool {
        self.region.is_some() || self.aws_profile.is_some()
    }
}

/// The account of whoever is signed in.
pub struct Account {
    /// Its number.
    pub id: String,
    /// The region.
    pub region: String,
}

impl Account {
    /// Asks whose account it is.
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
