//! Add requests to a batch: the member `batch` of a batch of requests.

use axum::response::{IntoResponse, Response};
use beadle_application::batch::Member;
use beadle_domain::{access::Principal, adhoc::AdHoc, batch::BatchDraft};
use beadle_values::violation::Path;
use http::StatusCode;
use serde_json::Value;

use super::response::BatchResponse;
use crate::{
    executions::response::ExecutionResponse,
    http::{IdempotencyKey, Problem, batch::BatchResults},
    state::Api,
};

/// Adds `items`, which were sent with `key`, to the batch that `draft` describes, and responds with the result of each and
/// the batch.
pub(crate) async fn add(
    api: &Api,
    by: &Principal,
    key: IdempotencyKey,
    draft: BatchDraft,
    items: &[Value],
) -> Result<Response, Problem> {
    let call = api.call(by);
    let close = draft.close;
    let opening = key.clone().scoped("executions/batch", &Value::Null)?;
    let path = Path::body().key("batch");
    let batch = api.services.batches.open(call.with_key(opening.as_ref()), draft, &path).await?;
    // A batch that takes the name of one that is no longer kept has executions of its own.
    let scope = format!("executions/batch/{}/{}", batch.id, batch.created_at.as_millisecond());
    let member = |(index, item): (usize, &Value)| -> Result<Member, Problem> {
        let asked = AdHoc::parse(item, call.now, &Path::body())?;
        let key = key.clone().scoped(format!("{scope}/{index}"), &asked.asked(item))?;
        Ok((key, asked))
    };
    let mut refused = Vec::with_capacity(items.len());
    let mut members = Vec::with_capacity(items.len());
    for read in items.iter().enumerate().map(member) {
        match read {
            Ok(member) => {
                members.push(member);
                refused.push(None);
            }
            Err(problem) => refused.push(Some(problem)),
        }
    }
    let added = api.services.batches.add(call, &batch, members).await?;
    let started = added.iter().filter_map(|begun| begun.as_ref().ok()).map(|begun| &begun.execution);
    let configs = api.services.executions.configs_in_force(started).await?;
    let mut added = added.into_iter();
    let mut results = BatchResults::default();
    for problem in refused {
        let done = match problem {
            Some(problem) => Err(problem),
            None => match added.next() {
                Some(Ok(begun)) => serde_json::to_value(ExecutionResponse::of(&begun.execution, &configs))
                    .map_err(|_| Problem::internal()),
                Some(Err(error)) => Err(error.into()),
                None => Err(Problem::internal()),
            },
        };
        results.add("execution", StatusCode::ACCEPTED, done);
    }
    let counted = match close && results.all_succeeded() {
        true => api.services.batches.close(call, batch.id).await?,
        false => api.services.batches.get(by, batch.id).await?,
    };
    let shown = serde_json::to_value(BatchResponse::of(&counted, call.now));
    Ok(results.with("batch", shown.map_err(|_| Problem::internal())?).into_response())
}
