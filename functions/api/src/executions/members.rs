//! The items of a batch of requests: read each, start those that can be read, and say what came of all of them.

use beadle_application::{Error, execution::Begun, execution::Member};
use beadle_domain::adhoc::AdHoc;
use beadle_values::{cause::Chain, violation::Path};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use super::response::ExecutionResponse;
use crate::{
    http::{IdempotencyKey, Problem, batch::BatchResults},
    state::Api,
};

/// Items in the order in which they were sent.
pub(crate) struct Members {
    /// Those that can be started.
    ready: Vec<Member>,
    /// For each item, why it can't be.
    refused: Vec<Option<Problem>>,
}

impl Members {
    /// Reads `items`, which were sent at `now` with `key`. The key of an item is derived from `scope` and its index, so a
    /// repeat finds its execution.
    pub(crate) fn read(items: &[Value], now: Timestamp, key: &IdempotencyKey, scope: &str) -> Self {
        let mut members =
            Self { ready: Vec::with_capacity(items.len()), refused: Vec::with_capacity(items.len()) };
        for (index, item) in items.iter().enumerate() {
            let read = AdHoc::parse(item, now, &Path::body()).map_err(Problem::from).and_then(|asked| {
                let key = key.clone().scoped(format!("{scope}/{index}"), &asked.asked(item))?;
                Ok((key, asked))
            });
            members.refused.push(match read {
                Ok(member) => {
                    members.ready.push(member);
                    None
                }
                Err(problem) => Some(problem),
            });
        }
        members
    }

    /// Takes those that can be started.
    pub(crate) fn take_ready(&mut self) -> Vec<Member> {
        std::mem::take(&mut self.ready)
    }

    /// The results of all items, of which `begun` are those that could be started.
    pub(crate) async fn results(self, api: &Api, begun: Vec<Result<Begun, Error>>) -> BatchResults {
        let started = begun.iter().filter_map(|begun| begun.as_ref().ok()).map(|begun| &begun.execution);
        let configs = match api.services.executions.configs_in_force(started).await {
            Ok(configs) => configs,
            Err(error) => {
                tracing::warn!(error = %Chain(&error), "failed to read the configs of executions");
                Default::default()
            }
        };
        let mut begun = begun.into_iter();
        let mut results = BatchResults::default();
        for problem in self.refused {
            let done = match problem {
                Some(problem) => Err(problem),
                None => match begun.next() {
                    Some(Ok(begun)) => {
                        serde_json::to_value(ExecutionResponse::of(&begun.execution, &configs))
                            .map_err(|_| Problem::internal())
                    }
                    Some(Err(error)) => Err(error.into()),
                    None => Err(Problem::internal()),
                },
            };
            results.add("execution", StatusCode::ACCEPTED, done);
        }
        results
    }
}
