from typing import Literal

Record = Literal["deferred"]

RECORD_VALUES: set[Record] = {
    "deferred",
}


def check_record(value: str) -> Record:
    if value in RECORD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RECORD_VALUES!r}")
