//! One run of a script, from its start to the end of its group.

use std::{collections::BTreeMap, path::PathBuf, process::ExitStatus, sync::Arc, time::Duration};

use std::os::unix::process::ExitStatusExt;
use tokio::time::{self, Instant, MissedTickBehavior};

use super::{
    Report, Supervisor,
    folder::Folder,
    launch::{Access, Running},
    output::Output,
};
use crate::{
    fault::{Failure, Fault},
    limits::ProcessLimits,
    log::{Log, PERIOD},
    protocol::{Exec, Usage, Work},
    script::{NETWORK, SEARCH_PATH, SYSTEM, ScriptRun},
};

/// How often the size of the folder is looked at.
const WATCH: Duration = Duration::from_millis(200);

/// The longest input that is also in the environment, in bytes: the kernel takes no variable of more than 128 KiB.
const MAX_VARIABLE: usize = 96 * 1024;

/// Signals as Linux numbers them on every platform that we build for.
const SIGXCPU: i32 = 24;
const SIGXFSZ: i32 = 25;

impl Supervisor {
    /// Runs a script and returns what it came to. `log` gets its output while it runs. Dropping the future ends the script.
    pub async fn run_script(&self, run: &ScriptRun, log: &dyn Log) -> Report {
        let deadline = Instant::now() + run.timeout;
        match self.start_script(run, deadline).await {
            Ok((folder, running)) => follow(run, folder, running, deadline, log).await,
            Err(failure) => Report::failed(failure),
        }
    }

    async fn start_script(
        &self,
        run: &ScriptRun,
        deadline: Instant,
    ) -> Result<(Arc<Folder>, Running), Failure> {
        self.digests.verify(&run.command)?;
        let unavailable = |error: std::io::Error| {
            let base = self.settings.folder.display();
            Failure::new(Fault::Unavailable, format!("no folder can be made in {base}: {error}"))
        };
        let folder = Folder::fresh(&self.settings.folder).map_err(unavailable)?;
        let work = match &run.folder {
            None => folder.work(),
            Some(folder) => (run.command.working_folder(folder))
                .map_err(|refusal| Failure::new(Fault::CommandUnusable, refusal.to_string()))?,
        };
        let input = run.input.to_string();
        let exec = Exec {
            path: run.command.path.clone(),
            arguments: run.arguments.clone(),
            environment: environment(run, &folder, &input),
            folder: work,
        };
        let access = access(run, &folder);
        let limits = ProcessLimits::script(&run.limits);
        let mut running = self.launch(Work::Script(exec), access, limits, deadline).await?;
        running.pipes.send(input.into_bytes());
        running.pipes.close_input();
        Ok((Arc::new(folder), running))
    }
}

fn access(run: &ScriptRun, folder: &Folder) -> Access {
    let command = &run.command;
    let network: &[&str] = if command.network { NETWORK } else { &[] };
    let system = SYSTEM.iter().chain(network).map(PathBuf::from);
    let mut read: Vec<PathBuf> = system.chain(command.read.iter().cloned()).collect();
    read.push(command.path.clone());
    let mut write = vec![folder.root().to_owned(), PathBuf::from("/dev/null")];
    if command.writes_cwd { &mut write } else { &mut read }.extend(command.cwd.iter().cloned());
    let own = vec![folder.root().to_owned(), folder.home(), folder.scratch(), folder.work()];
    Access { own, read, write, network: command.network, user: command.user }
}

fn environment(run: &ScriptRun, folder: &Folder, input: &str) -> BTreeMap<String, String> {
    let mut environment = run.environment.clone();
    let mut set = |name: &str, value: String| environment.insert(name.to_owned(), value);
    set("PATH", SEARCH_PATH.to_owned());
    set("HOME", folder.home().display().to_string());
    set("TMPDIR", folder.scratch().display().to_string());
    if input.len() <= MAX_VARIABLE {
        set("BEADLE_INPUT", input.to_owned());
    }
    environment
}

