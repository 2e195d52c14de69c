//! The other side of a task of type `wait`: takes the request that starts a job, does it, and reports its end.

use std::{
    collections::HashSet,
    error::Error as StdError,
    fmt::Display,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{Beadle, Callback, Error, types::JobReport};

/// The header of the starting request that holds `${callback.url}`, in lower case.
pub const CALLBACK_HEADER: &str = "beadle-callback";

/// The pause between two signs of life.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A job that was started.
#[derive(Clone)]
pub struct Job {
    /// The body of the request that started it.
    pub input: Value,
    /// Cancelled when nobody waits for the job any more.
    pub stopped: CancellationToken,
    callback: Callback,
    progress: Arc<Mutex<Value>>,
}

/// What a job comes to: its result, or why it failed.
pub type Work = Pin<Box<dyn Future<Output = Result<Value, Box<dyn StdError + Send + Sync>>> + Send>>;

/// Takes jobs.
pub struct Receiver {
    beadle: Beadle,
    work: Arc<dyn Fn(Job) -> Work + Send + Sync>,
    token: Option<String>,
    heartbeat: Duration,
    running: Arc<Mutex<HashSet<String>>>,
    jobs: TaskTracker,
}

impl Job {
    /// What identifies it: the same when it is started again by mistake.
    pub fn id(&self) -> String {
        format!("{}.{}", self.callback.execution_id(), self.callback.attempt())
    }

    /// The execution that waits for it.
    pub fn execution_id(&self) -> &str {
        self.callback.execution_id()
    }

    /// Reports progress: `types::HeartbeatRequest`, or JSON of its form.
    pub async fn heartbeat(&self, progress: &Value) {
        progress.clone_into(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner));
        self.sign_of_life().await;
    }

    /// Of two reports within ten seconds the first one is stored, so that progress is told again each time.
    async fn sign_of_life(&self) {
        let progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.note(self.callback.heartbeat(&progress).await);
    }

    fn note(&self, reported: Result<JobReport, Error>) {
        match reported {
            Ok(report) if report.cancel_requested.flatten() == Some(true) => self.stopped.cancel(),
            Ok(_) => {}
            Err(error) if error.is_gone() => self.stopped.cancel(),
            Err(error) => tracing::warn!(job.id = self.id(), error = %error, "a job could not report"),
        }
    }
}

impl Receiver {
    /// Takes jobs of executions of `beadle`, and does them by `work`.
    pub fn new(beadle: Beadle, work: impl Fn(Job) -> Work + Send + Sync + 'static) -> Self {
        let (work, jobs) = (Arc::new(work), TaskTracker::new());
        Self { beadle, work, token: None, heartbeat: HEARTBEAT, running: Arc::default(), jobs }
    }

    /// Refuses starts without this token as `Authorization: Bearer`.
    pub fn with_token(self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self }
    }

    /// Sends signs of life in this interval; 15 seconds otherwise.
    pub fn with_heartbeat(self, heartbeat: Duration) -> Self {
        Self { heartbeat, ..self }
    }

    /// Takes the request that starts a job, in a task of the runtime. Returns the status to respond with: 202 once the
    /// job has begun. `header` finds a header by its name in lower case.
    pub fn start<'a>(&self, header: impl Fn(&str) -> Option<&'a str>, body: &[u8]) -> StatusCode {
        if self.token.as_ref().is_some_and(|token| !is_bearer(header("authorization"), token)) {
            return StatusCode::UNAUTHORIZED;
        }
        let Ok(callback) = self.beadle.callback(header(CALLBACK_HEADER).unwrap_or_default()) else {
            return StatusCode::BAD_REQUEST;
        };
        let input = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(body) };
        let Ok(input) = input else { return StatusCode::BAD_REQUEST };
        let progress = Arc::new(Mutex::new(json!({})));
        let job = Job { input, stopped: CancellationToken::new(), callback, progress };
        if self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(job.id()) {
            let (work, running, heartbeat) =
                (Arc::clone(&self.work), Arc::clone(&self.running), self.heartbeat);
            self.jobs.spawn(async move {
                run(&job, work(job.clone()), heartbeat).await;
                running.lock().unwrap_or_else(PoisonError::into_inner).remove(&job.id());
            });
        }
        StatusCode::ACCEPTED
    }

    /// Waits until all jobs that have begun have ended.
    pub async fn idle(&self) {
        self.jobs.close();
        self.jobs.wait().await;
        self.jobs.reopen();
    }
}

/// Does a job, with signs of life meanwhile, and reports its end.
async fn run(job: &Job, mut work: Work, heartbeat: Duration) {
    let ended = loop {
        match tokio::time::timeout(heartbeat, &mut work).await {
            Ok(ended) => break ended,
            Err(_) => job.sign_of_life().await,
        }
    };
    job.note(match ended {
        Ok(result) => job.callback.complete(&result).await,
        Err(reason) => job.callback.fail(&failure(&*reason)).await,
    });
}

fn failure(reason: &(impl Display + ?Sized)) -> Value {
    json!({"error": reason.to_string()})
}

/// Compares digests, so that the time taken says nothing about the token.
fn is_bearer(authorization: Option<&str>, token: &str) -> bool {
    let expected = Sha256::digest(format!("Bearer {token}"));
    authorization.is_some_and(|given| Sha256::digest(given) == expected)
}
