from typing import Literal

Occasion = Literal["completed", "failed", "late", "missed", "recovered", "reminder", "slow"]

OCCASION_VALUES: set[Occasion] = {
    "completed",
    "failed",
    "late",
    "missed",
    "recovered",
    "reminder",
    "slow",
}


def check_occasion(value: str) -> Occasion:
    if value in OCCASION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {OCCASION_VALUES!r}")
