//! Puts the layers on, each on this process itself, in the order in which one does not take what the next one needs.

mod calls;
mod files;
mod identity;
mod limits;

use std::{fs, io};

pub(crate) use beadle_sandbox::{Layer, Layers};
use beadle_sandbox::{
    fault::{Failure, Fault},
    protocol::{Confine, FromChild},
};
use nix::{sys::prctl, unistd};

use crate::line;

/// What is put on, and what holds so far.
#[derive(Debug)]
pub(crate) struct Confinement {
    confine: Confine,
    layers: Layers,
}

impl Confinement {
    pub(crate) fn of(confine: Confine) -> Self {
        Self { confine, layers: Layers::default() }
    }

    /// Puts on everything but the filter of system calls.
    pub(crate) fn before_work(&mut self) -> Result<(), Failure> {
        let parent = i32::try_from(self.confine.parent).unwrap_or_default();
        self.put_on(Layer::Descriptors, |_| close_descriptors())?;
        self.put_on(Layer::User, identity::give_up_root)?;
        // After the change of the user, which would undo the next three (credentials(7), prctl(2)).
        self.put_on(Layer::ParentDeath, |_| identity::die_with(parent))?;
        self.put_on(Layer::Undumpable, |_| prctl::set_dumpable(false).map_err(|error| error.to_string()))?;
        self.put_on(Layer::NoNewPrivileges, |_| {
            prctl::set_no_new_privs().map_err(|error| error.to_string())
        })?;
        self.put_on(Layer::Limits, |confine| limits::set(&confine.limits))?;
        self.put_on(Layer::Landlock, files::restrict)
    }

    /// Refuses what no script needs, for this process and all that it becomes and starts.
    pub(crate) fn refuse_calls(&mut self) -> Result<(), Failure> {
        self.put_on(Layer::Seccomp, |confine| calls::refuse_for_script(confine.network))
    }

    /// Leaves a function's process the few system calls that it needs.
    pub(crate) fn allow_few_calls(&mut self) -> Result<(), Failure> {
        self.put_on(Layer::Seccomp, |_| calls::allow_for_function())
    }

    pub(crate) fn layers(&self) -> Layers {
        self.layers.clone()
    }

    /// Puts on every layer, and says which hold.
    pub(crate) fn check(mut self) -> Result<(), Failure> {
        self.before_work()?;
        self.refuse_calls()?;
        let lost = |error: io::Error| Failure::new(Fault::Unavailable, error.to_string());
        line::write(&FromChild::Ready { layers: self.layers }).map_err(lost)
    }

    fn put_on(
        &mut self,
        layer: Layer,
        put_on: impl FnOnce(&Confine) -> Result<(), String>,
    ) -> Result<(), Failure> {
        let outcome = if self.confine.without.contains(&layer) {
            Err("left out".to_owned())
        } else {
            put_on(&self.confine)
        };
        let required = self.confine.required.contains(&layer) && !self.confine.without.contains(&layer);
        let missing = outcome.as_ref().err().filter(|_| required).map(|why| {
            let hint = "start with --unsafe-scripts to run without it";
            Failure::new(Fault::Unavailable, format!("the sandbox lacks its layer `{layer}`: {why}; {hint}"))
        });
        self.layers.note(layer, outcome);
        missing.map_or(Ok(()), Err)
    }
}

/// Closes every descriptor but the three pipes.
fn close_descriptors() -> Result<(), String> {
    let entries = fs::read_dir("/proc/self/fd").map_err(|error| format!("/proc/self/fd: {error}"))?;
    let numbers: Vec<i32> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|fd| *fd > 2)
        .collect();
    for number in numbers {
        // The one that listed them is closed already.
        let _ = unistd::close(number);
    }
    Ok(())
}
