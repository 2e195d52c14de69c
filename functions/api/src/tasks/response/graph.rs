//! Response about the dependency graph of a task.

use beadle_application::task::TaskGraph;
use beadle_domain::{
    execution::Status,
    task::{LastEnd, SavedTask, TaskStatus},
};
use beadle_values::id::{ExecutionId, TaskId};
use jiff::Timestamp;
use serde::Serialize;

/// The dependency graph of a task.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = TaskGraph))]
pub(crate) struct GraphResponse<'a> {
    /// Tasks, including the requested one.
    nodes: Vec<GraphNode<'a>>,
    /// Dependencies between them.
    edges: Vec<GraphEdge>,
    /// Whether there may be more tasks than the 1,000 that were read.
    truncated: bool,
}

/// A task in a graph.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct GraphNode<'a> {
    /// Id.
    #[cfg_attr(test, schema(value_type = String))]
    id: TaskId,
    /// Name.
    name: &'a str,
    /// Whether it was deleted: what runs after it waits for ever.
    deleted: bool,
    /// Status: what the task is about to do or did last.
    status: TaskStatus,
    /// Its last ended execution; null if none has ended.
    last_end: Option<GraphEnd>,
}

/// The end of an execution.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct GraphEnd {
    /// Id of the execution.
    #[cfg_attr(test, schema(value_type = String))]
    execution_id: ExecutionId,
    /// Final status.
    status: Status,
    /// Time of the end.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    at: Timestamp,
}

/// A dependency between two tasks.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct GraphEdge {
    /// Id of the task that runs first.
    #[cfg_attr(test, schema(value_type = String))]
    from: TaskId,
    /// Id of the task that depends on it.
    #[cfg_attr(test, schema(value_type = String))]
    to: TaskId,
}

impl<'a> GraphResponse<'a> {
    /// Builds the response as of `now`.
    pub(crate) fn of(graph: &'a TaskGraph, now: Timestamp) -> Self {
        Self {
            nodes: graph.nodes.iter().map(|saved| GraphNode::of(saved, now)).collect(),
            edges: graph.edges.iter().map(|(from, to)| GraphEdge { from: *from, to: *to }).collect(),
            truncated: graph.truncated,
        }
    }
}

impl<'a> GraphNode<'a> {
    fn of(SavedTask { task, stats }: &'a SavedTask, now: Timestamp) -> Self {
        Self {
            id: task.id,
            name: &task.name,
            deleted: task.deleted_at.is_some(),
            status: TaskStatus::of(task, stats, now),
            last_end: stats.last_end.as_ref().map(GraphEnd::from),
        }
    }
}

impl From<&LastEnd> for GraphEnd {
    fn from(end: &LastEnd) -> Self {
        Self { execution_id: end.execution, status: end.status, at: end.at }
    }
}
