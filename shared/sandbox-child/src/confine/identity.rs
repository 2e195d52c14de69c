//! Who the process is, and with whom it dies.

use std::process::exit;

use beadle_sandbox::protocol::Confine;
use nix::{
    sys::{prctl, signal::Signal},
    unistd::{Gid, Uid, chown, geteuid, getppid, setgid, setgroups, setuid},
};

/// "nobody": where the namespace of users has no number as high as those of runs.
const NOBODY: u32 = 65_534;

/// Becomes another user than root; where the process is not root there is nothing to give up.
pub(super) fn give_up_root(confine: &Confine) -> Result<(), String> {
    let Some(wanted) = confine.user else {
        return if geteuid().is_root() { Err("the supervisor gave no user".to_owned()) } else { Ok(()) };
    };
    setgroups(&[]).map_err(|error| format!("setgroups: {error}"))?;
    become_user(confine, wanted)
        .or_else(|_| become_user(confine, NOBODY))
        .map_err(|error| format!("setuid: {error}"))
}

fn become_user(confine: &Confine, user: u32) -> nix::Result<()> {
    let (uid, gid) = (Uid::from_raw(user), Gid::from_raw(user));
    for path in &confine.own {
        chown(path, Some(uid), Some(gid))?;
    }
    setgid(gid)?;
    setuid(uid)
}

/// Ends with the supervisor `parent`, at once if that has ended already.
pub(super) fn die_with(parent: i32) -> Result<(), String> {
    prctl::set_pdeathsig(Signal::SIGKILL).map_err(|error| error.to_string())?;
    if getppid().as_raw() != parent {
        exit(1);
    }
    Ok(())
}
