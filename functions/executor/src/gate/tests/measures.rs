//! What the log of a simulated destination and the store say.

use super::simulation::Simulation;

impl Simulation {
    /// The most calls in any interval of this length.
    pub(super) fn most_calls_in(&self, window: i64) -> usize {
        let calls = &self.calls;
        let from = |start: usize| calls[start..].iter().take_while(|at| **at < calls[start] + window).count();
        (0..calls.len()).map(from).max().unwrap_or_default()
    }

    /// The lowest level of a bucket of this limit that each call takes a token from; below zero the limit was exceeded.
    pub(super) fn lowest_level(&self, rate: f64, burst: u32) -> f64 {
        let (mut level, mut lowest, mut before) = (f64::from(burst), f64::from(burst), 0);
        for at in &self.log {
            level = f64::from(burst).min(level + rate * (at - before) as f64 / 1e9) - 1.0;
            (lowest, before) = (lowest.min(level), *at);
        }
        lowest
    }

    /// Writes per execution, conflicting ones included.
    pub(super) fn writes_per_execution(&self) -> f64 {
        self.shared.with(|state| f64::from(state.writes + state.conflicts)) / self.hops.len() as f64
    }
}
