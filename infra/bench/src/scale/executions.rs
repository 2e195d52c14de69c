//! Single executions through a stack that keeps up: how long each takes, which the rates of the other model don't tell.
//!
//! A discrete-event simulation of a slice of the stack that takes 10,000 executions a second, with its share of environments,
//! batches at once, partitions and shards. A larger stack is many such slices; it waits less, since its slices help each other
//! out.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    fmt,
};

use fastrand::Rng;

use super::stack::{PARTITION, work};

/// Executions a second that arrive at the slice.
const RATE: f64 = 10_000.0;

/// The seconds that are simulated, and those at the beginning that are not counted.
const SECONDS: f64 = 40.0;
const WARM_UP: f64 = 10.0;

/// For how many seconds a partition lets writes through that it did not use before. DynamoDB says up to 300.
const BURST: f64 = 1.0;

/// The longest that the projector waits for a full batch, in seconds (`template.yaml`).
const WINDOW: f64 = 1.0;

/// How long destinations take to answer.
#[derive(Debug, Clone, Copy)]
pub enum Calls {
    /// All as long, in seconds.
    Alike(f64),
    /// As long on average, exponentially distributed: one in a hundred takes 4.6 times as long.
    Varied(f64),
}

impl Calls {
    fn sample(self, random: &mut Rng) -> f64 {
        match self {
            Self::Alike(seconds) => seconds,
            Self::Varied(mean) => -mean * (1.0 - random.f64()).ln(),
        }
    }

    /// How long the slowest of a full batch takes on average.
    fn slowest(self) -> f64 {
        match self {
            Self::Alike(seconds) => seconds,
            // The mean of the greatest of n exponentially distributed numbers is the nth harmonic number of means.
            Self::Varied(mean) => mean * (1..=10).map(|n| 1.0 / f64::from(n)).sum::<f64>(),
        }
    }
}

/// The slice, with `spare` times what the rate needs.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    /// Environments of the API.
    environments: u32,
    /// Batches of the queue at once.
    batches: u32,
    /// Partitions of the table, each a shard of the stream with two projectors at once.
    partitions: usize,
}

impl Slice {
    /// What takes `spare` times the rate if calls are like `calls`.
    pub fn of(calls: Calls, spare: f64) -> Self {
        let rate = RATE * spare;
        let batch = work::AROUND + calls.slowest();
        Self {
            environments: whole(rate * work::START),
            batches: whole(rate / work::BATCH * batch),
            partitions: whole(rate * work::WRITES / PARTITION) as usize,
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of a few thousand")]
fn whole(value: f64) -> u32 {
    value.ceil() as u32
}

/// What happens, at a time in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A request arrives.
    Arrives,
    /// Its message and its row are written.
    Started(Execution),
    /// The destination of an execution in this batch has answered.
    Answered(Execution, usize),
    /// The end of an execution is written.
    Ended(Execution, usize),
    /// A shard has waited for its batch to fill.
    Waited(usize),
    /// The projector has handled its batch of a shard.
    Projected(usize),
}

/// One execution: when it was asked for, and its partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Execution {
    asked: u64,
    partition: usize,
}

/// A shard of the stream.
#[derive(Debug, Clone, Default)]
struct Shard {
    /// Changes, each with the time at which it was written if it was an end.
    waiting: VecDeque<Option<u64>>,
    /// The batch that is being projected.
    taken: Vec<Option<u64>>,
    is_timed: bool,
}

/// What came of a run, in seconds.
#[derive(Debug, Default)]
pub struct Outcome {
    queued: Vec<f64>,
    ended: Vec<f64>,
    projected: Vec<f64>,
    refused: u32,
    /// What waits in the queue when the run is over.
    left: usize,
}

impl Outcome {
    /// Whether less than a second of work waits.
    fn keeps_up(&self) -> bool {
        (self.left as f64) < RATE
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.keeps_up() {
            return write!(f, "{} wait in the queue after {SECONDS:.0} s | | |", self.left);
        }
        for (column, seconds) in [&self.queued, &self.ended, &self.projected].into_iter().enumerate() {
            let mut sorted = seconds.clone();
            sorted.sort_by(f64::total_cmp);
            let at =
                |share: usize| sorted.get(sorted.len() * share / 1_000).map_or(f64::NAN, |one| one * 1_000.0);
            let between = if column == 0 { "" } else { " | " };
            write!(f, "{between}{:.0} / {:.0} / {:.0}", at(500), at(990), at(999))?;
        }
        write!(f, " | {}", self.refused)
    }
}

/// A run.
struct Run {
    calls: Calls,
    slice: Slice,
    random: Rng,
    now: u64,
    events: BinaryHeap<Reverse<(u64, Event)>>,
    starting: u32,
    queue: VecDeque<(u64, Execution)>,
    /// How many of each batch have not ended; a batch that has ended is used again.
    batches: Vec<usize>,
    free: Vec<usize>,
    /// Until when each partition has given its writes away.
    given: Vec<f64>,
    shards: Vec<Shard>,
    outcome: Outcome,
}

/// Simulates `slice` with calls like `calls`.
pub fn simulate(calls: Calls, slice: Slice) -> Outcome {
    let batches = slice.batches as usize;
    let mut run = Run {
        calls,
        slice,
        random: Rng::with_seed(1),
        now: 0,
        events: BinaryHeap::from([Reverse((0, Event::Arrives))]),
        starting: 0,
        queue: VecDeque::new(),
        batches: vec![0; batches],
        free: (0..batches).collect(),
        given: vec![0.0; slice.partitions],
        shards: vec![Shard::default(); slice.partitions * 2],
        outcome: Outcome::default(),
    };
    while let Some(Reverse((time, event))) = run.events.pop() {
        run.now = time;
        if seconds(time) >= SECONDS {
            break;
        }
        run.happens(event);
    }
    run.outcome.left = run.queue.len();
    run.outcome
}

impl Run {
    fn happens(&mut self, event: Event) {
        match event {
            Event::Arrives => self.arrives(),
            Event::Started(execution) => {
                self.starting -= 1;
                self.changed(execution.partition, None);
                self.queue.push_back((self.now, execution));
                self.poll();
            }
            Event::Answered(execution, batch) => {
                let wait = self.write(execution.partition);
                self.after(wait, Event::Ended(execution, batch));
            }
            Event::Ended(execution, batch) => self.ended(execution, batch),
            Event::Waited(shard) => {
                self.shards[shard].is_timed = false;
                self.project(shard, true);
            }
            Event::Projected(shard) => {
                for written in std::mem::take(&mut self.shards[shard].taken).into_iter().flatten() {
                    let lag = self.since(written);
                    self.outcome.projected.extend(self.counted().then_some(lag));
                }
                self.project(shard, false);
            }
        }
    }

