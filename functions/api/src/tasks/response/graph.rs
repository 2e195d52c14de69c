//! How tasks hang together, as it is answered.

use beadle_application::task::TaskGraph;
use beadle_domain::{
    execution::Status,
    task::{LastEnd, SavedTask, TaskStatus},
};
use beadle_values::id::{ExecutionId, TaskId};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// What a task runs after and what runs after it.
#[derive(Serialize, ToSchema)]
#[schema(as = TaskGraph)]
pub(crate) struct GraphResponse<'a> {
    /// The tasks, the one that was asked about among them.
    nodes: Vec<GraphNode<'a>>,
    /// Which of them runs after which.
    edges: Vec<GraphEdge>,
    /// Whether there may be more than the 1,000 tasks that are looked at.
    truncated: bool,
}

/// A task of a graph.
#[derive(Serialize, ToSchema)]
pub(crate) struct GraphNode<'a> {
    /// Its id.
    #[schema(value_type = String)]
    id: TaskId,
    /// Its name.
    name: &'a str,
    /// What it is about to do or did last.
    status: TaskStatus,
    /// How its execution that ended last came out; null where none has ended.
    last_end: Option<GraphEnd>,
}

/// How an execution came out.
#[derive(Serialize, ToSchema)]
pub(crate) struct GraphEnd {
    /// The execution.
    #[schema(value_type = String)]
    execution_id: ExecutionId,
    /// How it ended.
    status: Status,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// Two tasks, of which one runs after the other.
#[derive(Serialize, ToSchema)]
pub(crate) struct GraphEdge {
    /// The task that runs first.
    #[schema(value_type = String)]
    from: TaskId,
    /// The one that runs after it.
    #[schema(value_type = String)]
    to: TaskId,
}

impl<'a> From<&'a TaskGraph> for GraphResponse<'a> {
    fn from(graph: &'a TaskGraph) -> Self {
        Self {
            nodes: graph.nodes.iter().map(GraphNode::from).collect(),
            edges: graph.edges.iter().map(|(from, to)| GraphEdge { from: *from, to: *to }).collect(),
            truncated: graph.truncated,
        }
    }
}

impl<'a> From<&'a SavedTask> for GraphNode<'a> {
    fn from(SavedTask { task, stats }: &'a SavedTask) -> Self {
        Self {
            id: task.id,
            name: &task.name,
            status: TaskStatus::of(task, stats),
            last_end: stats.last_end.as_ref().map(GraphEnd::from),
        }
    }
}

impl From<&LastEnd> for GraphEnd {
    fn from(end: &LastEnd) -> Self {
        Self { execution_id: end.execution, status: end.status, at: end.at }
    }
}
