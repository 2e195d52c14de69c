//! Keeps what a script or a function writes, and stores it while it runs.

use std::{
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::TakesOutput;
use beadle_domain::{
    call::Redactor,
    execution::{Execution, Output, OutputLine, OutputStream},
};
use beadle_values::id::ExecutionId;
use tokio::time::Instant;

use crate::Ports;

/// How often the output is stored at most, at first and after [`FREQUENT`] writes.
const PERIOD: Duration = Duration::from_secs(1);
const LATER_PERIOD: Duration = Duration::from_secs(10);
const FREQUENT: u32 = 60;

/// Takes the output of one attempt.
pub(super) struct Watch<'a> {
    ports: &'a Ports,
    id: ExecutionId,
    fence: u64,
    attempt: u32,
    redactor: &'a Redactor,
    taken: Mutex<Taken>,
}

struct Taken {
    output: Output,
    stored_at: Instant,
    writes: u32,
}

impl<'a> Watch<'a> {
    /// Takes the output of attempt `attempt` of `execution`, which is added to that of earlier attempts.
    pub(super) fn new(ports: &'a Ports, execution: &Execution, attempt: u32, redactor: &'a Redactor) -> Self {
        let output = execution.progress.output.clone();
        let taken = Mutex::new(Taken { output, stored_at: Instant::now(), writes: 0 });
        Self { ports, id: execution.id(), fence: execution.version(), attempt, redactor, taken }
    }

    /// All that was taken.
    pub(super) fn into_output(self) -> Output {
        mem::take(&mut self.lock().output)
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the lines; what is to be stored now, if anything is.
    fn add(&self, lines: Vec<(OutputStream, String)>) -> Option<Output> {
        let at = self.ports.clock.now();
        let mut taken = self.lock();
        for (stream, text) in lines {
            let text = self.redactor.text(&text).into_owned();
            taken.output.push(OutputLine { at, attempt: self.attempt, stream, text });
        }
        if taken.stored_at.elapsed() < pause_after(taken.writes) {
            return None;
        }
        taken.stored_at = Instant::now();
        taken.writes += 1;
        Some(taken.output.clone())
    }
}

/// How long the next write has to wait after so many.
fn pause_after(writes: u32) -> Duration {
    if writes < FREQUENT { PERIOD } else { LATER_PERIOD }
}

#[async_trait]
impl TakesOutput for Watch<'_> {
    /// What comes within the first second is stored with the outcome only.
    async fn take(&self, lines: Vec<(OutputStream, String)>) {
        let Some(output) = self.add(lines) else { return };
        if let Err(error) = self.ports.runs.note_output(self.id, self.fence, &output).await {
            tracing::warn!(execution.id = %self.id, %error, "failed to store the output of a run; it is stored with its end");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_of_output_costs_fewer_than_a_write_in_eight_seconds() {
        let mut time = Duration::ZERO;
        let writes = (0..).take_while(|writes| {
            time += pause_after(*writes);
            time <= Duration::from_secs(3_600)
        });
        assert_eq!(writes.count(), 60 + 354);
    }
}
