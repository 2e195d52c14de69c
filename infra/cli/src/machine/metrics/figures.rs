//! The figures of the store as gauges.

use std::sync::atomic::AtomicU64;

use beadle_domain::execution::Status;
use beadle_embedded::Figures;
use beadle_values::duration;
use jiff::Timestamp;
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::ConstCounter, family::Family, gauge::Gauge},
    registry::{Registry, Unit},
};

use super::PREFIX;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct InState {
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfBreaker {
    destination: String,
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfTable {
    table: String,
}

/// A gauge of whole numbers for each set of labels.
type Gauges<L> = Family<L, Gauge<u64, AtomicU64>>;

/// The gauges of `figures`.
pub(super) fn registry(figures: &Figures) -> Registry {
    let mut registry = Registry::with_prefix(PREFIX);
    executions(&mut registry, figures);
    projector(&mut registry, figures);
    store(&mut registry, figures);
    registry
}

fn executions(registry: &mut Registry, figures: &Figures) {
    let unended = Gauges::default();
    for status in Status::ALL.into_iter().filter(|status| !status.is_final()) {
        let count = figures.unended.get(&status).copied().unwrap_or_default();
        unended.get_or_create(&InState { status: status.as_str() }).set(count);
    }
    registry.register("unended_executions", "Executions that have not ended, by state", unended);
    seconds(
        registry,
        "backlog_age",
        "How long the oldest due execution has waited",
        age(figures, figures.oldest_due),
    );
    whole(registry, "dead_letters", "Messages that could not be handled", figures.dead_letters);
    let breakers = Gauges::default();
    for (config, state) in &figures.breakers {
        let labels = OfBreaker { destination: config.to_string(), state: state.as_str() };
        breakers.get_or_create(&labels).set(1);
    }
    registry.register("circuit_breaker", "The state of each circuit breaker that ever opened", breakers);
}

fn projector(registry: &mut Registry, figures: &Figures) {
    seconds(
        registry,
        "projector_lag",
        "Age of the oldest change that is not projected",
        age(figures, figures.oldest_change),
    );
    whole(registry, "unprojected_changes", "Changes that are not projected", figures.unprojected);
}

fn store(registry: &mut Registry, figures: &Figures) {
    bytes(registry, "store_size", "The pages of the store's file", figures.file.bytes);
    bytes(registry, "store_free", "Those that hold nothing", figures.file.free_bytes);
    bytes(registry, "store_log_size", "The store's write-ahead log", figures.log_bytes);
    let unreadable = Gauges::default();
    for (table, rows) in &figures.set_aside {
        unreadable.get_or_create(&OfTable { table: table.clone() }).set(*rows);
    }
    registry.register("set_aside_rows", "Rows that can't be read, by table", unreadable);
    let failed = |failed| ConstCounter::new(failed);
    registry.register("store_failed_writes", "Groups of writes that failed", failed(figures.failed_writes));
    registry.register(
        "store_failed_reads",
        "Reads of an unreadable part of the file",
        failed(figures.failed_reads),
    );
}

/// How long ago `since` was when the figures were taken, in seconds; 0 if there is none.
fn age(figures: &Figures, since: Option<Timestamp>) -> f64 {
    since.map_or(0.0, |since| duration::between(since, figures.at).as_secs_f64())
}

fn seconds(registry: &mut Registry, name: &str, help: &str, value: f64) {
    let gauge: Gauge<f64, AtomicU64> = Gauge::default();
    gauge.set(value);
    registry.register_with_unit(name, help, Unit::Seconds, gauge);
}

fn bytes(registry: &mut Registry, name: &str, help: &str, value: u64) {
    registry.register_with_unit(name, help, Unit::Bytes, gauge(value));
}

fn whole(registry: &mut Registry, name: &str, help: &str, value: u64) {
    registry.register(name, help, gauge(value));
}

fn gauge(value: u64) -> Gauge<u64, AtomicU64> {
    let gauge: Gauge<u64, AtomicU64> = Gauge::default();
    gauge.set(value);
    gauge
}
