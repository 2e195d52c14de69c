//! A simulation of processes that handle executions.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
    time::Duration,
};

use beadle_application::port::Jitter as _;
use beadle_domain::{
    config::{Config, Profile},
    execution::Execution,
    gate::Verdict,
    task::Priority,
};
use jiff::Timestamp;

use super::{
    fleet::Fleet,
    world::{NANOSECONDS, Shared, T0, config, ms},
};
use crate::{
    gate::{GateAdmission, Gates, LocalWait, Pass, Reported},
    tests::world::execution,
};

/// A simulation: executions arrive at processes, are deferred and call a destination.
pub(super) struct Simulation {
    pub(super) shared: Shared,
    pub(super) processes: Vec<Gates>,
    pub(super) config: Config,
    /// Future events, soonest first: the time in nanoseconds, the execution and its number of deferrals.
    queue: BinaryHeap<Reverse<(i64, usize, u32)>>,
    /// What executions wait for in their processes, by its end and the execution, with their deferrals.
    waits: BTreeMap<(i64, usize), (u32, LocalWait)>,
    executions: Vec<Execution>,
    running: Vec<Running>,
    /// When calls reached the destination.
    pub(super) calls: Vec<i64>,
    /// The same in nanoseconds.
    pub(super) log: Vec<i64>,
    /// Whose calls these were.
    pub(super) order: Vec<usize>,
    /// Whether messages are put off in whole seconds, as by a queue, and come some time after that.
    pub(super) whole_seconds: bool,
    /// The most calls that were in flight at one time.
    pub(super) most_at_once: usize,
    pub(super) attempts: Vec<u32>,
    pub(super) done: usize,
    pub(super) deferrals: usize,
    /// The deferrals of each execution.
    pub(super) hops: Vec<u32>,
    /// The batches of the processes, if they take messages as Lambda does.
    pub(super) fleet: Option<Fleet>,
}

/// A call in flight.
struct Running {
    ends_at: i64,
    execution: usize,
    hops: u32,
    process: usize,
    pass: Pass,
    verdict: Verdict,
    took: Duration,
}

impl Simulation {
    /// Processes whose clocks differ by up to 75 ms.
    pub(super) fn new(processes: u128, profile: Profile) -> Self {
        Self::with_clocks(processes, profile, [0, 40, -35, 20])
    }

    /// Processes whose clocks are `ahead` of the time, in milliseconds.
    pub(super) fn with_clocks(processes: u128, profile: Profile, ahead: [i64; 4]) -> Self {
        let shared = Shared::simulated();
        let ahead = |number: u128| ahead[(number % 4) as usize];
        Self {
            processes: (1..=processes).map(|number| shared.process(number, ahead(number))).collect(),
            shared,
            config: config(profile),
            queue: BinaryHeap::new(),
            waits: BTreeMap::new(),
            hops: Vec::new(),
            executions: Vec::new(),
            running: Vec::new(),
            calls: Vec::new(),
            log: Vec::new(),
            order: Vec::new(),
            whole_seconds: false,
            most_at_once: 0,
            attempts: Vec::new(),
            done: 0,
            deferrals: 0,
            fleet: None,
        }
    }

    /// Processes that take batches from a queue, as Lambda does, which puts messages off in whole seconds.
    pub(super) fn of_fleet(processes: u128, profile: Profile) -> Self {
        let fleet = Some(Fleet::new(processes as usize));
        Self { fleet, whole_seconds: true, ..Self::with_clocks(processes, profile, [0; 4]) }
    }

    pub(super) fn arrive(&mut self, at: i64) {
        self.arrive_with(Priority::Medium, at);
    }

    pub(super) fn arrive_with(&mut self, priority: Priority, at: i64) {
        self.queue.push(Reverse((at * NANOSECONDS, self.executions.len(), 0)));
        self.executions.push(execution(|request| request.priority = priority));
        self.attempts.push(0);
        self.hops.push(0);
    }

    /// An execution with the input `tenant`.
    pub(super) fn arrive_for(&mut self, tenant: &str, at: i64) {
        self.arrive(at);
        let last = self.executions.last_mut().unwrap();
        *last = execution(|request| {
            request.input.insert("tenant".to_owned(), tenant.into());
        });
    }

    /// The input `tenant` of an execution.
    pub(super) fn key_of(&self, number: usize) -> &str {
        self.executions[number].request.input["tenant"].as_str().unwrap()
    }

    /// An execution.
    pub(super) fn execution(&self, number: usize) -> &Execution {
        &self.executions[number]
    }

    /// Runs until all executions are done. `answer` decides the result and duration of a call at a given
    /// time.
    pub(super) async fn run(&mut self, mut answer: impl FnMut(i64) -> (Verdict, i64)) {
        let mut tended = 0;
        for _ in 0..4_000_000 {
            let next_end = self.running.iter().map(|running| running.ends_at * NANOSECONDS).min();
            let next_start = self.queue.peek().map(|Reverse((at, ..))| *at);
            let next_wait = self.waits.first_key_value().map(|((at, _), _)| *at);
            let next_call = self.has_called().then(|| self.shared.nanoseconds());
            let events = [next_end, next_start, next_wait, next_call];
            let Some(next) = events.into_iter().flatten().min() else { return };
            self.shared.go_to_nanosecond(next.max(self.shared.nanoseconds()));
            let now = self.shared.now();
            // Between batches nothing runs in a sandbox.
            if now >= tended + 1_000 && self.fleet.is_none() {
                tended = now;
                for process in &self.processes {
                    process.tend().await;
                }
            }
            self.end_calls(now).await;
            self.start_calls(now, &mut answer).await;
        }
        panic!("the simulation does not end: {} of {} done", self.done, self.executions.len());
    }

