//! The completion of a todo or a calendar event by a person, as an execution: an end like any other, so that dependent tasks are
//! released and notifications are sent.

use beadle_values::id::ExecutionId;

use super::Task;
use crate::{
    account::Credits,
    execution::{Execution, Request, Trigger, TriggerKind},
    policy::RunDefaults,
};

impl Task {
    /// The execution that records the completion of a task that changed from `before` (`None` for a new one)
    /// to this; `None` if that did not complete it. Each completion has its own id, and the same one however
    /// often it is asked for.
    pub fn completion(&self, before: Option<&Self>, defaults: &RunDefaults) -> Option<Execution> {
        let at = self.completed_at.filter(|_| self.can_be_completed() && self.deleted_at.is_none())?;
        let was_completed =
            before.map_or_else(|| self.imported_at.is_some(), |before| before.completed_at.is_some());
        if was_completed {
            return None;
        }
        let id = ExecutionId::for_completion(self.id, self.version);
        let request = self.request(id, Trigger::of(TriggerKind::Completion), defaults, at);
        // The request of a run would send the reminder, and a run is what credits pay for.
        Some(Execution::completed(Request {
            spec: self.spec.clone(),
            config_id: None,
            credits: Credits::ZERO,
            ..request
        }))
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{
        execution::Status,
        spec::{CalendarEventSpec, TaskSpec, TaskType, TodoSpec},
        specimen::{at, task},
    };

    const DEFAULTS: RunDefaults = RunDefaults::TASK;

    fn todo(version: u64, completed_at: Option<Timestamp>) -> Task {
        Task { spec: TaskSpec::Todo(TodoSpec::default()), version, completed_at, ..task(0, &[]) }
    }

    #[test]
    fn a_completed_todo_is_recorded_at_its_time_and_costs_nothing() {
        let done = Task { credits_per_run: Credits::from_thousandths(5), ..todo(2, Some(at(9))) };
        let recorded = done.completion(Some(&todo(1, None)), &DEFAULTS).unwrap();
        assert_eq!((recorded.status(), recorded.state().ended_at()), (Status::Completed, Some(at(9))));
        assert_eq!((recorded.request.created_at, recorded.request.credits), (at(9), Credits::ZERO));
        assert_eq!(recorded.request.spec.task_type(), TaskType::Todo);
        assert!(recorded.progress.attempts.is_empty());
        assert_eq!(done.completion(None, &DEFAULTS), Some(recorded), "one that is new and done");
    }

    #[test]
    fn only_completing_is_a_completion() {
        let done = todo(2, Some(at(9)));
        let deleted = Task { deleted_at: Some(at(9)), ..done.clone() };
        let call = Task { spec: task(0, &[]).spec, ..done.clone() };
        let imported = Task { imported_at: Some(at(20)), ..done.clone() };
        let cases = [
            ("one that was completed elsewhere", &imported, None),
            ("another change of one that is done", &done, Some(&done)),
            ("one that is open", &todo(3, None), Some(&done)),
            ("one that is deleted", &deleted, None),
            ("a task that only its runs complete", &call, None),
        ];
        for (what, after, before) in cases {
            assert_eq!(after.completion(before, &DEFAULTS), None, "{what}");
        }
    }

    #[test]
    fn an_event_of_a_calendar_is_completed_like_a_todo() {
        let event = |version, completed_at| Task {
            spec: TaskSpec::CalendarEvent(CalendarEventSpec::default()),
            ..todo(version, completed_at)
        };
        let recorded = event(2, Some(at(9))).completion(Some(&event(1, None)), &DEFAULTS).unwrap();
        assert_eq!((recorded.status(), recorded.state().ended_at()), (Status::Completed, Some(at(9))));
    }

    #[test]
    fn each_completion_has_its_own_id() {
        let first = todo(2, Some(at(9))).completion(Some(&todo(1, None)), &DEFAULTS).unwrap();
        let second = todo(4, Some(at(9))).completion(Some(&todo(3, None)), &DEFAULTS).unwrap();
        assert_ne!(first.id(), second.id());
    }
}
