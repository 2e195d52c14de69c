//! `beadle restore`: a data folder from a backup.

use std::path::PathBuf;

use beadle_embedded::{DataFolder, MaintenanceError};
use beadle_runtime::Environment;
use clap::Args;

use super::{shown, with};
use crate::{
    data_dir::{DataDir, FILES_BESIDE_STORE},
    output::{Output, bar},
};

/// The options of `beadle restore`.
#[derive(Debug, Args)]
pub struct Options {
    /// The backup: a file of `beadle backup`, or another copy of a store.
    file: PathBuf,
    #[command(flatten)]
    data_dir: DataDir,
    /// Replace the store that the folder has.
    #[arg(long)]
    force: bool,
}

/// Restores the data folder. What ran or was due when the backup was made runs once a server starts.
///
/// # Errors
/// [`MaintenanceError`]; then the folder is as it was, unless it could not be written.
pub fn run(options: &Options, output: &Output) -> Result<(), MaintenanceError> {
    let path = options.data_dir.folder(&Environment::process());
    let spinner = bar::spinner(output, "checking and copying");
    let made = DataFolder::new(&path).restore(&options.file, options.force, &FILES_BESIDE_STORE);
    spinner.finish_and_clear();
    let made = made?;
    let upgrade = if made.is_older { ", which the next start upgrades" } else { "" };
    let (size, schema, files) = (shown(made.bytes), made.schema, with(&made.files));
    eprintln!("beadle: restored {}: {size}, schema {schema}{upgrade}{files}", path.display());
    Ok(())
}
