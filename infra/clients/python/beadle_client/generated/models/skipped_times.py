from typing import Literal

SkippedTimes = Literal["run_after", "skip"]

SKIPPED_TIMES_VALUES: set[SkippedTimes] = {
    "run_after",
    "skip",
}


def check_skipped_times(value: str) -> SkippedTimes:
    if value in SKIPPED_TIMES_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SKIPPED_TIMES_VALUES!r}")
