from typing import Literal

ScriptTaskRequestType = Literal["script"]

SCRIPT_TASK_REQUEST_TYPE_VALUES: set[ScriptTaskRequestType] = {
    "script",
}


def check_script_task_request_type(value: str) -> ScriptTaskRequestType:
    if value in SCRIPT_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCRIPT_TASK_REQUEST_TYPE_VALUES!r}")