    fn arrives(&mut self) {
        let next = Calls::Varied(1.0 / RATE).sample(&mut self.random);
        self.after(next, Event::Arrives);
        if self.starting == self.slice.environments {
            self.outcome.refused += u32::from(self.counted());
            return;
        }
        self.starting += 1;
        let partition = self.random.usize(..self.slice.partitions);
        let wait = self.write(partition);
        self.after(work::START + wait, Event::Started(Execution { asked: self.now, partition }));
    }

    /// Takes batches of the queue as long as there are pollers.
    fn poll(&mut self) {
        while !self.queue.is_empty()
            && let Some(batch) = self.free.pop()
        {
            let count = self.queue.len().min(work::BATCH as usize);
            self.batches[batch] = count;
            for (sent, execution) in self.queue.drain(..count).collect::<Vec<_>>() {
                let queued = self.since(sent);
                self.outcome.queued.extend(self.counted().then_some(queued));
                let claim = self.write(execution.partition);
                self.changed(execution.partition, None);
                let call = self.calls.sample(&mut self.random);
                self.after(claim + work::AROUND + call, Event::Answered(execution, batch));
            }
        }
    }

    fn ended(&mut self, execution: Execution, batch: usize) {
        let took = self.since(execution.asked);
        self.outcome.ended.extend(self.counted().then_some(took));
        self.changed(execution.partition, Some(self.now));
        self.batches[batch] -= 1;
        if self.batches[batch] == 0 {
            self.free.push(batch);
            self.poll();
        }
    }

    /// How long a write of a partition waits for its unit, in seconds.
    fn write(&mut self, partition: usize) -> f64 {
        let now = seconds(self.now);
        let given = &mut self.given[partition];
        *given = given.max(now - BURST) + 1.0 / PARTITION;
        (*given - now).max(0.0)
    }

    fn changed(&mut self, partition: usize, ended: Option<u64>) {
        let shard = partition * 2 + self.random.usize(..2);
        self.shards[shard].waiting.push_back(ended);
        self.project(shard, false);
    }

    /// Projects a batch of `shard` if none is being projected, and it is full or `has_waited`.
    fn project(&mut self, shard: usize, has_waited: bool) {
        let most = work::PROJECTED as usize;
        let Shard { waiting, taken, is_timed } = &mut self.shards[shard];
        if !taken.is_empty() || waiting.is_empty() {
            return;
        }
        if has_waited || waiting.len() >= most {
            taken.extend(waiting.drain(..waiting.len().min(most)));
            let takes = work::PROJECT * taken.len() as f64 / work::PROJECTED;
            self.after(takes, Event::Projected(shard));
        } else if !*is_timed {
            *is_timed = true;
            self.after(WINDOW, Event::Waited(shard));
        }
    }

    fn after(&mut self, wait: f64, event: Event) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds")]
        let wait = (wait * 1e9) as u64;
        self.events.push(Reverse((self.now + wait, event)));
    }

    fn since(&self, time: u64) -> f64 {
        seconds(self.now - time)
    }

    fn counted(&self) -> bool {
        seconds(self.now) >= WARM_UP
    }
}

#[expect(clippy::cast_precision_loss, reason = "a run of seconds")]
fn seconds(time: u64) -> f64 {
    time as f64 / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_needs_more_batches_at_once_than_its_mean() {
        let varied = Calls::Varied(work::CALL);
        let sized_by_mean = simulate(varied, Slice::of(Calls::Alike(work::CALL), 1.5));
        assert!(!sized_by_mean.keeps_up(), "{sized_by_mean}");
        let sized_by_slowest = simulate(varied, Slice::of(varied, 1.5));
        assert!(sized_by_slowest.keeps_up() && sized_by_slowest.refused == 0, "{sized_by_slowest}");
        assert!(sized_by_slowest.ended.len() > 250_000);
    }
}
