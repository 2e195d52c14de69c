from typing import Literal

SimulatedTaskRequestType = Literal["simulated"]

SIMULATED_TASK_REQUEST_TYPE_VALUES: set[SimulatedTaskRequestType] = {
    "simulated",
}


def check_simulated_task_request_type(value: str) -> SimulatedTaskRequestType:
    if value in SIMULATED_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SIMULATED_TASK_REQUEST_TYPE_VALUES!r}")
