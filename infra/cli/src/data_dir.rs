//! The data folder of one machine, as every command finds it.

use std::path::PathBuf;

use beadle_runtime::Environment;
use clap::Args;

use crate::{dev, machine};

/// The data folder where none is stated.
const DEFAULT: &str = ".beadle";

/// The files of the data folder that the store needs beside its own: a backup carries those that are there.
pub const FILES_BESIDE_STORE: [&str; 2] = [machine::CALLBACK_KEY_FILE, dev::CLOCK_FILE];

/// The option that names the data folder.
#[derive(Debug, Clone, Default, Args)]
pub struct DataDir {
    /// The folder that contains all data. Also `TASK_DATA_DIR`; `.beadle` by default.
    #[arg(long, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
}

impl DataDir {
    /// The folder: that of the option, of the variable, or the default one.
    pub fn folder(&self, environment: &Environment) -> PathBuf {
        let variable = || environment.get("TASK_DATA_DIR").map_or_else(|| DEFAULT.into(), PathBuf::from);
        self.data_dir.clone().unwrap_or_else(variable)
    }
}
