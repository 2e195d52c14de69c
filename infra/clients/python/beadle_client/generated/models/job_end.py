from typing import Literal

JobEnd = Literal["completed", "failed"]

JOB_END_VALUES: set[JobEnd] = {
    "completed",
    "failed",
}


def check_job_end(value: str) -> JobEnd:
    if value in JOB_END_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {JOB_END_VALUES!r}")
