from typing import Literal

CustomTaskRequestType = Literal["custom"]

CUSTOM_TASK_REQUEST_TYPE_VALUES: set[CustomTaskRequestType] = {
    "custom",
}


def check_custom_task_request_type(value: str) -> CustomTaskRequestType:
    if value in CUSTOM_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CUSTOM_TASK_REQUEST_TYPE_VALUES!r}")
