from typing import Literal

MonitorTaskRequestType = Literal["monitor"]

MONITOR_TASK_REQUEST_TYPE_VALUES: set[MonitorTaskRequestType] = {
    "monitor",
}


def check_monitor_task_request_type(value: str) -> MonitorTaskRequestType:
    if value in MONITOR_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {MONITOR_TASK_REQUEST_TYPE_VALUES!r}")
