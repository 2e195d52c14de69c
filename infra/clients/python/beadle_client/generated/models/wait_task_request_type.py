from typing import Literal

WaitTaskRequestType = Literal["wait"]

WAIT_TASK_REQUEST_TYPE_VALUES: set[WaitTaskRequestType] = {
    "wait",
}


def check_wait_task_request_type(value: str) -> WaitTaskRequestType:
    if value in WAIT_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WAIT_TASK_REQUEST_TYPE_VALUES!r}")
