from typing import Literal

ListTaskExecutionsStatusType0 = Literal[
    "cancelled", "completed", "deferred", "failed", "pending", "retrying", "running", "waiting"
]

LIST_TASK_EXECUTIONS_STATUS_TYPE_0_VALUES: set[ListTaskExecutionsStatusType0] = {
    "cancelled",
    "completed",
    "deferred",
    "failed",
    "pending",
    "retrying",
    "running",
    "waiting",
}


def check_list_task_executions_status_type_0(value: str) -> ListTaskExecutionsStatusType0:
    if value in LIST_TASK_EXECUTIONS_STATUS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_TASK_EXECUTIONS_STATUS_TYPE_0_VALUES!r}")
