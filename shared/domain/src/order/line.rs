//! The line of an order key.

use beadle_values::id::{OrderLineId, OwnerId};

use super::OnOrderFailure;
use crate::execution::{Execution, Status};

/// The line of an owner's order key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderLine {
    /// The owner.
    pub owner: OwnerId,
    /// The key.
    pub key: String,
}

impl OrderLine {
    /// Its id.
    pub fn id(&self) -> OrderLineId {
        OrderLineId::of(&self.owner, &self.key)
    }
}

/// Whether `first`, the first of a line, keeps those behind it from running: until it has ended, and then if it failed and
/// blocks its key.
pub fn holds_line(first: &Execution) -> bool {
    match first.status() {
        Status::Failed => {
            first.request.order.as_ref().is_some_and(|order| order.on_failure == OnOrderFailure::Block)
        }
        status => !status.is_final(),
    }
}

/// Why an execution does not run, of whose line `first` is the first: a sentence for the caller.
pub fn why_behind(first: &Execution) -> String {
    let id = first.id();
    match first.status() {
        Status::Failed => format!("{id} failed and blocks its order key until it is retried or skipped"),
        _ => format!("{id}, which was accepted before with the same order key, has not ended"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::{
        execution::{CancelReason, Failure, FailureCode, State},
        order::Order,
        specimen::{at, request},
    };

    fn first(on_failure: OnOrderFailure, state: State) -> Execution {
        let request = crate::execution::Request {
            order: Some(Order { key: "acme".to_owned(), on_failure, fault: None }),
            ..request(&json!({"url": "https://a.example/"}))
        };
        let mut execution = Execution::new(request, at(0));
        execution.progress.state = state;
        execution
    }

    #[test]
    fn only_a_failure_outlasts_the_end_and_only_where_it_blocks() {
        use OnOrderFailure::{Block, Skip};
        let failed = || State::Failed { at: at(1), failure: Failure::new(FailureCode::Timeout, "late") };
        let cancelled = || State::Cancelled { at: at(1), reason: Some(CancelReason::Requested) };
        let retrying = || State::Retrying { attempt: 2, due: at(9) };
        let running = || State::Running { attempt: 1, since: at(0), lease_until: at(9) };
        let cases = [
            (Block, State::Pending { due: at(0) }, true),
            (Block, running(), true),
            (Skip, running(), true),
            (Skip, retrying(), true),
            (Block, failed(), true),
            (Skip, failed(), false),
            (Block, cancelled(), false),
            (Block, State::Completed { at: at(1) }, false),
        ];
        for (on_failure, state, expected) in cases {
            let shown = format!("{on_failure:?} {state:?}");
            assert_eq!(holds_line(&first(on_failure, state)), expected, "{shown}");
        }
    }

    #[test]
    fn a_line_belongs_to_one_owner_and_an_execution_with_a_fault_to_none() {
        let mut execution = first(OnOrderFailure::Block, State::Pending { due: at(0) });
        let line = execution.order_line().unwrap();
        assert_eq!(line.key, "acme");
        let other = OrderLine { owner: OwnerId::parse("someone-else").unwrap(), key: "acme".to_owned() };
        assert_ne!(line.id(), other.id());
        let request = Arc::make_mut(&mut execution.request);
        request.order.as_mut().unwrap().fault = Some("no tenant".to_owned());
        assert_eq!(execution.order_line(), None);
        Arc::make_mut(&mut execution.request).order = None;
        assert_eq!(execution.order_line(), None);
    }
}
