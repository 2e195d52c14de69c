//! Counts of executions by time and status.

use beadle_domain::{
    access::Principal,
    analytics::{BucketLength, Histogram, histogram::MAX_BUCKETS},
    projection::Hour,
};
use beadle_values::{
    id::OwnerId,
    page::Cursor,
    violation::{Path, Violation},
};
use jiff::Timestamp;

use super::{ReportService, tally::tally};
use crate::{
    Call, Error, Operation,
    execution::ListOf,
    port::{ExecutionQuery, ExecutionScope},
};

/// Where counts come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The hourly sums of the projector: starts by the time of the request, ends by the time of the end.
    Rollups,
    /// The executions themselves, by the time of the request, with their statuses as they are now.
    Executions,
}

impl Source {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rollups => "rollups",
            Self::Executions => "executions",
        }
    }
}

/// A histogram of executions.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The counts.
    pub histogram: Histogram,
    /// Where they come from.
    pub source: Source,
    /// Where the next call goes on counting; `None` if all are counted.
    pub next: Option<Cursor>,
}

/// A span of time and its buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The start.
    pub from: Timestamp,
    /// The end, which is not part of it.
    pub to: Timestamp,
    /// The length of the buckets; `None` for one over all of it.
    pub length: Option<BucketLength>,
}

impl Span {
    /// Whether the hours of the projector add up to its buckets.
    fn is_of_whole_hours(&self) -> bool {
        let is_whole = |time: Timestamp| Hour::of(time).start() == time;
        self.length != Some(BucketLength::Minute) && is_whole(self.from) && is_whole(self.to)
    }
}

impl ReportService {
    /// Counts the executions of `of` that `query` selects in `span`. Those of an owner in whole hours, without any filter, are
    /// sums of the projector. All others are read, so many a call.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there are too many buckets, [`Error::TaskNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn count(
        &self,
        call: Call<'_>,
        of: ListOf,
        span: Span,
        query: impl Fn(ExecutionScope) -> ExecutionQuery + Send + Sync,
    ) -> Result<Counted, Error> {
        let Span { from, to, length } = span;
        let mut histogram = match length {
            Some(length) => Histogram::new(length, from, to).ok_or_else(too_many)?,
            None => Histogram::whole(from),
        };
        let owner = match &of {
            ListOf::Mine => Some(call.by.owner.clone()),
            ListOf::Owner(owner) => Some(owner.clone()),
            _ => None,
        };
        if let Some(owner) = owner.filter(|_| span.is_of_whole_hours()) {
            let probe = query(ExecutionScope::Owner(owner.clone()));
            let plain = ExecutionQuery::newest(probe.scope.clone(), probe.limit);
            if (ExecutionQuery { from: None, to: None, ..probe }) == plain {
                may_read(call.by, &owner)?;
                let hours = self.rollups.hours(&owner, Hour::of(from), Hour::of(to)).await?;
                histogram.add_hours(&hours);
                return Ok(Counted { histogram, source: Source::Rollups, next: None });
            }
        }
        let in_span = |scope| ExecutionQuery { from: Some(from), to: Some(to), ..query(scope) };
        let next =
            tally(&self.executions, call.by, &of, in_span, |execution| histogram.add(execution)).await?;
        Ok(Counted { histogram, source: Source::Executions, next })
    }
}

fn may_read(by: &Principal, owner: &OwnerId) -> Result<(), Error> {
    Operation::ReadExecution.check(by, owner, Error::Denied(Operation::ReadExecution))
}

fn too_many() -> Error {
    let message = format!("are more than {MAX_BUCKETS} buckets from there on");
    Violation::new(Path::of("query").key("from"), "out_of_range", message)
        .hint("a later `from`, an earlier `to` or longer buckets")
        .into()
}
