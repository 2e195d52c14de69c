//! Counts of executions by time and status.

use std::{collections::BTreeMap, time::Duration};

use beadle_values::{duration, names};
use jiff::Timestamp;

use crate::{
    execution::{Execution, Status},
    projection::{Counter, Hour, RollupCounters},
};

names! {
    /// The length of a bucket, in UTC.
    pub enum BucketLength, default Hour {
        /// A minute.
        Minute = "1m",
        /// An hour.
        Hour = "1h",
        /// 24 hours.
        Day = "1d",
    }
}

/// The most buckets of a histogram.
pub const MAX_BUCKETS: usize = 1_000;

impl BucketLength {
    /// The length.
    pub fn duration(self) -> Duration {
        match self {
            Self::Minute => Duration::from_secs(60),
            Self::Hour => Duration::from_secs(3_600),
            Self::Day => Duration::from_secs(86_400),
        }
    }

    /// How far a histogram goes back whose start is not stated.
    pub fn reach(self) -> Duration {
        match self {
            Self::Minute => Duration::from_secs(3_600),
            Self::Hour => Duration::from_secs(86_400),
            Self::Day => Duration::from_secs(30 * 86_400),
        }
    }

    /// The start of the bucket that `time` is in.
    pub fn start(self, time: Timestamp) -> Timestamp {
        let length = duration::millis(self.duration()).cast_signed();
        let start = time.as_millisecond().div_euclid(length).saturating_mul(length);
        Timestamp::from_millisecond(start).unwrap_or(time)
    }
}

/// The executions of a bucket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bucket {
    /// How many were requested in its time.
    pub started: u64,
    /// How many of each status there are.
    pub by_status: BTreeMap<Status, u64>,
}

impl Bucket {
    /// Adds an execution with this status as it is now, which was requested in the time of the bucket.
    fn add(&mut self, status: Status) {
        self.started += 1;
        *self.by_status.entry(status).or_default() += 1;
    }

    /// Adds the counters of an hour in which executions were requested or ended.
    fn add_hour(&mut self, counters: &RollupCounters) {
        self.started += counters.get(Counter::Started);
        let ends = [
            (Status::Completed, Counter::Completed),
            (Status::Failed, Counter::Failed),
            (Status::Cancelled, Counter::Cancelled),
        ];
        for (status, counter) in ends {
            let ended = counters.get(counter);
            if ended > 0 {
                *self.by_status.entry(status).or_default() += ended;
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.started += other.started;
        for (status, count) in &other.by_status {
            *self.by_status.entry(*status).or_default() += count;
        }
    }
}

/// A span of time in buckets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    /// `None` for one bucket over all of it.
    length: Option<BucketLength>,
    from: Timestamp,
    buckets: BTreeMap<Timestamp, Bucket>,
}

impl Histogram {
    /// The empty buckets from that of `from` on that begin before `to`; `None` if they are more than [`MAX_BUCKETS`].
    pub fn new(length: BucketLength, from: Timestamp, to: Timestamp) -> Option<Self> {
        let (mut buckets, mut start) = (BTreeMap::new(), length.start(from));
        while start < to {
            if buckets.len() == MAX_BUCKETS {
                return None;
            }
            buckets.insert(start, Bucket::default());
            start = duration::after(start, length.duration());
        }
        Some(Self { length: Some(length), from, buckets })
    }

    /// One empty bucket from `from` on.
    pub fn whole(from: Timestamp) -> Self {
        Self { length: None, from, buckets: BTreeMap::from([(from, Bucket::default())]) }
    }

    /// Adds an execution by the time at which it was requested. One outside of the span is not counted.
    pub fn add(&mut self, execution: &Execution) {
        if let Some(bucket) = self.bucket_at(execution.request.created_at) {
            bucket.add(execution.status());
        }
    }

    /// Adds the counters of hours, which are no longer than a bucket.
    pub fn add_hours(&mut self, hours: &[(Hour, RollupCounters)]) {
        for (hour, counters) in hours {
            if let Some(bucket) = self.bucket_at(hour.start()) {
                bucket.add_hour(counters);
            }
        }
    }

    fn bucket_at(&mut self, time: Timestamp) -> Option<&mut Bucket> {
        let start = self.length.map_or(self.from, |length| length.start(time));
        self.buckets.get_mut(&start)
    }

    /// The buckets in order, with their starts.
    pub fn buckets(&self) -> impl Iterator<Item = (Timestamp, &Bucket)> {
        self.buckets.iter().map(|(start, bucket)| (*start, bucket))
    }

    /// All buckets together.
    pub fn total(&self) -> Bucket {
        let mut total = Bucket::default();
        self.buckets.values().for_each(|bucket| total.merge(bucket));
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::specimen::{at, claimed, pending};

    fn requested(second: i64) -> Execution {
        let mut request = (*pending().request).clone();
        request.created_at = at(second);
        Execution::new(request, at(second))
    }

    /// The start of a bucket, how many were requested in it, and how many of each status there are.
    type Figures = (i64, u64, Vec<(Status, u64)>);

    fn figures(histogram: &Histogram) -> Vec<Figures> {
        let figures = |(start, bucket): (Timestamp, &Bucket)| {
            let by_status = bucket.by_status.iter().map(|(status, count)| (*status, *count)).collect();
            (start.as_second(), bucket.started, by_status)
        };
        histogram.buckets().map(figures).collect()
    }

    #[test]
    fn executions_count_when_they_were_requested_with_their_status_now() {
        let mut histogram = Histogram::new(BucketLength::Minute, at(61), at(180)).unwrap();
        for execution in
            [requested(59), requested(60), claimed(&requested(119), 500), requested(120), requested(180)]
        {
            histogram.add(&execution);
        }
        use Status::{Pending, Running};
        let expected = vec![(60, 2, vec![(Pending, 1), (Running, 1)]), (120, 1, vec![(Pending, 1)])];
        assert_eq!(figures(&histogram), expected);
        let total = histogram.total();
        assert_eq!((total.started, total.by_status[&Pending], total.by_status[&Running]), (3, 2, 1));
    }

    #[test]
    fn hours_add_up_to_days() {
        let mut counters = RollupCounters::default();
        counters.count(Counter::Started, 3);
        counters.count(Counter::Failed, 2);
        let hours: Vec<_> = [0, 23, 24, 50].map(|hour| (Hour(hour), counters.clone())).into();
        let mut histogram = Histogram::new(BucketLength::Day, at(0), at(2 * 86_400)).unwrap();
        histogram.add_hours(&hours);
        let failed = |count| vec![(Status::Failed, count)];
        assert_eq!(figures(&histogram), [(0, 6, failed(4)), (86_400, 3, failed(2))]);
    }

    #[test]
    fn a_whole_span_is_one_bucket() {
        let mut whole = Histogram::whole(at(0));
        for second in [0, 86_400, 86_400_000] {
            whole.add(&requested(second));
        }
        assert_eq!(figures(&whole), [(0, 3, vec![(Status::Pending, 3)])]);
    }

    #[test]
    fn a_histogram_has_so_many_buckets_at_most() {
        let minutes = |count: i64| Histogram::new(BucketLength::Minute, at(0), at(count * 60));
        assert_eq!(minutes(1_000).unwrap().buckets().count(), MAX_BUCKETS);
        assert_eq!(minutes(1_001), None);
        assert_eq!(minutes(0).unwrap().buckets().count(), 0);
    }
}
