from typing import Literal

ListExecutionsStatusType0 = Literal[
    "cancelled", "completed", "deferred", "failed", "pending", "retrying", "running", "waiting"
]

LIST_EXECUTIONS_STATUS_TYPE_0_VALUES: set[ListExecutionsStatusType0] = {
    "cancelled",
    "completed",
    "deferred",
    "failed",
    "pending",
    "retrying",
    "running",
    "waiting",
}


def check_list_executions_status_type_0(value: str) -> ListExecutionsStatusType0:
    if value in LIST_EXECUTIONS_STATUS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_EXECUTIONS_STATUS_TYPE_0_VALUES!r}")
