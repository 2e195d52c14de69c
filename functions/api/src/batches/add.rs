//! Add requests to a batch: the member `batch` of a batch of requests.

use axum::response::{IntoResponse, Response};
use beadle_domain::{access::Principal, batch::BatchDraft};
use beadle_values::violation::Path;
use serde_json::Value;

use super::response::BatchResponse;
use crate::{
    executions::{batch::SCOPE, members::Members},
    http::{IdempotencyKey, Problem},
    state::Api,
};

/// Adds `items`, which were sent with `key`, to the batch that `draft` describes, and responds with the result of each and
/// the batch.
pub(crate) async fn add(
    api: &Api,
    by: &Principal,
    key: &IdempotencyKey,
    draft: BatchDraft,
    items: &[Value],
) -> Result<Response, Problem> {
    let call = api.call(by);
    let close = draft.close;
    let opening = key.clone().scoped(SCOPE, &Value::Null)?;
    let path = Path::body().key("batch");
    let batch = api.services.batches.open(call.with_key(opening.as_ref()), draft, &path).await?;
    // A batch that takes the name of one that is no longer kept has executions of its own.
    let scope = format!("{SCOPE}/{}/{}", batch.id, batch.created_at.as_millisecond());
    let mut members = Members::read(items, call.now, key, &scope);
    let added = api.services.batches.add(call, &batch, members.take_ready()).await?;
    let results = members.results(api, added).await;
    let counted = match close && results.all_succeeded() {
        true => api.services.batches.close(call, batch.id).await?,
        false => api.services.batches.get(by, batch.id).await?,
    };
    let shown = serde_json::to_value(BatchResponse::of(&counted, call.now));
    Ok(results.with("batch", shown.map_err(|_| Problem::internal())?).into_response())
}
