//! Runs code that users write: functions in JavaScript and scripts of the machine.
//!
//! One run is one child process, and nothing but JSON lines over its pipes crosses ([`protocol`]). The
//! [`Supervisor`] starts the child, makes the calls of functions ([`fetch`]), takes the log ([`log`]), and
//! ends the whole process group at the deadline. The child confines itself before it begins ([`layer`]);
//! its code is in another crate, so that who only supervises links no engine.

pub mod adapter;
pub mod fault;
pub mod fetch;
pub mod function;
pub mod invocation;
pub mod layer;
pub mod limits;
pub mod local;
pub mod log;
pub mod mocked;
pub mod outbound;
pub mod port;
pub mod protocol;
pub mod script;
pub mod supervisor;

pub use self::{
    adapter::{CodeSandbox, SandboxProbe},
    fault::{Failure, Fault},
    fetch::Fetch,
    function::{FunctionRun, Upload},
    layer::{Enforcement, Layer, Layers},
    local::LocalSandbox,
    log::{Log, LogLine},
    outbound::OutboundFetch,
    port::{Egress, Sandbox},
    script::{AllowedCommand, ScriptRun},
    supervisor::{ChildProgram, Report, Settings, Supervisor},
};
