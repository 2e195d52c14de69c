from typing import Literal

ReplayedStatus = Literal["cancelled", "failed"]

REPLAYED_STATUS_VALUES: set[ReplayedStatus] = {
    "cancelled",
    "failed",
}


def check_replayed_status(value: str) -> ReplayedStatus:
    if value in REPLAYED_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REPLAYED_STATUS_VALUES!r}")
