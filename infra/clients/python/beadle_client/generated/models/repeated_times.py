from typing import Literal

RepeatedTimes = Literal["each", "once"]

REPEATED_TIMES_VALUES: set[RepeatedTimes] = {
    "each",
    "once",
}


def check_repeated_times(value: str) -> RepeatedTimes:
    if value in REPEATED_TIMES_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REPEATED_TIMES_VALUES!r}")
