//! Spans over HTTP to a collector, in batches (OTLP 1.x, <https://opentelemetry.io/docs/specs/otlp/>).

use std::{fmt, time::SystemTime};

use beadle_domain::call::trace::{Span, SpanId, SpanKind, TraceId};
use jiff::Timestamp;
use opentelemetry::{
    InstrumentationScope, KeyValue,
    trace::{SpanContext, Status, TraceFlags, TraceState},
};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{BatchSpanProcessor, SpanData, SpanEvents, SpanLinks, SpanProcessor},
};

/// The path of spans below the address of a collector.
const PATH: &str = "v1/traces";

/// Sends spans to a collector. Those that can't be sent are tried again for a moment, then dropped and logged.
pub(super) struct Otlp {
    batches: BatchSpanProcessor,
}

impl Otlp {
    /// Sends the spans of `service` to the collector at `endpoint`.
    ///
    /// # Errors
    /// [`ExporterBuildError`] if that is no address.
    pub(super) fn to(endpoint: &str, service: &'static str) -> Result<Self, ExporterBuildError> {
        let address = format!("{}/{PATH}", endpoint.trim_end_matches('/'));
        let exporter = SpanExporter::builder().with_http().with_endpoint(address).build()?;
        let mut batches = BatchSpanProcessor::builder(exporter).build();
        batches.set_resource(&Resource::builder().with_service_name(service).build());
        Ok(Self { batches })
    }
}

impl super::Spans for Otlp {
    fn ended(&self, span: Span) {
        self.batches.on_end(data(span));
    }

    fn flush(&self) {
        if let Err(error) = self.batches.force_flush() {
            tracing::warn!(%error, "spans were not sent");
        }
    }
}

impl fmt::Debug for Otlp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Otlp").finish_non_exhaustive()
    }
}

/// A span as the exporter takes it. The name has few values, as its specification asks; what varies are attributes.
fn data(span: Span) -> SpanData {
    let (name, span_kind) = match span.kind {
        SpanKind::Execution => ("execution", opentelemetry::trace::SpanKind::Consumer),
        SpanKind::Attempt(_) => ("attempt", opentelemetry::trace::SpanKind::Client),
    };
    let mut attributes: Vec<KeyValue> =
        span.attributes.into_iter().map(|(name, value)| KeyValue::new(name, value)).collect();
    attributes.extend(span.failure.map(|code| KeyValue::new("error.type", code.as_str())));
    SpanData {
        span_context: SpanContext::new(
            trace_id(span.trace),
            span_id(span.id),
            TraceFlags::SAMPLED,
            false,
            TraceState::NONE,
        ),
        parent_span_id: span.parent.map_or(opentelemetry::trace::SpanId::INVALID, span_id),
        parent_span_is_remote: span.parent_is_remote,
        span_kind,
        name: format!("{name} {}", span.task_type.as_str()).into(),
        start_time: time(span.start),
        end_time: time(span.end),
        attributes,
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: span.failure.map_or(Status::Unset, |code| Status::error(code.as_str())),
        instrumentation_scope: InstrumentationScope::builder("beadle").build(),
    }
}

fn trace_id(id: TraceId) -> opentelemetry::trace::TraceId {
    opentelemetry::trace::TraceId::from_bytes(id.bytes())
}

fn span_id(id: SpanId) -> opentelemetry::trace::SpanId {
    opentelemetry::trace::SpanId::from_bytes(id.bytes())
}

fn time(at: Timestamp) -> SystemTime {
    at.into()
}
