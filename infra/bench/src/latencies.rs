//! Percentiles of measured times.

use hdrhistogram::Histogram;

/// Percentiles in milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Percentiles {
    /// The median.
    pub p50: f64,
    /// The 99th percentile.
    pub p99: f64,
}

/// The percentiles of `microseconds`.
pub fn percentiles(microseconds: &[u64]) -> anyhow::Result<Percentiles> {
    let mut histogram = Histogram::<u64>::new(3)?;
    for value in microseconds {
        histogram.record(*value)?;
    }
    let at = |quantile: f64| {
        let microseconds = u32::try_from(histogram.value_at_quantile(quantile)).unwrap_or(u32::MAX);
        f64::from(microseconds) / 1_000.0
    };
    Ok(Percentiles { p50: at(0.50), p99: at(0.99) })
}
