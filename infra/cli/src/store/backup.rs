//! `beadle backup`: the store as it is at one moment, in one file.

use std::path::PathBuf;

use beadle_embedded::{Copied, DataFolder, MaintenanceError};
use beadle_runtime::Environment;
use clap::Args;

use super::{shown, with};
use crate::{
    data_dir::{DataDir, FILES_BESIDE_STORE},
    output::{Output, bar},
};

/// The options of `beadle backup`.
#[derive(Debug, Args)]
pub struct Options {
    /// The file to write: the store, and the other files of the data folder that it needs.
    file: PathBuf,
    #[command(flatten)]
    data_dir: DataDir,
    /// Replace the file if it exists.
    #[arg(long)]
    force: bool,
}

/// Makes the backup.
///
/// # Errors
/// [`MaintenanceError`]; then there is no new file.
pub fn run(options: &Options, output: &Output) -> Result<(), MaintenanceError> {
    let folder = DataFolder::new(options.data_dir.folder(&Environment::process()));
    let bar = bar::bytes(output, 0, "copying");
    let mut report = |Copied { bytes, of }| {
        bar.set_length(of);
        bar.set_position(bytes);
    };
    let made = folder.back_up(&options.file, options.force, &FILES_BESIDE_STORE, &mut report);
    bar.finish_and_clear();
    let made = made?;
    let file = options.file.display();
    eprintln!(
        "beadle: backed up to {file}: {}, schema {}{}",
        shown(made.bytes),
        made.schema,
        with(&made.files)
    );
    Ok(())
}
