//! What supervisor and child say to each other: one JSON object per line over the child's stdin and stdout.
//!
//! The first line to the child is the length of the second, with its end; the second is [`Start`]. The child answers [`FromChild::Ready`] or
//! [`FromChild::Refused`]; then a script has the pipes for itself, and a function goes on with lines.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    fault::Failure,
    fetch::{FetchRequest, FetchResponse},
    function::{Context, Defect, Upload},
    layer::{Layer, Layers},
    limits::{FunctionLimits, ProcessLimits},
};

/// The version of the protocol. A child of another version refuses to start.
pub const VERSION: u32 = 1;

/// The longest line, in bytes: a body of a fetch in base64 with its headers.
pub const MAX_LINE: usize = 4 * 1024 * 1024;

/// The name of the variable that marks every process of a run.
pub const MARK: &str = "BEADLE_SANDBOX";

/// What the child has to do, and how it has to confine itself first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Start {
    /// [`VERSION`].
    pub v: u32,
    /// How to confine itself.
    pub confine: Confine,
    /// What to do then.
    pub work: Work,
}

/// How a child confines itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Confine {
    /// The process of the supervisor: a child whose parent is another one ends at once.
    pub parent: u32,
    /// The user to become, where the supervisor is root.
    pub user: Option<u32>,
    /// Folders that become this user's.
    pub own: Vec<PathBuf>,
    /// The layers without which it refuses.
    pub required: Vec<Layer>,
    /// The layers that it leaves out, to see what the others hold.
    #[serde(default)]
    pub without: Vec<Layer>,
    /// Limits of the kernel.
    pub limits: ProcessLimits,
    /// What may be read and executed.
    pub read: Vec<PathBuf>,
    /// What may also be written.
    pub write: Vec<PathBuf>,
    /// Whether sockets may be opened.
    pub network: bool,
}

/// What a child does.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work {
    /// Only tells which layers hold.
    Check,
    /// Becomes a command.
    Script(Exec),
    /// Runs a function.
    Function(Box<Call>),
    /// Parses modules.
    Parse {
        /// The modules.
        upload: Upload,
        /// How much.
        limits: FunctionLimits,
    },
}

/// A command to become.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exec {
    /// The file.
    pub path: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// All of its environment.
    pub environment: BTreeMap<String, String>,
    /// Where it starts.
    pub folder: PathBuf,
}

/// A call of a function.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call {
    /// The modules.
    pub upload: Upload,
    /// The export to call; without a name the default one, or the only one.
    pub function: Option<String>,
    /// Its first argument.
    pub params: Value,
    /// Its second argument.
    pub context: Context,
    /// From the start of the child to the deadline, in milliseconds.
    pub timeout_ms: u64,
    /// How much.
    pub limits: FunctionLimits,
}

/// A line from the supervisor after [`Start`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fetched {
    /// Which fetch.
    pub id: u32,
    /// The response, or why there is none.
    pub outcome: Result<FetchResponse, String>,
}

/// A line from the child.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FromChild {
    /// It is confined and begins.
    Ready {
        /// What holds.
        layers: Layers,
    },
    /// It did not begin.
    Refused {
        /// What holds.
        layers: Layers,
        /// Why it did not.
        failure: Failure,
    },
    /// A line of the console.
    Console {
        /// `log`, `info`, `warn`, `error` or `debug`.
        level: String,
        /// The text.
        text: String,
    },
    /// A fetch to make.
    Fetch {
        /// Which one.
        id: u32,
        /// What to send.
        request: FetchRequest,
    },
    /// The function returned.
    Done {
        /// What.
        result: Value,
        /// What it used.
        usage: Usage,
    },
    /// The function failed.
    Failed {
        /// Why.
        failure: Failure,
        /// What it used.
        usage: Usage,
    },
    /// The modules are parsed.
    Parsed {
        /// The names that the entry exports; empty if there are defects.
        exports: Vec<String>,
        /// What is wrong with them.
        defects: Vec<Defect>,
    },
}

/// What a run used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Processor time, in milliseconds.
    pub cpu_ms: u64,
    /// The most memory that was in use, in bytes; 0 if it is unknown.
    pub memory: u64,
}
