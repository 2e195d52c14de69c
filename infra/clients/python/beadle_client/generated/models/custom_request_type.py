from typing import Literal

CustomRequestType = Literal["custom"]

CUSTOM_REQUEST_TYPE_VALUES: set[CustomRequestType] = {
    "custom",
}


def check_custom_request_type(value: str) -> CustomRequestType:
    if value in CUSTOM_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CUSTOM_REQUEST_TYPE_VALUES!r}")
