from typing import Literal

ScriptRequestType = Literal["script"]

SCRIPT_REQUEST_TYPE_VALUES: set[ScriptRequestType] = {
    "script",
}


def check_script_request_type(value: str) -> ScriptRequestType:
    if value in SCRIPT_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCRIPT_REQUEST_TYPE_VALUES!r}")
