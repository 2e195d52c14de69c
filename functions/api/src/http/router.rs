//! The router and the list of routes.

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    routing::{MethodRouter, get},
};
use http::StatusCode;

use super::{Problem, compression, console, docs, health, layer::OuterLayer, metrics, openapi};
use crate::{
    accounts, alerts, api_keys, batches, calendars, callbacks, destinations,
    dialect::{ats, tasktrack},
    executions, functions, hooks, monitors, pauses, reports, schedules,
    state::{Api, Setup},
    tasks, templates, transfer,
};

/// Builds the API as a service: for Lambda, for a single machine, and for tests.
pub fn router(setup: Setup) -> Router {
    let api = Arc::new(Api::from(setup));
    routes()
        .route("/openapi.json", get(openapi::serve::whole))
        .route("/openapi.v1.json", get(openapi::serve::v1))
        .route("/beadle.schema.json", get(openapi::serve::plan))
        .route("/", get(console::entrance))
        .route("/console", get(console::entrance))
        .route("/console/", get(console::page))
        .route("/console/{version}/{name}", get(console::file))
        .route("/docs", get(docs::page))
        .route("/docs/", get(docs::without_slash))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(OuterLayer(Arc::clone(&api)))
        // Around the layer that writes the bodies of problems.
        .layer(compression::layer())
        .with_state(api)
}

/// Builds the part of the API that streams, for a function that does nothing else.
pub fn event_streams(setup: Setup) -> Router {
    let api = Arc::new(Api::from(setup));
    Router::new()
        .route("/api/v1/executions/{id}/events", get(executions::events::of_one))
        .route("/api/v1/events", get(executions::events::of_all))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(OuterLayer(Arc::clone(&api)))
        .with_state(api)
}

/// Turns the list of routes into the router and, for tests, into the list of operations and their
/// descriptions. A path may have aliases.
macro_rules! routes {
    ($($path:literal $(| $alias:literal)*: $($method:ident $($handler:ident)::+),+;)+) => {
        fn routes() -> Router<Arc<Api>> {
            let mut router = Router::new();
            $(
                let handlers = MethodRouter::new()$(.$method($($handler)::+))+;
                $(router = router.route($alias, handlers.clone());)*
                router = router.route($path, handlers);
            )+
            router
        }

        /// A path, its aliases and its methods.
        #[cfg(test)]
        type Listed = (&'static str, &'static [&'static str], &'static [&'static str]);

        #[cfg(test)]
        const LISTED: &[Listed] = &[$(($path, &[$($alias),*], &[$(stringify!($method)),+])),+];

        /// The descriptions of all handlers.
        #[cfg(test)]
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($($($handler)::+),+),+))]
        pub(crate) struct Described;
    };
}

/// Path and method of every operation.
#[cfg(test)]
pub(crate) fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    LISTED.iter().flat_map(|(path, aliases, methods)| {
        let paths = std::iter::once(path).chain(*aliases);
        paths.flat_map(|path| methods.iter().map(|method| (*path, *method)))
    })
}

/// Paths and their aliases.
#[cfg(test)]
pub(crate) fn aliases() -> impl Iterator<Item = (&'static str, &'static str)> {
    LISTED.iter().flat_map(|(path, aliases, _)| aliases.iter().map(|alias| (*path, *alias)))
}

