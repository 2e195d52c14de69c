from typing import Literal

CountExecutionsStatusType0 = Literal[
    "cancelled", "completed", "deferred", "failed", "pending", "retrying", "running", "waiting"
]

COUNT_EXECUTIONS_STATUS_TYPE_0_VALUES: set[CountExecutionsStatusType0] = {
    "cancelled",
    "completed",
    "deferred",
    "failed",
    "pending",
    "retrying",
    "running",
    "waiting",
}


def check_count_executions_status_type_0(value: str) -> CountExecutionsStatusType0:
    if value in COUNT_EXECUTIONS_STATUS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {COUNT_EXECUTIONS_STATUS_TYPE_0_VALUES!r}")
