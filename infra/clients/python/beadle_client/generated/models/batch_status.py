from typing import Literal

BatchStatus = Literal["closed", "completed", "failed", "open"]

BATCH_STATUS_VALUES: set[BatchStatus] = {
    "closed",
    "completed",
    "failed",
    "open",
}


def check_batch_status(value: str) -> BatchStatus:
    if value in BATCH_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {BATCH_STATUS_VALUES!r}")
