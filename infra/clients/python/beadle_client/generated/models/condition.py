from typing import Literal

Condition = Literal["backlog_older_than", "breaker_open", "consecutive_failures", "credits_below", "missed"]

CONDITION_VALUES: set[Condition] = {
    "backlog_older_than",
    "breaker_open",
    "consecutive_failures",
    "credits_below",
    "missed",
}


def check_condition(value: str) -> Condition:
    if value in CONDITION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CONDITION_VALUES!r}")
