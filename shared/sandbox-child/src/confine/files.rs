//! Files, TCP and signals by landlock.

use beadle_sandbox::protocol::Confine;
use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetError, RulesetStatus, Scope, path_beneath_rules,
};

/// What the kernel has to have: all rights to files, with the truncation of them (Linux 6.2).
const LEAST: ABI = ABI::V3;

/// What is used where the kernel has it: TCP, abstract sockets, and signals only inside the sandbox (Linux 6.12).
const MOST: ABI = ABI::V6;

/// Lets the process and its descendants only open what is named, and refuses if the kernel enforces less than that.
pub(super) fn restrict(confine: &Confine) -> Result<(), String> {
    // What the kernel lacks is an error before anything is restricted.
    let status =
        ruleset(confine, MOST).or_else(|_| ruleset(confine, LEAST)).map_err(|error| error.to_string())?;
    match status {
        RulesetStatus::FullyEnforced => Ok(()),
        status => Err(format!("landlock is not fully enforced: {status:?}")),
    }
}

fn ruleset(confine: &Confine, abi: ABI) -> Result<RulesetStatus, RulesetError> {
    let all = AccessFs::from_all(abi);
    let read = AccessFs::from_read(abi);
    // No devices, and nothing that the script wrote itself is executed.
    let write = all & !(AccessFs::MakeChar | AccessFs::MakeBlock | AccessFs::Execute);
    let mut ruleset =
        Ruleset::default().set_compatibility(CompatLevel::HardRequirement).handle_access(all)?;
    if abi >= ABI::V6 {
        ruleset = ruleset.scope(Scope::from_all(abi))?;
        if !confine.network {
            ruleset = ruleset.handle_access(AccessNet::from_all(abi))?;
        }
    }
    let status = ruleset
        .create()?
        .no_new_privs(false)
        .add_rules(path_beneath_rules(&confine.read, read))?
        .add_rules(path_beneath_rules(&confine.write, write))?
        .restrict_self()?;
    Ok(status.ruleset)
}
