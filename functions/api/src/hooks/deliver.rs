//! Takes deliveries.

use std::sync::Arc;

use axum::{
    Json,
    extract::{FromRequest, Path, Request, State},
    response::{IntoResponse, Response},
};
use beadle_application::hook::{Delivered, HookError};
use beadle_domain::hook::SentDelivery;
use beadle_values::id::TaskId;
use http::{HeaderValue, StatusCode, header};

use super::response::Taken;
#[cfg(test)]
use super::response::{ChallengeResponse, DeliveryResponse};
use crate::{
    callbacks,
    http::{Problem, idempotent, raw_body},
    state::Api,
};

/// The largest body of a delivery, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// What a sender sends: headers that may be signed, and a body of any type.
pub(crate) struct RawDelivery(SentDelivery);

impl FromRequest<Arc<Api>> for RawDelivery {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Api>) -> Result<Self, Problem> {
        let headers = callbacks::signed_headers(request.headers());
        Ok(Self(SentDelivery { headers, body: raw_body(request, MAX_BYTES).await? }))
    }
}

/// Deliver a webhook
///
/// Starts the task with this id, whose `hook` says who may send: the body becomes the input of the execution, the members of
/// an object as they are, anything else as `payload`. The response comes once the execution is stored. A repeat, with the id that
/// the sender gave the delivery, starts nothing and has the same response.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/hooks/{id}",
    operation_id = "deliver_webhook",
    tag = "hooks",
    params(("id" = String, Path, description = "The id of the task")),
    request_body(content(
        (serde_json::Value = "application/json", example = json!({"action": "opened", "number": 7})),
        (String = "text/plain", example = json!("opened")),
        (String = "application/x-www-form-urlencoded", example = json!("action=opened&number=7")),
        (String = "application/octet-stream", example = json!("opened")),
    )),
    security(()),
    responses(
        (status = 200, description = "The challenge of Slack, in return", body = ChallengeResponse),
        (status = 202, description = "The delivery is taken, now or before", body = DeliveryResponse),
        (status = 401, description = "No hook of this id accepts the sender: there is none, or the signature is missing, too old or not made with its secret"),
        (status = 410, description = "The hook is turned off, or its task was deleted"),
        (status = 413, description = "The body is larger than 256 KB, or the input is too large to be stored"),
        (status = 429, description = "The hook has taken `max_per_minute` deliveries"),
    )
))]
pub(crate) async fn deliver(
    State(api): State<Arc<Api>>,
    id: Result<Path<String>, axum::extract::rejection::PathRejection>,
    RawDelivery(sent): RawDelivery,
) -> Result<Response, Problem> {
    let id: TaskId = id.ok().and_then(|Path(id)| id.parse().ok()).ok_or(HookError::Refused)?;
    let now = api.now();
    let hook = api.hooks.verify(id, &sent, now).await?;
    api.hook_limiter.take(&hook, now)?;
    let delivered = api.hooks.deliver(hook, sent, now).await?;
    if let Delivered::Filtered { id: delivery } = &delivered {
        tracing::info!(task.id = %id, delivery.id = delivery.as_deref(), "the filter of a hook left a delivery out");
    }
    Ok(match Taken::from(delivered) {
        Taken::Accepted(response, repeated) => {
            idempotent::mark_replayed((StatusCode::ACCEPTED, Json(response)).into_response(), repeated)
        }
        Taken::Challenged(response) => Json(response).into_response(),
    })
}

impl From<HookError> for Problem {
    fn from(error: HookError) -> Self {
        match error {
            HookError::Refused => {
                let detail = "No hook of this id accepts the sender: the signature is missing, too old or not made with the secret";
                // RFC 9110 section 11.6.1: each 401 names a scheme.
                let challenge = HeaderValue::from_static("Signature");
                Self::new(StatusCode::UNAUTHORIZED, "invalid_signature", detail)
                    .header(header::WWW_AUTHENTICATE, challenge)
            }
            HookError::Disabled => {
                let detail = "The hook takes no deliveries: it is turned off, or its task was deleted";
                Self::new(StatusCode::GONE, "hook_disabled", detail)
            }
            HookError::Store(error) => error.into(),
        }
    }
}
