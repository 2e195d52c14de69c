//! Reports over executions. Those about all executions of an owner are computed from the hourly counters of the projector;
//! only what these do not tell apart is counted from executions.

pub mod histogram;
pub mod report;
pub mod sketch;

pub use self::{
    histogram::{Bucket, BucketLength, Histogram},
    report::{Day, Report, Window},
};
