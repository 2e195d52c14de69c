//! Records the end of an execution whose message could not be handled.
fn main() {}
