//! What a run of W1 measured, and its medians and spreads over several runs.

use crate::latencies::Percentiles;

/// The results of W1 and of the latency measurement.
pub struct Figures {
    /// Tasks a second.
    pub per_second: f64,
    /// CPU seconds for a thousand tasks.
    pub cpu_per_1000: f64,
    /// Memory in MB.
    pub pss_mb: f64,
    /// From submission to arrival.
    pub latency: Percentiles,
}

impl Figures {
    /// The head of the table.
    pub fn head() -> String {
        format!(
            "{:<16} {:>20} {:>17} {:>17} {:>20} {:>8}",
            "system", "tasks/s", "p50 ms", "p99 ms", "CPU s per 1000", "PSS MB"
        )
    }

    /// The row of a system: the median of its `runs`, with the least and the most.
    pub fn row(name: &str, runs: &[Self]) -> String {
        let cell = |digits: usize, pick: fn(&Self) -> f64| {
            let [median, least, most] = spread(runs.iter().map(pick).collect());
            format!("{median:.digits$} ({least:.digits$}-{most:.digits$})")
        };
        let [memory, ..] = spread(runs.iter().map(|run| run.pss_mb).collect());
        format!(
            "{name:<16} {:>20} {:>17} {:>17} {:>20} {memory:>8.1}",
            cell(0, |run| run.per_second),
            cell(2, |run| run.latency.p50),
            cell(2, |run| run.latency.p99),
            cell(3, |run| run.cpu_per_1000),
        )
    }
}

/// By how much `of` does more than `to`, round by round because the speed of the machine drifts: the median, with the least and
/// the most.
pub fn ratio(of: &[Figures], to: &[Figures]) -> String {
    let ratios = of.iter().zip(to).map(|(of, to)| of.per_second / to.per_second);
    let [median, least, most] = spread(ratios.collect());
    format!("{median:.2} ({least:.2} to {most:.2})")
}

/// The median of `values`, with the least and the most, for a table.
pub fn cell(digits: usize, values: Vec<f64>) -> String {
    let [median, least, most] = spread(values);
    format!("{median:.digits$} ({least:.digits$}–{most:.digits$})")
}

/// The median, the least and the most; not a number if there is none.
pub fn spread(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    let found = [values.get(values.len() / 2), values.first(), values.last()];
    found.map(|value| value.copied().unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_has_the_middle_and_both_ends() {
        assert_eq!(spread(vec![3.0, 1.0, 2.0]), [2.0, 1.0, 3.0]);
        assert!(spread(Vec::new())[0].is_nan());
    }
}
