from typing import Literal

RetryWith = Literal["current", "original"]

RETRY_WITH_VALUES: set[RetryWith] = {
    "current",
    "original",
}


def check_retry_with(value: str) -> RetryWith:
    if value in RETRY_WITH_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RETRY_WITH_VALUES!r}")
