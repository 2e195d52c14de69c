//! What surrounds every request: its id, the access log, a guard against panics, what other web sites and callers with a
//! limit are told, and the bodies of problems. One service,
//! since each of these needs what the others know.

mod access_log;
mod catch_panic;
mod cors;
mod quota;
mod refusals;
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
    response::Response,
};
use http::{HeaderValue, Uri};
use tower::{Layer, Service};
use tracing::Instrument;

pub use self::cors::Cors;
use self::{access_log::AccessLog, refusals::Refusals, request_id::RequestId};
pub(crate) use self::{access_log::Caller, quota::Quota};
use super::Problem;
use crate::{dialect::tasktrack, state::Api};

/// Surrounds the routes.
#[derive(Clone)]
pub(crate) struct Edge(pub(crate) Arc<Api>);

/// The routes with what surrounds them.
#[derive(Clone)]
pub(crate) struct EdgeService<S> {
    api: Arc<Api>,
    refusals: Arc<Refusals>,
    routes: S,
}

impl<S> Layer<S> for Edge {
    type Service = EdgeService<S>;

    fn layer(&self, routes: S) -> EdgeService<S> {
        EdgeService { api: Arc::clone(&self.0), refusals: Arc::default(), routes }
    }
}

impl<S> Service<Request> for EdgeService<S>
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
        let caller = Caller::default();
        request.extensions_mut().insert(caller.clone());
        let log = AccessLog::begin(&request, &caller);
        let route = request.extensions().get::<MatchedPath>().cloned();
        let method = request.method().clone();
        let (api, refusals) = (Arc::clone(&self.api), Arc::clone(&self.refusals));
        let span = tracing::info_span!("request", request.id = id.as_str());
        let permission = self.api.cors.permission(request.headers());
        let preflight = self.api.cors.preflight(&request);
        let quota = Quota::begin(&mut request);
        let routed = catch_panic::guarded(self.routes.call(request));
        let surrounded = async move {
            let mut response = match preflight {
                Some(response) => response,
                None => routed.await,
            };
            if let Some(problem) = response.extensions().get::<Problem>().cloned() {
                refusals.note(&api, &problem, (&method, &uri, route.as_ref()), caller.get()).await;
            }
            quota.write(&mut response);
            permission.write(&mut response);
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
        let body = problem.body(uri.path(), id.as_str());
        response.headers_mut().insert(http::header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        *response.body_mut() = Body::from(body);
    }
}
