//! Turns a tick of EventBridge Scheduler into an execution.
