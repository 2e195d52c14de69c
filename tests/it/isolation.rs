//! What the tests can reach. `tests/run` gives them a network of their own, so that a hole in the egress guard reaches nobody.

use anyhow::Context;

#[test]
fn nothing_but_loopback_can_be_reached() -> anyhow::Result<()> {
    let devices = std::fs::read_to_string("/proc/net/dev").context("the network devices")?;
    let names: Vec<_> =
        devices.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name.trim()).collect();
    assert_eq!(names, ["lo"]);
    Ok(())
}
