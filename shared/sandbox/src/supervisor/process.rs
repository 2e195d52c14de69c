//! A child with all that it starts: one process group, ended together.

use std::{
    io,
    os::{fd::OwnedFd, unix::process::CommandExt},
    process::{Child, Command, ExitStatus},
    sync::mpsc,
    thread,
};

use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open};
use tokio::{io::unix::AsyncFd, sync::oneshot};

/// Starts children from one thread that lives as long as this: the kernel ends a child with the *thread* that started it.
#[derive(Debug, Clone)]
pub(crate) struct Spawner {
    orders: mpsc::Sender<Order>,
}

#[derive(Debug)]
struct Order {
    command: Command,
    reply: oneshot::Sender<io::Result<Child>>,
}

impl Spawner {
    pub(crate) fn new() -> io::Result<Self> {
        let (orders, taken) = mpsc::channel::<Order>();
        thread::Builder::new().name("sandbox".to_owned()).spawn(move || {
            for mut order in taken {
                // Who no longer waits gets no child: it would run on unseen.
                if let Err(Ok(mut child)) = order.reply.send(order.command.process_group(0).spawn()) {
                    end(&mut child);
                }
            }
        })?;
        Ok(Self { orders })
    }

    pub(crate) async fn start(&self, command: Command) -> io::Result<Group> {
        let (reply, started) = oneshot::channel();
        let gone = || io::Error::other("the thread that starts children is gone");
        self.orders.send(Order { command, reply }).map_err(|_| gone())?;
        Group::of(started.await.map_err(|_| gone())??)
    }
}

/// A started child as the leader of its group. Dropping it ends the group.
#[derive(Debug)]
pub(crate) struct Group {
    child: Child,
    leader: Pid,
    handle: AsyncFd<OwnedFd>,
    status: Option<ExitStatus>,
}

impl Group {
    fn of(mut child: Child) -> io::Result<Self> {
        let opened = Pid::from_raw(child.id().cast_signed())
            .ok_or_else(|| io::ErrorKind::InvalidInput.into())
            .and_then(|leader| Ok((leader, watched(pidfd_open(leader, PidfdFlags::NONBLOCK)?)?)));
        match opened {
            Ok((leader, handle)) => Ok(Self { child, leader, handle, status: None }),
            Err(error) => {
                end(&mut child);
                Err(error)
            }
        }
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Waits until the leader has ended. Its process id is not free before [`Self::reap`].
    pub(crate) async fn ended(&self) -> io::Result<()> {
        self.handle.readable().await.map(|_| ())
    }

    /// Kills every process of the group.
    pub(crate) fn kill(&self) {
        if self.status.is_none() {
            // None left: nothing to kill.
            let _ = kill_process_group(self.leader, Signal::KILL);
        }
    }

    /// Processor time of the leader and of the children that it waited for, in milliseconds. Only between its end and
    /// [`Self::reap`].
    pub(crate) fn cpu_ms(&self) -> u64 {
        let path = format!("/proc/{}/stat", self.leader.as_raw_nonzero());
        let stat = std::fs::read_to_string(path).unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks =
            after_name.split_whitespace().skip(11).take(4).filter_map(|field| field.parse::<u64>().ok());
        ticks.sum::<u64>().saturating_mul(1_000) / rustix::param::clock_ticks_per_second().max(1)
    }

    /// Kills what is left and returns how the leader ended.
    pub(crate) fn reap(&mut self) -> io::Result<ExitStatus> {
        if let Some(status) = self.status {
            return Ok(status);
        }
        self.kill();
        let status = self.child.wait()?;
        self.status = Some(status);
        Ok(status)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // A killed process ends at once, so this does not wait for long.
        let _ = self.reap();
    }
}

#[expect(deprecated, reason = "sound for an owned descriptor, which stays open as long as it is registered")]
fn watched(handle: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    AsyncFd::new(handle)
}

fn end(child: &mut Child) {
    if let Some(leader) = Pid::from_raw(child.id().cast_signed()) {
        let _ = kill_process_group(leader, Signal::KILL);
    }
    let _ = child.wait();
}
