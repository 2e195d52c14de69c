from typing import Literal

SimulatedRequestType = Literal["simulated"]

SIMULATED_REQUEST_TYPE_VALUES: set[SimulatedRequestType] = {
    "simulated",
}


def check_simulated_request_type(value: str) -> SimulatedRequestType:
    if value in SIMULATED_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SIMULATED_REQUEST_TYPE_VALUES!r}")
