from typing import Literal

HistogramOfExecutionsStatusType0 = Literal[
    "cancelled", "completed", "deferred", "failed", "pending", "retrying", "running", "waiting"
]

HISTOGRAM_OF_EXECUTIONS_STATUS_TYPE_0_VALUES: set[HistogramOfExecutionsStatusType0] = {
    "cancelled",
    "completed",
    "deferred",
    "failed",
    "pending",
    "retrying",
    "running",
    "waiting",
}


def check_histogram_of_executions_status_type_0(value: str) -> HistogramOfExecutionsStatusType0:
    if value in HISTOGRAM_OF_EXECUTIONS_STATUS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {HISTOGRAM_OF_EXECUTIONS_STATUS_TYPE_0_VALUES!r}")
