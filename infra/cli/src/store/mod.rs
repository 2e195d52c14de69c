//! Commands for the store of one machine: [`backup`], [`restore`] and [`doctor`].

pub mod backup;
pub mod doctor;
pub mod restore;

/// A number of bytes as people read it, in powers of 1,024.
fn shown(bytes: u64) -> String {
    indicatif::BinaryBytes(bytes).to_string()
}

/// What is in a backup beside the store, for the line at the end.
fn with(files: &[String]) -> String {
    if files.is_empty() { String::new() } else { format!(" with {}", files.join(", ")) }
}
