//! The start of a child, up to the line in which it says that it is confined.

use std::{
    path::PathBuf,
    process::{Command, ExitStatus, Stdio},
    time::Duration,
};

use tokio::time::{self, Instant};

use super::{
    Supervisor,
    lines::LineBuffer,
    pipes::{Pipes, Written},
    process::Group,
    sweep::{Mark, sweep},
};
use crate::{
    fault::{Failure, Fault},
    layer::{Layer, Layers},
    limits::ProcessLimits,
    protocol::{Confine, FromChild, MARK, Start, VERSION, Work},
};

/// How long a child may take to confine itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the pipes are read after the end of the group.
const DRAIN: Duration = Duration::from_secs(1);

/// What a child may touch.
#[derive(Debug, Default)]
pub(crate) struct Access {
    pub(crate) own: Vec<PathBuf>,
    pub(crate) read: Vec<PathBuf>,
    pub(crate) write: Vec<PathBuf>,
    pub(crate) network: bool,
    pub(crate) user: Option<u32>,
}

/// A child that is confined.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) group: Group,
    pub(crate) pipes: Pipes,
    pub(crate) lines: LineBuffer,
    pub(crate) layers: Layers,
    /// What the child wrote to stderr so far.
    pub(crate) errors: Vec<u8>,
    mark: Mark,
}

impl Supervisor {
    /// Starts a child that does `work`.
    pub(crate) async fn launch(
        &self,
        work: Work,
        access: Access,
        limits: ProcessLimits,
        deadline: Instant,
    ) -> Result<Running, Failure> {
        let number = Self::next_run();
        let user = Self::user(number).map(|own| access.user.unwrap_or(own));
        let mark = Mark { text: format!("{}.{number}", std::process::id()), user };
        // Who only asks which layers hold wants to know all of them.
        let required = if matches!(work, Work::Check) { &[][..] } else { self.required_layers() };
        let confine = Confine {
            parent: std::process::id(),
            user,
            own: access.own,
            required: required.to_vec(),
            without: self.settings.without.clone(),
            limits,
            read: access.read,
            write: access.write,
            network: access.network,
        };
        let start = line(&Start { v: VERSION, confine, work })?;
        let unavailable = |error: std::io::Error| {
            Failure::new(Fault::Unavailable, format!("no child can be started: {error}"))
        };
        let mut group = self.spawner.start(self.command(&mark)).await.map_err(unavailable)?;
        let pipes = Pipes::of(group.child()).map_err(unavailable)?;
        pipes.send(format!("{}\n", start.len()).into_bytes());
        pipes.send(start);
        let mut running = Running {
            group,
            pipes,
            lines: LineBuffer::default(),
            layers: Layers::default(),
            errors: Vec::new(),
            mark,
        };
        let patience = deadline.min(Instant::now() + PATIENCE);
        let late = |_| Failure::new(Fault::Timeout, "the time was over before the child was ready");
        time::timeout_at(patience, running.greeted()).await.map_err(late).flatten()?;
        Ok(running)
    }

    fn command(&self, mark: &Mark) -> Command {
        let child = &self.settings.child;
        let mut command = Command::new(&child.path);
        command
            .args(&child.arguments)
            .env_clear()
            .env(MARK, &mark.text)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

impl Running {
    /// Waits for the first line.
    async fn greeted(&mut self) -> Result<(), Failure> {
        loop {
            let no_child = |_| Failure::new(Fault::Unavailable, "the child does not speak the protocol");
            match self.lines.next::<FromChild>().map_err(no_child)? {
                Some(FromChild::Ready { layers }) => {
                    self.layers = layers;
                    return Ok(());
                }
                Some(FromChild::Refused { layers, failure }) => {
                    self.layers = layers;
                    return Err(failure);
                }
                Some(_) => {
                    return Err(Failure::new(Fault::Unavailable, "the child does not speak the protocol"));
                }
                None => {}
            }
            match self.pipes.written.recv().await {
                Some(Written::Stdout(bytes)) => self.lines.push(&bytes).map_err(no_child)?,
                Some(Written::Stderr(bytes)) => self.note(&bytes),
                None => {
                    let said = String::from_utf8_lossy(&self.errors).into_owned();
                    tracing::warn!(said, "the child of the sandbox ended before it was ready");
                    return Err(Failure::new(Fault::Unavailable, "the child ended before it was ready"));
                }
            }
        }
    }

    /// What the child wrote after its first line.
    pub(crate) fn take_rest(&mut self) -> Written {
        Written::Stdout(std::mem::take(&mut self.lines).into_rest().into())
    }

    /// Keeps the beginning of what the child itself says about a crash.
    pub(crate) fn note(&mut self, bytes: &[u8]) {
        const KEPT: usize = 4 * 1024;
        let room = KEPT.saturating_sub(self.errors.len());
        self.errors.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    /// Ends all processes of the run, and returns how the leader ended and its processor time in milliseconds.
    pub(crate) async fn end(&mut self) -> Result<(ExitStatus, u64), Failure> {
        let crashed =
            |error: std::io::Error| Failure::new(Fault::Crashed, format!("the child is lost: {error}"));
        self.group.kill();
        self.group.ended().await.map_err(crashed)?;
        let cpu_ms = self.group.cpu_ms();
        let status = self.group.reap().map_err(crashed)?;
        // No process can have left its group where the filter of system calls holds.
        if !self.layers.hold(Layer::Seccomp) {
            let mark = self.mark.clone();
            let swept = tokio::task::spawn_blocking(move || sweep(&mark)).await.unwrap_or_default();
            if swept > 0 {
                tracing::warn!(swept, "processes that had left their run were ended");
            }
        }
        Ok((status, cpu_ms))
    }

    /// The next that was written before the end of the run; none if that was all.
    pub(crate) async fn left_over(&mut self) -> Option<Written> {
        time::timeout(DRAIN, self.pipes.written.recv()).await.ok().flatten()
    }
}

/// A value as a line of the protocol.
pub(crate) fn line<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, Failure> {
    let mut line = serde_json::to_vec(value).map_err(|error| {
        Failure::new(Fault::Unavailable, format!("the run can't be written down: {error}"))
    })?;
    line.push(b'\n');
    Ok(line)
}
