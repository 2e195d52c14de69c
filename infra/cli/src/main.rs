//! The `beadle` command.
fn main() {}
