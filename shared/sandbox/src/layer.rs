//! What keeps a child in its place, layer by layer, and whether it holds on this system.

use serde::{Deserialize, Serialize};

beadle_values::names! {
    /// A layer of the sandbox that the child puts on itself.
    pub enum Layer {
        /// Another user than root, one for each run, where the supervisor is root.
        User = "user",
        /// No program gains rights by being started (setuid, capabilities of files).
        NoNewPrivileges = "no_new_privileges",
        /// No other process of the same user may read the memory, and no core is written.
        Undumpable = "undumpable",
        /// The child dies with its supervisor.
        ParentDeath = "parent_death",
        /// No descriptor is inherited but the three pipes.
        Descriptors = "descriptors",
        /// Limits of memory, processor time, files and processes.
        Limits = "limits",
        /// Files: only what is named can be opened (landlock).
        Landlock = "landlock",
        /// System calls: JavaScript has a list of allowed ones, scripts a list of refused ones.
        Seccomp = "seccomp",
    }
}

/// Whether one layer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerState {
    /// The layer.
    pub layer: Layer,
    /// Whether it holds.
    pub held: bool,
    /// Why it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Which layers hold, in the order in which they are put on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Layers(pub Vec<LayerState>);

impl Layers {
    /// Notes that `layer` holds, or why it does not.
    pub fn note(&mut self, layer: Layer, outcome: Result<(), String>) {
        self.0.push(LayerState { layer, held: outcome.is_ok(), why: outcome.err() });
    }

    /// Whether `layer` holds.
    #[must_use]
    pub fn hold(&self, layer: Layer) -> bool {
        self.0.iter().any(|state| state.layer == layer && state.held)
    }

    /// The first of the `required` layers that does not hold.
    #[must_use]
    pub fn missing(&self, required: &[Layer]) -> Option<LayerState> {
        let absent = |layer: &Layer| LayerState { layer: *layer, held: false, why: None };
        required.iter().find(|layer| !self.hold(**layer)).map(|layer| {
            self.0.iter().find(|state| state.layer == *layer).cloned().unwrap_or_else(|| absent(layer))
        })
    }
}

/// What happens where a layer can't be had.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Enforcement {
    /// One machine: the run is refused.
    #[default]
    Required,
    /// Inside a virtual machine of one tenant, which is the boundary: noted.
    VirtualMachine,
    /// The operator asked for it: noted.
    Unsafe,
}

impl Enforcement {
    /// The layers without which no run starts. Whether the supervisor is root decides about
    /// [`Layer::User`] itself: where there is nothing to give up, the layer holds.
    #[must_use]
    pub const fn required(self) -> &'static [Layer] {
        match self {
            Self::Required => &Layer::ALL,
            Self::VirtualMachine | Self::Unsafe => &[],
        }
    }
}
