from typing import Literal

ListBatchExecutionsStatusType0 = Literal[
    "cancelled", "completed", "deferred", "failed", "pending", "retrying", "running", "waiting"
]

LIST_BATCH_EXECUTIONS_STATUS_TYPE_0_VALUES: set[ListBatchExecutionsStatusType0] = {
    "cancelled",
    "completed",
    "deferred",
    "failed",
    "pending",
    "retrying",
    "running",
    "waiting",
}


def check_list_batch_executions_status_type_0(value: str) -> ListBatchExecutionsStatusType0:
    if value in LIST_BATCH_EXECUTIONS_STATUS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_BATCH_EXECUTIONS_STATUS_TYPE_0_VALUES!r}")