    async fn end_calls(&mut self, now: i64) {
        let ended: Vec<_> = self.running.extract_if(.., |running| running.ends_at <= now).collect();
        for Running { execution: number, hops, process, pass, verdict, took, .. } in ended {
            match self.processes[process].report(&self.config, pass, verdict, took).await {
                Reported::Defer { due, .. } => self.defer(number, hops, due),
                Reported::Settle if verdict == Verdict::Healthy => {
                    self.attempts[number] += 1;
                    self.done += 1;
                    self.leave(number);
                }
                Reported::Settle => {
                    self.attempts[number] += 1;
                    self.queue.push(Reverse(((now + 1_000) * NANOSECONDS, number, hops)));
                }
            }
        }
    }

    /// All executions that are due at one time ask at once, each at its own process.
    async fn start_calls(&mut self, now: i64, answer: &mut impl FnMut(i64) -> (Verdict, i64)) {
        let mut due = Vec::new();
        while let Some(Reverse((at, number, hops))) = self.queue.peek().copied()
            && at <= self.shared.nanoseconds()
        {
            self.queue.pop();
            match &mut self.fleet {
                Some(fleet) if !fleet.has(number) => fleet.queue(number, hops),
                _ => due.push((number, hops, None)),
            }
        }
        self.take_batches().await;
        due.extend(self.end_waits());
        let asking = due.into_iter().map(|(number, hops, waited)| {
            let process = &self.processes[self.process_of(number, hops)];
            let admission = process.admit(&self.config, &self.executions[number], hops, waited);
            async move { (number, hops, admission.await) }
        });
        let admissions = futures_util::future::join_all(asking).await;
        for (number, hops, admission) in admissions {
            match admission.unwrap() {
                GateAdmission::Go(pass) => {
                    let process = self.process_of(number, hops);
                    let (verdict, took) = answer(now);
                    self.calls.push(now);
                    self.log.push(self.shared.nanoseconds());
                    self.order.push(number);
                    self.running.push(Running {
                        ends_at: now + took,
                        execution: number,
                        hops,
                        process,
                        pass,
                        verdict,
                        took: ms(took as u64),
                    });
                }
                GateAdmission::Wait(wait) => {
                    let until = self.shared.nanoseconds() + wait.length().as_nanos() as i64;
                    self.waits.insert((until, number), (hops, wait));
                }
                GateAdmission::Defer { due, .. } => self.defer(number, hops, due),
            }
        }
        self.most_at_once = self.most_at_once.max(self.running.len());
    }

    /// Whether a permit was passed on to an execution that waits for it.
    fn has_called(&self) -> bool {
        self.config.profile.concurrency.is_some() && self.waits.values().any(|(_, wait)| wait.is_called())
    }

    /// The executions that have waited in their processes.
    fn end_waits(&mut self) -> Vec<(usize, u32, Option<LocalWait>)> {
        let now = self.shared.nanoseconds();
        let last = if self.has_called() { (i64::MAX, usize::MAX) } else { (now, usize::MAX) };
        let over = self.waits.extract_if(..=last, |(at, _), (_, wait)| *at <= now || wait.is_called());
        over.map(|((_, number), (hops, wait))| (number, hops, Some(wait))).collect()
    }

    /// The process that handles an execution. A queue hands each message to another one.
    fn process_of(&self, number: usize, hops: u32) -> usize {
        if let Some(process) = self.fleet.as_ref().and_then(|fleet| fleet.process_of(number)) {
            return process;
        }
        let mixed = || (number * (hops as usize * 2 + 1)).wrapping_mul(2_654_435_761) >> 8;
        let message = if self.whole_seconds { mixed() } else { number };
        message % self.processes.len()
    }

    fn defer(&mut self, number: usize, hops: u32, due: Timestamp) {
        self.deferrals += 1;
        self.hops[number] += 1;
        let mut due = (due.as_millisecond() - T0).max(self.shared.now() + 1);
        if self.whole_seconds {
            let (delay, more) = (due - self.shared.now(), (self.shared.fraction() * 200.0) as i64);
            due = self.shared.now() + (delay as u64).div_ceil(1_000) as i64 * 1_000 + more;
        }
        self.queue.push(Reverse((due * NANOSECONDS, number, hops + 1)));
        self.leave(number);
    }

    /// An execution has left its batch.
    fn leave(&mut self, number: usize) {
        if let Some(fleet) = &mut self.fleet {
            fleet.leave(number);
        }
    }

    /// Ends the batches of which no execution is left, and begins new ones.
    async fn take_batches(&mut self) {
        let Some(fleet) = &mut self.fleet else { return };
        for process in fleet.ended() {
            self.processes[process].release_idle().await;
        }
        for (number, hops) in fleet.begin() {
            // An execution is claimed before it asks.
            let claimed = 5 + (self.shared.fraction() * 20.0) as i64;
            self.queue.push(Reverse(((self.shared.now() + claimed) * NANOSECONDS, number, hops)));
        }
    }
}
