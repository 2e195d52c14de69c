from typing import Literal

DependencyFailure = Literal["run", "skip"]

DEPENDENCY_FAILURE_VALUES: set[DependencyFailure] = {
    "run",
    "skip",
}


def check_dependency_failure(value: str) -> DependencyFailure:
    if value in DEPENDENCY_FAILURE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DEPENDENCY_FAILURE_VALUES!r}")
