//! Projects the change stream: counters, rollups, domain events and the audit trail.
