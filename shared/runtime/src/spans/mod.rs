//! Where the spans of attempts and executions go: to a collector of OpenTelemetry, if one is named.

#[cfg(feature = "otlp")]
mod otlp;
#[cfg(feature = "otlp")]
#[cfg(test)]
mod tests;

use std::sync::Arc;

use beadle_domain::call::trace::Span;
use beadle_values::cause::Cause;
use url::Url;

use crate::env::Reader;

/// The base address of a collector (OpenTelemetry Protocol Exporter, "Endpoint URLs for OTLP/HTTP").
const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";

/// Takes spans.
pub trait Spans: Send + Sync {
    /// Takes a span that has ended. Does not wait, and drops it if too many are waiting to be sent.
    fn ended(&self, span: Span);

    /// Sends what has been taken; called at the end of each invocation, after which nothing runs.
    fn flush(&self);
}

/// Drops all spans.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSpans;

impl Spans for NoSpans {
    fn ended(&self, _span: Span) {}

    fn flush(&self) {}
}

/// The base address of a collector.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "otlp"), expect(dead_code, reason = "only the exporter reads it"))]
pub struct Collector(Url);

/// The exporter can't be built, such as without usable TLS.
#[derive(Debug, thiserror::Error)]
#[error("can't send spans to {ENDPOINT}")]
pub struct ExporterError(#[source] Cause);

/// The collector that `OTEL_EXPORTER_OTLP_ENDPOINT` names, if any. A build without the feature `otlp` rejects the variable.
pub fn collector(env: &mut Reader<'_>) -> Option<Collector> {
    let text = env.get(ENDPOINT)?;
    if !cfg!(feature = "otlp") {
        env.reject(ENDPOINT, "needs a build with the feature `otlp`");
    }
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Some(Collector(url)),
        _ => {
            env.reject(ENDPOINT, "must be an address such as http://localhost:4318");
            None
        }
    }
}

/// Sends the spans of `service` to `collector`; without one, they are dropped.
///
/// # Errors
/// [`ExporterError`].
#[cfg(feature = "otlp")]
pub fn exporter(
    collector: Option<&Collector>,
    service: &'static str,
) -> Result<Arc<dyn Spans>, ExporterError> {
    let Some(Collector(url)) = collector else { return Ok(Arc::new(NoSpans)) };
    let otlp = otlp::Otlp::to(url.as_str(), service).map_err(|error| ExporterError(Cause::of(error)))?;
    Ok(Arc::new(otlp))
}

/// Drops all spans: this build can't send any.
///
/// # Errors
/// None.
#[cfg(not(feature = "otlp"))]
pub fn exporter(_: Option<&Collector>, _: &'static str) -> Result<Arc<dyn Spans>, ExporterError> {
    Ok(Arc::new(NoSpans))
}
