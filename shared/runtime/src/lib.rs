//! What every process needs at its start: environment, logs and metrics.
