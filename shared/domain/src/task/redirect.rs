//! Which changes of a task need more than the right to describe it.

use super::Task;

impl Task {
    /// Whether `edited` differs from the task in more than descriptive members: in what it sends and where to, with what
    /// credentials and input, when it runs, what it costs, or its assignee. A task acts with the secrets of its owner, so
    /// whoever may run it or describe it may not change these, whichever way: by an edit, or by the input of a run.
    pub fn is_redirected_by(&self, edited: &Self) -> bool {
        let Self {
            name, description, priority, tags, metadata, due_date, reminder_time, completed_at, ..
        } = edited.clone();
        let described = Self {
            name,
            description,
            priority,
            tags,
            metadata,
            due_date,
            reminder_time,
            completed_at,
            ..self.clone()
        };
        described != *edited
    }
}
