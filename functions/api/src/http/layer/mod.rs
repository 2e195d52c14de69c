//! The outermost layer: request id, access log, panic guard, CORS and rate limit headers, audit of denied
//! requests, and the bodies of problems. It is one service because these parts share their data.

mod access_log;
mod catch_panic;
mod cors;
mod denials;
mod quota;
mod request_id;

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    body::Body,
    extract::{MatchedPath, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Uri};
use tower::{Layer, Service};
use tracing::Instrument;

pub use self::cors::Cors;
use self::{access_log::AccessLog, denials::Denials, request_id::RequestId};
pub(crate) use self::{access_log::CallerSlot, quota::QuotaSlot};
use super::{Problem, client::Client};
use crate::{callbacks, dialect::tasktrack, state::Api};

/// The layer around the routes.
#[derive(Clone)]
pub(crate) struct OuterLayer(pub(crate) Arc<Api>);

/// The service around the routes.
#[derive(Clone)]
pub(crate) struct OuterService<S> {
    api: Arc<Api>,
    denials: Arc<Denials>,
    routes: S,
}

impl<S> Layer<S> for OuterLayer {
    type Service = OuterService<S>;

    fn layer(&self, routes: S) -> OuterService<S> {
        OuterService { api: Arc::clone(&self.0), denials: Arc::default(), routes }
    }
}

impl<S> Service<Request> for OuterService<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.routes.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let id = RequestId::of(request.headers(), &self.api);
        let uri = request.uri().clone();
        let caller = CallerSlot::default();
        request.extensions_mut().insert(caller.clone());
        let log = AccessLog::begin(&request, &caller);
        let route = request.extensions().get::<MatchedPath>().cloned();
        let method = request.method().clone();
        let client = request.extensions().get::<Client>().copied();
        let (api, denials) = (Arc::clone(&self.api), Arc::clone(&self.denials));
        let span = tracing::info_span!("request", request.id = id.as_str());
        let tells_token = callbacks::is_path(uri.path());
        let permission = (!tells_token).then(|| self.api.cors.permission(request.headers()));
        let preflight = self.api.cors.preflight(&request).filter(|_| !tells_token);
        let quota = QuotaSlot::begin(&mut request);
        let routed = catch_panic::catch_panic(self.routes.call(request));
        let surrounded = async move {
            let mut response = match preflight {
                Some(response) => response,
                None => routed.await,
            };
            if let Some(problem) = response.extensions().get::<Problem>().cloned() {
                // One too many is not recorded, since whoever sends it could fill the audit trail.
                let unknown = client.filter(|_| problem.is_denial() && caller.get().is_none());
                match unknown.and_then(|client| api.limiter.deny(&client, api.now())) {
                    Some(too_many) => response = too_many.into_response(),
                    None => {
                        denials.record(&api, &problem, (&method, &uri, route.as_ref()), caller.get()).await;
                    }
                }
            }
            quota.write(&mut response);
            if let Some(permission) = permission {
                permission.write(&mut response);
            }
            if tells_token {
                callbacks::keep_to_itself(response.headers_mut());
            }
            write_problem(&mut response, &uri, &id);
            if let Some(log) = log {
                log.end(&response);
            }
            response.headers_mut().insert(request_id::HEADER, id.into_value());
            Ok(response)
        };
        Box::pin(surrounded.instrument(span))
    }
}

fn write_problem(response: &mut Response, uri: &Uri, id: &RequestId) {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let problem = if tasktrack::is_path(uri.path()) { problem.with_error() } else { problem };
        let body = problem.body(&callbacks::without_token(uri.path()), id.as_str());
        response.headers_mut().insert(http::header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        *response.body_mut() = Body::from(body);
    }
}
