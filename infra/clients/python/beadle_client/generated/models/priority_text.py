from typing import Literal

PriorityText = Literal["high", "low", "medium", "normal"]

PRIORITY_TEXT_VALUES: set[PriorityText] = {
    "high",
    "low",
    "medium",
    "normal",
}


def check_priority_text(value: str) -> PriorityText:
    if value in PRIORITY_TEXT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PRIORITY_TEXT_VALUES!r}")
