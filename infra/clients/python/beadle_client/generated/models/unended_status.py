from typing import Literal

UnendedStatus = Literal["deferred", "pending", "retrying", "running", "waiting"]

UNENDED_STATUS_VALUES: set[UnendedStatus] = {
    "deferred",
    "pending",
    "retrying",
    "running",
    "waiting",
}


def check_unended_status(value: str) -> UnendedStatus:
    if value in UNENDED_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {UNENDED_STATUS_VALUES!r}")
