from typing import Literal

FollowExecutionsStatus = Literal[
    "cancelled", "completed", "deferred", "failed", "pending", "retrying", "running", "waiting"
]

FOLLOW_EXECUTIONS_STATUS_VALUES: set[FollowExecutionsStatus] = {
    "cancelled",
    "completed",
    "deferred",
    "failed",
    "pending",
    "retrying",
    "running",
    "waiting",
}


def check_follow_executions_status(value: str) -> FollowExecutionsStatus:
    if value in FOLLOW_EXECUTIONS_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {FOLLOW_EXECUTIONS_STATUS_VALUES!r}")
