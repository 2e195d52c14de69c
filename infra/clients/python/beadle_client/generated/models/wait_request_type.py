from typing import Literal

WaitRequestType = Literal["wait"]

WAIT_REQUEST_TYPE_VALUES: set[WaitRequestType] = {
    "wait",
}


def check_wait_request_type(value: str) -> WaitRequestType:
    if value in WAIT_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WAIT_REQUEST_TYPE_VALUES!r}")