// Only a test generates the document, so that the deployed binary does not contain the generator.
routes! {
    "/api/v1/execute": post executions::execute::execute;
    "/api/v1/tasks/execute": post executions::execute::execute_at_tasks;
    "/api/v1/tasks": get tasks::list::list, post tasks::create::create;
    "/api/v1/tasks/{id}":
        get tasks::get::get, put tasks::update::set, patch tasks::update::patch, delete tasks::delete::delete;
    "/api/v1/tasks/{id}/execute": post tasks::execute::execute;
    "/api/v1/tasks/{id}/cancel": post tasks::cancel::cancel;
    "/api/v1/tasks/{id}/pause": post tasks::toggle::pause;
    "/api/v1/tasks/{id}/resume": post tasks::toggle::resume;
    "/api/v1/tasks/{id}/complete": post tasks::toggle::complete;
    "/api/v1/tasks/{id}/reopen": post tasks::toggle::reopen;
    "/api/v1/tasks/{id}/restore": post tasks::toggle::restore;
    "/api/v1/tasks/pause": post tasks::toggle_many::pause;
    "/api/v1/tasks/resume": post tasks::toggle_many::resume;
    "/api/v1/tasks/batch": post tasks::batch::create;
    "/api/v1/tasks/{id}/logs": get tasks::logs::logs;
    "/api/v1/tasks/{id}/calendar.ics": get tasks::calendar::one;
    "/api/v1/calendar.ics": get tasks::calendar::all;
    "/api/v1/tasks/{id}/graph": get tasks::graph::graph;
    "/api/v1/tasks/{id}/upcoming": get tasks::upcoming::upcoming;
    "/api/v1/tasks/{id}/executions": get tasks::executions::executions;
    "/api/v1/executions": get executions::list::list;
    "/api/v1/executions/{id}": get executions::get::get;
    "/api/v1/executions/counts": get executions::count::counts;
    "/api/v1/executions/histogram": get executions::count::histogram;
    "/api/v1/executions/batch": post executions::batch::execute;
    "/api/v1/executions/replay" | "/api/v1/executions/retry": post executions::replay::replay;
    "/api/v1/executions/cancel": post executions::cancel_many::cancel;
    "/api/v1/batches": get batches::list::list;
    "/api/v1/batches/{id}": get batches::get::get;
    "/api/v1/batches/{id}/close": post batches::close::close;
    "/api/v1/batches/{id}/cancel": post batches::cancel::cancel;
    "/api/v1/batches/{id}/replay": post batches::replay::replay;
    "/api/v1/batches/{id}/executions": get batches::executions::executions;
    "/api/v1/executions/{id}/logs": get executions::logs::logs;
    "/api/v1/executions/{id}/explain": get executions::explain::explain;
    "/api/v1/executions/{id}/events": get executions::events::of_one;
    "/api/v1/executions/{id}/cancel": post executions::cancel::cancel;
    "/api/v1/executions/{id}/retry": post executions::retry::retry;
    "/api/v1/executions/{id}/skip": post executions::skip::skip;
    "/api/v1/order-keys": get executions::order_keys::list;
    "/api/v1/executions/{id}/complete": post callbacks::report::complete;
    "/api/v1/executions/{id}/fail": post callbacks::report::fail;
    "/api/v1/executions/{id}/heartbeat": post callbacks::report::heartbeat;
    "/cb/{token}": get callbacks::page::page, post callbacks::report::call_back;
    "/cb/{token}/fail": post callbacks::report::call_back_failed;
    "/cb/{token}/heartbeat": post callbacks::report::call_back_alive;
    "/hooks/{id}": post hooks::deliver::deliver;
    "/ping/{token}": get monitors::ping::ping_by_get, post monitors::ping::ping;
    "/ping/{token}/{signal}": get monitors::ping::signal_by_get, post monitors::ping::signal_by_post;
    "/api/v1/tasks/{id}/monitor": get monitors::get::get;
    "/api/v1/alerts": get alerts::get::get, put alerts::set::set;
    "/api/v1/alerts/state": get alerts::state::state;
    "/api/v1/configs": get destinations::list::list, post destinations::create::create;
    "/api/v1/configs/{id}":
        get destinations::get::get,
        put destinations::update::set,
        patch destinations::update::patch,
        delete destinations::delete::delete;
    "/api/v1/configs/{id}/gate": get destinations::gate::gate;
    "/api/v1/configs/{id}/gate/reset": post destinations::gate::reset;
    "/api/v1/configs/{id}/pause": post pauses::config::pause;
    "/api/v1/configs/{id}/resume": post pauses::config::resume;
    "/api/v1/api-keys": get api_keys::list::list, post api_keys::create::create;
    "/api/v1/api-keys/{id}": delete api_keys::delete::delete;
    "/api/tasks": get ats::list::list, post ats::create::create;
    "/api/tasks/{id}":
        get ats::get::get, put ats::update::update, delete ats::delete::delete;
    "/api/tasks/stats": get ats::stats::stats;
    "/api/tasks/{id}/execute": post ats::execute::execute;
    "/api/tasks/{id}/logs": get ats::logs::logs;
    "/api/task" | "/task": get tasktrack::list::list, post tasktrack::create::create;
    "/api/task/{id}" | "/task/{id}":
        get tasktrack::get::get, patch tasktrack::update::update, delete tasktrack::delete::delete;
    "/api/v1/events": get executions::events::of_all, post accounts::events::receive;
    "/api/v1/analytics": get reports::analytics::analytics;
    "/api/v1/stats": get reports::analytics::stats;
    "/api/v1/audit": get reports::audit::list;
    "/api/v1/tasks/from-template": post tasks::from_template::create;
    "/api/v1/templates": get templates::list::list, post templates::create::create;
    "/api/v1/templates/{id}":
        get templates::get::get, put templates::update::set, delete templates::delete::delete;
    "/api/v1/calendars": get calendars::list::list;
    "/api/v1/calendars/{name}":
        put calendars::write::write, get calendars::get::get, delete calendars::delete::delete;
    "/api/v1/functions": get functions::list::list;
    "/api/v1/functions/{name}":
        put functions::upload::upload, get functions::get::get, delete functions::delete::delete;
    "/api/v1/functions/{name}/current": put functions::current::set;
    "/api/v1/functions/{name}/versions/{version}": get functions::version::version;
    "/api/v1/functions/{name}/test": post functions::test::test;
    "/api/v1/export": get transfer::export::export;
    "/api/v1/import": post transfer::import::import;
    "/api/v1/account": get accounts::get::get;
    "/api/v1/limits": get accounts::get::limits;
    "/api/v1/accounts/{id}": put accounts::set::set;
    "/api/v1/accounts/{id}/credits": post accounts::top_up::top_up;
    "/api/v1/accounts/{id}/pause": post pauses::account::pause;
    "/api/v1/accounts/{id}/resume": post pauses::account::resume;
    "/api/v1/service": get pauses::service::get;
    "/api/v1/service/pause": post pauses::service::pause;
    "/api/v1/service/resume": post pauses::service::resume;
    "/api/v1/schedules/preview": post schedules::preview::preview;
    "/health": get health::health;
    "/health/detailed": get health::detailed;
    "/metrics": get metrics::metrics;
}

async fn not_found(request: Request) -> Problem {
    nothing_at(request.uri().path())
}

/// The problem of a path that leads nowhere.
pub(super) fn nothing_at(path: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no_such_route", "There is nothing at this path")
        .member("path", callbacks::without_token(path))
}

async fn method_not_allowed(request: Request) -> Problem {
    let detail = "This path does not take this method; the Allow header lists those it takes";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
        .member("method", request.method().as_str())
}
