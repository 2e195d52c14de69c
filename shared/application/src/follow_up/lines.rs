//! Handing on the lines of order keys. It follows from the end of an execution, whoever wrote it: the runner, a request to
//! cancel, or the end of an execution whose messages could not be handled.

use std::collections::HashSet;

use beadle_domain::projection::{ChangeRecord, ExecutionFacts};
use beadle_values::cause::Chain;

use super::FollowUpService;
use crate::{order, port::StoreError};

impl FollowUpService {
    /// Lets the next of each line begin in which one of `records` ended. Costs nothing for those without an order key.
    pub(super) async fn hand_lines_on(&self, records: &[ChangeRecord]) -> Result<(), StoreError> {
        let ended = records.iter().filter_map(ChangeRecord::ended);
        let lines: HashSet<_> = ended.filter_map(ExecutionFacts::order_line).collect();
        for line in lines {
            match order::pass_on(&*self.executions, &line, self.clock.now()).await {
                Err(error @ (StoreError::TooLarge(_) | StoreError::Corrupt(_))) => {
                    tracing::error!(order.line = %line.id(), error = %Chain(&error), "failed permanently to hand a line on");
                }
                passed => passed?,
            }
        }
        Ok(())
    }
}
