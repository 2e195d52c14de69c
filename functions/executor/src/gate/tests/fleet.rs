//! The batches of a fleet that takes messages from a queue as Lambda does: a process takes up to ten, and the next ones when all
//! of them have ended.

use std::collections::{HashMap, VecDeque};

/// The messages of a batch.
const BATCH: usize = 10;

/// What the processes of a fleet have of a queue.
pub(super) struct Fleet {
    /// The messages that are due, with their deferrals.
    backlog: VecDeque<(usize, u32)>,
    /// Where executions are.
    process_of: HashMap<usize, usize>,
    /// How many executions each process has.
    left: Vec<usize>,
    /// Processes whose batches have ended, which have not taken others.
    idle: VecDeque<usize>,
    ended: Vec<usize>,
}

impl Fleet {
    pub(super) fn new(processes: usize) -> Self {
        Self {
            backlog: VecDeque::new(),
            process_of: HashMap::new(),
            left: vec![0; processes],
            idle: (0..processes).collect(),
            ended: Vec::new(),
        }
    }

    /// Whether a process has the execution.
    pub(super) fn has(&self, number: usize) -> bool {
        self.process_of.contains_key(&number)
    }

    pub(super) fn process_of(&self, number: usize) -> Option<usize> {
        self.process_of.get(&number).copied()
    }

    /// A message is due.
    pub(super) fn queue(&mut self, number: usize, hops: u32) {
        self.backlog.push_back((number, hops));
    }

    /// The execution is done, or its message put off.
    pub(super) fn leave(&mut self, number: usize) {
        let Some(process) = self.process_of.remove(&number) else { return };
        self.left[process] -= 1;
        if self.left[process] == 0 {
            self.ended.push(process);
        }
    }

    /// The processes whose batches have ended since the last look.
    pub(super) fn ended(&mut self) -> Vec<usize> {
        self.idle.extend(&self.ended);
        std::mem::take(&mut self.ended)
    }

    /// The executions of the batches that begin.
    pub(super) fn begin(&mut self) -> Vec<(usize, u32)> {
        let mut begun = Vec::new();
        while !self.backlog.is_empty()
            && let Some(process) = self.idle.pop_front()
        {
            let batch: Vec<_> = self.backlog.drain(..self.backlog.len().min(BATCH)).collect();
            self.left[process] = batch.len();
            self.process_of.extend(batch.iter().map(|(number, _)| (*number, process)));
            begun.extend(batch);
        }
        begun
    }
}