/// Reads what the script writes until it ends, or has to.
async fn follow(
    run: &ScriptRun,
    // Dropped after `running`: a folder that processes still use can't be removed safely.
    folder: Arc<Folder>,
    mut running: Running,
    deadline: Instant,
    log: &dyn Log,
) -> Report {
    let mut output = Output::new(&run.limits);
    let mut stopped = output.take(&running.take_rest()).err();
    let mut watch = time::interval(WATCH);
    watch.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut is_open, mut logged) = (true, Instant::now());
    while stopped.is_none() {
        tokio::select! {
            written = running.pipes.written.recv(), if is_open => match written {
                Some(written) => stopped = output.take(&written).err(),
                None => is_open = false,
            },
            _ = running.group.ended() => break,
            () = time::sleep_until(deadline) => stopped = Some(late(run)),
            _ = watch.tick() => {
                stopped = is_full(run, &folder).await;
                if logged.elapsed() >= PERIOD && let Some(lines) = output.untaken() {
                    // A log that is slow must not keep the script beyond its deadline.
                    let _ = time::timeout_at(deadline, log.take(lines)).await;
                    logged = Instant::now();
                }
            }
        }
    }
    let ended = running.end().await;
    while let Some(written) = running.left_over().await {
        if let Err(failure) = output.take(&written) {
            stopped.get_or_insert(failure);
            break;
        }
    }
    output.finish();
    if stopped.is_none() {
        stopped = is_full(run, &folder).await;
    }
    if let Some(lines) = output.untaken() {
        log.take(lines).await;
    }
    let cpu_ms = ended.as_ref().map_or(0, |(_, cpu_ms)| *cpu_ms);
    let outcome = match (stopped, ended) {
        (Some(failure), _) | (None, Err(failure)) => Err(failure),
        (None, Ok((status, _))) if status.success() => output.result(),
        (None, Ok((status, _))) => Err(unsuccessful(run, status, output.last_error())),
    };
    // Removing a large folder takes time, and must not be left undone.
    let _ = tokio::task::spawn_blocking(move || drop(folder)).await;
    Report { outcome, log: output.into_log(), usage: Usage { cpu_ms, memory: 0 }, layers: running.layers }
}

async fn is_full(run: &ScriptRun, folder: &Arc<Folder>) -> Option<Failure> {
    let (folder, most) = (folder.clone(), run.limits.disk);
    let is_over = tokio::task::spawn_blocking(move || folder.is_over(most)).await.unwrap_or_default();
    is_over.then(|| {
        Failure::new(
            Fault::DiskLimit,
            format!("the script wrote more than {most} bytes or 50000 files to its folder"),
        )
    })
}

fn late(run: &ScriptRun) -> Failure {
    Failure::new(Fault::Timeout, format!("the script did not end within {} ms", run.timeout.as_millis()))
}

fn unsuccessful(run: &ScriptRun, status: ExitStatus, said: Option<&str>) -> Failure {
    let said = said.map(|said| format!(": {said}")).unwrap_or_default();
    match (status.code(), status.signal()) {
        (Some(code), _) => {
            let mut failure =
                Failure::new(Fault::ScriptExit, format!("the script exited with status {code}{said}"));
            failure.exit = Some(code);
            failure.retryable = !run.final_statuses.contains(&code);
            failure
        }
        (None, Some(SIGXCPU)) => {
            let most = run.limits.cpu.as_secs();
            Failure::new(Fault::CpuLimit, format!("the script used more than {most} s of processor time"))
        }
        (None, Some(SIGXFSZ)) => {
            let most = run.limits.file;
            Failure::new(Fault::DiskLimit, format!("the script wrote a file of more than {most} bytes"))
        }
        (None, signal) => {
            let signal = signal.unwrap_or_default();
            Failure::new(Fault::ScriptSignal, format!("signal {signal} ended the script{said}"))
        }
    }
}
